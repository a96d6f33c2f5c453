// Package columns says what the lists of users and of changes show: the columns with their titles and words, and the cells
// of a row. A source of such a list reads the values; how it keeps them is its own.
package columns

import (
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// The ids of the columns that both lists have.
const (
	Username   = "username"
	TenantName = "tenant_name"
	// TenantID is for filters and choices only: no row has a cell for it.
	TenantID = "tenant_id"
)

// TenantFilter is accepted in filters: its values are tenant ids, its labels their names.
var TenantFilter = table.Column{ID: TenantID, Title: "Tenant Name", Kind: table.Choice, Of: TenantName}

// Search is for filters only: every word of it stands in the name, the username or an alias.
const Search = "search"

// SearchFilter is accepted in filters of users.
var SearchFilter = table.Column{ID: Search, Title: "Search", Kind: table.Text}

// The words for what is so and what is not.
const (
	Yes = "Yes"
	No  = "No"
)

// YesNo is a choice of two.
func YesNo(yes bool) table.Cell {
	if yes {
		return table.Cell{Text: Yes}
	}
	return table.Cell{Text: No}
}

// tenantCell has the own name beside the name, and the domain where two tenants have the name.
func tenantCell(t *m365.Tenant) table.Cell {
	return table.Cell{Text: t.Name, Note: t.Mark(), KeepNote: t.Mark() != "", Tip: t.NameAndDomain()}
}

// column is a column, and what stands in it for the values of a row.
type column[V any] struct {
	table.Column
	cell func(*V) table.Cell
}

// model is the columns of a list in their order.
type model[V any] []column[V]

func (m model[V]) columns() []table.Column {
	all := make([]table.Column, len(m))
	for i := range m {
		all[i] = m[i].Column
	}
	return all
}

func (m model[V]) cells(values *V) []table.Cell {
	all := make([]table.Cell, len(m))
	for i := range m {
		all[i] = m[i].cell(values)
	}
	return all
}
