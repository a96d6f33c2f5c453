package directory

import (
	"strconv"
	"strings"
)

// company is what a customer is called, the label of its domain, and where it is at home.
type company struct{ name, label, country string }

// companies are the first customers. The names and the .com domains without a hyphen at the front of the list are
// Microsoft's own for made-up companies. Position 3 and position 11 share a name on purpose.
var companies = []company{
	{"Contoso Dental", "contoso", "US"},
	{"Fabrikam Legal", "fabrikam", "GB"},
	{"Adventure Works", "adventure-works", "IE"},
	{"Northwind Traders", "northwindtraders", "US"},
	{"Tailspin Toys", "tailspintoys", "DE"},
	{"Margie's Travel", "margiestravel", "FR"},
	{"株式会社みなと物流", "minato-logi", "JP"},
	{"Wide World Importers", "wideworldimporters", "NL"},
	{"Müller & Söhne Präzisionstechnik GmbH", "mueller-soehne", "DE"},
	{"شركة النخيل للتجارة", "alnakheel-trading", "AE"},
	{"Litware Labs", "litwareinc", "SE"},
	{"Northwind Traders", "northwind-retail", "NZ"},
	{"קפה הדרים", "hadarim-cafe", "IL"},
	{"Кедър Логистика ООД", "kedar-logistics", "BG"},
	{"Graphic Design Institute", "graphicdesigninstitute", "IT"},
	{"Humongous Insurance", "humongousinsurance", "US"},
	{"Μέλισσα Τρόφιμα Α.Ε.", "melissa-foods", "GR"},
	{"한강건축사사무소", "hangang-arch", "KR"},
	{"Lamna Healthcare", "lamnahealthcare", "IN"},
	{"Munson's Pickles and Preserves Farm", "munsonspickles", "US"},
	{"Proseware", "proseware", "PL"},
	{"Société d'Études Hydrauliques de l'Est", "etudes-hydrauliques", "FR"},
	{"VanArsdel", "vanarsdelltd", "CZ"},
	{"Woodgrove Bank", "woodgrovebank", "GB"},
	{"Alpine Ski House", "alpineskihouse", "SE"},
	{"Trey Research", "treyresearch", "US"},
	{"Relecloud", "relecloud", "ES"},
	{"School of Fine Art", "fineartschool", "PT"},
	{"Southridge Video", "southridgevideo", "NG"},
	{"台灣綠能科技股份有限公司", "tw-green-energy", "TW"},
	{"Fourth Coffee", "fourthcoffee", "TR"},
	{"Coho Winery", "cohowinery", "HU"},
	{"บริษัท ช้างทอง จำกัด", "changthong", "TH"},
	{"Lucerne Publishing", "lucernepublishing", "UA"},
	{"Consolidated Messenger", "consolidatedmessenger", "VN"},
	{"永興海產有限公司", "wing-hing-seafood", "HK"},
}

// Words for the customers after those.
var (
	companyFirst  = strings.Fields("Kestrel Juniper Harbour Granite Saffron Meridian Copper Willow Beacon Orchard Falcon Cobalt Larkspur Summit Heron Amber Birch Cedar Delta Ember Foxglove Glacier Hawthorn Iris Jasper Lantern Marigold Nimbus Opal Pioneer Quartz Raven Sable Thistle Umber Verdant Wren Yarrow Zephyr Aurora")
	companySecond = strings.Fields("Dental Legal Accounting Logistics Construction Veterinary Pharmacy Architects Foods Engineering Insurance Recruitment Surveyors Printing Optics Robotics Childcare Brewery Textiles Analytics Roofing Travel Aviation Fisheries Charity Academy Motors Gardens")
	companyForm   = []string{"", "", "", " Ltd", " Group", " LLC", " & Partners", " GmbH"}
)

// companyAt is the customer at a position, made up beyond the list.
func companyAt(seed uint64, position int) company {
	if position < len(companies) {
		return companies[position]
	}
	d := newDraw(seed, 0xc0, uint64(position))
	first, second := pick(d, 1, companyFirst), pick(d, 2, companySecond)
	return company{
		name:    first + " " + second + pick(d, 3, companyForm),
		label:   strings.ToLower(first+"-"+second) + strconv.Itoa(position),
		country: localeText[d.below(4, len(localeText))].country,
	}
}

// domain is the customer's own domain. Labels that are Microsoft's get .com, all others the reserved .example.
func (c company) domain() string {
	if strings.ContainsRune(c.label, '-') && c.label != "adventure-works" {
		return c.label + ".example"
	}
	return c.label + ".com"
}

// initialLabel is what its onmicrosoft.com domain begins with.
func (c company) initialLabel() string { return strings.ReplaceAll(c.label, "-", "") }
