// Package country names the countries that usage locations are written in.
package country

import (
	"strings"
	"sync"

	"github.com/tenantkeep/tenantkeep/assets"
)

// names by code. The tables of golang.org/x/text would hold every language's names: half a megabyte for one.
var names = sync.OnceValue(func() map[string]string {
	found := make(map[string]string)
	for line := range strings.Lines(assets.Countries()) {
		if code, name, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			found[code] = name
		}
	}
	return found
})

// Name returns the English name of a country by its two letters (ISO 3166-1 alpha-2, in any letter case), and an empty text
// for letters that name none.
func Name(code string) string { return names()[strings.ToUpper(code)] }
