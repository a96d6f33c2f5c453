//go:build unix

package program

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// meter counts what goes over the wire.
type meter struct{ requests, ofUsers, bytes atomic.Int64 }

func (m *meter) see(request *http.Request, next http.RoundTripper) (*http.Response, error) {
	resp, err := next.RoundTrip(request)
	if err == nil {
		m.requests.Add(1)
		if strings.Contains(request.URL.Path, "/v1.0/users") {
			m.ofUsers.Add(1)
		}
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

// BenchmarkFollowing sets a refresh where one user in a hundred changed beside the reading of everything: 100,000 users in 200
// tenants, of a simulated cloud in a process of its own.
func BenchmarkFollowing(b *testing.B) {
	const tenants, users = "200", "100000"
	dir, folder := b.TempDir(), b.TempDir()
	binary, cloudFile := filepath.Join(dir, "cloudsim"), filepath.Join(folder, "cloud.json")
	require.NoError(b, exec.CommandContext(b.Context(), "go", "build", "-o", binary, "../../cloudsim").Run())
	simulated := exec.CommandContext(b.Context(), binary, "-tenants", tenants, "-users", users, "-dir", filepath.Join(dir, "cloud"), "-cloud-file", cloudFile)
	require.NoError(b, simulated.Start())
	b.Cleanup(func() { _ = simulated.Process.Signal(os.Interrupt); _ = simulated.Wait() })
	require.Eventually(b, func() bool { _, err := os.Stat(cloudFile); return err == nil }, time.Minute, 50*time.Millisecond)
	var wire meter
	p := measured(b, folder, cloudFile, &wire)
	ids := syncAll(b, p)
	p.refresh.Every = 0 // it is always time
	for b.Loop() {
		changeOneInAHundred(b, p, ids)
		followed := measure(b, &wire, func() { require.NoError(b, p.refresh.Due(b.Context())) })
		unchanged := measure(b, &wire, func() { require.NoError(b, p.refresh.Due(b.Context())) })
		// Once an hour.
		withRest := measure(b, &wire, func() { require.NoError(b, p.refresh.All(b.Context())) })
		// Once a day: what changed is followed first.
		whole := measure(b, &wire, func() {
			p.refresh.Now = func() time.Time { return time.Now().Add(25 * time.Hour) }
			require.NoError(b, p.refresh.Due(b.Context()))
			p.refresh.Now = time.Now
		})
		b.ReportMetric(float64(whole.requests)/float64(followed.requests), "x-requests")
		b.ReportMetric(float64(whole.bytes)/float64(followed.bytes), "x-bytes")
		b.ReportMetric(whole.used.Seconds()/followed.used.Seconds(), "x-processor")
		b.ReportMetric(float64(whole.ofUsers)/float64(followed.ofUsers), "x-requests-of-users")
		b.Logf("%d tenants: followed %+v, unchanged %+v, with all but the users %+v, whole %+v", len(ids), followed, unchanged, withRest, whole)
	}
}

type cost struct {
	requests, ofUsers, bytes int64
	used                     time.Duration
}

func (c cost) without(other cost) cost {
	return cost{c.requests - other.requests, c.ofUsers - other.ofUsers, c.bytes - other.bytes, c.used - other.used}
}

func measure(b *testing.B, wire *meter, do func()) cost {
	b.Helper()
	at := func() cost { return cost{wire.requests.Load(), wire.ofUsers.Load(), wire.bytes.Load(), used(b)} }
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

func syncAll(b *testing.B, p *program) (ids []m365.TenantID) {
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
	require.NoError(b, p.integration.Sync(b.Context(), ids))
	<-ended
	return slices.DeleteFunc(ids, func(id m365.TenantID) bool {
		tenant, err := p.store.Tenant(b.Context(), id)
		require.NoError(b, err)
		return tenant.Status != m365.Synced
	})
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
				if _, err := p.graph.Send(b.Context(), id, call.SetSignIn(user.Key.ID, m365.Blocked)); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}
