package directory

import (
	"math"
	"strings"
)

// The tenants whose content is special, by their position among the customers.
const (
	lonelyTenant  = 5 // has one user
	renamedTenant = 2 // renamed its SharePoint
	twinTenant    = 1 // shares a user with the customer at 0
)

const (
	partnerUsersLeast = 8
	partnerUsersMost  = 60
	// largeEnough is the size from which a tenant has accounts that are not people.
	largeEnough = 12
)

// makeTenants lays out the world: the partner first, then the customers.
func (d *Directory) makeTenants(customers, users int) {
	partnerUsers := min(max(users/75, partnerUsersLeast), partnerUsersMost)
	sizes := shareOut(d.seed, customers, users-partnerUsers)
	cultures, locales := readCultures(), readLocales()
	d.tenants = make([]*Tenant, 0, customers+1)
	d.byName = make(map[string]*Tenant, 3*(customers+1))
	d.addTenant(cultures, locales, company{"Brightwater IT", "brightwater-it", "GB"}, "P2", partnerUsers)
	for position := range customers {
		plan := pick(newDraw(d.seed, 0x9a, uint64(position)), 1, []string{"", "P1", "P1", "P2"})
		switch position {
		case 0, twinTenant:
			plan = "P1"
		case 4, 8:
			plan = ""
		case 7:
			plan = "P2"
		}
		d.addTenant(cultures, locales, companyAt(d.seed, position), plan, sizes[position])
	}
}

func (d *Directory) addTenant(cultures []culture, locales []locale, c company, plan string, users int) {
	index := len(d.tenants)
	t := &Tenant{
		index: index, seed: d.seed, now: d.now, goOn: d.goOn, cipher: newIDCipher(d.seed), record: d.record,
		info: TenantInfo{
			ID:   newIDCipher(d.seed).id(object{kind: kindTenant, tenant: index}),
			Name: c.name, DefaultDomain: c.domain(), InitialDomain: c.initialLabel() + ".onmicrosoft.com",
			SharePointName: c.initialLabel(), Partner: index == 0, Plan: plan, Users: users,
		},
		draw:    newDraw(d.seed, 0x7e, uint64(index)),
		locale:  localeOf(locales, c.country),
		deleted: min(users/40, 50),
	}
	if index > 0 && (index-1 == renamedTenant || (index-1)%9 == 8) {
		t.info.SharePointName = c.initialLabel() + "group"
	}
	t.names = newNaming(cultures, t.locale.culture, t.draw)
	t.synced = users >= largeEnough && (index == 1 || t.draw.chance(1, 450))
	t.groupLicensing = plan != "" && users >= largeEnough && (index == 1 || t.draw.chance(2, 650))
	t.tapOff = index > 0 && t.draw.chance(3, 250)
	t.products = t.draw.products(plan)
	if index-1 == twinTenant && users >= largeEnough && d.tenants[1].info.Users >= largeEnough {
		t.twin = d.tenants[1]
	}
	t.forgetChanges()
	d.tenants = append(d.tenants, t)
	for _, name := range []string{t.info.ID, t.info.DefaultDomain, t.info.InitialDomain} {
		d.byName[strings.ToLower(name)] = t
	}
}

func localeOf(locales []locale, country string) *locale {
	for i := range locales {
		if locales[i].country == country {
			return &locales[i]
		}
	}
	return &locales[0]
}

// shareOut gives every customer its users, very unevenly, one at least; all of them together are users.
func shareOut(seed uint64, customers, users int) []int {
	sizes := make([]int, customers)
	weights := make([]float64, customers)
	sum := 0.0
	for i := range weights {
		d := newDraw(seed, 0x517e, uint64(i))
		normal := math.Sqrt(-2*math.Log(unit(d.of(1)))) * math.Cos(2*math.Pi*unit(d.of(2)))
		weights[i] = math.Exp(1.1 * normal)
		switch i {
		case 0:
			weights[i] = 4.5
		case twinTenant:
			weights[i] = 2
		case lonelyTenant:
			weights[i] = 0
		}
		sum += weights[i]
	}
	left := users
	for i := range sizes {
		sizes[i] = 1 + int(weights[i]/sum*float64(max(users-customers, 0)))
		left -= sizes[i]
	}
	sizes[0] += max(left, 0)
	return sizes
}

// unit is a number above 0 and up to 1.
func unit(x uint64) float64 { return (float64(x>>11) + 1) / (1 << 53) }
