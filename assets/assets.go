// Package assets holds the data that is built into the program: the portal catalogue and Microsoft's product names.
package assets

import _ "embed"

//go:embed portals.json
var portals string

//go:embed products.tsv
var products string

// Portals is the portal catalogue as JSON: an object with one list, portals. core/portal reads it.
func Portals() string { return portals }

// Products is a table of Microsoft's products, tab separated, a title line first: name, part number, SKU id. The names are
// those of https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference. core/product reads it.
func Products() string { return products }
