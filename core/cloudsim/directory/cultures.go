package directory

import (
	"strings"
	"unicode"
)

// culture is a stock of names. A name is written "native" or, where it is not Latin, "native:latin".
type culture struct {
	code    string
	given   []nameForm
	surname []nameForm
	order   nameOrder
}

// nameForm is a name as its bearer writes it, and as it stands in an address.
type nameForm struct{ native, latin string }

// nameOrder says how a display name is put together.
type nameOrder int

const (
	givenFirst nameOrder = iota
	surnameFirst
	surnameFirstJoined
)

// cultureText is every culture: code, order, given names, surnames. No two cultures share a surname in its Latin form: it
// is what keeps addresses apart.
var cultureText = []struct {
	code           string
	order          nameOrder
	given, surname string
}{
	{
		"en", givenFirst,
		"Adele Alex Allan Amelia Andrew Bianca Brian Charlotte Christie Claire Daniel Debra Diego Edward Emily Emma Ethan Fiona Grace Grady Hannah Harry Henrietta Irvin Isaiah Jack James Joni Julia Lee Lidia Lynne Megan Miriam Nestor Oliver Olivia Patti Raul Rebecca Samuel Sophie Thomas Victoria William Zoe",
		"Vance Braun-Smith Sherman Fletcher Berger Langer Graham Pisani Robbins Wilber-Hayes Carter Johnson Thompson Walker Wright Hughes Foster Bennett Russell Coleman Jenkins Perry Powell Patterson Simmons Henderson Alexander Griffin Hamilton Marshall Gibson Reynolds Stephens Palmer Chapman Lawson Holmes Barker Webb Fowler Bishop Carpenter Hopkins Parsons Norris Atkinson Whitaker Sutherland Featherstonehaugh Cholmondeley Ng Li-Evans",
	},
	{
		"ga", givenFirst,
		"Aoife Saoirse Niamh Ciarán Seán Oisín Róisín Fionn Caoimhe Pádraig Eoghan Sinéad Tadhg Gráinne",
		"O'Brien O'Connor O'Sullivan O'Neill O'Donoghue O'Shaughnessy MacCárthaigh Murphy Byrne Doyle Gallagher Fitzgerald Kavanagh",
	},
	{
		"de", givenFirst,
		"Jürgen Käthe Björn-Ole Günther Sören Anneliese Wolfgang Heike Matthias Ulrike Stefan Annegret Lukas Mareike Jörg Änne Jan-Niklas Friederike",
		"Müller Schäfer Köhler Weiß Größ Krüger Schröder Hofmann Zimmermann Baumgärtner Böhm Vogt Lüdenscheidt Freiherr_von_und_zu_Hohenstein Meyer-Lüerßen Straßburger Özil-Kraus Brandt",
	},
	{
		"fr", givenFirst,
		"Élodie François Chloé Benoît Anaïs Jérôme Zoé-Lise Hélène Gaël Océane Loïc Maëlle Raphaël Noémie Cédric Jean-Baptiste",
		"Lefèvre Dubois D'Artagnan Bérenger Châtelain L'Hôpital Beaumont Gauthier Roussel Fontaine Garçon Lemaître Villeneuve Desrosiers De_La_Tour Crépin",
	},
	{
		"es", givenFirst,
		"Íñigo María_José Begoña Álvaro Lucía Andrés Núria Martín Inés Joaquín Rocío Sebastián Ángeles Tomás Pilar",
		"Núñez Peña Ibáñez García_Márquez Fernández Muñoz Gutiérrez Domínguez Zúñiga Echeverría Ocaña Villaseñor Ordóñez Cabañas Del_Río",
	},
	{
		"pt", givenFirst,
		"João Conceição Gonçalo Inácia Tiago Mônica Estêvão Letícia Caetano Luísa Simão Catarina",
		"Araújo Simões Magalhães Guimarães Gonçalves Conceição-Lima D'Ávila Assunção Brandão Falcão Quintão Sá",
	},
	{
		"it", givenFirst,
		"Niccolò Giulia Matteo Chiara Lorenzo Beatrice Davide Ilaria Salvatore Martina Enrico Noè",
		"Cattaneo Siciliani D'Angelo Dell'Acqua Esposito Lo_Bianco Bellini Colombo Marchetti De_Luca Fioré Zanetti",
	},
	{
		"nl", givenFirst,
		"Sjoerd Anouk Jeroen Maaike Daniël Femke Thijs Renée Wouter Lotte Zoë Casper",
		"van_der_Meer De_Vries Jansen van_'t_Hoff Bakker ter_Haar Smits van_den_Heuvel Dijkstra Ypma Brouwer Kuipers",
	},
	{
		"nordic", givenFirst,
		"Åsa Bjørn Øyvind Þóra Sigríður Märta Håkon Søren Jón Pähkinä Aino Väinö Frida Torbjörn",
		"Åkesson Ødegård Þorvaldsdóttir Sæmundsen Lindström Nygård Hämäläinen Østergaard Mäkelä Blåfjell Jónsdóttir Sjöberg Kærsgaard",
	},
	{
		"pl", givenFirst,
		"Łukasz Małgorzata Grzegorz Żaneta Świętosława Michał Zofia Józef Agnieszka Wojciech Łucja Paweł",
		"Wiśniewski Dąbrowska Brzęczyszczykiewicz Kowalczyk Szczęsny Źrebiec Łapiński Żuławska Nowak Chrząszcz Pawłowicz Zieliński",
	},
	{
		"cs", givenFirst,
		"Jiří Zdeňka Ondřej Božena Vojtěch Růžena Tomáš-Jan Kateřina Řehoř Šárka Ľubomír Štěpán",
		"Dvořák Černý Růžičková Němec Procházka Šťastný Hájek Kučera Veselý Říha Žižka Ďurica",
	},
	{
		"hu", surnameFirst,
		"Ágnes Gergő Eszter Zoltán Csilla Győző Ödön Boglárka Balázs Tünde",
		"Nagyová Szabó Kővári Horváth Gyöngyösi Tóth Szűcs Ősz Fekete Vörösmarty",
	},
	{
		"tr", givenFirst,
		"Çağla Oğuz Işıl İbrahim Gökçe Şule Ümit Özgür Ayşe Kıvanç",
		"Yıldırım Öztürk Şahin Çelik Güneş Kılıç Aydoğan İnönü Türkoğlu Doğan",
	},
	{
		"vi", surnameFirst,
		"Thị_Hương Văn_Đức Minh_Châu Quốc_Bảo Ngọc_Ánh Đình_Phúc Thùy_Dương Hữu_Nghĩa",
		"Nguyễn Trần Đặng Phạm Hoàng Võ Bùi Đỗ",
	},
	{
		"el", givenFirst,
		"Γιώργος:giorgos Ελένη:eleni Δημήτρης:dimitris Κατερίνα:katerina Νίκος:nikos Σοφία:sofia Παναγιώτης:panagiotis Άννα:anna Χρήστος:christos Ευαγγελία:evangelia",
		"Παπαδόπουλος:papadopoulos Νικολάου:nikolaou Καραγιάννη:karagianni Αθανασίου:athanasiou Γεωργίου:georgiou Θεοδωρίδης:theodoridis Κωνσταντίνου:konstantinou Μαυρομιχάλης:mavromichalis Οικονόμου:oikonomou Ψαρράς:psarras",
	},
	{
		"cyr", givenFirst,
		"Олександр:oleksandr Наталія:nataliia Иван:ivan Мария:maria Георги:georgi Елена:elena Петър:petar Юлия:yuliya Володимир:volodymyr Ксения:kseniya Ђорђе:djordje Љиљана:ljiljana Светлана:svetlana Михаил:mikhail",
		"Шевченко:shevchenko Ковальчук:kovalchuk Иванов:ivanov Соколова:sokolova Димитров:dimitrov Георгиева:georgieva Кузнецов:kuznetsov Щербак:shcherbak Ђорђевић:djordjevic Петровић:petrovic Їжакевич:yizhakevych Ёлкин:yolkin Стоянов:stoyanov Орлова:orlova",
	},
	{
		"ar", givenFirst,
		"محمد:mohammed فاطمة:fatima أحمد:ahmed ليلى:layla خالد:khalid نور:noor يوسف:yousef مريم:maryam عبد_الرحمن:abdulrahman زينب:zainab عمر:omar سارة:sara",
		"الحسيني:alhusseini النجار:alnajjar بن_سعيد:binsaeed الخطيب:alkhatib المنصوري:almansoori حداد:haddad الزهراني:alzahrani القاسمي:alqasimi عبد_الله:abdullah العلوي:alalawi شاهين:shaheen البستاني:albustani",
	},
	{
		"he", givenFirst,
		"יעל:yael דוד:david נועה:noa אורי:uri תמר:tamar איתן:eitan שירה:shira משה:moshe רחל:rachel אבנר:avner",
		"כהן:cohen לוי:levi מזרחי:mizrahi פרידמן:friedman ביטון:biton אברהמי:avrahami שפירא:shapira בן_דוד:bendavid גולדברג:goldberg חזן:hazan",
	},
	{
		"fa", givenFirst,
		"پریسا:parisa کیوان:keyvan گلناز:golnaz بهرام:bahram شیرین:shirin آرش:arash",
		"رضایی:rezaei چراغی:cheraghi فرهادی:farhadi موسوی:mousavi ژاله\u200cپور:jalehpour تهرانی:tehrani",
	},
	{
		"zh", surnameFirstJoined,
		"伟:wei 芳:fang 秀英:xiuying 敏:min 静怡:jingyi 磊:lei 洋:yang 建国:jianguo 婷婷:tingting 子轩:zixuan 雨桐:yutong 浩然:haoran",
		"王:wang 李:li 张:zhang 刘:liu 陈:chen 杨:yang 赵:zhao 欧阳:ouyang 周:zhou 吴:wu 司马:sima 孙:sun",
	},
	{
		"tw", surnameFirstJoined,
		"志明:chih-ming 淑芬:shu-fen 俊傑:chun-chieh 怡君:yi-chun 家豪:chia-hao 雅婷:ya-ting 冠宇:kuan-yu 詩涵:shih-han",
		"蔡:tsai 許:hsu 鄭:cheng 謝:hsieh 曾:tseng 邱:chiu 廖:liao 葉:yeh",
	},
	{
		"ja", surnameFirst,
		"翔太:shota さくら:sakura 健一:kenichi 美咲:misaki 大輔:daisuke 陽菜:hina 蓮:ren ヒロシ:hiroshi 由美子:yumiko 一郎:ichiro 葵:aoi 直樹:naoki",
		"佐藤:sato 鈴木:suzuki 高橋:takahashi 田中:tanaka 渡邊:watanabe 伊藤:ito 山本:yamamoto 中村:nakamura 小林:kobayashi 齋藤:saito 勅使河原:teshigawara 五十嵐:igarashi",
	},
	{
		"ko", surnameFirstJoined,
		"민준:minjun 서연:seoyeon 지훈:jihoon 하은:haeun 도윤:doyun 수빈:subin 현우:hyunwoo 예진:yejin 준호:junho 지우:jiwoo",
		"김:kim 박:park 최:choi 정:jung 강:kang 조:cho 윤:yoon 장:jang 남궁:namgung 황보:hwangbo",
	},
	{
		"in", givenFirst,
		"अनन्या:ananya राहुल:rahul प्रिया:priya अर्जुन:arjun काव्या:kavya विक्रम:vikram Deepika Aarav Lakshmi Rohan தமிழ்ச்செல்வி:tamilselvi கார்த்திக்:karthik",
		"शर्मा:sharma पटेल:patel Gupta Iyer Venkataraghavan Chatterjee Reddy Singh Kulkarni सुब्रमण्यम:subramaniam Deshpande Nair",
	},
	{
		"th", givenFirst,
		"สมชาย:somchai มาลี:malee ณัฐพล:nattapon กัญญา:kanya อนุชา:anucha ปิยะ:piya",
		"ศรีสุวรรณ:srisuwan จันทร์เพ็ญ:chanpen วงศ์สวัสดิ์:wongsawat ทองดี:thongdee บุญมี:boonmee รัตนโกสินทร์:rattanakosin",
	},
	{
		"af", givenFirst,
		"Chidinma Kwame N'Golo Thandiwe Babajide Zanele Sipho Aminata Oluwaseun Wanjirũ",
		"Okafor Mensah N'Diaye Dlamini Adébáyò Mbeki Oyelaran Traoré Ng'ang'a Nkrumah",
	},
	{
		"mi", givenFirst,
		"Kāhu Aroha Māui Hinemoa Tāne Whetū Leilani Kaʻiulani",
		"Ngāta Parātene Tāwhiri Kāwhia Kealoha Kamehameha Rangitāhi Waipuna",
	},
}

// readCultures parses the table.
func readCultures() []culture {
	all := make([]culture, len(cultureText))
	for i, text := range cultureText {
		all[i] = culture{text.code, readNames(text.given), readNames(text.surname), text.order}
	}
	return all
}

func readNames(text string) []nameForm {
	words := strings.Fields(text)
	names := make([]nameForm, len(words))
	for i, word := range words {
		native, latin, found := strings.Cut(word, ":")
		native = strings.ReplaceAll(native, "_", " ")
		if !found {
			latin = foldToASCII(native)
		}
		names[i] = nameForm{native, latin}
	}
	return names
}

// foldToASCII is a Latin name as it stands in an address: lower case, without marks and spaces.
func foldToASCII(name string) string {
	var folded strings.Builder
	for _, r := range name {
		r = unicode.ToLower(r)
		switch {
		case r < unicode.MaxASCII && r != ' ':
			folded.WriteRune(r)
		default:
			folded.WriteString(latinFold[r])
		}
	}
	return folded.String()
}

// latinFold spells letters with marks in ASCII.
var latinFold = foldTable("áàâäãåāăạấặ:a éèêëęěēėệ:e íìîïīỉịı:i óòôöõøōőốòỗ:o úùûüūůűủùũữứưụ:u ýỳ:y çčć:c ñňńṅ:n řŕ:r šśşș:s žźż:z ďđð:d ťț:t ľł:l ğģ:g ß:ss æ:ae œ:oe þ:th ũ:u ṣ:s ầảẩăắằ:a ếềểễ:e ồổơớờởợọ:o ĩ:i")

func foldTable(text string) map[rune]string {
	table := make(map[rune]string)
	for _, group := range strings.Fields(text) {
		letters, ascii, _ := strings.Cut(group, ":")
		for _, letter := range letters {
			table[letter] = ascii
		}
	}
	return table
}
