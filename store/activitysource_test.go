package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func TestARowShowsTheChange(t *testing.T) {
	s := open(t)
	begin(t, s, entry("1"))
	end(t, s, ended(entry("1"), change.Failed, noon))
	page, err := s.ActivitySource().Query(t.Context(), table.Query{Limit: 10})
	require.NoError(t, err)
	require.Equal(t, table.Page{Total: 1, Rows: []table.Row{{Key: "1", Cells: []table.Cell{
		{Time: noon},
		{Text: "j.tan@msp.example"},
		{Text: "Contoso"},
		{Text: "Adele", Link: true},
		{Text: "adele@contoso.com"},
		{Text: "Manage groups", Link: true},
		{Text: "Add to group Finance; Set usage location to Germany"},
		{Text: "Failed", Tone: table.Danger},
		{Text: "request-1, request-2"},
	}}}}, page)
	require.Len(t, s.ActivitySource().Columns(), len(page.Rows[0].Cells))
}

func TestTheNewestChangesComeFirst(t *testing.T) {
	s := open(t)
	for n, id := range []string{"old", "new", "mid"} {
		e := entry(id)
		e.At = noon.Add([]time.Duration{0, time.Hour, time.Minute}[n])
		e.Target.Tenant = []string{"Contoso", "Fabrikam", "Contoso"}[n]
		begin(t, s, e)
	}
	require.Equal(t, []string{"new", "mid", "old"}, activity(t, s))
	page, err := s.ActivitySource().Query(t.Context(), table.Query{Sort: []table.SortKey{{Column: columns.TenantName}}, Limit: 9})
	require.NoError(t, err)
	var ids []string
	for _, row := range page.Rows {
		ids = append(ids, row.Key)
	}
	require.Equal(t, []string{"mid", "old", "new"}, ids, "also among equals")
}

func TestChangesOfChosenTenants(t *testing.T) {
	s := open(t)
	for n, tenant := range []int{1, 2, 1, 3} {
		e := entry(fmt.Sprint(n))
		e.Target.Key, e.Target.Tenant = userKey(tenant, 1), fmt.Sprint("Tenant ", tenant, " at ", n)
		begin(t, s, e)
	}
	of := func(ids ...int) table.Query {
		filter := table.Filter{Column: columns.TenantID}
		for _, id := range ids {
			filter.Any = append(filter.Any, string(tenantID(id)))
		}
		return table.Query{Filters: []table.Filter{filter}, Limit: 10}
	}
	for want, q := range map[int]table.Query{4: of(), 2: of(1), 3: of(1, 3), 0: of(9)} {
		page, err := s.ActivitySource().Query(t.Context(), q)
		require.NoError(t, err)
		require.Equal(t, want, page.Total)
		require.Len(t, page.Rows, want)
	}
	choices, err := s.ActivitySource().Choices(t.Context(), columns.TenantID, of(2))
	require.NoError(t, err)
	require.Equal(t, []table.ChoiceCount{
		{Value: string(tenantID(1)), Label: "Tenant 1 at 2", Rows: 2},
		{Value: string(tenantID(2)), Label: "Tenant 2 at 1", Rows: 1},
		{Value: string(tenantID(3)), Label: "Tenant 3 at 3", Rows: 1},
	}, choices, "by the name that a tenant had last")
}

func TestActivityRefusesWhatItDoesNotHave(t *testing.T) {
	source := open(t).ActivitySource()
	for _, c := range []struct {
		query table.Query
		want  error
	}{
		{table.Query{Filters: []table.Filter{{Column: "x"}}}, table.ErrUnknownColumn},
		{table.Query{Sort: []table.SortKey{{Column: "x"}}}, table.ErrUnknownColumn},
		{table.Query{Sort: []table.SortKey{{Column: columns.TenantID}}}, table.ErrUnknownColumn},
	} {
		_, err := source.Query(t.Context(), c.query)
		require.ErrorIs(t, err, c.want)
		require.ErrorIs(t, source.Each(t.Context(), c.query, nil), c.want)
	}
	_, err := source.Choices(t.Context(), columns.At, table.Query{})
	require.ErrorIs(t, err, table.ErrNoChoices)
}

func TestEveryChangeGoesIntoACSV(t *testing.T) {
	s := open(t)
	for n := range 3 {
		begin(t, s, entry(fmt.Sprint(n)))
	}
	var keys []string
	err := s.ActivitySource().Each(t.Context(), table.Query{}, func(r table.Row) error {
		begin(t, s, entry("while reading "+r.Key))
		keys = append(keys, r.Key)
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, []string{"0", "1", "2"}, keys, "of one picture")
	full := fmt.Errorf("the disk is full")
	require.ErrorIs(t, s.ActivitySource().Each(t.Context(), table.Query{}, func(table.Row) error { return full }), full)
}

// TestTheJournalAgreesWithATableInMemory holds both sources to the same filters, order, pages and counts. The journal only
// grows, so each round looks at changes of its own by their tenants.
func TestTheJournalAgreesWithATableInMemory(t *testing.T) {
	round := 0
	s := open(t)
	source := s.ActivitySource()
	model := source.Columns()
	rapid.Check(t, func(rt *rapid.T) {
		round++
		var rows []table.Row
		for n := range rapid.IntRange(0, 12).Draw(rt, "changes") {
			e := anyEntry(fmt.Sprintf("%d-%02d", round, n)).Draw(rt, "entry")
			e.Target.Key.Tenant = tenantID(round)
			require.NoError(rt, s.Journal().Begin(rt.Context(), e))
			if rapid.Bool().Draw(rt, "ends") {
				e.State = rapid.SampledFrom([]change.State{change.Done, change.Failed, change.Unknown}).Draw(rt, "state")
				require.NoError(rt, s.Journal().End(rt.Context(), e))
			} else {
				for i := range e.Steps {
					e.Steps[i].RequestID = ""
				}
			}
			rows = append(rows, activityRow(e))
		}
		memory := table.NewSlice(model, rows)
		memory.Now = func() time.Time { return noon }
		for range 4 {
			q := anyActivityQuery(model).Draw(rt, "query")
			mine := q
			mine.Filters = append([]table.Filter{{Column: columns.TenantID, Any: []string{string(tenantID(round))}}}, q.Filters...)
			q.Sort = append(slices.Clone(q.Sort), table.SortKey{Column: columns.At, Descending: true})
			want, err := memory.Query(rt.Context(), q)
			require.NoError(rt, err)
			got, err := source.Query(rt.Context(), mine)
			require.NoError(rt, err)
			require.Equal(rt, want.Total, got.Total)
			require.Equal(rt, outlines(want.Rows), outlines(got.Rows))
			require.Equal(rt, each(rt, memory, q), each(rt, source, mine))
			if column := rapid.SampledFrom(model).Draw(rt, "choices of"); column.Kind != table.Time {
				want, err := memory.Choices(rt.Context(), column.ID, q)
				require.NoError(rt, err)
				got, err := source.Choices(rt.Context(), column.ID, mine)
				require.NoError(rt, err)
				require.Equal(rt, want, got)
			}
		}
	})
}

func anyActivityQuery(model []table.Column) *rapid.Generator[table.Query] {
	return rapid.Custom(func(t *rapid.T) table.Query {
		q := anyQuery(model).Draw(t, "query")
		for i, filter := range q.Filters {
			if len(filter.Any) > 0 {
				values := []string{"", "Done", "Failed", "Running", "Not certain", "Block sign-in", "Manage groups", "다시", "x"}
				q.Filters[i].Any = rapid.SliceOfDistinct(rapid.SampledFrom(values), rapid.ID[string]).Draw(t, "values")
			}
		}
		return q
	})
}

// activityRow is the row of a change, made without the database.
func activityRow(e change.Entry) table.Row {
	var texts, requests []string
	for _, step := range e.Steps {
		texts = append(texts, step.Text)
		if step.RequestID != "" && !slices.Contains(requests, step.RequestID) {
			requests = append(requests, step.RequestID)
		}
	}
	result := map[change.State]string{change.Done: "Done", change.Failed: "Failed", change.Running: "Running", change.Unknown: "Not certain"}
	return table.Row{Key: e.ID, Cells: []table.Cell{
		{Time: e.At},
		{Text: e.Who},
		{Text: e.Target.Tenant},
		{Text: e.Target.Name},
		{Text: e.Target.Username},
		{Text: e.Title},
		{Text: strings.Join(texts, "; ")},
		{Text: result[e.State]},
		{Text: strings.Join(requests, ", ")},
	}}
}
