package offboard_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
)

type tokens struct{}

func (tokens) Token(_ context.Context, tenant m365.TenantID, _ string) (string, error) {
	return "token-of-" + string(tenant), nil
}

type nobody struct{ graphsim.Estate }

func (nobody) GroupsOf(string) []graphsim.SecurityGroup             { return nil }
func (nobody) ServicePrincipals(string) []graphsim.ServicePrincipal { return nil }

// microsoft is the simulated Graph without a network. Writes are noted.
type microsoft struct {
	handler http.Handler

	mu     sync.Mutex
	writes []string
	// meddle may answer a write in the place of the simulation; nil leaves it to that.
	meddle func(r *http.Request) *http.Response
}

func (m *microsoft) RoundTrip(r *http.Request) (*http.Response, error) {
	write := r.Method != http.MethodGet && !strings.HasSuffix(r.URL.Path, "getByIds")
	m.mu.Lock()
	meddle := m.meddle
	if write {
		m.writes = append(m.writes, r.Method+" "+strings.TrimPrefix(r.URL.Path, "/v1.0"))
	}
	m.mu.Unlock()
	if write && meddle != nil {
		if answer := meddle(r); answer != nil {
			return answer, nil
		}
	}
	return m.answer(r, m.handler), nil
}

func (m *microsoft) answer(r *http.Request, handler http.Handler) *http.Response {
	recorder := httptest.NewRecorder()
	got := r.Clone(r.Context())
	if got.Body == nil {
		got.Body = http.NoBody
	}
	handler.ServeHTTP(recorder, got)
	resp := recorder.Result()
	resp.Request = r
	return resp
}

// refusing answers writes whose path holds a part with a refusal.
func (m *microsoft) refusing(part string) {
	m.meddling(func(r *http.Request) *http.Response {
		if !strings.Contains(r.URL.Path, part) {
			return nil
		}
		return m.answer(r, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges"}}`))
		}))
	})
}

func (m *microsoft) meddling(meddle func(*http.Request) *http.Response) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.meddle = meddle
}

func (m *microsoft) sent() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.writes)
}

// estate is the service on the real client and a simulated Graph.
type estate struct {
	t         *testing.T
	world     *directory.Directory
	microsoft *microsoft
	client    *graph.Client
	journal   *journal
	kept      *kept
	who       string
	// spares says that administrators are left alone.
	spares bool
	inside *directory.Tenant

	service *offboard.Service
	life    context.Context
	end     context.CancelFunc
	// left puts back what a death left.
	left    func()
	running sync.WaitGroup
}

func (e *estate) Authenticate(r *http.Request) (graphsim.Caller, *graphsim.Refusal) {
	_, tenant, _ := strings.Cut(r.Header.Get("Authorization"), "-of-")
	return graphsim.Caller{
		Tenant: tenant, HomeTenant: e.world.Tenants()[0].ID, ObjectID: e.world.Technicians()[directory.Administrator].ObjectID,
		Scopes: access.CustomerScopes(access.Full), Roles: []string{directory.GlobalAdministrator},
	}, nil
}

func newEstate(t *testing.T) *estate {
	t.Helper()
	e := &estate{t: t, who: "tech@msp.example", journal: &journal{latest: make(map[string]string)}, kept: &kept{runs: make(map[string]string), choices: make(map[m365.TenantID]offboard.Choice)}}
	var err error
	e.world, err = directory.New(directory.Options{Seed: 7, Users: 4000, Tenants: 30, Now: time.Now})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.world.Close()) })
	const base = "http://127.0.0.1:1"
	e.microsoft = &microsoft{handler: graphsim.New(e.world, nobody{}, e, graphsim.Options{Base: base})}
	e.client, err = graph.New(graph.Options{Base: base, Tokens: tokens{}, Transport: e.microsoft, Sleep: instantly})
	require.NoError(t, err)
	e.begin()
	t.Cleanup(func() { e.stop() })
	return e
}

func instantly(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// begin starts the program, anew after stop.
func (e *estate) begin() {
	e.t.Helper()
	e.life, e.end = context.WithCancel(context.Background())
	changes := change.New(change.Options{
		Directory: e.client, Users: unlisted{}, Journal: e.journal, Tenant: e.tenant, Sleep: instantly,
		Tier: func() access.Tier { return access.Full }, Who: func() string { return e.who }, Explain: explain,
		Spares: func() bool { return e.spares },
	})
	life := e.life
	e.service = offboard.New(offboard.Options{
		Changes: changes, Directory: e.client, Kept: e.kept, Tenant: e.tenant, Who: func() string { return e.who }, Explain: explain,
		ProductName: func(_, part string) string { return part },
		NotBegun:    func(err error) bool { return errors.Is(err, errNoEntry) },
		Background: func(work func(context.Context) error) {
			e.running.Go(func() { _ = work(life) })
		},
	})
	require.NoError(e.t, e.service.Load(e.t.Context()))
}

// stop ends the program.
func (e *estate) stop() {
	e.end()
	e.running.Wait()
}

func (e *estate) tenant(_ context.Context, id m365.TenantID) (m365.Tenant, error) {
	found, _ := e.world.Tenant(string(id))
	return m365.Tenant{ID: id, Name: found.Name, InitialDomain: found.InitialDomain}, nil
}

func explain(err error, tenant string) m365.Failure {
	switch {
	case change.As(err) != nil:
		return change.Explain(err)
	case offboard.As(err) != nil:
		return offboard.As(err).Explain()
	}
	return call.Explain(err, tenant)
}

// somebody is a user who has something of everything.
func (e *estate) somebody(suits func(inside *directory.Tenant, u *directory.User) bool) m365.UserKey {
	e.t.Helper()
	for _, info := range e.world.Tenants()[1:] {
		inside, _ := e.world.Open(info.ID)
		slot := -1
		inside.EachUser(0, func(u *directory.User) bool {
			if !u.Guest() && !u.OnPremisesSynced && !u.Service && !u.Restricted && u.AccountEnabled && len(u.Direct) > 0 {
				slot = u.Slot
			}
			return slot < 0
		})
		for ; slot >= 0 && slot < info.Users; slot++ {
			u, ok := inside.UserAt(slot)
			if ok && !u.Guest() && !u.OnPremisesSynced && !u.Service && !u.Restricted && u.AccountEnabled && suits(inside, &u) {
				e.inside = inside
				return m365.UserKey{Tenant: m365.TenantID(info.ID), ID: u.ID}
			}
		}
	}
	e.t.Fatal("nobody suits")
	return m365.UserKey{}
}

// synced is a user who comes from on-premises and has a manager.
func (e *estate) synced() m365.UserKey {
	e.t.Helper()
	for _, info := range e.world.Tenants()[1:] {
		inside, _ := e.world.Open(info.ID)
		for slot := range info.Users {
			u, ok := inside.UserAt(slot)
			if ok && u.OnPremisesSynced && u.Manager != directory.NoManager && u.AccountEnabled && len(inside.RolesOf(u.ID)) == 0 {
				return m365.UserKey{Tenant: m365.TenantID(info.ID), ID: u.ID}
			}
		}
	}
	e.t.Fatal("nobody is synced")
	return m365.UserKey{}
}

// rich is a user with groups, methods, a license and a manager.
func (e *estate) rich() m365.UserKey {
	return e.somebody(func(inside *directory.Tenant, u *directory.User) bool {
		_, has := inside.UserAt(u.Manager)
		left := func(g directory.Group) bool { return !g.Dynamic && !g.Synced && (!g.MailEnabled || g.Unified) }
		return has && len(u.Direct) > 0 && len(inside.MethodsOf(u.Slot)) > 2 && len(inside.RolesOf(u.ID)) == 0 &&
			preferred(inside, u) == 1 && slices.ContainsFunc(inside.GroupsOf(u.Slot, false), left)
	})
}

// preferred counts the methods that Microsoft removes only when they are the last.
func preferred(inside *directory.Tenant, u *directory.User) (count int) {
	for _, method := range inside.MethodsOf(u.Slot) {
		if inside.IsPreferred(u.Slot, method) {
			count++
		}
	}
	return count
}

func (e *estate) plan(key m365.UserKey, choice offboard.Choice) offboard.Plan {
	e.t.Helper()
	plan, err := e.service.Plan(e.t.Context(), key, choice)
	require.NoError(e.t, err)
	return plan
}

// run begins a plan and waits until nothing goes on by itself.
func (e *estate) run(plan offboard.Plan) string {
	e.t.Helper()
	run, err := e.service.Begin(e.t.Context(), plan)
	require.NoError(e.t, err)
	e.running.Wait()
	return run.ID
}

func (e *estate) get(id string) offboard.Run {
	e.t.Helper()
	run, ok := e.service.Run(id)
	require.True(e.t, ok)
	return run
}

func (e *estate) state(id string, kind offboard.Kind) offboard.State {
	e.t.Helper()
	run := e.get(id)
	step := run.Of(kind)
	require.NotNil(e.t, step, kind)
	return step.State
}

func (e *estate) user(key m365.UserKey) directory.User {
	e.t.Helper()
	found, ok := e.inside.User(key.ID)
	require.True(e.t, ok)
	return found
}

// byHand says that everything that is to be done by hand was done.
func (e *estate) byHand(id string) {
	e.t.Helper()
	for _, step := range e.get(id).Steps {
		if step.State == offboard.ByHand {
			require.NoError(e.t, e.service.Confirm(e.t.Context(), id, step.Kind))
		}
	}
	e.running.Wait()
}

var errNoEntry = errors.New("no such change")

// journal keeps changes as JSON.
type journal struct {
	mu     sync.Mutex
	latest map[string]string
	// before is called before the first request of a change.
	before func(change.Entry)
}

func (j *journal) keep(entry change.Entry) error {
	body, err := json.Marshal(entry)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.latest[entry.ID] = string(body)
	return err
}

func (j *journal) Begin(_ context.Context, entry change.Entry) error {
	if j.before != nil {
		j.before(entry)
	}
	return j.keep(entry)
}
func (j *journal) Again(_ context.Context, entry change.Entry) error { return j.keep(entry) }
func (j *journal) End(_ context.Context, entry change.Entry) error   { return j.keep(entry) }

func (j *journal) Entry(_ context.Context, id string) (entry change.Entry, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	body, ok := j.latest[id]
	if !ok {
		return entry, fmt.Errorf("%w: %s", errNoEntry, id)
	}
	return entry, json.Unmarshal([]byte(body), &entry)
}

// kept keeps runs as JSON.
type kept struct {
	mu      sync.Mutex
	runs    map[string]string
	choices map[m365.TenantID]offboard.Choice
	fails   error
	// slow holds up the next runs that are to be kept until it is closed; nil holds up none.
	slow chan struct{}
	// slowReader holds up the next reading in the same way, once it has read.
	slowReader chan struct{}
}

func (k *kept) readsSlowly() (release chan struct{}) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.slowReader = make(chan struct{})
	return k.slowReader
}

func (k *kept) slows() (release chan struct{}) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.slow = make(chan struct{})
	return k.slow
}

func (k *kept) SaveRuns(_ context.Context, runs ...offboard.Run) error {
	k.mu.Lock()
	slow := k.slow
	k.slow = nil
	k.mu.Unlock()
	if slow != nil {
		<-slow
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.fails != nil {
		return k.fails
	}
	for _, run := range runs {
		body, err := json.Marshal(run)
		if err != nil {
			return err
		}
		k.runs[run.ID] = string(body)
	}
	return nil
}

func (k *kept) Runs(context.Context) (runs []offboard.Run, err error) {
	k.mu.Lock()
	slow := k.slowReader
	k.slowReader = nil
	defer func() {
		k.mu.Unlock()
		if slow != nil {
			<-slow
		}
	}()
	for _, body := range k.runs {
		var run offboard.Run
		err = errors.Join(err, json.Unmarshal([]byte(body), &run))
		runs = append(runs, run)
	}
	return runs, err
}

func (k *kept) Choice(_ context.Context, tenant m365.TenantID) (offboard.Choice, bool, error) {
	choice, known := k.choices[tenant]
	return choice, known, nil
}

func (k *kept) SaveChoice(_ context.Context, tenant m365.TenantID, choice *offboard.Choice) error {
	if choice == nil {
		delete(k.choices, tenant)
		return nil
	}
	k.choices[tenant] = *choice
	return nil
}

type unlisted struct{}

func (unlisted) Patch(context.Context, m365.UserKey, func(*m365.User)) error { return nil }

func (unlisted) TakeOut(context.Context, m365.UserKey) (m365.User, bool, error) {
	return m365.User{}, false, nil
}

func (unlisted) PutIn(context.Context, m365.User) error { return nil }
