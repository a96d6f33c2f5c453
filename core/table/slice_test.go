package table_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/table"
)

var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

var model = []table.Column{
	{ID: "name", Title: "Name", Width: 100, Fixed: true},
	{ID: "kind", Title: "Kind", Width: 100, Kind: table.Choice},
	{ID: "size", Title: "Size", Width: 100, Kind: table.Number},
	{ID: "seen", Title: "Seen", Width: 100, Kind: table.Time},
	{ID: "open", Title: "Open", Width: 100, Kind: table.Action},
}

func row(key, name, kind string, size int64, seen time.Time) table.Row {
	return table.Row{Key: key, Cells: []table.Cell{
		{Text: name},
		{Text: kind},
		{Number: size, HasNumber: size != 0},
		{Time: seen},
		{Icon: "open"},
	}}
}

func slice(rows ...table.Row) *table.Slice {
	source := table.NewSlice(model, rows)
	source.Now = func() time.Time { return noon }
	return source
}

func keys(rows []table.Row) string {
	var all []string
	for _, r := range rows {
		all = append(all, r.Key)
	}
	return strings.Join(all, " ")
}

func TestSliceSorts(t *testing.T) {
	source := slice(
		row("1", "Zoe", "Guest", 5, noon),
		row("2", "ähnlich", "", 10, time.Time{}),
		row("3", "", "Member", 0, noon.Add(-time.Hour)),
		row("4", "Adele", "Member", -2, noon.Add(time.Nanosecond)),
		row("5", "adele", "Guest", 5, noon),
	)
	down := func(column string) table.SortKey { return table.SortKey{Column: column, Descending: true} }
	up := func(column string) table.SortKey { return table.SortKey{Column: column} }
	for name, c := range map[string]struct {
		sort []table.SortKey
		want string
	}{
		"by name where nothing is asked":            {nil, "4 5 2 1 3"},
		"text without case and accents, empty last": {[]table.SortKey{up("name")}, "4 5 2 1 3"},
		"text down, empty still last":               {[]table.SortKey{down("name")}, "1 2 4 5 3"},
		"choices as texts":                          {[]table.SortKey{up("kind")}, "5 1 4 3 2"},
		"numbers by value":                          {[]table.SortKey{up("size")}, "4 5 1 2 3"},
		"numbers down by value":                     {[]table.SortKey{down("size")}, "2 5 1 4 3"},
		"times by value":                            {[]table.SortKey{up("seen")}, "3 5 1 4 2"},
		"times down by value":                       {[]table.SortKey{down("seen")}, "4 5 1 3 2"},
		"by several keys":                           {[]table.SortKey{up("kind"), down("name")}, "1 5 4 3 2"},
	} {
		t.Run(name, func(t *testing.T) {
			page, err := source.Query(t.Context(), table.Query{Sort: c.sort, Limit: 10})
			require.NoError(t, err)
			require.Equal(t, c.want, keys(page.Rows))
		})
	}
}

func TestSliceFilters(t *testing.T) {
	source := slice(
		row("1", "Zoë", "Guest", 5, noon.Add(-24*time.Hour)),
		row("2", "Adele", "", 10, time.Time{}),
		row("3", "", "Member", 0, noon.Add(-24*time.Hour-1)),
		row("4", "Zo%", "Member", -2, noon.Add(table.ClockSkew-1)),
		row("5", "100", "Guest", -2, noon.Add(table.ClockSkew)),
	)
	for name, c := range map[string]struct {
		filters []table.Filter
		want    string
	}{
		"none keeps all":                           {nil, "1 2 3 4 5"},
		"text contains":                            {[]table.Filter{{Column: "name", Text: "zo"}}, "1 4"},
		"text with wildcards":                      {[]table.Filter{{Column: "name", Text: `z%\%`}}, "4"},
		"an empty text keeps all":                  {[]table.Filter{{Column: "name"}}, "1 2 3 4 5"},
		"one choice":                               {[]table.Filter{{Column: "kind", Any: []string{"Guest"}}}, "1 5"},
		"several choices, also empty":              {[]table.Filter{{Column: "kind", Any: []string{"Guest", ""}}}, "1 2 5"},
		"no choice keeps all":                      {[]table.Filter{{Column: "kind"}}, "1 2 3 4 5"},
		"the last 24 hours, clocks differ":         {[]table.Filter{{Column: "seen", Last: 24 * time.Hour}}, "1 4"},
		"not in the last 24 hours":                 {[]table.Filter{{Column: "seen", Older: 24 * time.Hour}}, "3"},
		"not in the last 24 hours, or never":       {[]table.Filter{{Column: "seen", Older: 24 * time.Hour, Untimed: true}}, "2 3"},
		"never":                                    {[]table.Filter{{Column: "seen", Untimed: true}}, "2"},
		"the next 5 minutes":                       {[]table.Filter{{Column: "seen", Next: table.ClockSkew}}, "4"},
		"from is included":                         {[]table.Filter{{Column: "seen", From: noon.Add(-24 * time.Hour)}}, "1 4 5"},
		"to is not included":                       {[]table.Filter{{Column: "seen", To: noon.Add(-24 * time.Hour)}}, "3"},
		"between":                                  {[]table.Filter{{Column: "seen", From: noon.Add(-25 * time.Hour), To: noon}}, "1 3"},
		"an open span keeps all":                   {[]table.Filter{{Column: "seen"}}, "1 2 3 4 5"},
		"all filters at once":                      {[]table.Filter{{Column: "name", Text: "z"}, {Column: "kind", Any: []string{"Member"}}}, "4"},
		"two filters on one column both must hold": {[]table.Filter{{Column: "name", Text: "z"}, {Column: "name", Text: "e"}}, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			page, err := source.Query(t.Context(), table.Query{Filters: c.filters, Limit: 10})
			require.NoError(t, err)
			found := strings.Fields(keys(page.Rows))
			slices.Sort(found)
			require.Equal(t, c.want, strings.Join(found, " "))
			require.Equal(t, len(page.Rows), page.Total)
		})
	}
}

func TestOnlyTheRowsOfSomeKeysAreAskedFor(t *testing.T) {
	source := slice(row("1", "Zoë", "Guest", 5, noon), row("2", "Adele", "Guest", 5, noon), row("3", "Ben", "Member", 5, noon))
	for name, c := range map[string]struct {
		keys []string
		want string
	}{
		"all":                  {nil, "2 1"},
		"none":                 {[]string{}, ""},
		"some, and unknown":    {[]string{"1", "9"}, "1"},
		"not what is filtered": {[]string{"3", "2"}, "2"},
	} {
		t.Run(name, func(t *testing.T) {
			page, err := source.Query(t.Context(), table.Query{
				Filters: []table.Filter{{Column: "kind", Any: []string{"Guest"}}}, Keys: c.keys, Limit: 10,
			})
			require.NoError(t, err)
			require.Equal(t, c.want, keys(page.Rows))
			require.Equal(t, len(page.Rows), page.Total)
		})
	}
}

func TestATimeThatIsNotKnownIsNotNever(t *testing.T) {
	withheld := row("1", "Zoë", "Guest", 5, time.Time{})
	withheld.Cells[3].Text = "Needs Entra ID P1"
	page, err := slice(withheld, row("2", "Adele", "Guest", 5, time.Time{})).Query(t.Context(), table.Query{
		Filters: []table.Filter{{Column: "seen", Older: 24 * time.Hour, Untimed: true}}, Limit: 10,
	})
	require.NoError(t, err)
	require.Equal(t, "2", keys(page.Rows))
}

func TestAColumnOffersSpansByName(t *testing.T) {
	labels := func(column table.Column) (all []string) {
		for _, span := range table.NamedSpans(column) {
			all = append(all, span.SpanLabel())
		}
		return append(all, column.UntimedLabel())
	}
	last := []string{
		"Last 24 Hours", "Last 7 Days", "Last 14 Days", "Last 30 Days", "Last 60 Days", "Last 90 Days", "Last 180 Days",
	}
	past := []string{
		"Not in the Last 30 Days", "Not in the Last 60 Days", "Not in the Last 90 Days", "Not in the Last 180 Days", "Never",
	}
	require.Equal(t, slices.Concat(last, past), labels(table.Column{Kind: table.Time}))
	ahead := []string{"Next 30 Days", "Next 60 Days", "Next 90 Days"}
	require.Equal(t, append(slices.Concat(ahead, last), "No date"), labels(table.Column{Kind: table.Time, Ahead: true}))
}

func TestSliceRefusesWhatItDoesNotHave(t *testing.T) {
	for name, c := range map[string]struct {
		query table.Query
		want  error
	}{
		"a filter on no column":     {table.Query{Filters: []table.Filter{{Column: "x"}}}, table.ErrUnknownColumn},
		"a filter on an action":     {table.Query{Filters: []table.Filter{{Column: "open"}}}, table.ErrNoFilter},
		"a filter on a number":      {table.Query{Filters: []table.Filter{{Column: "size"}}}, table.ErrNoFilter},
		"an order by no column":     {table.Query{Sort: []table.SortKey{{Column: "x"}}}, table.ErrUnknownColumn},
		"an order by an action":     {table.Query{Sort: []table.SortKey{{Column: "open"}}}, table.ErrNoSort},
		"choices under such a filt": {table.Query{Filters: []table.Filter{{Column: "x"}}}, table.ErrUnknownColumn},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := slice().Query(t.Context(), c.query)
			require.ErrorIs(t, err, c.want)
			require.ErrorIs(t, slice().Each(t.Context(), c.query, nil), c.want)
		})
	}
	_, err := slice().Choices(t.Context(), "seen", table.Query{})
	require.ErrorIs(t, err, table.ErrNoChoices)
}

func TestChoicesCountUnderTheOtherFilters(t *testing.T) {
	source := slice(
		row("1", "Zoe", "Guest", 0, noon), row("2", "Zoran", "Member", 0, noon), row("3", "Adele", "Guest", 0, noon),
		row("4", "Zora", "Member", 0, noon), row("5", "Zita", "", 0, noon), row("6", "Zack", "Alien", 0, noon),
	)
	choices, err := source.Choices(t.Context(), "kind", table.Query{Filters: []table.Filter{
		{Column: "name", Text: "z"}, {Column: "kind", Any: []string{"Member"}},
	}})
	require.NoError(t, err)
	require.Equal(t, []table.ChoiceCount{
		{Value: "Member", Label: "Member", Rows: 2},
		{Value: "", Label: "", Rows: 1},
		{Value: "Alien", Label: "Alien", Rows: 1},
		{Value: "Guest", Label: "Guest", Rows: 1},
	}, choices)
}

func TestLimitZeroAsksForTheTotalOnly(t *testing.T) {
	page, err := slice(row("1", "a", "", 0, noon)).Query(t.Context(), table.Query{})
	require.NoError(t, err)
	require.Equal(t, table.Page{Total: 1}, page)
}

func TestEachStopsAtTheFirstErrorAndAtTheEndOfItsContext(t *testing.T) {
	source := slice(row("1", "a", "", 0, noon), row("2", "b", "", 0, noon), row("3", "c", "", 0, noon))
	full := errors.New("full")
	var seen []string
	err := source.Each(t.Context(), table.Query{}, func(r table.Row) error {
		seen = append(seen, r.Key)
		if r.Key == "2" {
			return full
		}
		return nil
	})
	require.ErrorIs(t, err, full)
	require.Equal(t, []string{"1", "2"}, seen)

	ctx, cancel := context.WithCancel(t.Context())
	err = source.Each(ctx, table.Query{}, func(table.Row) error { cancel(); return nil })
	require.ErrorIs(t, err, context.Canceled)
}

func TestSetReplacesAllRowsAtOnce(t *testing.T) {
	generation := func(n int) []table.Row {
		rows := make([]table.Row, 50)
		for i := range rows {
			rows[i] = row(fmt.Sprint(i), fmt.Sprint(n), "", 0, noon)
		}
		return rows
	}
	source := slice(generation(0)...)
	var wait sync.WaitGroup
	wait.Go(func() {
		for n := range 200 {
			source.Set(generation(n))
		}
	})
	for range 200 {
		page, err := source.Query(t.Context(), table.Query{Limit: 100, Sort: []table.SortKey{{Column: "name"}}})
		require.NoError(t, err)
		require.Len(t, page.Rows, 50)
		for _, r := range page.Rows {
			require.Equal(t, page.Rows[0].Cells[0].Text, r.Cells[0].Text)
		}
	}
	wait.Wait()
}

func randomRows() *rapid.Generator[[]table.Row] {
	return rapid.Custom(func(t *rapid.T) []table.Row {
		rows := make([]table.Row, rapid.IntRange(0, 40).Draw(t, "rows"))
		for i := range rows {
			var seen time.Time
			if rapid.Bool().Draw(t, "was seen") {
				seen = noon.Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, "hours")) * time.Hour)
			}
			kind := rapid.SampledFrom([]string{"", "Guest", "Member"}).Draw(t, "kind")
			rows[i] = row(fmt.Sprintf("k%02d", i), mixedText().Draw(t, "name"), kind, int64(rapid.IntRange(-2, 2).Draw(t, "size")), seen)
		}
		return rows
	})
}

func randomSort() *rapid.Generator[[]table.SortKey] {
	key := rapid.Custom(func(t *rapid.T) table.SortKey {
		return table.SortKey{
			Column:     rapid.SampledFrom([]string{"name", "kind", "size", "seen"}).Draw(t, "column"),
			Descending: rapid.Bool().Draw(t, "descending"),
		}
	})
	return rapid.SliceOfN(key, 0, 3)
}

func TestPagesCoverEveryRowOnceInTheOrderOfEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := slice(randomRows().Draw(t, "rows")...)
		q := table.Query{Sort: randomSort().Draw(t, "sort"), Limit: rapid.IntRange(1, 9).Draw(t, "limit")}
		var whole, paged []string
		require.NoError(t, source.Each(t.Context(), q, func(r table.Row) error {
			whole = append(whole, r.Key)
			return nil
		}))
		for {
			page, err := source.Query(t.Context(), q)
			require.NoError(t, err)
			require.Equal(t, len(whole), page.Total)
			if len(page.Rows) == 0 {
				break
			}
			for _, r := range page.Rows {
				paged = append(paged, r.Key)
			}
			q.Offset += q.Limit
		}
		require.Equal(t, whole, paged)
	})
}

func TestSortDoesNotDependOnTheOrderBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := randomRows().Draw(t, "rows")
		q := table.Query{Sort: randomSort().Draw(t, "sort"), Limit: 100}
		first, err := slice(slices.Clone(rows)...).Query(t.Context(), q)
		require.NoError(t, err)
		shuffled := rapid.Permutation(rows).Draw(t, "shuffled")
		second, err := slice(shuffled...).Query(t.Context(), q)
		require.NoError(t, err)
		require.Equal(t, keys(first.Rows), keys(second.Rows))
	})
}

func TestTiesGoByNameAndThenByKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := slice(randomRows().Draw(t, "rows")...)
		column := rapid.SampledFrom([]string{"kind", "size", "seen"}).Draw(t, "column")
		key := table.SortKey{Column: column, Descending: rapid.Bool().Draw(t, "descending")}
		short, err := source.Query(t.Context(), table.Query{Sort: []table.SortKey{key}, Limit: 100})
		require.NoError(t, err)
		long, err := source.Query(t.Context(), table.Query{Sort: []table.SortKey{key, {Column: "name"}}, Limit: 100})
		require.NoError(t, err)
		require.Equal(t, keys(long.Rows), keys(short.Rows))
		index := table.Index(model, column)
		for i := 1; i < len(short.Rows); i++ {
			a, b := short.Rows[i-1], short.Rows[i]
			if a.Cells[index] == b.Cells[index] && table.Fold(a.Cells[0].Text) == table.Fold(b.Cells[0].Text) {
				require.Less(t, a.Key, b.Key)
			}
		}
	})
}

func TestTheTotalOrderOfASort(t *testing.T) {
	kind, name := table.SortKey{Column: "kind", Descending: true}, table.SortKey{Column: "name"}
	down := table.SortKey{Column: "name", Descending: true}
	for text, c := range map[string]struct {
		columns    []table.Column
		sort, want []table.SortKey
	}{
		"the name follows":                 {model, []table.SortKey{kind}, []table.SortKey{kind, name}},
		"the name alone where nothing is":  {model, nil, []table.SortKey{name}},
		"a name that is there stays":       {model, []table.SortKey{down, kind}, []table.SortKey{down, kind}},
		"no name where no column is fixed": {model[1:], []table.SortKey{kind}, []table.SortKey{kind}},
		"no name where it is an icon": {
			[]table.Column{{ID: "x", Kind: table.Action, Fixed: true}, model[1]},
			[]table.SortKey{kind},
			[]table.SortKey{kind},
		},
	} {
		t.Run(text, func(t *testing.T) { require.Equal(t, c.want, table.TotalOrder(c.columns, c.sort)) })
	}
}

func TestTurningOneKeyTurnsTheRowsThatDifferInIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := slice(randomRows().Draw(t, "rows")...)
		column := rapid.SampledFrom([]string{"name", "kind", "size", "seen"}).Draw(t, "column")
		up, err := source.Query(t.Context(), table.Query{Sort: []table.SortKey{{Column: column}}, Limit: 100})
		require.NoError(t, err)
		down, err := source.Query(t.Context(), table.Query{Sort: []table.SortKey{{Column: column, Descending: true}}, Limit: 100})
		require.NoError(t, err)
		index := table.Index(model, column)
		upFull, upEmpty := distinct(up.Rows, index)
		downFull, downEmpty := distinct(down.Rows, index)
		slices.Reverse(downFull)
		require.Equal(t, upFull, downFull)
		require.Equal(t, upEmpty, downEmpty, "empty ones come last, by key, in both")
	})
}

// distinct are the different values of a column in order, and the keys of the rows that are empty in it, which must stand
// at the end.
func distinct(rows []table.Row, index int) (values, empty []string) {
	for _, r := range rows {
		c := r.Cells[index]
		if table.Fold(c.Text) == "" && c.Time.IsZero() && !c.HasNumber {
			empty = append(empty, r.Key)
			continue
		}
		value := fmt.Sprint(table.Fold(c.Text), c.Time.UnixNano(), c.Number)
		if len(empty) > 0 {
			value = "after an empty one: " + value
		}
		if len(values) == 0 || values[len(values)-1] != value {
			values = append(values, value)
		}
	}
	return values, empty
}

func TestASliceThatWasNotReadIsNotEmpty(t *testing.T) {
	unread, broken := table.NewUnread(model), errors.New("disk")
	answer := func() (table.Page, error) { return unread.Query(t.Context(), table.Query{Limit: 10}) }
	page, err := answer()
	require.NoError(t, err)
	require.True(t, page.Unread)

	unread.Fail(broken)
	_, err = answer()
	require.ErrorIs(t, err, broken)
	_, err = unread.Choices(t.Context(), "kind", table.Query{})
	require.ErrorIs(t, err, broken)

	unread.Set(nil)
	page, err = answer()
	require.NoError(t, err)
	require.Equal(t, table.Page{Rows: []table.Row{}}, page, "now it is known that there are none")

	unread.Set([]table.Row{row("1", "Ann", "a", 1, noon)})
	unread.Fail(broken)
	page, err = answer()
	require.NoError(t, err)
	require.Len(t, page.Rows, 1, "what was read once stays")
}
