package table_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/table"
)

var columns = []table.Column{
	{ID: "a", Width: 100, Fixed: true},
	{ID: "b", Width: 110},
	{ID: "c", Width: 120},
	{ID: "d", Width: 130, Hidden: true},
}

func visible(l table.Layout, of []table.Column) string {
	var ids []string
	for _, p := range l.Visible(of) {
		ids = append(ids, p.ID)
	}
	return strings.Join(ids, " ")
}

func TestLayouts(t *testing.T) {
	var none table.Layout
	for name, c := range map[string]struct {
		layout table.Layout
		want   string
	}{
		"the model's own":                            {none, "a b c"},
		"a column moved to the front":                {none.Move(columns, "c", 0), "c a b"},
		"a column moved to the end":                  {none.Move(columns, "a", 2), "b c a"},
		"a column moved beyond the end":              {none.Move(columns, "a", 9), "b c a"},
		"a column moved to where it is":              {none.Move(columns, "b", 1), "a b c"},
		"a hidden column is not moved":               {none.Move(columns, "d", 0), "a b c"},
		"an unknown column is not moved":             {none.Move(columns, "x", 0), "a b c"},
		"a column hidden":                            {none.Hide(columns, "b"), "a c"},
		"a fixed column is not hidden":               {none.Hide(columns, "a"), "a b c"},
		"a column shown":                             {none.Show(columns, "d"), "a b c d"},
		"a column hidden and shown":                  {none.Hide(columns, "b").Show(columns, "b"), "a b c"},
		"a column shown and hidden":                  {none.Show(columns, "d").Hide(columns, "d"), "a b c"},
		"a moved one keeps its place while hidden":   {none.Move(columns, "c", 0).Hide(columns, "c").Show(columns, "c"), "c a b"},
		"unknown ids are passed over":                {table.Layout{Order: []string{"x", "c", "c"}, Hidden: []string{"y"}}, "c a b"},
		"columns of a new version follow":            {table.Layout{Order: []string{"b", "a"}}, "b a c"},
		"everything reset":                           {none.Move(columns, "c", 0).Hide(columns, "b").Resize("c", 300).Reset(), "a b c"},
		"a fixed column is shown whatever is stored": {table.Layout{Hidden: []string{"a"}}, "a b c"},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, visible(c.layout, columns)) })
	}
}

func TestTheLastColumnCannotBeHidden(t *testing.T) {
	loose := []table.Column{{ID: "a"}, {ID: "b"}}
	l := table.Layout{}.Hide(loose, "a")
	require.False(t, l.CanHide(loose, "b"))
	require.Equal(t, "b", visible(l.Hide(loose, "b"), loose))
	require.Equal(t, "a", visible(table.Layout{Hidden: []string{"a", "b"}}, loose), "not even by a stored layout")
}

func TestResizedColumns(t *testing.T) {
	l := table.Layout{}.Resize("b", 250).Resize("c", 3)
	placed := l.Visible(columns)
	require.Equal(t, []float32{100, 250, table.MinWidth}, []float32{placed[0].Width, placed[1].Width, placed[2].Width})
	require.Nil(t, table.Layout{}.Widths)
	require.Equal(t, float32(250), table.Layout{Widths: l.Widths}.Visible(columns)[1].Width)
}

func TestAChangedLayoutLeavesTheOneBeforeAsItWas(t *testing.T) {
	before := table.Layout{}.Resize("b", 200).Hide(columns, "b").Move(columns, "c", 0)
	kept, err := json.Marshal(before)
	require.NoError(t, err)
	before.Resize("b", 300).Show(columns, "b").Hide(columns, "c").Show(columns, "d").Move(columns, "a", 0).Usable(columns)
	after, err := json.Marshal(before)
	require.NoError(t, err)
	require.JSONEq(t, string(kept), string(after))
}

func TestPlacedColumnsPointToTheirCells(t *testing.T) {
	for _, p := range (table.Layout{}).Move(columns, "c", 0).Arrange(columns) {
		require.Equal(t, p.ID, columns[p.Model].ID)
	}
}

func TestUsableDropsWhatTheSourceWouldRefuse(t *testing.T) {
	l := table.Layout{
		Sort:    []table.SortKey{{Column: "gone"}, {Column: "b"}},
		Filters: []table.Filter{{Column: "gone"}, {Column: "b", Text: "x"}, {Column: "tenant", Any: []string{"1"}}},
	}
	used := l.Usable(columns, table.Column{ID: "tenant", Kind: table.Choice})
	require.Equal(t, []table.SortKey{{Column: "b"}}, used.Sort)
	require.Equal(t, []table.Filter{{Column: "b", Text: "x"}, {Column: "tenant", Any: []string{"1"}}}, used.Filters)
}

func TestALayoutIsTheSameAfterItWasKept(t *testing.T) {
	l := table.Layout{
		Order: []string{"b"}, Widths: map[string]float32{"b": 99.5}, Hidden: []string{"c"}, Shown: []string{"d"},
		Sort:    []table.SortKey{{Column: "b", Descending: true}},
		Filters: []table.Filter{{Column: "b", Text: "x"}, {Column: "t", Last: time.Hour}, {Column: "t", From: noon, To: noon.Add(1)}},
	}
	body, err := json.Marshal(l)
	require.NoError(t, err)
	var back table.Layout
	require.NoError(t, json.Unmarshal(body, &back))
	require.Equal(t, l, back)
}

func TestWhateverIsDoneEveryColumnIsThereOnceAndOneIsShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l table.Layout
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			id := rapid.SampledFrom([]string{"a", "b", "c", "d", "x"}).Draw(t, "id")
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				to := rapid.IntRange(0, 4).Draw(t, "to")
				was := visible(l, columns)
				l = l.Move(columns, id, to)
				if ids := strings.Fields(was); strings.Contains(was, id) {
					require.Equal(t, id, strings.Fields(visible(l, columns))[min(to, len(ids)-1)])
				}
			case 1:
				l = l.Hide(columns, id)
			case 2:
				l = l.Show(columns, id)
			case 3:
				l = l.Resize(id, float32(rapid.IntRange(0, 500).Draw(t, "width")))
			}
		}
		seen := map[string]bool{}
		for _, p := range l.Arrange(columns) {
			require.False(t, seen[p.ID])
			require.GreaterOrEqual(t, p.Width, float32(table.MinWidth))
			seen[p.ID] = true
		}
		require.Len(t, seen, len(columns))
		require.NotEmpty(t, l.Visible(columns))
	})
}
