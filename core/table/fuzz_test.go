package table_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// Whatever is typed as a time is none, or a time that is told back as it is meant.
func FuzzReadTyped(f *testing.F) {
	for _, seed := range []string{
		"2026-11-24 14:05", "24 Nov 2026", "11/24/2026 2:05 PM", "24.11.2026 00:00", "2026-02-30", "0000-01-01", "9999-12-31 23:59", "2026-03-29 02:30", "24 NOV 2026  1:00 pm", "２０２６-11-24", "",
	} {
		f.Add(seed, uint8(0), false)
		f.Add(seed, uint8(3), true)
	}
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string, form uint8, hours12 bool) {
		printer := table.Printer{Zone: amsterdam, DayForm: table.Dates()[int(form)%len(table.Dates())], Hours12: hours12}
		at, is := printer.ReadTyped(text)
		if !is {
			require.Zero(t, at)
			return
		}
		again, is := printer.ReadTyped(printer.Typed(at))
		require.True(t, is, printer.Typed(at))
		require.Equal(t, at, again)
	})
}

// Whatever was kept of how a table is arranged, every column is in it once and one is shown.
func FuzzLayout(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"order":["size","name","gone","name"],"widths":{"name":-5,"size":1e30},"hidden":["name","kind","size","seen"],"shown":["seen"]}`,
		`{"sort":[{"column":"gone"},{"column":"name","Descending":true}],"filters":[{"column":"gone","text":"%"}]}`, `null`, `{"order":null,"widths":null}`,
	} {
		f.Add([]byte(seed), "name", 1)
	}
	f.Fuzz(func(t *testing.T, kept []byte, id string, to int) {
		var layout table.Layout
		if json.Unmarshal(kept, &layout) != nil {
			return
		}
		for _, layout := range []table.Layout{layout, layout.Move(model, id, to), layout.Hide(model, id)} {
			seen := make(map[string]bool)
			placed := layout.Arrange(model)
			require.Len(t, placed, len(model))
			for _, one := range placed {
				require.False(t, seen[one.ID])
				seen[one.ID] = true
				require.GreaterOrEqual(t, one.Width, float32(0))
			}
			require.NotEmpty(t, layout.Visible(model))
		}
	})
}
