package grid_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestANoteStandsApartFromThePillBeforeIt(t *testing.T) {
	columns := []table.Column{{ID: "access", Title: "Access", Kind: table.State, Width: 156}, {ID: "other", Title: "Other", Width: 100}}
	rows := []table.Row{{Key: "1", Cells: []table.Cell{{Text: "GDAP ends soon", Note: "12 d", Tone: table.Caution}, {Text: "x"}}}}
	d := newHarness(t, table.NewSlice(columns, rows))
	pill, err := d.PlaceOf("GDAP ends soon")
	require.NoError(t, err)
	note, err := d.PlaceOf("12 d")
	require.NoError(t, err)
	end := pill.X + widget.Measure("GDAP ends soon", widget.Size(theme.SizeNameSmall), true).Width + widget.PillPad
	require.GreaterOrEqual(t, note.X, end+4)
}
