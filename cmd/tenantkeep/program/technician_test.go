package program

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/contract"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/store"
)

// harness is a technician at work: the program, signed in and synced, at a simulated cloud, and the writes between the two.
type harness struct {
	server  *cloudsim.Server
	program *program
	wire    *wire
	tenants []m365.TenantID
	began   time.Time
	// met are the users that a test has had already.
	met map[m365.UserKey]bool
}

// openHarness syncs every customer that is healthy.
func openHarness(t *testing.T, server *cloudsim.Server, environments ...func(*environment)) *harness {
	t.Helper()
	d := newHarness(t, server, environments...)
	d.sync(t, healthy(t, d.program)...)
	return d
}

// sync adds the customers that could be synced to those that the harness works in.
func (d *harness) sync(t *testing.T, ids ...m365.TenantID) {
	t.Helper()
	syncThem(t, d.program, ids...)
	tenants, err := d.program.store.Tenants(t.Context())
	require.NoError(t, err)
	for _, tenant := range tenants {
		if tenant.Status == m365.Synced && !tenant.Primary {
			d.tenants = append(d.tenants, tenant.ID)
		}
	}
	require.NotEmpty(t, d.tenants)
}

func newHarness(t *testing.T, server *cloudsim.Server, environments ...func(*environment)) *harness {
	t.Helper()
	d := &harness{server: server, wire: &wire{graph: server.Graph()}, began: time.Now().Truncate(time.Second), met: make(map[m365.UserKey]bool)}
	d.program = startProgram(t, server, append(environments, d.wire.join)...)
	signIn(t, d.program)
	return d
}

// wire is what passes between the program and Graph.
type wire struct {
	graph string

	mu     sync.Mutex
	writes []write
	// meddle, where it is set, stands in the place of the network for writes.
	meddle through
}

// write is one as Graph got it, and Microsoft's name of it.
type write struct {
	tenant             m365.TenantID
	method, path, body string
	requestID          string
}

// join puts the wire between the network and what the environment has there.
func (w *wire) join(in *environment) {
	outer := in.wrap
	in.wrap = func(network http.RoundTripper) http.RoundTripper {
		joined := through(w.pass).wrap(network)
		if outer == nil {
			return joined
		}
		return outer(joined)
	}
}

func (w *wire) pass(request *http.Request, next http.RoundTripper) (*http.Response, error) {
	path, isGraph := strings.CutPrefix(request.URL.String(), w.graph+"/v1.0")
	if !isGraph || request.Method == http.MethodGet || strings.HasSuffix(path, "/getByIds") {
		return next.RoundTrip(request)
	}
	body, err := contract.Drain(&request.Body)
	if err != nil {
		return nil, err
	}
	this := write{tenant: tenantOfToken(request), method: request.Method, path: path, body: string(body)}
	w.mu.Lock()
	meddle := w.meddle
	at := len(w.writes)
	w.writes = append(w.writes, this)
	w.mu.Unlock()
	if meddle != nil {
		return meddle(request, next)
	}
	response, err := next.RoundTrip(request)
	if err == nil {
		w.mu.Lock()
		w.writes[at].requestID = response.Header.Get("request-id")
		w.mu.Unlock()
	}
	return response, err
}

// tenantOfToken is the tenant whose directory the request's token opens.
func tenantOfToken(request *http.Request) m365.TenantID {
	var claims struct {
		Tenant m365.TenantID `json:"tid"`
	}
	if parts := strings.Split(request.Header.Get("Authorization"), "."); len(parts) == 3 {
		payload, err := base64.RawURLEncoding.DecodeString(parts[1])
		if err == nil {
			_ = json.Unmarshal(payload, &claims) // No claims are no tenant, which no test takes for one.
		}
	}
	return claims.Tenant
}

// since are the writes after the first.
func (w *wire) since(first int) []write {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.writes[first:])
}

// about are the writes with a plan's first request.
func (w *wire) about(plan change.Plan) []write {
	return slices.DeleteFunc(w.since(0), func(one write) bool {
		step := plan.Steps[0].Request
		user := plan.Target.Key
		return one.tenant != user.Tenant || one.method != step.Method || one.path != step.Path ||
			!strings.Contains(one.path+one.body, user.ID) && step.Body != nil
	})
}

func (w *wire) meddling(meddle through) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.meddle = meddle
}

// subject is a user that something is done to.
type subject struct {
	key    m365.UserKey
	inside *directory.Tenant
	user   directory.User
}

// find is a user who suits and whom the test has not had, each time of another tenant where there is one.
func (d *harness) find(t *testing.T, suits func(subject) bool) subject {
	t.Helper()
	for i := range d.tenants {
		tenant := d.tenants[(i+len(d.met))%len(d.tenants)]
		inside, ok := d.server.Directory().Open(string(tenant))
		require.True(t, ok)
		for slot := range inside.Info().Users {
			user, ok := inside.UserAt(slot)
			one := subject{m365.UserKey{Tenant: tenant, ID: user.ID}, inside, user}
			if ok && !user.Gone() && !d.met[one.key] && suits(one) {
				d.met[one.key] = true
				return one
			}
		}
	}
	t.Fatal("no such user in the estate")
	return subject{}
}

// plain is an ordinary member of the cloud who may sign in and holds no role.
func (s subject) plain() bool {
	u := s.user
	return s.person() && !u.OnPremisesSynced && u.AccountEnabled && u.UsageLocation != ""
}

// person is anybody but guests, accounts of machines, and administrators.
func (s subject) person() bool {
	u := s.user
	return !u.Guest() && !u.Service && u.Mail != "" && !slices.ContainsFunc(s.inside.RoleAssignments(), func(one directory.RoleAssignment) bool {
		return one.PrincipalID == u.ID
	}) && len(s.inside.RolesOf(u.ID)) == 0
}

// group is the first group that suits; false where there is none.
func (s subject) group(suits func(directory.Group) bool) (directory.Group, bool) {
	groups := s.inside.Groups()
	at := slices.IndexFunc(groups, suits)
	if at < 0 {
		return directory.Group{}, false
	}
	return groups[at], true
}

// outside is a security group that the user can be added to.
func (s subject) outside() (directory.Group, bool) {
	return s.group(func(g directory.Group) bool { return ordinary(g) && !s.inside.IsMember(g, s.user.Slot) })
}

func (s subject) team() (directory.Group, bool) {
	return s.group(func(g directory.Group) bool { return g.Unified && s.inside.IsMember(g, s.user.Slot) })
}

func ordinary(g directory.Group) bool {
	return g.Security && !g.MailEnabled && !g.Dynamic && !g.Synced && !g.AssignableToRole && len(g.Licences) == 0
}

// product is a product that the user does not hold, with units left or with none.
func (s subject) product(left bool) (directory.Product, bool) {
	for _, held := range s.inside.Subscriptions() {
		has := slices.ContainsFunc(s.user.Licences, func(way directory.LicenceState) bool { return way.Product.SKUID == held.Product.SKUID })
		if !has && (held.Left() > 0) == left {
			return held.Product, true
		}
	}
	return directory.Product{}, false
}

// phone is a mobile phone that Microsoft lets be removed: not the one that the user is asked for first.
func (s subject) phone() (directory.Method, bool) {
	methods := s.inside.MethodsOf(s.user.Slot)
	at := slices.IndexFunc(methods, func(m directory.Method) bool {
		return m.ID == directory.MobilePhoneID && !s.inside.IsPreferred(s.user.Slot, m)
	})
	if at < 0 {
		return directory.Method{}, false
	}
	return methods[at], true
}

// method is the method of an id.
func (s subject) method(id string) (directory.Method, bool) {
	methods := s.inside.MethodsOf(s.user.Slot)
	at := slices.IndexFunc(methods, func(m directory.Method) bool { return m.ID == id })
	if at < 0 {
		return directory.Method{}, false
	}
	return methods[at], true
}

// live is a user as Microsoft has it now, in words.
type live struct {
	SignIn, Location, Password, Sessions    string
	Username, JobTitle, Department, Manager string
	Roles, Licenses, Groups, Methods        []string
	// Devices are those that may sign in.
	Devices []string
	// Owned are the devices that the user is the owner of.
	Owned []string
	// Gone is a user who was deleted.
	Gone bool
}

// live reads a user anew. When sessions end is nothing that the program reads, so that is asked of the simulation.
func (d *harness) live(t *testing.T, at subject) live {
	t.Helper()
	ctx, graph := t.Context(), d.program.graph
	user, err := graph.User(ctx, at.key)
	if call.Is(err, call.NotFound) {
		return live{Gone: true}
	}
	require.NoError(t, err)
	inside, ok := at.inside.User(at.user.ID)
	require.True(t, ok)
	now := live{
		SignIn: string(user.SignIn), Location: user.UsageLocation,
		Password: d.age(user.LastPasswordReset), Sessions: d.age(inside.SessionsValidFrom),
		Username: user.UserPrincipalName, JobTitle: user.JobTitle, Department: user.Department,
	}
	if user.Manager != nil {
		now.Manager = user.Manager.DisplayName
	}
	roles, err := graph.UserRoles(ctx, at.key)
	require.NoError(t, err)
	for _, role := range roles {
		now.Roles = append(now.Roles, role.Name+" over "+role.ScopeName)
	}
	licenses, err := graph.UserLicenses(ctx, at.key)
	require.NoError(t, err)
	for _, license := range licenses {
		now.Licenses = append(now.Licenses, license.SKU)
	}
	groups, err := graph.UserGroups(ctx, at.key)
	require.NoError(t, err)
	for _, group := range groups {
		now.Groups = append(now.Groups, group.ID)
	}
	methods, err := graph.UserMethods(ctx, at.key)
	require.NoError(t, err)
	for _, method := range methods {
		now.Methods = append(now.Methods, method.Name+" "+method.Detail)
	}
	devices, err := graph.UserDevices(ctx, at.key)
	require.NoError(t, err)
	for _, device := range devices {
		if !device.Disabled {
			now.Devices = append(now.Devices, device.ID)
		}
		if device.Owned {
			now.Owned = append(now.Owned, device.ID)
		}
	}
	for _, list := range [][]string{now.Roles, now.Licenses, now.Groups, now.Methods, now.Devices, now.Owned} {
		slices.Sort(list)
	}
	return now
}

// age says whether something is of before the harness opened.
func (d *harness) age(at time.Time) string {
	if at.Before(d.began) {
		return "old"
	}
	return "new"
}

// listed is a user as the lists show it. Password stands for the time of the last reset.
type listed struct {
	m365.User
	Password string
}

func (d *harness) listed(t *testing.T, key m365.UserKey) listed {
	t.Helper()
	user, err := d.program.store.User(t.Context(), key)
	if errors.Is(err, store.ErrNotFound) {
		return listed{}
	}
	require.NoError(t, err)
	shown := listed{user, d.age(user.LastPasswordReset)}
	shown.LastPasswordReset = time.Time{}
	shown.Roles, shown.SKUs, shown.Licenses = orNil(user.Roles), orNil(user.SKUs), orNil(user.Licenses)
	return shown
}

func (d *harness) plan(t *testing.T, intent change.Intent) change.Plan {
	t.Helper()
	plan, err := d.program.change.Plan(t.Context(), intent)
	require.NoError(t, err)
	return plan
}

func (d *harness) carry(t *testing.T, plan change.Plan) change.Outcome {
	t.Helper()
	outcome, err := d.program.change.Carry(t.Context(), plan, nil)
	require.NoError(t, err)
	return outcome
}

func (d *harness) entry(t *testing.T, id string) change.Entry {
	t.Helper()
	entry, err := d.program.store.Journal().Entry(t.Context(), id)
	require.NoError(t, err)
	return entry
}

func requireDone(t *testing.T, outcome change.Outcome) {
	t.Helper()
	for i, step := range outcome.Steps {
		why := ""
		if step.Failure != nil {
			why = step.Failure.Details()
		}
		require.Equal(t, change.Done, step.State, "%s: %s", outcome.Plan.Steps[i].Text, why)
	}
}
