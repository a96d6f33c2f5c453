package table

// Layout is how a person arranged a table. It is kept between runs under the table's name.
type Layout struct {
	// Order holds the ids of all columns, as shown from left to right. Columns it does not name follow in the model's order.
	Order []string `json:"order,omitempty"`
	// Widths holds the changed widths by column id.
	Widths map[string]float32 `json:"widths,omitempty"`
	// Hidden and Shown hold the ids whose visibility was changed.
	Hidden []string `json:"hidden,omitempty"`
	Shown  []string `json:"shown,omitempty"`
	// Sort is the order of rows.
	Sort []SortKey `json:"sort,omitempty"`
	// Filters are kept only for the tables whose filters persist.
	Filters []Filter `json:"filters,omitempty"`
}
