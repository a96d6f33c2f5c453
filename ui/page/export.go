package page

import "github.com/tenantkeep/tenantkeep/core/table"

// Export is a table to be written to a CSV file.
type Export struct {
	// What names the rows: "users", "tenants".
	What string
	// File is the suggested name, without a date and an ending.
	File   string
	Source table.Source
	Query  table.Query
	// Columns are those shown, in their order.
	Columns []table.Column
	// Keys chooses rows; nil takes all that fit Query.
	Keys func(key string) bool
	// Rows is how many there will be.
	Rows int
	// Lacking says what is missing from the rows or old; empty for nothing. It is the last line of the file.
	Lacking string
	// Warning is what is to be known before the file is written; empty for nothing. Saved, where it is not nil, hears that it was.
	Warning string
	Saved   func()
	// Format tells a cell as text.
	Format func(table.Column, table.Cell) string
}
