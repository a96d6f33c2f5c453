//go:build unix

package store_test

import (
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

// BenchmarkUsers measures filter + sort + first page with the total, as the window asks for them.
func BenchmarkUsers(b *testing.B) { benchPages(b, 100_000) }

// BenchmarkScale is BenchmarkUsers with as many users as are asked for.
func BenchmarkScale(b *testing.B) { benchPages(b, scale(b)) }

// pageBar is how long nineteen of twenty pages may take.
const pageBar = 50 * time.Millisecond

func benchPages(b *testing.B, users int) {
	b.Helper()
	s := crowded(b, users)
	held := inHeap(b, s)
	source := s.UserSource()
	var all, processor, floor []time.Duration
	for _, filters := range benchFilters() {
		for _, sort := range benchSorts {
			q := table.Query{Filters: filters, Sort: []table.SortKey{sort}, Limit: 100}
			var took, busy []time.Duration
			for range 5 {
				before, started := used(b), time.Now()
				page, err := source.Query(b.Context(), q)
				took, busy = append(took, time.Since(started)), append(busy, used(b)-before)
				require.NoError(b, err)
				require.True(b, page.Total > 0 && len(page.Rows) > 0)
			}
			slices.Sort(took)
			all, processor = append(all, took...), append(processor, slices.Min(busy))
			if took[2] > pageBar/2 {
				b.Logf("%v, %v of processors, for %s by %v", took[2], slices.Min(busy), filterNames(filters), sort)
			}
		}
		// One order tells the floor: SQLite takes seconds for some.
		floor = append(floor, bareTime(b, s, table.Query{Filters: filters, Sort: benchSorts[:1], Limit: 100}))
	}
	for b.Loop() {
		_, err := source.Query(b.Context(), table.Query{Sort: benchSorts[:1], Limit: 100})
		require.NoError(b, err)
	}
	b.ReportMetric(p95(all), "p95-ms")
	b.ReportMetric(p95(processor), "processor-p95-ms")
	b.ReportMetric(p95(floor), "bare-p95-ms")
	b.ReportMetric(float64(pageBar.Milliseconds()), "bar-ms")
	b.ReportMetric(held/float64(users), "held-bytes/user")
}

func p95(took []time.Duration) (ms float64) {
	slices.Sort(took)
	return float64(took[len(took)*95/100].Microseconds()) / 1000
}

// used is the processor time of this process: what others do on the computer meanwhile is not the store's.
func used(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// bareTime is how long SQLite itself takes in the best way for a query whose pages have been read before.
func bareTime(b *testing.B, s *store.Store, q table.Query) time.Duration {
	ways, err := s.BarePages(b.Context(), q)
	require.NoError(b, err)
	best := time.Hour
	for _, way := range ways {
		started := time.Now()
		require.NoError(b, way())
		best = min(best, time.Since(started))
	}
	return best
}

func filterNames(filters []table.Filter) string {
	var names []string
	for _, f := range filters {
		names = append(names, strings.TrimSpace(f.Column+" "+f.Text))
	}
	return strings.Join(names, " and ")
}
