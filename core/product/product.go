// Package product knows Microsoft's names of the products that tenants hold and of the service plans inside them:
// "Microsoft 365 Business Premium" where Microsoft Graph says "SPB". The names are built in; a list that Microsoft published
// since can lie over them.
package product

import (
	"strings"
	"sync"
	"sync/atomic"

	"github.com/tenantkeep/tenantkeep/assets"
)

// catalogue finds names by id and by part number, both in lower case.
type catalogue struct {
	byID   map[string]string
	byPart map[string]string
}

// The built-in tables are read when they are first needed.
var (
	products = sync.OnceValue(func() catalogue { return read(assets.Products()) })
	plans    = sync.OnceValue(func() catalogue { return read(assets.Plans()) })
)

// newer is the list that lies over the built-in one; nil where there is none.
var newer atomic.Pointer[List]

// Use lays a list over the built-in one from now on; nil takes it away.
func Use(list *List) { newer.Store(list) }

// Name is Microsoft's name of a product. A SKU id that is not known is looked for by its part number; where that is not
// known either, the part number is the name, and without one the SKU id. Letter case does not matter.
func Name(skuID, partNumber string) string {
	if list := newer.Load(); list != nil {
		return list.products.name(skuID, partNumber)
	}
	return products().name(skuID, partNumber)
}

// PlanName is Microsoft's name of a service plan, found as Name finds a product's.
func PlanName(planID, partNumber string) string {
	if list := newer.Load(); list != nil {
		return list.plans.name(planID, partNumber)
	}
	return plans().name(planID, partNumber)
}

// Known is how many products have a name.
func Known() int {
	if list := newer.Load(); list != nil {
		return len(list.products.byID)
	}
	return len(products().byID)
}

func (c catalogue) name(id, partNumber string) string {
	if name, known := c.byID[strings.ToLower(id)]; known {
		return name
	}
	if name, known := c.byPart[strings.ToLower(partNumber)]; known {
		return name
	}
	if partNumber != "" {
		return partNumber
	}
	return id
}

// named is a name that a table gives an id and a part number.
type named struct{ name, part, id string }

// read takes a table of name, part number and id.
func read(table string) catalogue { return catalogueOf(namesIn(table)) }

func namesIn(table string) []named {
	_, rows, _ := strings.Cut(table, "\n") // without the title line
	var all []named
	for row := range strings.Lines(rows) {
		if fields := strings.Split(strings.TrimRight(row, "\r\n"), "\t"); len(fields) == 3 {
			all = append(all, named{fields[0], fields[1], fields[2]})
		}
	}
	return all
}

// catalogueOf takes names, of one id the last. A part number that stands for several names finds none.
func catalogueOf(all []named) catalogue {
	found := catalogue{byID: make(map[string]string), byPart: make(map[string]string)}
	parts := make(map[string]string)
	for _, one := range all {
		id := strings.ToLower(one.id)
		found.byID[id], parts[id] = one.name, strings.ToLower(one.part)
	}
	ambiguous := make(map[string]bool)
	for id, part := range parts {
		if other, taken := found.byPart[part]; taken && other != found.byID[id] {
			ambiguous[part] = true
		}
		found.byPart[part] = found.byID[id]
	}
	for part := range ambiguous {
		delete(found.byPart, part)
	}
	return found
}
