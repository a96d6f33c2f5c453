package grid_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// broken shows one cell in a column that breaks, 150 wide.
func broken(t *testing.T, kind table.Kind, cell table.Cell) []string {
	t.Helper()
	model := []table.Column{
		{ID: "name", Title: "Name", Width: 150, Least: 150, Kind: kind, Breaks: true},
		{ID: "rest", Title: "Rest", Width: 1000, Least: 1000},
	}
	d := newHarness(t, table.NewSlice(model, []table.Row{{Key: "1", Cells: []table.Cell{cell, {}}}}))
	texts := d.Texts()
	return texts[slices.Index(texts, "Rest")+1 : slices.Index(texts, "–")]
}

func TestACellIsBrokenIntoTwoLinesBeforeItIsCut(t *testing.T) {
	for name, c := range map[string]struct {
		kind table.Kind
		cell table.Cell
		want []string
	}{
		"one line is enough":    {table.Text, table.Cell{Text: "adele@contoso.com"}, []string{"adele@contoso.com"}},
		"before the domain":     {table.Text, table.Cell{Text: "adele.vance@contoso-dental.com"}, []string{"adele.vance", "@contoso-dental.com"}},
		"behind a dot":          {table.Text, table.Cell{Text: "adele.vance-sherman@contoso.com"}, []string{"adele.vance-", "sherman@contoso.com"}},
		"between words":         {table.Text, table.Cell{Text: "Humongous Insurance"}, []string{"Humongous", "Insurance"}},
		"a reason in its pill":  {table.State, table.Cell{Text: "No role: your group lacks one"}, []string{"No role: your", "group lacks one"}},
		"first words first":     {table.State, table.Cell{Text: "Could not create the enterprise application in Fabrikam Legal"}, []string{"Could not create", "the enterprise app…"}},
		"a word without breaks": {table.Text, table.Cell{Text: "Donaudampfschifffahrtsgesellschaft"}, []string{"Donaudampfschifffahr", "tsgesellschaft"}},
		"a long word first":     {table.Text, table.Cell{Text: "Berufsbildungsbeauftragte in Leeds"}, []string{"Berufsbildungsbeauftr…", "in Leeds"}},
		"before what is kept":   {table.Text, table.Cell{Text: "Northwind", Note: "northwind-retail.com", KeepNote: true}, []string{"Northwind", "northwind-retail.com"}},
		"what is kept, by its label": {
			table.Text, table.Cell{Text: "Contoso", Note: "contoso-retail.onmicrosoft.com", KeepNote: true}, []string{"Contoso", "contoso-retail…"},
		},
		"what is kept, by its ends": {
			table.Text, table.Cell{Text: "Northwind", Note: "northwind-traders-and-retail.com", KeepNote: true}, []string{"Northwind", "north…rs-and-retail.com"},
		},
		"a name and its domain": {
			table.Text, table.Cell{Text: "Contoso Dental (contoso-dental.onmicrosoft.com)"}, []string{"Contoso Dental", "(contoso-dental…)"},
		},
		"at the @ before a long domain": {
			table.Text, table.Cell{Text: "adele.vance@contoso-dental.onmicrosoft.com"}, []string{"adele.vance", "@contoso-dental…"},
		},
		"behind a dot of the domain": {
			table.Text, table.Cell{Text: "adele@contosodental.veterinary.example"}, []string{"adele@contosodental.", "veterinary.example"},
		},
		"at the home of a guest": {
			table.Text, table.Cell{Text: "chatterjee.aarav_litwareinc.com#EXT#@contoso.onmicrosoft.com"}, []string{"chatterjee.aarav", "_litwareinc.com#EXT#…"},
		},
		"a name beside which there is no room": {
			table.Text, table.Cell{Text: "Müller & Söhne Präzisionstechnik", Note: "mueller.example"}, []string{"Müller & Söhne", "Präzisionstechnik"},
		},
		"within a domain of no label": {
			table.Text, table.Cell{Text: "adele@contosodentalandveterinary.co.uk"}, []string{"adele@contosodentala", "ndveterinary.co.uk"},
		},
		"a note beside": {table.Text, table.Cell{Text: "Contoso", Note: "co.uk", KeepNote: true}, []string{"Contoso", "co.uk"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, broken(t, c.kind, c.cell))
		})
	}
}
