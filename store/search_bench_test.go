package store_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// BenchmarkSearch measures the first page of what the search of All Users finds, with its total.
func BenchmarkSearch(b *testing.B) {
	for _, size := range []int{100_000, 1_000_000} {
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			if size > 100_000 && testing.Short() {
				b.Skip("a million users only without -short")
			}
			s := crowded(b, size)
			source := s.UserSource()
			ask := func(typed string) time.Duration {
				started := time.Now()
				_, err := source.Query(b.Context(), table.Query{
					Filters: []table.Filter{{Column: columns.Search, Text: typed}}, Sort: []table.SortKey{{Column: columns.DisplayName}}, Limit: 100,
				})
				require.NoError(b, err)
				return time.Since(started)
			}
			var took []time.Duration
			for _, typed := range []string{"a", "an", "ber", "corda", "anber corda", "nobody", "tenant7", "a e", "d%a"} {
				for range 3 {
					took = append(took, ask(typed))
				}
			}
			slices.Sort(took)
			for b.Loop() {
				ask("anber c")
			}
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
		})
	}
}
