package table_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestSelections(t *testing.T) {
	page := strings.Fields("a b c d e")
	for name, c := range map[string]struct {
		do   func(*table.Selection)
		want string
	}{
		"nothing at first":               {func(*table.Selection) {}, ""},
		"ticked rows in order":           {func(s *table.Selection) { s.Tick("c"); s.Tick("a"); s.Tick("c") }, "c a"},
		"an unticked row":                {func(s *table.Selection) { s.Tick("c"); s.Tick("a"); s.Untick("c") }, "a"},
		"toggled rows":                   {func(s *table.Selection) { s.Toggle("c"); s.Toggle("a"); s.Toggle("c") }, "a"},
		"a range downwards":              {func(s *table.Selection) { s.Tick("b"); s.TickTo(page, "d") }, "b c d"},
		"a range upwards":                {func(s *table.Selection) { s.Tick("d"); s.TickTo(page, "b") }, "d b c"},
		"a range keeps its start":        {func(s *table.Selection) { s.Tick("c"); s.TickTo(page, "e"); s.TickTo(page, "b") }, "c d e b"},
		"a range adds to what is ticked": {func(s *table.Selection) { s.Tick("z"); s.Tick("a"); s.TickTo(page, "b") }, "z a b"},
		"a range from another page":      {func(s *table.Selection) { s.Tick("z"); s.TickTo(page, "b") }, "z b"},
		"a range from nowhere":           {func(s *table.Selection) { s.TickTo(page, "b") }, "b"},
		"a page":                         {func(s *table.Selection) { s.Tick("d"); s.TickPage(page) }, "d a b c e"},
		"none":                           {func(s *table.Selection) { s.TickPage(page); s.SelectNone() }, ""},
		"all has no keys":                {func(s *table.Selection) { s.TickPage(page); s.SelectAll() }, ""},
		"a tick ends all":                {func(s *table.Selection) { s.SelectAll(); s.Tick("b") }, "b"},
		"gone rows are dropped":          {func(s *table.Selection) { s.TickPage(page); s.Retain(func(k string) bool { return k != "c" }) }, "a b d e"},
	} {
		t.Run(name, func(t *testing.T) {
			var s table.Selection
			c.do(&s)
			require.Equal(t, c.want, strings.Join(s.Keys(), " "))
			if !s.IsAll() {
				require.Equal(t, len(s.Keys()), s.Count(1000))
				require.Equal(t, c.want == "", s.Empty())
			}
		})
	}
}

func TestAllRowsAreSelectedWithoutATick(t *testing.T) {
	var s table.Selection
	s.Tick("a")
	s.SelectAll()
	require.True(t, s.IsAll())
	require.False(t, s.Empty())
	require.Equal(t, 12406, s.Count(12406))
	require.False(t, s.Has("a"))
	require.True(t, s.Includes("a"))
	require.Equal(t, table.NoneTicked, s.Page([]string{"a"}))
	require.False(t, s.Retain(func(string) bool { return false }))
	require.True(t, s.IsAll())
}

func TestTheTitleBoxTellsHowMuchOfThePageIsTicked(t *testing.T) {
	page := []string{"a", "b"}
	var s table.Selection
	require.Equal(t, table.NoneTicked, s.Page(page))
	s.Tick("a")
	s.Tick("z")
	require.Equal(t, table.SomeTicked, s.Page(page))
	s.Tick("b")
	require.Equal(t, table.AllTicked, s.Page(page))
	require.Equal(t, table.NoneTicked, s.Page(nil))
}
