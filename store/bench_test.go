package store_test

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

var syllables = []string{
	"an", "ber", "cor", "da", "el", "fri", "gu", "ha", "in", "jo", "ka", "li", "mo", "na", "ol", "pé", "ra", "si", "ta",
	"ul", "vi", "wo", "xa", "yu", "zo",
}

type crowd struct{ random *rand.Rand }

func (c crowd) name(parts int) string {
	text := ""
	for range parts {
		text += syllables[c.random.IntN(len(syllables))]
	}
	return text
}

func (c crowd) time() time.Time {
	return noon.Add(-time.Duration(c.random.Int64N(int64(700 * 24 * time.Hour)))).Truncate(time.Second)
}

func (c crowd) user(tenant, n int) m365.User {
	first, last := c.name(2), c.name(3)
	u := m365.User{
		Key: m365.UserKey{Tenant: tenantID(tenant), ID: guid("user", n)}, DisplayName: first + " " + last,
		UserPrincipalName: fmt.Sprintf("%s.%s%d@tenant%d.example.com", first, last, n%100, tenant),
		GivenName:         first, Surname: last, Mail: first + "@example.com", City: c.name(3), Country: c.name(3),
		Type: m365.Member, SignIn: m365.Allowed, JobTitle: "Job " + strconv.Itoa(c.random.IntN(40)),
		Department: "Department " + strconv.Itoa(c.random.IntN(15)), Created: c.time(), LastPasswordReset: c.time(),
		SKUs: []string{guid("sku", c.random.IntN(10))}, Licenses: []string{"Product " + strconv.Itoa(c.random.IntN(20))},
	}
	if c.random.IntN(10) == 0 {
		u.Type = m365.Guest
	}
	if c.random.IntN(20) == 0 {
		u.SignIn = m365.Blocked
	}
	if c.random.IntN(50) == 0 {
		u.Roles = []string{"Role " + strconv.Itoa(c.random.IntN(10))}
	}
	if c.random.IntN(3) > 0 {
		u.LastSignIn = c.time()
	}
	return u
}

// crowded is a store of many users in 200 tenants. TENANTKEEP_BENCH_DIR keeps it between runs.
func crowded(b *testing.B, users int) *store.Store {
	b.Helper()
	dir := b.TempDir()
	if keep := os.Getenv("TENANTKEEP_BENCH_DIR"); keep != "" {
		dir = filepath.Join(keep, strconv.Itoa(users))
	}
	s := openIn(b, dir)
	if stored, err := s.CountUsers(b.Context()); err != nil || stored == users {
		require.NoError(b, err)
		return s
	}
	const tenants = 200
	c := crowd{rand.New(rand.NewPCG(1, 2))}
	list := make([]m365.Tenant, tenants)
	for n := range list {
		list[n] = listed(n, c.name(2)+" "+c.name(2))
	}
	require.NoError(b, s.SaveListed(b.Context(), list))
	require.NoError(b, s.SaveConnection(b.Context(), m365.Connection{On: true, Tenant: tenantID(0), Tier: string(access.Full)}))
	started := time.Now()
	for n := range list {
		fill(b, s, c, n, n*users/tenants, users/tenants)
		require.NoError(b, s.SetTenantStatus(b.Context(), tenantID(n), m365.Synced, "", nil))
	}
	b.Logf("%d users stored in %v", users, time.Since(started))
	return s
}

func fill(b *testing.B, s *store.Store, c crowd, tenant, from, count int) {
	_, err := s.ReplaceUsers(b.Context(), tenantID(tenant), reading(b, s, tenant), func(add func([]m365.User) error) (m365.Snapshot, error) {
		for start := from; start < from+count; start += 999 {
			page := make([]m365.User, 0, 999)
			for n := start; n < min(start+999, from+count); n++ {
				page = append(page, c.user(tenant, n))
			}
			if err := add(page); err != nil {
				return m365.Snapshot{}, err
			}
		}
		return m365.Snapshot{Taken: noon}, nil
	})
	require.NoError(b, err)
}

// inHeap has all users held in memory, as they are soon after a start, and says how many bytes that takes.
func inHeap(b *testing.B, s *store.Store) float64 {
	b.Helper()
	before := heap()
	_, _, err := s.Roster(b.Context())
	require.NoError(b, err)
	return float64(heap()) - float64(before)
}

// scale is how many users a benchmark stores: 100,000, or as many as TENANTKEEP_BENCH_SCALE says.
func scale(b *testing.B) int {
	b.Helper()
	users := 100_000
	if said := os.Getenv("TENANTKEEP_BENCH_SCALE"); said != "" {
		var err error
		users, err = strconv.Atoi(said)
		require.NoError(b, err)
	}
	return users
}

// BenchmarkLastPage measures the last page in several orders, with the total; and what the database takes on the disk for a user.
func BenchmarkLastPage(b *testing.B) {
	users := scale(b)
	s := crowded(b, users)
	inHeap(b, s)
	source := s.UserSource()
	var slowest time.Duration
	for b.Loop() {
		for _, sort := range benchSorts {
			started := time.Now()
			page, err := source.Query(b.Context(), table.Query{Sort: []table.SortKey{sort}, Offset: users - 100, Limit: 100})
			require.NoError(b, err)
			require.Len(b, page.Rows, 100)
			slowest = max(slowest, time.Since(started))
		}
	}
	b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-ms")
	size, err := s.BytesOnDisk(b.Context())
	require.NoError(b, err)
	b.ReportMetric(float64(size)/float64(users), "bytes/user")
}

// BenchmarkExport selects all of 100,000 users, or as many as are asked for, across pages and exports them; beside it SQLite
// reading the same rows for nobody, and encoding/csv writing the same cells.
func BenchmarkExport(b *testing.B) {
	users := scale(b)
	s := crowded(b, users)
	source, dir := s.UserSource(), b.TempDir()
	q := table.Query{Sort: benchSorts[:1]}
	shown := table.Layout{}.Visible(source.Columns())
	exported := make([]table.Column, len(shown))
	for i, placed := range shown {
		exported[i] = placed.Column
	}
	var all table.Selection
	all.SelectAll()
	path := filepath.Join(dir, "users.csv")
	took, read, written := time.Hour, time.Hour, time.Hour
	var peak uint64
	for b.Loop() {
		memory := watchMemory()
		started := time.Now()
		rows := 0
		err := disk.Replace(path, func(file io.Writer) (err error) {
			rows, err = table.WriteCSV(b.Context(), file, source, q, exported, table.CSVOptions{Headers: true, Keys: all.Includes})
			return err
		})
		took = min(took, time.Since(started))
		peak = max(peak, memory())
		require.NoError(b, err)
		require.Equal(b, users, rows)

		started = time.Now()
		require.NoError(b, s.BareAll(b.Context(), q))
		read = min(read, time.Since(started))
		written = min(written, writeWithEncodingCSV(b, path, filepath.Join(dir, "floor.csv")))
	}
	b.ReportMetric(float64(users)/took.Seconds(), "rows/s")
	b.ReportMetric(float64(users)/(read+written).Seconds(), "floor-rows/s")
	b.ReportMetric(float64(users)/written.Seconds(), "encoding-csv-rows/s")
	b.ReportMetric(float64(peak)/1e6, "peak-MB")
}

// writeWithEncodingCSV writes the cells of one file to another, and says how long that took.
func writeWithEncodingCSV(b *testing.B, from, to string) time.Duration {
	file, err := os.Open(from)
	require.NoError(b, err)
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	require.NoError(b, err)
	started := time.Now()
	out, err := os.Create(to)
	require.NoError(b, err)
	defer out.Close()
	require.NoError(b, csv.NewWriter(out).WriteAll(records))
	require.NoError(b, out.Sync())
	return time.Since(started)
}

// watchMemory follows how much of the heap is in use; the function it returns ends that and says how much more it was at
// most than at the start.
func watchMemory() (most func() uint64) {
	inUse := func() uint64 {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	runtime.GC()
	begun, peak := inUse(), uint64(0)
	ended, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-ended:
				return
			case <-ticker.C:
				peak = max(peak, inUse())
			}
		}
	}()
	return func() uint64 {
		close(ended)
		<-done
		return max(peak, begun) - begun
	}
}

var benchSorts = []table.SortKey{
	{Column: columns.DisplayName},
	{Column: columns.Username},
	{Column: columns.TenantName},
	{Column: columns.TenantName, Descending: true},
	{Column: columns.LastSignIn},
	{Column: columns.LastSignIn, Descending: true},
}

func benchFilters() [][]table.Filter {
	text := func(column, text string) table.Filter { return table.Filter{Column: column, Text: text} }
	guests := table.Filter{Column: columns.UserType, Any: []string{"Guest"}}
	var someTenants []string
	for n := range 50 {
		someTenants = append(someTenants, string(tenantID(n)))
	}
	return [][]table.Filter{
		nil,
		{text(columns.DisplayName, "an")},
		{text(columns.DisplayName, "xazo")},
		{text(columns.DisplayName, "x%z_m")},
		{text(columns.Username, "tenant17")},
		{text(columns.Username, "example")},
		{text(columns.UserRole, "role 3")},
		{text(columns.Licenses, "product 1")},
		{text(columns.JobTitle, "job 7")},
		{text(columns.Department, "department")},
		{text(columns.TenantName, "an")},
		{text(columns.ObjectID, "abc")},
		{guests},
		{guests, text(columns.DisplayName, "li")},
		{guests, text(columns.Licenses, "product 12"), text(columns.DisplayName, "a")},
		{text(columns.DisplayName, "an"), text(columns.Username, "zo")},
		{{Column: columns.SignInStatus, Any: []string{"Blocked"}}},
		{{Column: columns.TenantID, Any: []string{string(tenantID(7))}}},
		{{Column: columns.TenantID, Any: someTenants}, text(columns.DisplayName, "an")},
		{{Column: columns.LastSignIn, Last: 30 * 24 * time.Hour}},
		{{Column: columns.LastPasswordReset, Last: 90 * 24 * time.Hour}},
	}
}

// BenchmarkReplaceNew measures the first refresh of 100,000 users in 200 tenants.
func BenchmarkReplaceNew(b *testing.B) {
	const tenants, users = 200, 100_000
	var took time.Duration
	for b.Loop() {
		s := open(b)
		c := crowd{rand.New(rand.NewPCG(1, 2))}
		list := make([]m365.Tenant, tenants)
		for n := range list {
			list[n] = listed(n, "Tenant")
		}
		require.NoError(b, s.SaveListed(b.Context(), list))
		started := time.Now()
		for n := range list {
			fill(b, s, c, n, n*users/tenants, users/tenants)
		}
		took = time.Since(started)
	}
	b.ReportMetric(took.Seconds(), "s/100k")
	b.ReportMetric(5, "bar-s")
}

// BenchmarkReplaceUnchanged measures a refresh that finds nothing new, per user.
func BenchmarkReplaceUnchanged(b *testing.B) {
	s := open(b)
	require.NoError(b, s.SaveListed(b.Context(), []m365.Tenant{listed(1, "Contoso")}))
	var pages [][]m365.User
	c := crowd{rand.New(rand.NewPCG(1, 2))}
	for n := 0; n < 10_000; n += 999 {
		var page []m365.User
		for k := n; k < min(n+999, 10_000); k++ {
			page = append(page, c.user(1, k))
		}
		pages = append(pages, page)
	}
	feed := func(add func([]m365.User) error) (m365.Snapshot, error) {
		for _, page := range pages {
			if err := add(page); err != nil {
				return m365.Snapshot{}, err
			}
		}
		return m365.Snapshot{Taken: noon}, nil
	}
	_, err := s.ReplaceUsers(b.Context(), tenantID(1), reading(b, s, 1), feed)
	require.NoError(b, err)
	users := 0
	for b.Loop() {
		stored, err := s.ReplaceUsers(b.Context(), tenantID(1), reading(b, s, 1), feed)
		require.NoError(b, err)
		users += stored
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(users), "ns/user")
}

// BenchmarkChangeUsers stores that one user in a hundred changed, in 200 tenants of 500.
func BenchmarkChangeUsers(b *testing.B) {
	s := crowded(b, 100_000)
	c := crowd{rand.New(rand.NewPCG(1, 2))}
	users := make([][]m365.User, 200)
	for range users {
		c.name(4)
	}
	for n := range 100_000 {
		if user := c.user(n/500, n); n%100 == 50 {
			users[n/500] = append(users[n/500], user)
		}
	}
	blocked := []m365.SignInStatus{m365.Allowed, m365.Blocked}
	for round := 0; b.Loop(); round++ {
		for tenant := range users {
			for i := range users[tenant] {
				users[tenant][i].SignIn = blocked[round%2]
			}
			bring(b, s, tenant, m365.Changes{Snapshot: m365.Snapshot{Taken: noon, Mark: strconv.Itoa(round)}, Users: users[tenant]})
		}
	}
}
