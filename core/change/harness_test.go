package change_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// everyScope is what the application has in the tier Full.
var everyScope = strings.Fields("User.ReadWrite.All User-PasswordProfile.ReadWrite.All GroupMember.ReadWrite.All Directory.Read.All " +
	"RoleManagement.ReadWrite.Directory LicenseAssignment.ReadWrite.All UserAuthenticationMethod.ReadWrite.All Policy.Read.All")

// wrote is a write as the simulated Graph got it.
type wrote struct{ tenant, method, path, body string }

// world is a Service on the real Graph client and a simulated Graph, with all that surrounds it in memory.
type world struct {
	t         *testing.T
	directory *directory.Directory
	tenant    m365.TenantID
	inside    *directory.Tenant
	service   *change.Service
	journal   *journal
	local     *local
	clock     *clock
	log       *syncBuffer
	tier      access.Tier
	who       string

	mu     sync.Mutex
	caller graphsim.Caller
	writes []wrote
	// meddle may answer a write in the place of the simulation, which next asks.
	meddle func(w http.ResponseWriter, r *http.Request, next http.Handler)
	// blind answers reads with 503.
	blind bool
}

// newWorld is a small estate, seen by an administrator who stands in its first tenant.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{
		t: t, clock: &clock{now: time.Date(2026, 11, 20, 15, 4, 5, 0, time.UTC)}, log: &syncBuffer{}, local: newLocal(),
		journal: newJournal(), tier: access.Full, who: "tech@msp.example",
	}
	var err error
	w.directory, err = directory.New(directory.Options{Seed: 7, Users: 700, Tenants: 9, Now: w.clock.Now})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, w.directory.Close()) })
	w.caller = graphsim.Caller{
		HomeTenant: w.directory.Tenants()[0].ID, ObjectID: w.directory.Technicians()[directory.Administrator].ObjectID,
		Scopes: everyScope, Roles: []string{directory.GlobalAdministrator},
	}
	w.enter(func(*directory.Tenant) bool { return true })
	server := httptest.NewUnstartedServer(nil)
	base := "http://" + server.Listener.Addr().String()
	handler := graphsim.New(w.directory, nobody{}, w, graphsim.Options{Base: base, Now: w.clock.Now, Password: func() string { return "Tap-Generated-1!" }})
	server.Config.Handler = w.watch(handler)
	server.Start()
	transport := &http.Transport{DisableKeepAlives: true}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		server.Close()
	})
	log := slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client, err := graph.New(graph.Options{
		Base: base, Tokens: tokens{}, Transport: transport, Now: w.clock.Now, Sleep: w.clock.Sleep, Jitter: func() float64 { return 0 }, Log: log,
	})
	require.NoError(t, err)
	w.service = change.New(change.Options{
		Directory: client, Users: w.local, Journal: w.journal, Tenant: w.synced, Now: w.clock.Now, Sleep: w.clock.Sleep, Log: log,
		Tier: func() access.Tier { return w.tier }, Who: func() string { return w.who }, NewID: numbered("change-"),
	})
	return w
}

// enter moves to the first customer that suits.
func (w *world) enter(suits func(*directory.Tenant) bool) {
	w.t.Helper()
	for _, info := range w.directory.Tenants()[1:] {
		inside, ok := w.directory.Open(info.ID)
		if ok && suits(inside) {
			w.tenant, w.inside = m365.TenantID(info.ID), inside
			return
		}
	}
	w.t.Fatal("no tenant of the estate suits")
}

// watch records writes, lets a second go by for each request, and meddles where a test wants it.
func (w *world) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(resp http.ResponseWriter, r *http.Request) {
		w.clock.advance(time.Second)
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		read := r.Method == http.MethodGet || strings.HasSuffix(r.URL.Path, "getByIds")
		_, tenant, _ := strings.Cut(r.Header.Get("Authorization"), "-of-")
		w.mu.Lock()
		meddle, blind := w.meddle, w.blind
		if !read {
			w.writes = append(w.writes, wrote{tenant, r.Method, strings.TrimPrefix(r.URL.Path, "/v1.0"), string(body)})
		}
		w.mu.Unlock()
		switch {
		case read && blind:
			refuse(503, "serviceNotAvailable", "busy")(resp, r)
		case !read && meddle != nil:
			meddle(resp, r, next)
		default:
			next.ServeHTTP(resp, r)
		}
	})
}

// Authenticate reads the tenant out of a token of the tests.
func (w *world) Authenticate(r *http.Request) (graphsim.Caller, *graphsim.Refusal) {
	w.mu.Lock()
	defer w.mu.Unlock()
	caller := w.caller
	_, caller.Tenant, _ = strings.Cut(r.Header.Get("Authorization"), "-of-")
	return caller, nil
}

func (w *world) as(roles ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.caller.Roles = roles
}

func (w *world) meddling(meddle func(http.ResponseWriter, *http.Request, http.Handler)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.meddle = meddle
}

func (w *world) blinded(blind bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.blind = blind
}

func (w *world) sent() []wrote {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.writes)
}

// synced knows the tenant that the test stands in.
func (w *world) synced(_ context.Context, id m365.TenantID) (m365.Tenant, error) {
	if id != w.tenant {
		return m365.Tenant{}, fmt.Errorf("tenant %s is not synced", id)
	}
	return m365.Tenant{ID: id, Name: "Contoso"}, nil
}

// user is the first user that suits, among those of the cloud unless the test asks for others.
func (w *world) user(suits func(*directory.User) bool) directory.User {
	w.t.Helper()
	slot := -1
	w.inside.EachUser(0, func(u *directory.User) bool {
		if suits(u) {
			slot = u.Slot
		}
		return slot < 0
	})
	require.GreaterOrEqual(w.t, slot, 0, "no such user in the estate")
	found, _ := w.inside.UserAt(slot)
	return found
}

// plain is an ordinary member of the cloud, without a role.
func (w *world) plain() directory.User {
	return w.user(func(u *directory.User) bool {
		return !u.Guest() && !u.OnPremisesSynced && !u.Service && u.AccountEnabled && u.UsageLocation != "" && len(w.inside.RolesOf(u.ID)) == 0
	})
}

func (w *world) key(u directory.User) m365.UserKey { return m365.UserKey{Tenant: w.tenant, ID: u.ID} }

// now is the user as the simulated Microsoft knows it.
func (w *world) now(u directory.User) directory.User {
	w.t.Helper()
	found, ok := w.inside.User(u.ID)
	require.True(w.t, ok)
	return found
}

func (w *world) edit(u directory.User, edit func(*directory.User)) directory.User {
	w.t.Helper()
	changed, err := w.inside.ChangeUser(u.Slot, func(u *directory.User) error {
		edit(u)
		return nil
	})
	require.NoError(w.t, err)
	return changed
}

func (w *world) plan(intent change.Intent) change.Plan {
	w.t.Helper()
	plan, err := w.service.Plan(w.t.Context(), intent)
	require.NoError(w.t, err)
	return plan
}

// do plans and carries out.
func (w *world) do(intent change.Intent) change.Outcome {
	w.t.Helper()
	return w.carry(w.plan(intent))
}

func (w *world) carry(plan change.Plan) change.Outcome {
	w.t.Helper()
	outcome, err := w.service.Carry(w.t.Context(), plan, nil)
	require.NoError(w.t, err)
	return outcome
}

// undo takes back a change and demands that it is done.
func (w *world) undo(id string) change.Outcome {
	w.t.Helper()
	plan, err := w.service.UndoPlan(w.t.Context(), id)
	require.NoError(w.t, err)
	require.Equal(w.t, id, plan.Undoes)
	outcome := w.carry(plan)
	w.done(outcome)
	require.Equal(w.t, id, w.journal.entry(w.t, plan.ID).Undoes)
	return outcome
}

func (w *world) done(outcome change.Outcome) {
	w.t.Helper()
	for i, step := range outcome.Steps {
		why := ""
		if step.Failure != nil {
			why = step.Failure.Details()
		}
		require.Equal(w.t, change.Done, step.State, "%s: %s", outcome.Plan.Steps[i].Text, why)
	}
	require.Equal(w.t, change.Done, outcome.State())
	require.Equal(w.t, change.Done, w.journal.entry(w.t, outcome.Plan.ID).State)
}

func refuse(status int, code, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("request-id", "graph-request")
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, `{"error":{"code":%q,"message":%q}}`, code, text)
	}
}

// refusing answers every write with a failure.
func refusing(status int, code, text string) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) { refuse(status, code, text)(w, r) }
}

// afterwards does the write and loses the answer.
func afterwards(_ http.ResponseWriter, r *http.Request, next http.Handler) {
	next.ServeHTTP(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}

// never loses the write.
func never(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }
