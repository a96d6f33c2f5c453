// Package product knows Microsoft's product names for what tenants hold: "Microsoft 365 Business Premium" where Microsoft
// Graph says "SPB".
package product

import (
	"strings"
	"sync"

	"github.com/tenantkeep/tenantkeep/assets"
)

// catalogue finds names by SKU id and by part number, both in lower case.
type catalogue struct {
	bySKU  map[string]string
	byPart map[string]string
}

// names reads the table when it is first needed.
var names = sync.OnceValue(func() catalogue { return read(assets.Products()) })

// Name is Microsoft's name of a product. A SKU id that is not known is looked for by its part number; where that is not
// known either, the part number is the name, and without one the SKU id. Letter case does not matter.
func Name(skuID, partNumber string) string {
	if name, known := names().bySKU[strings.ToLower(skuID)]; known {
		return name
	}
	if name, known := names().byPart[strings.ToLower(partNumber)]; known {
		return name
	}
	if partNumber != "" {
		return partNumber
	}
	return skuID
}

func read(table string) catalogue {
	found := catalogue{bySKU: make(map[string]string), byPart: make(map[string]string)}
	ambiguous := make(map[string]bool)
	for row := range strings.Lines(table) {
		fields := strings.Split(strings.TrimRight(row, "\r\n"), "\t")
		if len(fields) != 3 || fields[2] == "sku_id" {
			continue
		}
		name, part, sku := fields[0], strings.ToLower(fields[1]), strings.ToLower(fields[2])
		found.bySKU[sku] = name
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
