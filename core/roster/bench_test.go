//go:build unix

package roster_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/roster"
	"github.com/tenantkeep/tenantkeep/core/table"
)

var syllables = []string{"an", "ber", "cor", "da", "el", "fri", "gu", "ha", "in", "jo", "ka", "li", "mo", "na", "ol", "pe", "ra", "si", "ta", "ul"}

func syllable(random *rand.Rand, count int) (name string) {
	for range count {
		name += syllables[random.IntN(len(syllables))]
	}
	return name
}

const benchTenants = 200

// crowd is many users with three numbers each: of few values, of many, and a time that not all have.
func crowd(users int) roster.Roster {
	random := rand.New(rand.NewPCG(1, 2))
	var all roster.Roster
	var block *roster.Maker
	for id := range users {
		if id%4096 == 0 {
			if block != nil {
				all = append(all, block.Made())
			}
			block = roster.Make(int64(id/4096), 1, 3)
		}
		tenant := int64(id*benchTenants/users) + 1
		first, last := syllable(random, 2), syllable(random, 3)
		signIn := int64(roster.None)
		if random.IntN(3) > 0 {
			signIn = random.Int64N(60_000_000) * 1_000_000
		}
		block.Add(&roster.User{
			ID: int64(id), Tenant: tenant, Object: fmt.Sprintf("%08x-0000-4000-8000-%012x", random.Uint32(), id), Name: first + " " + last,
			Username: fmt.Sprintf("%s.%s%d@tenant%d.example.com", first, last, id%100, tenant),
			Numbers:  []int64{int64(random.IntN(2)), random.Int64N(1000), signIn},
		})
	}
	return append(all, block.Made())
}

// BenchmarkPage measures a filter with an order, its count and a page, near the front, in the middle and at the end.
func BenchmarkPage(b *testing.B) {
	for _, users := range []int{100_000, 1_000_000} {
		b.Run(strconv.Itoa(users), func(b *testing.B) {
			if users > 100_000 && testing.Short() {
				b.Skip("a million users only without -short")
			}
			before := heap()
			all := crowd(users)
			memory := heap() - before
			var took []time.Duration
			for _, conditions := range benchConditions() {
				for _, keys := range benchKeys {
					for _, offset := range []int{0, users - 100} {
						best := time.Hour
						for range 2 {
							started := used(b)
							ask(b, all, conditions, keys, offset)
							best = min(best, used(b)-started)
						}
						took = append(took, best)
					}
				}
			}
			slices.Sort(took)
			for b.Loop() {
				ask(b, all, nil, benchKeys[0], users/2)
			}
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "worst-ms")
			b.ReportMetric(float64(memory)/float64(users), "B/user")
			runtime.KeepAlive(all)
		})
	}
}

func ask(b *testing.B, all roster.Roster, conditions []roster.Condition, keys []roster.Key, offset int) {
	places := make(map[int64]roster.Places)
	for tenant := range int64(benchTenants + 1) {
		places[tenant] = roster.Places{ByName: tenant * 7 % benchTenants, ByID: tenant}
	}
	fitting, err := all.Find(b.Context(), roster.Question{Tenants: places, Conditions: conditions, Keys: keys, Offset: offset, Limit: 100})
	require.NoError(b, err)
	_, err = fitting.Page()
	require.NoError(b, err)
}

var benchKeys = [][]roster.Key{
	{{Field: roster.Name}},
	{{Field: roster.Username, Descending: true}, {Field: roster.Name}},
	{{Field: roster.TenantName}, {Field: roster.Name}},
	{{Field: 2}, {Field: roster.Name}},
}

func benchConditions() [][]roster.Condition {
	text := func(field roster.Field, typed string) roster.Condition {
		return roster.Condition{Fields: []roster.Field{field}, Pattern: table.Compile(typed)}
	}
	guests := roster.Condition{Fields: []roster.Field{0}, Fits: func(_, number int64) bool { return number == 1 }}
	return [][]roster.Condition{
		nil,
		{guests},
		{text(roster.Name, "an")},
		{text(roster.Name, "xazo")},
		{text(roster.Name, "x%z_m")},
		{text(roster.Username, "tenant17")},
		{text(roster.Username, "l@ten")},
		{text(roster.Object, "abc")},
		{text(roster.Name, "an"), text(roster.Username, "ta")},
		{{Fields: []roster.Field{roster.Name, roster.Username}, Pattern: table.Compile("corda")}},
	}
}

// heap is how much memory is in use.
func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// used is the processor time of this process: what others do on the computer meanwhile is not the roster's.
func used(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
