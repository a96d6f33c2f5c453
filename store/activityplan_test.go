package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// manyChanges is a store whose journal holds that many changes of 200 tenants, a minute after the other.
func manyChanges(t testing.TB, changes int) *Store {
	t.Helper()
	s, err := Open(t.Context(), t.TempDir(), Options{Now: func() time.Time { return time.UnixMicro(int64(changes) * 60_000_000) }})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	_, err = s.writer.ExecContext(t.Context(), `
		WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < ?)
		INSERT INTO journal (id, at, state, action, tenant, object, who, who_fold, tenant_name, tenant_name_fold,
			user_name, user_name_fold, username, username_fold, title, title_fold, what, what_fold, request_id, request_id_fold)
		SELECT lower(hex(randomblob(16))), n * 60000000, 1 + (n % 97 = 0) + (n % 89 = 0), 'x', 'tenant-' || (n % 200), 'object-' || (n % 5000),
			'J.Tan' || (n % 7) || '@msp.example', 'j.tan' || (n % 7) || '@msp.example',
			'Tenant Dental Practice ' || (n * 7919 % 200), 'tenant dental practice ' || (n * 7919 % 200),
			'Adele Vance ' || (n * 104729 % 5000), 'adele vance ' || (n * 104729 % 5000),
			'Adele.Vance' || (n * 104729 % 5000) || '@example.com', 'adele.vance' || (n * 104729 % 5000) || '@example.com',
			'Action ' || (n % 12), 'action ' || (n % 12), 'Add to group Finance ' || n, 'add to group finance ' || n,
			'ABCD' || hex(randomblob(16)), 'abcd' || lower(hex(randomblob(16)))
		FROM n`, changes)
	require.NoError(t, err)
	_, err = s.writer.ExecContext(t.Context(), `
		INSERT INTO journal_steps (change, at, state, steps)
		SELECT num, at, state, json_array(printf('%.600c', 'x')) FROM journal`)
	require.NoError(t, err)
	return s
}

// TestTheFirstPageOfActivityComesFromAnIndexInItsOrder looks at how SQLite means to find it: without sorting all changes.
func TestTheFirstPageOfActivityComesFromAnIndexInItsOrder(t *testing.T) {
	s := manyChanges(t, 10)
	for name, sort := range map[string][]table.SortKey{
		"as nobody sorted it": nil, "newest first": {{Column: columns.At, Descending: true}}, "oldest first": {{Column: columns.At}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, planOf(t, s, activityPage("", activityOrder(sort)), 100, 0), "USING COVERING INDEX journal_list")
			require.NotContains(t, planOf(t, s, "SELECT j.num FROM journal j"+activityOrder(sort)+" LIMIT 100"),
				"USE TEMP B-TREE FOR ORDER BY", "but for those of the same time")
		})
	}
}

// TestActivityIsFilteredAndSortedWithinOneIndex looks at how SQLite means to count and to put in order: without touching the
// changes themselves.
func TestActivityIsFilteredAndSortedWithinOneIndex(t *testing.T) {
	s := manyChanges(t, 10)
	for _, column := range append(columns.Activity(), columns.TenantFilter) {
		filter := table.Filter{Column: column.ID, Text: "a", Any: []string{change.Done.Label()}, Last: time.Hour}
		where, args := whereAll(activityConditions(table.Query{Filters: []table.Filter{filter}}, s.now(), ""))
		require.Contains(t, planOf(t, s, "SELECT count(*) FROM journal j"+where, args...), "COVERING INDEX journal_list", column.ID)
		if column.ID != columns.TenantID {
			page := activityPage(where, activityOrder([]table.SortKey{{Column: column.ID}}))
			require.Contains(t, planOf(t, s, page, append(args, 100, 0)...), "COVERING INDEX journal_list", column.ID)
		}
	}
}

// TestTheStartDoesNotReadTheJournal looks at how SQLite means to find the changes that were interrupted.
func TestTheStartDoesNotReadTheJournal(t *testing.T) {
	require.Contains(t, planOf(t, manyChanges(t, 10), endInterrupted), "journal_running")
}

// BenchmarkActivity measures filter + sort + page with the total, as the window asks for them.
func BenchmarkActivity(b *testing.B) {
	const changes, bar = 100_000, 100 * time.Millisecond
	s := manyChanges(b, changes)
	source := s.ActivitySource()
	text := func(column, text string) table.Filter { return table.Filter{Column: column, Text: text} }
	var all []time.Duration
	for _, filters := range [][]table.Filter{
		nil,
		{text(columns.ChangedUser, "vance 49")},
		{text(columns.TenantName, "tenant%17")},
		{text(columns.What, "finance 12")},
		{text(columns.Who, "tan3"), text(columns.ChangedUser, "adele")},
		{text(columns.RequestID, "abcd12")},
		{{Column: columns.TenantID, Any: []string{"tenant-7"}}},
		{{Column: columns.Result, Any: []string{change.Failed.Label(), columns.Interrupted}}},
		{{Column: columns.Action, Any: []string{"Action 3"}}, text(columns.What, "9")},
		{{Column: columns.At, Last: 30 * 24 * time.Hour}},
	} {
		for _, q := range []table.Query{
			{},
			{Offset: 90_000},
			{Sort: []table.SortKey{{Column: columns.At}}},
			{Sort: []table.SortKey{{Column: columns.TenantName}}},
			{Sort: []table.SortKey{{Column: columns.ChangedUser, Descending: true}}},
			{Sort: []table.SortKey{{Column: columns.Result}}},
		} {
			q.Filters, q.Limit = filters, 100
			var took []time.Duration
			for range 5 {
				started := time.Now()
				page, err := source.Query(b.Context(), q)
				took = append(took, time.Since(started))
				require.NoError(b, err)
				require.NotZero(b, page.Total)
			}
			slices.Sort(took)
			all = append(all, took...)
			if took[2] > bar/2 {
				b.Logf("%v for %v", took[2], fmt.Sprint(q))
			}
		}
	}
	slices.Sort(all)
	p95 := all[len(all)*95/100]
	for b.Loop() {
		_, err := source.Query(b.Context(), table.Query{Limit: 100})
		require.NoError(b, err)
	}
	b.ReportMetric(float64(p95.Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(bar.Milliseconds()), "bar-ms")
}

// TestResultsAreNumberedInTheOrderOfTheirWords holds the journal to what Activity shows: every result has a number.
func TestResultsAreNumberedInTheOrderOfTheirWords(t *testing.T) {
	model := columns.Activity()
	words := model[table.Index(model, columns.Result)].Choices
	require.IsIncreasing(t, words)
	require.Len(t, resultNumbers, len(words))
	for i, word := range words {
		require.EqualValues(t, i+1, resultNumbers[word])
		require.Equal(t, word, resultOf(int64(i+1)))
	}
}
