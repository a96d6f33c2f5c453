package grid_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestBoldNamesOfEveryScriptLeaveNothingBehindWhereTheyScroll(t *testing.T) {
	columns := []table.Column{{ID: "name", Title: "Name", Width: 300, Fixed: true}, {ID: "other", Title: "Other", Width: 300}}
	var rows []table.Row
	for i := range 25 {
		name := []string{"Minato", "株式会社 Minato", "קפה הדרים"}[i%3]
		rows = append(rows, table.Row{Key: fmt.Sprint(i), Cells: []table.Cell{{Text: name}, {Text: name}}})
	}
	d := newHarness(t, table.NewSlice(columns, rows))
	before := d.pixels()
	for _, by := range []float32{-100, -100, 100, 100, -65, 65} {
		test.Scroll(d.Win.Canvas(), fyne.NewPos(300, 300), 0, by)
	}
	require.True(t, before == d.pixels())
}
