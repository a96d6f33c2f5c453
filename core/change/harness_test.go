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
	"RoleManagement.ReadWrite.Directory LicenseAssignment.ReadWrite.All UserAuthenticationMethod.ReadWrite.All Policy.Read.All Directory.AccessAsUser.All")

// wrote is a write as the simulated Graph got it.
type wrote struct{ tenant, method, path, body string }

// harness is a Service on the real Graph client and a simulated Graph, with all that surrounds it in memory.
type harness struct {
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
	// home says that it is the partner's own tenant.
	home bool
	// options are those of the service.
	options change.Options
	// meddle may answer a write in the place of the simulation, which next asks.
	meddle func(w http.ResponseWriter, r *http.Request, next http.Handler)
	// blind answers reads with 503, unseen those of which it says so.
	blind  bool
	unseen func(*http.Request) bool
	// told are answers to reads, by the end of their path, in the place of the simulated ones.
	told map[string]string
}

// newHarness is a small estate, seen by an administrator who stands in its first tenant.
func newHarness(t *testing.T) *harness {
	t.Helper()
	return newHarnessOf(t, 700, 9)
}

// newLargeHarness is an estate with tenants that have several domains.
func newLargeHarness(t *testing.T) *harness {
	t.Helper()
	return newHarnessOf(t, 6000, 40)
}

func newHarnessOf(t *testing.T, users, tenants int) *harness {
	t.Helper()
	h := &harness{
		t: t, clock: &clock{now: time.Date(2026, 11, 20, 15, 4, 5, 0, time.UTC)}, log: &syncBuffer{}, local: newLocal(),
		journal: newJournal(), tier: access.Full, who: "tech@msp.example",
	}
	var err error
	h.directory, err = directory.New(directory.Options{Seed: 7, Users: users, Tenants: tenants, Now: h.clock.Now})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.directory.Close()) })
	h.caller = graphsim.Caller{
		HomeTenant: h.directory.Tenants()[0].ID, ObjectID: h.directory.Technicians()[directory.Administrator].ObjectID,
		Scopes: everyScope, Roles: []string{directory.GlobalAdministrator},
	}
	h.enter(func(*directory.Tenant) bool { return true })
	server := httptest.NewUnstartedServer(nil)
	base := "http://" + server.Listener.Addr().String()
	handler := graphsim.New(h.directory, nobody{}, h, graphsim.Options{Base: base, Now: h.clock.Now, Password: func() string { return "Tap-Generated-1!" }})
	server.Config.Handler = h.watch(handler)
	server.Start()
	transport := &http.Transport{DisableKeepAlives: true}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		server.Close()
	})
	log := slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client, err := graph.New(graph.Options{
		Base: base, Tokens: tokens{}, Transport: transport, Now: h.clock.Now, Sleep: h.clock.Sleep, Jitter: func() float64 { return 0 }, Log: log,
	})
	require.NoError(t, err)
	h.options = change.Options{
		Directory: client, Users: h.local, Journal: h.journal, Tenant: h.synced, Now: h.clock.Now, Sleep: h.clock.Sleep, Log: log,
		Tier: func() access.Tier { return h.tier }, Who: func() string { return h.who }, NewID: numbered("change-"),
	}
	h.service = change.New(h.options)
	return h
}

// enter moves to the first customer that suits.
func (h *harness) enter(suits func(*directory.Tenant) bool) {
	h.t.Helper()
	for _, info := range h.directory.Tenants()[1:] {
		inside, ok := h.directory.Open(info.ID)
		if ok && suits(inside) {
			h.tenant, h.inside = m365.TenantID(info.ID), inside
			return
		}
	}
	h.t.Fatal("no tenant of the estate suits")
}

// watch records writes, lets a second go by for each request, and meddles where a test wants it.
func (h *harness) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(resp http.ResponseWriter, r *http.Request) {
		h.clock.advance(time.Second)
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		read := r.Method == http.MethodGet || strings.HasSuffix(r.URL.Path, "getByIds")
		_, tenant, _ := strings.Cut(r.Header.Get("Authorization"), "-of-")
		h.mu.Lock()
		meddle, blind := h.meddle, h.blind || h.unseen != nil && h.unseen(r)
		told := h.told[r.URL.Path[strings.LastIndex(r.URL.Path, "/"):]]
		if !read {
			h.writes = append(h.writes, wrote{tenant, r.Method, strings.TrimPrefix(r.URL.Path, "/v1.0"), string(body)})
		}
		h.mu.Unlock()
		switch {
		case read && blind:
			refuse(503, "serviceNotAvailable", "busy")(resp, r)
		case read && told != "":
			resp.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(resp, told)
		case !read && meddle != nil:
			meddle(resp, r, next)
		default:
			next.ServeHTTP(resp, r)
		}
	})
}

// Authenticate reads the tenant out of a token of the tests.
func (h *harness) Authenticate(r *http.Request) (graphsim.Caller, *graphsim.Refusal) {
	h.mu.Lock()
	defer h.mu.Unlock()
	caller := h.caller
	_, caller.Tenant, _ = strings.Cut(r.Header.Get("Authorization"), "-of-")
	return caller, nil
}

func (h *harness) as(roles ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.caller.Roles = roles
}

func (h *harness) meddling(meddle func(http.ResponseWriter, *http.Request, http.Handler)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.meddle = meddle
}

func (h *harness) blinded(blind bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.blind = blind
}

// unreadable lets the reads fail whose address holds one of parts.
func (h *harness) unreadable(parts ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.unseen = func(r *http.Request) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(r.URL.Path, part) })
	}
}

func (h *harness) sent() []wrote {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.writes)
}

// synced knows the tenant that the test stands in.
func (h *harness) synced(_ context.Context, id m365.TenantID) (m365.Tenant, error) {
	if id != h.tenant {
		return m365.Tenant{}, fmt.Errorf("tenant %s is not synced", id)
	}
	return m365.Tenant{ID: id, Name: "Contoso", Primary: h.home}, nil
}

// user is the first user that suits, among those of the cloud unless the test asks for others.
func (h *harness) user(suits func(*directory.User) bool) directory.User {
	h.t.Helper()
	slot := -1
	h.inside.EachUser(0, func(u *directory.User) bool {
		if suits(u) {
			slot = u.Slot
		}
		return slot < 0
	})
	require.GreaterOrEqual(h.t, slot, 0, "no such user in the estate")
	found, _ := h.inside.UserAt(slot)
	return found
}

// plain is an ordinary member of the cloud, without a role.
func (h *harness) plain() directory.User {
	return h.user(func(u *directory.User) bool {
		return !u.Guest() && !u.OnPremisesSynced && !u.Service && u.AccountEnabled && u.UsageLocation != "" && len(h.inside.RolesOf(u.ID)) == 0
	})
}

// removable are the methods of a user that Microsoft lets be removed: neither the password nor the default.
func (h *harness) removable(u directory.User) []directory.Method {
	return slices.DeleteFunc(h.inside.MethodsOf(u.Slot), func(m directory.Method) bool {
		return m.Kind == directory.PasswordMethod || h.inside.IsPreferred(u.Slot, m)
	})
}

func (h *harness) key(u directory.User) m365.UserKey { return m365.UserKey{Tenant: h.tenant, ID: u.ID} }

// now is the user as the simulated Microsoft knows it.
func (h *harness) now(u directory.User) directory.User {
	h.t.Helper()
	found, ok := h.inside.User(u.ID)
	require.True(h.t, ok)
	return found
}

func (h *harness) edit(u directory.User, edit func(*directory.User)) directory.User {
	h.t.Helper()
	changed, err := h.inside.ChangeUser(u.Slot, func(u *directory.User) error {
		edit(u)
		return nil
	})
	require.NoError(h.t, err)
	return changed
}

func (h *harness) plan(intent change.Intent) change.Plan {
	h.t.Helper()
	plan, err := h.service.Plan(h.t.Context(), intent)
	require.NoError(h.t, err)
	return plan
}

// do plans and carries out.
func (h *harness) do(intent change.Intent) change.Outcome {
	h.t.Helper()
	return h.carry(h.plan(intent))
}

func (h *harness) carry(plan change.Plan) change.Outcome {
	h.t.Helper()
	outcome, err := h.service.Carry(h.t.Context(), plan, nil)
	require.NoError(h.t, err)
	return outcome
}

// undo takes back a change and demands that it is done.
func (h *harness) undo(id string) change.Outcome {
	h.t.Helper()
	plan, err := h.service.UndoPlan(h.t.Context(), id)
	require.NoError(h.t, err)
	require.Equal(h.t, id, plan.Undoes)
	outcome := h.carry(plan)
	h.done(outcome)
	require.Equal(h.t, id, h.journal.entry(h.t, plan.ID).Undoes)
	return outcome
}

func (h *harness) done(outcome change.Outcome) {
	h.t.Helper()
	for i, step := range outcome.Steps {
		why := ""
		if step.Failure != nil {
			why = step.Failure.Details()
		}
		require.Equal(h.t, change.Done, step.State, "%s: %s", outcome.Plan.Steps[i].Text, why)
	}
	require.Equal(h.t, change.Done, outcome.State())
	require.Equal(h.t, change.Done, h.journal.entry(h.t, outcome.Plan.ID).State)
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
	next.ServeHTTP(discard(), r)
	panic(http.ErrAbortHandler)
}

// never loses the write.
func never(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }

// discard is an answer that nobody gets.
func discard() http.ResponseWriter { return httptest.NewRecorder() }
