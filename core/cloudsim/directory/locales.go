package directory

import "strings"

// locale is where a tenant is at home: what its addresses and phones look like, and what its people are called.
type locale struct {
	country, name, language string
	// culture names most of its people.
	culture string
	// cities are "city|state"; streets are names; "#" in postal and phones stands for a digit.
	cities, streets []string
	postal          string
	phone, mobile   string
	numberFirst     bool
}

// localeText is every locale. The phones lie in ranges that are kept free for fiction where a country has such.
var localeText = []struct{ country, name, language, culture, cities, streets, postal, phone, mobile string }{
	{"US", "United States", "en-US", "en", "Seattle|WA;Austin|TX;Boise|ID;Portland|OR", "Harbor Street;Lakeview Drive;4th Avenue;Meridian Road", "#####", "+1 206 555 01##", "+1 425 555 01##"},
	{"GB", "United Kingdom", "en-GB", "en", "Leeds|West Yorkshire;Bristol|;Llanfairpwllgwyngyll|Anglesey;London|", "Mill Lane;Station Road;St. Mary's Close;Quay Street", "LS## #AB", "+44 113 496 0###", "+44 7700 900###"},
	{"IE", "Ireland", "en-IE", "ga", "Dún Laoghaire|Co. Dublin;Galway|Co. Galway;Cork|", "O'Connell Street;Shop Street;Patrick's Quay", "D## A###", "+353 20 912 ####", "+353 85 555 ####"},
	{"DE", "Germany", "de-DE", "de", "München|Bayern;Köln|Nordrhein-Westfalen;Görlitz|Sachsen", "Goethestraße;Am Mühlbach;Königsallee;Große Bäckerstraße", "#####", "+49 221 5550###", "+49 171 39200##"},
	{"FR", "France", "fr-FR", "fr", "Nîmes|Gard;Besançon|Doubs;L'Haÿ-les-Roses|Val-de-Marne", "Rue de l'Église;Avenue du Général Leclerc;Quai d'Orsay", "#####", "+33 1 99 00 ## ##", "+33 6 39 98 ## ##"},
	{"ES", "Spain", "es-ES", "es", "A Coruña|Galicia;Cáceres|Extremadura;León|Castilla y León", "Calle de Alcalá;Paseo de la Castellana;Plaza España", "#####", "+34 915 550 1##", "+34 600 555 0##"},
	{"PT", "Portugal", "pt-PT", "pt", "Évora|Alentejo;Setúbal|;Póvoa de Varzim|Porto", "Rua de São Bento;Avenida da Liberdade;Travessa do Carmo", "####-###", "+351 21 555 0###", "+351 91 555 0###"},
	{"IT", "Italy", "it-IT", "it", "Forlì|Emilia-Romagna;L'Aquila|Abruzzo;Torino|Piemonte", "Via Roma;Corso Garibaldi;Piazza dell'Unità", "#####", "+39 06 5550 ####", "+39 320 555 ####"},
	{"NL", "Netherlands", "nl-NL", "nl", "'s-Hertogenbosch|Noord-Brabant;Utrecht|;IJmuiden|Noord-Holland", "Prinsengracht;Van 't Hoffplein;Dorpsstraat", "#### AB", "+31 20 555 0###", "+31 6 5550 ####"},
	{"SE", "Sweden", "sv-SE", "nordic", "Malmö|Skåne;Östersund|Jämtland;Åre|", "Storgatan;Björkvägen;Järnvägsgatan", "### ##", "+46 8 465 004 ##", "+46 70 174 06 ##"},
	{"PL", "Poland", "pl-PL", "pl", "Łódź|łódzkie;Wrocław|dolnośląskie;Białystok|", "ul. Świętokrzyska;ul. Żeromskiego;al. Jerozolimskie", "##-###", "+48 22 555 0###", "+48 601 555 0##"},
	{"CZ", "Czechia", "cs-CZ", "cs", "Plzeň|;České Budějovice|;Ústí nad Labem|", "Žižkova;Náměstí Míru;Na Příkopě", "### ##", "+420 255 550 ###", "+420 601 555 0##"},
	{"HU", "Hungary", "hu-HU", "hu", "Győr|;Székesfehérvár|;Hódmezővásárhely|", "Petőfi Sándor utca;Fő tér", "####", "+36 1 555 0###", "+36 20 555 0###"},
	{"TR", "Türkiye", "tr-TR", "tr", "İstanbul|;Diyarbakır|;Eskişehir|", "İstiklal Caddesi;Atatürk Bulvarı", "#####", "+90 212 555 0###", "+90 532 555 0###"},
	{"GR", "Greece", "el-GR", "el", "Αθήνα|Αττική;Θεσσαλονίκη|;Ηράκλειο|Κρήτη", "Λεωφόρος Συγγρού;Οδός Ερμού", "### ##", "+30 21 0555 0###", "+30 694 555 0###"},
	{"UA", "Ukraine", "uk-UA", "cyr", "Київ|;Львів|;Чернівці|", "вул. Хрещатик;просп. Свободи", "#####", "+380 44 555 0###", "+380 50 555 0###"},
	{"BG", "Bulgaria", "bg-BG", "cyr", "София|;Пловдив|;Велико Търново|", "ул. Шипка;бул. Витоша", "####", "+359 2 555 0###", "+359 88 555 0###"},
	{"AE", "United Arab Emirates", "ar-AE", "ar", "دبي|;أبو ظبي|;الشارقة|", "شارع الشيخ زايد;شارع الكورنيش", "", "+971 4 555 0###", "+971 50 555 0###"},
	{"IL", "Israel", "he-IL", "he", "תל אביב-יפו|;ירושלים|;באר שבע|", "שדרות רוטשילד;רחוב הרצל", "#######", "+972 3 555 0###", "+972 50 555 0###"},
	{"JP", "Japan", "ja-JP", "ja", "大阪市|大阪府;横浜市|神奈川県;札幌市|北海道", "中央区本町一丁目;港北区新横浜二丁目", "###-####", "+81 6 5550 ####", "+81 90 5550 ####"},
	{"KR", "Korea", "ko-KR", "ko", "서울특별시|;부산광역시|;전주시|전라북도", "세종대로;해운대로", "#####", "+82 2 555 0###", "+82 10 5550 ####"},
	{"TW", "Taiwan", "zh-TW", "tw", "臺北市|;高雄市|;花蓮縣|", "忠孝東路四段;中山北路", "###", "+886 2 5550 ####", "+886 912 555 0##"},
	{"HK", "Hong Kong SAR", "zh-HK", "zh", "香港|;九龍|", "彌敦道;皇后大道中", "", "+852 2555 0###", "+852 9555 0###"},
	{"IN", "India", "en-IN", "in", "Bengaluru|Karnataka;मुंबई|महाराष्ट्र;Thiruvananthapuram|Kerala", "MG Road;Linking Road;महात्मा गांधी मार्ग", "######", "+91 80 5550 ####", "+91 98 5550 ####"},
	{"TH", "Thailand", "th-TH", "th", "กรุงเทพมหานคร|;เชียงใหม่|", "ถนนสุขุมวิท;ถนนนิมมานเหมินท์", "#####", "+66 2 555 0###", "+66 81 555 0###"},
	{"NG", "Nigeria", "en-NG", "af", "Lagos|;Ìbàdàn|Ọ̀yọ́", "Awolowo Road;Adeola Odeku Street", "######", "+234 1 555 0###", "+234 803 555 0##"},
	{"NZ", "New Zealand", "en-NZ", "mi", "Whangārei|Northland;Tauranga|;Ōtautahi Christchurch|Canterbury", "Tāmaki Drive;Lambton Quay", "####", "+64 9 555 0###", "+64 21 555 0##"},
	{"VN", "Vietnam", "vi-VN", "vi", "Đà Nẵng|;Hà Nội|", "Đường Nguyễn Huệ;Phố Tràng Tiền", "######", "+84 24 5550 0###", "+84 90 555 0###"},
}

// readLocales parses the table.
func readLocales() []locale {
	all := make([]locale, len(localeText))
	for i, text := range localeText {
		all[i] = locale{
			country: text.country, name: text.name, language: text.language, culture: text.culture,
			cities: strings.Split(text.cities, ";"), streets: strings.Split(text.streets, ";"),
			postal: text.postal, phone: text.phone, mobile: text.mobile,
			numberFirst: strings.HasPrefix(text.language, "en-"),
		}
	}
	return all
}

// digits puts a digit for every "#" of a pattern.
func (d draw) digits(question uint64, pattern string) string {
	number := d.of(question)
	text := []byte(pattern)
	for i, c := range text {
		if c == '#' {
			text[i] = '0' + byte(number%10)
			number /= 10
		}
	}
	return string(text)
}
