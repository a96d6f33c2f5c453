package find_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/tenantkeep/tenantkeep/core/find"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/roster"
	"github.com/tenantkeep/tenantkeep/core/table"
)

var syllables = []string{
	"an", "ber", "cor", "da", "el", "fri", "gu", "ha", "in", "jo", "ka", "li", "mo", "na", "ol", "pé", "ra", "si", "ta",
	"ul", "vi", "wo", "xa", "yu", "zo",
}

func syllable(random *rand.Rand, count int) (name string) {
	for range count {
		name += syllables[random.IntN(len(syllables))]
	}
	return name
}

// crowd is an index of many users in 1,000 tenants.
func crowd(users int) *find.Index {
	const tenants = 1000
	random := rand.New(rand.NewPCG(1, 2))
	var all roster.Roster
	synced := make(map[int64]m365.Tenant)
	for tenant := range int64(tenants) {
		domain := fmt.Sprintf("tenant%d.example.com", tenant)
		synced[tenant] = m365.Tenant{ID: m365.TenantID(domain), Name: syllable(random, 3), DefaultDomain: domain}
		block := roster.Make(tenant, 1, 0)
		for n := range users / tenants {
			first, last := syllable(random, 2), syllable(random, 3)
			block.Add(&roster.User{
				ID: tenant*int64(users/tenants) + int64(n), Tenant: tenant, Name: table.Fold(first + " " + last), Domains: [2]string{domain},
				Username: table.Fold(fmt.Sprintf("%s.%s%d@%s", first, last, n%100, domain)),
			})
		}
		all = append(all, block.Made())
	}
	index := &find.Index{}
	index.Put(all, synced)
	return index
}

// BenchmarkCandidates types names letter by letter, and measures each look through the index.
func BenchmarkCandidates(b *testing.B) {
	for _, users := range []int{100_000, 1_000_000} {
		b.Run(strconv.Itoa(users), func(b *testing.B) {
			if users > 100_000 && testing.Short() {
				b.Skip("a million users only without -short")
			}
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			index := crowd(users)
			runtime.GC()
			runtime.ReadMemStats(&after)
			var took []time.Duration
			for _, typed := range []string{
				"anber corda", "da xa", "jo.li", "frigu hata", "wokali@tenant7", "yuzo mona", "a e", "pera sita", "nobody of them", "gufrlnt",
			} {
				for end := range typed {
					query := find.Parse(typed[:end+1])
					best := time.Hour // what others do on the computer meanwhile is not the index's
					for range 3 {
						started := time.Now()
						index.Candidates(query, 60)
						best = min(best, time.Since(started))
					}
					took = append(took, best)
				}
			}
			slices.Sort(took)
			for b.Loop() {
				index.Candidates(find.Parse("anber c"), 60)
			}
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "worst-ms")
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(users), "B/user")
			runtime.KeepAlive(index)
		})
	}
}
