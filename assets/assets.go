// Package assets holds the data that is built into the program: the portal catalogue, Microsoft's names of products and
// service plans, and the names of countries.
package assets

import _ "embed"

//go:embed portals.json
var portals string

//go:embed products.tsv
var products string

//go:embed plans.tsv
var plans string

//go:embed countries.tsv
var countries string

// Portals is the portal catalogue as JSON: an object with one list, portals. core/portal reads it.
func Portals() string { return portals }

// Products is a table of Microsoft's products, tab separated, a title line first: name, part number, SKU id. The names are
// those of https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference. core/product reads it.
func Products() string { return products }

// Plans is a table of the service plans inside products, tab separated, a title line first: name, part number, plan id. The
// names are from the same page; those that it writes in capitals only are written as names. core/product reads it.
func Plans() string { return plans }

// Countries is a table of countries, tab separated: ISO 3166-1 alpha-2 code, English name. core/country reads it.
func Countries() string { return countries }
