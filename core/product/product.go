// Package product knows Microsoft's names of the products that tenants hold and of the service plans inside them:
// "Microsoft 365 Business Premium" where Microsoft Graph says "SPB".
package product

import (
	"strings"
	"sync"

	"github.com/tenantkeep/tenantkeep/assets"
)

// catalogue finds names by id and by part number, both in lower case.
type catalogue struct {
	byID   map[string]string
	byPart map[string]string
}

// The tables are read when they are first needed.
var (
	products = sync.OnceValue(func() catalogue { return read(assets.Products()) })
	plans    = sync.OnceValue(func() catalogue { return read(assets.Plans()) })
)

// Name is Microsoft's name of a product. A SKU id that is not known is looked for by its part number; where that is not
// known either, the part number is the name, and without one the SKU id. Letter case does not matter.
func Name(skuID, partNumber string) string { return products().name(skuID, partNumber) }

// PlanName is Microsoft's name of a service plan, found as Name finds a product's.
func PlanName(planID, partNumber string) string { return plans().name(planID, partNumber) }

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

// read takes a table of name, part number and id. A part number that stands for several names finds none.
func read(table string) catalogue {
	found := catalogue{byID: make(map[string]string), byPart: make(map[string]string)}
	ambiguous := make(map[string]bool)
	_, rows, _ := strings.Cut(table, "\n") // without the title line
	for row := range strings.Lines(rows) {
		fields := strings.Split(strings.TrimRight(row, "\r\n"), "\t")
		if len(fields) != 3 {
			continue
		}
		name, part, id := fields[0], strings.ToLower(fields[1]), strings.ToLower(fields[2])
		found.byID[id] = name
		if other, taken := found.byPart[part]; taken && other != name {
			ambiguous[part] = true
		}
		found.byPart[part] = name
	}
	for part := range ambiguous {
		delete(found.byPart, part)
	}
	return found
}
