//go:build unix

package program

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/find"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// meter counts what goes over the wire.
type meter struct{ requests, bytes atomic.Int64 }

func (m *meter) see(request *http.Request, next http.RoundTripper) (*http.Response, error) {
	resp, err := next.RoundTrip(request)
	if err == nil {
		m.requests.Add(1)
		resp.Body = meteredBody{resp.Body, m}
	}
	return resp, err
}

type meteredBody struct {
	io.ReadCloser
	meter *meter
}

func (b meteredBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.meter.bytes.Add(int64(n))
	return n, err
}

// used is the processor time of this process.
func used(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// onSimulation is a program that is signed in to a simulated cloud in a process of its own.
func onSimulation(b *testing.B, wire *meter, tenants, users string) *program {
	b.Helper()
	dir, folder := b.TempDir(), b.TempDir()
	binary, cloudFile := filepath.Join(dir, "cloudsim"), filepath.Join(folder, "cloud.json")
	require.NoError(b, exec.CommandContext(b.Context(), "go", "build", "-o", binary, "../../cloudsim").Run())
	simulated := exec.CommandContext(b.Context(), binary, "-tenants", tenants, "-users", users, "-dir", filepath.Join(dir, "cloud"), "-cloud-file", cloudFile)
	require.NoError(b, simulated.Start())
	b.Cleanup(func() { _ = simulated.Process.Signal(os.Interrupt); _ = simulated.Wait() })
	require.Eventually(b, func() bool { _, err := os.Stat(cloudFile); return err == nil }, time.Minute, 50*time.Millisecond)
	return measured(b, folder, cloudFile, wire)
}

// BenchmarkFirstSync syncs a tenant of 100,000 users for the first time. They are to be seen and found when it ends; when they
// last signed in, of which Microsoft tells 500 users a page, comes after.
func BenchmarkFirstSync(b *testing.B) {
	for b.Loop() {
		var wire meter
		p := onSimulation(b, &wire, "1", "100000")
		before := used(b)
		ids, took := syncAll(b, p)
		processor := used(b) - before
		users, err := p.store.CountUsers(b.Context())
		require.NoError(b, err)
		require.Greater(b, users, 99_000)
		reading := time.Now()
		require.NoError(b, p.finder.Read(b.Context()))
		took += time.Since(reading)
		tenant, err := p.store.Tenant(b.Context(), ids[0])
		require.NoError(b, err)
		found, err := p.finder.Find(b.Context(), find.Parse("an"), map[m365.TenantID]m365.Tenant{ids[0]: tenant}, 10)
		require.NoError(b, err)
		require.NotEmpty(b, found)
		require.Equal(b, m365.Unknown, tenant.SignInActivity, "they come after")
		after := time.Now()
		require.NoError(b, p.refresh.SignIns(b.Context()))
		tenant, err = p.store.Tenant(b.Context(), ids[0])
		require.NoError(b, err)
		b.Logf("%d users in %v, of which %v are processor time; last sign-ins %v in %v", users, took, processor, tenant.SignInActivity, time.Since(after))
		b.ReportMetric(took.Seconds(), "s-until-seen")
	}
}

// BenchmarkFollowing sets a refresh where one user in a hundred changed beside the reading of everything: 100,000 users in 200
// tenants, of a simulated cloud in a process of its own.
func BenchmarkFollowing(b *testing.B) {
	var wire meter
	p := onSimulation(b, &wire, "200", "100000")
	ids, _ := syncAll(b, p)
	p.refresh.Every = 0 // it is always time
	var days time.Duration
	p.refresh.Now = func() time.Time { return time.Now().Add(days) }
	for b.Loop() {
		followed := followMiddle(b, p, ids, &wire)
		unchanged := measure(b, &wire, func() { require.NoError(b, p.refresh.Due(b.Context())) })
		// Once an hour.
		withRest := measure(b, &wire, func() { require.NoError(b, p.refresh.All(b.Context())) })
		// Once a day: what changed is followed first.
		whole := measure(b, &wire, func() {
			days += 25 * time.Hour
			require.NoError(b, p.refresh.Due(b.Context()))
		})
		b.ReportMetric(holdAll(b, p, &wire).used.Seconds()/holdChanged(b, p, ids, &wire).used.Seconds(), "x-held")
		b.ReportMetric(float64(whole.requests)/float64(followed.requests), "x-requests")
		b.ReportMetric(float64(whole.bytes)/float64(followed.bytes), "x-bytes")
		b.ReportMetric(whole.used.Seconds()/followed.used.Seconds(), "x-processor")
		b.Logf("%d tenants: followed %+v, unchanged %+v, with all but the users %+v, whole %+v", len(ids), followed, unchanged, withRest, whole)
	}
}

// followMiddle has one user in a hundred change several times, follows each, and is what the middle one took.
func followMiddle(b *testing.B, p *program, ids []m365.TenantID, wire *meter) cost {
	b.Helper()
	rounds := make([]cost, 5)
	for i := range rounds {
		changeOneInAHundred(b, p, ids)
		rounds[i] = measure(b, wire, func() { require.NoError(b, p.refresh.Due(b.Context())) })
	}
	slices.SortFunc(rounds, func(x, y cost) int { return cmp.Compare(x.used, y.used) })
	return rounds[len(rounds)/2]
}

// holdAll is what it takes to read all users into memory, or those who changed since.
func holdAll(b *testing.B, p *program, wire *meter) cost {
	b.Helper()
	return measure(b, wire, func() {
		_, _, err := p.store.Roster(b.Context())
		require.NoError(b, err)
	})
}

// holdChanged is holdAll once one user in a hundred changed.
func holdChanged(b *testing.B, p *program, ids []m365.TenantID, wire *meter) cost {
	b.Helper()
	changeOneInAHundred(b, p, ids)
	require.NoError(b, p.refresh.Due(b.Context()))
	return holdAll(b, p, wire)
}

type cost struct {
	requests, bytes int64
	used            time.Duration
}

func (c cost) without(other cost) cost {
	return cost{c.requests - other.requests, c.bytes - other.bytes, c.used - other.used}
}

func measure(b *testing.B, wire *meter, do func()) cost {
	b.Helper()
	at := func() cost { return cost{wire.requests.Load(), wire.bytes.Load(), used(b)} }
	runtime.GC() // what came before leaves nothing to clear away
	before := at()
	do()
	return at().without(before)
}

func measured(b *testing.B, folder, cloudFile string, wire *meter) *program {
	b.Helper()
	chosen, err := cloud.Read(cloudFile)
	require.NoError(b, err)
	p, err := newProgram(b.Context(), environment{
		cloud: chosen, folder: folder, openBrowser: cloudsim.Walker{Account: "j.tan@brightwater-it.example"}.OpenURL, log: slog.New(slog.DiscardHandler), wrap: through(wire.see).wrap,
	})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, p.close(context.WithoutCancel(b.Context()))) })
	require.NoError(b, p.integration.Save(b.Context(), chosen.Tenant, chosen.ClientID))
	_, err = p.integration.SignIn(b.Context(), access.Full, func(string) {})
	require.NoError(b, err)
	return p
}

// syncAll syncs every tenant that can be, and says how long that took.
func syncAll(b *testing.B, p *program) (ids []m365.TenantID, took time.Duration) {
	b.Helper()
	require.NoError(b, p.integration.Reload(b.Context()))
	tenants, err := p.store.Tenants(b.Context())
	require.NoError(b, err)
	for _, tenant := range tenants {
		if tenant.Access.State == m365.AccessHealthy {
			ids = append(ids, tenant.ID)
		}
	}
	ended := make(chan struct{}, 1)
	defer p.integration.JobChanged.Listen(func(job integration.Job) {
		if job.Ended {
			ended <- struct{}{}
		}
	})()
	began := time.Now()
	require.NoError(b, p.integration.Sync(b.Context(), ids))
	<-ended
	took = time.Since(began)
	return slices.DeleteFunc(ids, func(id m365.TenantID) bool {
		tenant, err := p.store.Tenant(b.Context(), id)
		require.NoError(b, err)
		return tenant.Status != m365.Synced
	}), took
}

func changeOneInAHundred(b *testing.B, p *program, ids []m365.TenantID) {
	b.Helper()
	for _, id := range ids {
		n := 0
		require.NoError(b, p.graph.EachUserPage(b.Context(), id, func(page []m365.User) error {
			for _, user := range page {
				if n++; n%100 != 50 {
					continue
				}
				if _, err := p.graph.Send(b.Context(), id, call.SetSignIn(user.Key.ID, other(user.SignIn))); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

func other(status m365.SignInStatus) m365.SignInStatus {
	if status == m365.Blocked {
		return m365.Allowed
	}
	return m365.Blocked
}
