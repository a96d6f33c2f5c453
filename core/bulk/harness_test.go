package bulk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// latency is how long a request travels.
const latency = 100 * time.Millisecond

// microsoft is the simulated Graph behind limits by tenant, without a network: time is that of the test's bubble.
type microsoft struct {
	graph http.Handler
	// most requests of a tenant are answered in a window, and the others refused with 429; zero is no limit.
	most   int
	window time.Duration
	// meddle may answer a write in the place of the simulation.
	meddle func(r *http.Request, next http.Handler) (*http.Response, error)

	mu       sync.Mutex
	windows  map[string]time.Time
	inWindow map[string]int
	answered map[string]int
	refused  int
	writes   []string
	// bodies are what was sent last to a path.
	bodies map[string]string
}

func tenantOf(r *http.Request) string {
	_, tenant, _ := strings.Cut(r.Header.Get("Authorization"), "-of-")
	return tenant
}

func (m *microsoft) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(latency)
	if wait := m.admit(tenantOf(r), isWrite(r), r.URL.Path); wait > 0 {
		return answer(r, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Retry-After", fmt.Sprint(int(wait/time.Second)+1))
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = w.Write([]byte(`{"error":{"code":"TooManyRequests","message":"too many"}}`))
		})), nil
	}
	if isWrite(r) {
		m.keepBody(r)
	}
	if m.meddle != nil && isWrite(r) {
		return m.meddle(r, m.graph)
	}
	return answer(r, m.graph), nil
}

func (m *microsoft) keepBody(r *http.Request) {
	if r.Body == nil {
		return
	}
	body, _ := io.ReadAll(r.Body) // it is in memory
	r.Body = io.NopCloser(bytes.NewReader(body))
	m.mu.Lock()
	defer m.mu.Unlock()
	m.bodies[r.URL.Path] = string(body)
}

func isWrite(r *http.Request) bool {
	return r.Method != http.MethodGet && !strings.HasSuffix(r.URL.Path, "getByIds")
}

func answer(r *http.Request, handler http.Handler) *http.Response {
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, received(r))
	resp := recorder.Result()
	resp.Request = r
	return resp
}

// received is a request as a server has it.
func received(r *http.Request) *http.Request {
	got := r.Clone(r.Context())
	if got.Body == nil {
		got.Body = http.NoBody
	}
	return got
}

// admit counts a request, or says how long it has to wait.
func (m *microsoft) admit(tenant string, write bool, path string) time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	if now.Sub(m.windows[tenant]) >= m.window {
		m.windows[tenant], m.inWindow[tenant] = now, 0
	}
	if m.most > 0 && m.inWindow[tenant] >= m.most {
		m.refused++
		return m.windows[tenant].Add(m.window).Sub(now)
	}
	m.inWindow[tenant]++
	m.answered[tenant]++
	if write {
		m.writes = append(m.writes, tenant+" "+path)
	}
	return 0
}

// floor is the least time that the limits leave for what was answered.
func (m *microsoft) floor() time.Duration {
	busiest := slices.Max(slices.Collect(maps.Values(m.answered)))
	return time.Duration((busiest-1)/m.most) * m.window
}

type tokens struct{}

func (tokens) Token(_ context.Context, tenant m365.TenantID, _ string) (string, error) {
	return "token-of-" + string(tenant), nil
}

type nobody struct{ graphsim.Estate }

func (nobody) GroupsOf(string) []graphsim.SecurityGroup             { return nil }
func (nobody) ServicePrincipals(string) []graphsim.ServicePrincipal { return nil }

type gate struct{ caller graphsim.Caller }

func (g gate) Authenticate(r *http.Request) (graphsim.Caller, *graphsim.Refusal) {
	caller := g.caller
	caller.Tenant = tenantOf(r)
	return caller, nil
}

// estate is core/change on the real client and a simulated Graph with many tenants.
type estate struct {
	t         *testing.T
	world     *directory.Directory
	microsoft *microsoft
	changes   *change.Service
	client    *graph.Client
	journal   *journal
	unsynced  map[m365.TenantID]bool
}

func newEstate(t *testing.T, microsoft *microsoft) *estate {
	t.Helper()
	e := &estate{t: t, microsoft: microsoft, journal: &journal{latest: make(map[string]change.Entry)}, unsynced: make(map[m365.TenantID]bool)}
	microsoft.windows, microsoft.inWindow, microsoft.answered = make(map[string]time.Time), make(map[string]int), make(map[string]int)
	microsoft.bodies = make(map[string]string)
	var err error
	e.world, err = directory.New(directory.Options{Seed: 7, Users: 40000, Tenants: 80, Now: time.Now})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.world.Close()) })
	caller := graphsim.Caller{
		HomeTenant: e.world.Tenants()[0].ID, ObjectID: e.world.Technicians()[directory.Administrator].ObjectID,
		Scopes: []string{"User.ReadWrite.All", "Directory.Read.All", "RoleManagement.ReadWrite.Directory", "User-PasswordProfile.ReadWrite.All"},
		Roles:  []string{directory.GlobalAdministrator},
	}
	const base = "http://127.0.0.1:1"
	microsoft.graph = graphsim.New(e.world, nobody{}, gate{caller}, graphsim.Options{Base: base})
	client, err := graph.New(graph.Options{Base: base, Tokens: tokens{}, Transport: microsoft})
	require.NoError(t, err)
	e.client = client
	e.changes = change.New(change.Options{
		Directory: client, Users: unlisted{}, Journal: e.journal, Tenant: e.tenant,
		Tier: func() access.Tier { return access.Full }, Who: func() string { return "tech@msp.example" },
	})
	return e
}

func (e *estate) tenant(_ context.Context, id m365.TenantID) (m365.Tenant, error) {
	if e.unsynced[id] {
		return m365.Tenant{}, errors.New("not synced")
	}
	found, _ := e.world.Tenant(string(id))
	return m365.Tenant{ID: id, Name: found.Name}, nil
}

// people are ordinary users of as many tenants, as many of each.
func (e *estate) people(tenants, each int) []change.Target {
	e.t.Helper()
	var found []change.Target
	for _, info := range e.world.Tenants()[1:] {
		if len(found) == tenants*each {
			return found
		}
		if of := e.peopleOf(info.ID, each); len(of) == each {
			found = append(found, of...)
		}
	}
	require.Len(e.t, found, tenants*each)
	return found
}

func (e *estate) peopleOf(tenant string, most int) []change.Target {
	inside, _ := e.world.Open(tenant)
	var found []change.Target
	inside.EachUser(0, func(u *directory.User) bool {
		if !u.Guest() && !u.OnPremisesSynced && !u.Service && !u.Restricted && u.AccountEnabled && len(inside.RolesOf(u.ID)) == 0 {
			found = append(found, change.Target{Key: m365.UserKey{Tenant: m365.TenantID(tenant), ID: u.ID}, Name: u.DisplayName})
		}
		return len(found) < most
	})
	return found
}

// user is a user as Microsoft has them.
func (e *estate) user(key m365.UserKey) directory.User {
	inside, _ := e.world.Open(string(key.Tenant))
	user, ok := inside.User(key.ID)
	require.True(e.t, ok)
	return user
}

func (e *estate) departments(users []change.Target) []string {
	texts := make([]string, len(users))
	for i, one := range users {
		texts[i] = e.user(one.Key).Department
	}
	return texts
}

// gotLast says that a password is the last one that Microsoft got for a user.
func (e *estate) gotLast(key m365.UserKey, password string) bool {
	e.microsoft.mu.Lock()
	defer e.microsoft.mu.Unlock()
	for path, body := range e.microsoft.bodies {
		if strings.HasSuffix(path, key.ID) {
			return strings.Contains(body, password)
		}
	}
	return false
}

// scarce is a product of a tenant that is short, and has enough users without it.
func (e *estate) scarce() (tenant, sku string, left int) {
	e.t.Helper()
	for _, info := range e.world.Tenants()[1:] {
		inside, _ := e.world.Open(info.ID)
		for _, one := range inside.Subscriptions() {
			if left := one.Left(); left >= 2 && left <= 12 && len(e.withoutLicence(info.ID, one.Product.SKUID, left+3)) == left+3 {
				return info.ID, one.Product.SKUID, left
			}
		}
	}
	require.Fail(e.t, "no product is scarce")
	return "", "", 0
}

// withoutLicence are users of a tenant who do not have a product, and have a usage location.
func (e *estate) withoutLicence(tenant, sku string, most int) []change.Target {
	found := slices.DeleteFunc(e.peopleOf(tenant, 1000), func(one change.Target) bool {
		user := e.user(one.Key)
		return user.UsageLocation == "" || slices.ContainsFunc(user.Licences, func(l directory.LicenceState) bool { return l.Product.SKUID == sku })
	})
	return found[:min(most, len(found))]
}

// enabled says whether Microsoft lets a user sign in.
func (e *estate) enabled(key m365.UserKey) bool {
	inside, _ := e.world.Open(string(key.Tenant))
	user, ok := inside.User(key.ID)
	require.True(e.t, ok)
	return user.AccountEnabled
}

func (e *estate) run(action change.Action, users []change.Target, told func()) *bulk.Run {
	return e.runOf(action, bulk.ForEach(change.Intent{Action: action}, users), told)
}

func (e *estate) runOf(action change.Action, tasks []bulk.Task, told func()) *bulk.Run {
	return bulk.New(bulk.Options{Changes: e.changes, Action: action, Tasks: tasks, Units: e.client.SKUs, Explain: explain, Told: told})
}

func explain(err error) m365.Failure {
	if change.As(err) != nil {
		return change.Explain(err)
	}
	return call.Explain(err, "")
}

// count demands how many users stand how.
func count(t *testing.T, run *bulk.Run, want map[bulk.State]int) {
	t.Helper()
	got := make(map[bulk.State]int)
	whys := make(map[string]int)
	for _, user := range run.Users() {
		got[user.State]++
		whys[user.Why()]++
	}
	require.Equal(t, want, got, "%v", whys)
}

// journal keeps the changes in memory.
type journal struct {
	mu     sync.Mutex
	latest map[string]change.Entry
	rows   int
}

func (j *journal) keep(entry change.Entry) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.rows++
	j.latest[entry.ID] = entry
	return nil
}

func (j *journal) Begin(_ context.Context, entry change.Entry) error { return j.keep(entry) }
func (j *journal) Again(_ context.Context, entry change.Entry) error { return j.keep(entry) }
func (j *journal) End(_ context.Context, entry change.Entry) error   { return j.keep(entry) }

func (j *journal) Entry(_ context.Context, id string) (change.Entry, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.latest[id], nil
}

// states counts the changes by how they stand in the journal.
func (j *journal) states() map[change.State]int {
	j.mu.Lock()
	defer j.mu.Unlock()
	counts := make(map[change.State]int)
	for _, entry := range j.latest {
		counts[entry.State]++
	}
	return counts
}

// byUser is how the change of each user stands; users without one are not in it.
func (j *journal) byUser() map[m365.UserKey]change.State {
	j.mu.Lock()
	defer j.mu.Unlock()
	states := make(map[m365.UserKey]change.State)
	for _, entry := range j.latest {
		states[entry.Target.Key] = entry.State
	}
	return states
}

type unlisted struct{}

func (unlisted) Patch(context.Context, m365.UserKey, func(*m365.User)) error { return nil }

func (unlisted) TakeOut(context.Context, m365.UserKey) (m365.User, bool, error) {
	return m365.User{}, false, nil
}

func (unlisted) PutIn(context.Context, m365.User) error { return nil }
