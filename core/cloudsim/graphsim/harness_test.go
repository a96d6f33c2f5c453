package graphsim_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
)

const base = "http://127.0.0.1:1"

// everyScope is what an application with all permissions of the program has.
var everyScope = strings.Fields("Directory.AccessAsUser.All User.ReadWrite.All User-PasswordProfile.ReadWrite.All User.DeleteRestore.All User.RevokeSessions.All " +
	"GroupMember.ReadWrite.All Directory.Read.All RoleManagement.ReadWrite.Directory LicenseAssignment.ReadWrite.All Device.Read.All " +
	"AuditLog.Read.All UserAuthenticationMethod.ReadWrite.All Policy.Read.All DeviceManagementManagedDevices.Read.All Sites.Read.All " +
	"Application.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All DelegatedAdminRelationship.Read.All CrossTenantInformation.ReadBasic.All " +
	"BitlockerKey.Read.All DeviceLocalCredential.Read.All")

// clock is a clock that tests move.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// harness is a service over a small directory, seen by one caller.
type harness struct {
	t         *testing.T
	directory *directory.Directory
	handler   http.Handler
	clock     *clock
	estate    *estate
	caller    graphsim.Caller
	refusal   *graphsim.Refusal
	// checked sees every request with its answer.
	checked func(*http.Request, []byte, *httptest.ResponseRecorder)
	// changes is the link of a delta query.
	changes string
}

func newHarness(t *testing.T, options directory.Options) *harness {
	t.Helper()
	h := &harness{t: t, clock: &clock{time.Date(2026, 11, 20, 15, 4, 5, 0, time.UTC)}}
	options.Now = h.clock.now
	if options.Seed == 0 {
		options.Seed = 7
	}
	var err error
	h.directory, err = directory.New(options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.directory.Close()) })
	h.estate = newEstate(h.directory)
	h.handler = newHandler(h)
	h.as(h.customer(0))
	return h
}

func newHandler(h *harness) http.Handler {
	return graphsim.New(h.directory, h.estate, h, graphsim.Options{
		Base: base, Now: h.clock.now, Password: func() string { return "Tk-Generated-1!" },
	})
}

// Authenticate lets the harness's caller in.
func (h *harness) Authenticate(*http.Request) (graphsim.Caller, *graphsim.Refusal) {
	return h.caller, h.refusal
}

// customer is a customer by its position.
func (h *harness) customer(position int) directory.TenantInfo {
	return h.directory.Tenants()[position+1]
}

func (h *harness) partner() directory.TenantInfo { return h.directory.Tenants()[0] }

// inside is what is in the caller's tenant.
func (h *harness) inside() *directory.Tenant {
	t, ok := h.directory.Open(h.caller.Tenant)
	require.True(h.t, ok)
	return t
}

// as makes the caller the administrator in a tenant, with all permissions and the Global Administrator's role.
func (h *harness) as(tenant directory.TenantInfo) {
	technician := h.directory.Technicians()[directory.Administrator]
	h.caller = graphsim.Caller{
		Tenant: tenant.ID, HomeTenant: h.partner().ID, ObjectID: technician.ObjectID, UPN: technician.UPN, Name: technician.Name,
		Client: "7b9f1d56-0000-4000-8000-000000000001", Scopes: everyScope, Roles: []string{directory.GlobalAdministrator},
	}
}

// reply is an answer as tests look at it.
type reply struct {
	t      *testing.T
	status int
	header http.Header
	raw    []byte
	body   map[string]any
}

func (r reply) code() string {
	failure, _ := r.body["error"].(map[string]any)
	code, _ := failure["code"].(string)
	return code
}

func (r reply) message() string {
	failure, _ := r.body["error"].(map[string]any)
	message, _ := failure["message"].(string)
	return message
}

func (r reply) values() []map[string]any {
	all, ok := r.body["value"].([]any)
	require.True(r.t, ok, "no value in %s", r.raw)
	rows := make([]map[string]any, len(all))
	for i := range all {
		rows[i] = all[i].(map[string]any)
	}
	return rows
}

func (r reply) text(name string) string {
	text, _ := r.body[name].(string)
	return text
}

func (r reply) ok() reply {
	r.t.Helper()
	require.Less(r.t, r.status, 300, "%s", r.raw)
	return r
}

// get asks for an address after /v1.0/ with options, "name", "value" in turn.
func (h *harness) get(path string, options ...string) reply {
	return h.send("GET", path, "", nil, options...)
}

// advanced is get with ConsistencyLevel: eventual.
func (h *harness) advanced(path string, options ...string) reply {
	return h.send("GET", path, "", http.Header{"Consistencylevel": {"eventual"}}, options...)
}

func (h *harness) post(path, body string) reply { return h.send("POST", path, body, nil) }

func (h *harness) send(method, path, body string, header http.Header, options ...string) reply {
	h.t.Helper()
	address := path
	switch {
	case strings.HasPrefix(path, base):
	case strings.HasPrefix(path, "/"):
		address = base + path
	default:
		address = base + "/v1.0/" + path
	}
	for i := 0; i < len(options); i += 2 {
		separator := "?"
		if i > 0 || strings.Contains(path, "?") {
			separator = "&"
		}
		address += separator + options[i] + "=" + strings.ReplaceAll(url.QueryEscape(options[i+1]), "+", "%20")
	}
	request := httptest.NewRequest(method, address, strings.NewReader(body))
	for name, all := range header {
		request.Header[name] = all
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	recorder := httptest.NewRecorder()
	h.handler.ServeHTTP(recorder, request)
	r := reply{t: h.t, status: recorder.Code, header: recorder.Header(), raw: append([]byte(nil), recorder.Body.Bytes()...)}
	if strings.HasPrefix(recorder.Header().Get("Content-Type"), "application/json") {
		require.NoError(h.t, json.Unmarshal(r.raw, &r.body), "%s %s: %s", method, address, r.raw)
	}
	if h.checked != nil {
		h.checked(request, []byte(body), recorder)
	}
	return r
}

// all follows the pages of a list to its end.
func (h *harness) all(path string, options ...string) []map[string]any {
	h.t.Helper()
	r := h.get(path, options...).ok()
	rows := r.values()
	for r.text("@odata.nextLink") != "" {
		r = h.get(r.text("@odata.nextLink")).ok()
		rows = append(rows, r.values()...)
	}
	return rows
}

// firstUser is the first user of the caller's tenant that suits.
func (h *harness) firstUser(suits func(*directory.User) bool) directory.User {
	h.t.Helper()
	var found directory.User
	h.inside().EachUser(0, func(u *directory.User) bool {
		if suits(u) {
			found = *u
			return false
		}
		return true
	})
	require.NotEmpty(h.t, found.ID)
	u, ok := h.inside().User(found.ID)
	require.True(h.t, ok)
	return u
}

// plainUser is a cloud user without a role.
func (h *harness) plainUser() directory.User {
	held := map[string]bool{}
	for _, one := range h.inside().RoleAssignments() {
		held[one.PrincipalID] = true
	}
	return h.firstUser(func(u *directory.User) bool {
		return !u.Service && !u.Guest() && !u.OnPremisesSynced && !held[u.ID] && u.UsageLocation != "" && u.Slot > 12
	})
}

// estate is a partner's side with one relationship for every customer.
type estate struct {
	apps          []graphsim.Application
	eligible      map[string][]graphsim.SecurityGroup
	relationships []graphsim.Relationship
	principals    map[string][]graphsim.ServicePrincipal
	grants        map[string][]graphsim.Grant
	members       map[string][]graphsim.SecurityGroup
}

func newEstate(d *directory.Directory) *estate {
	e := &estate{
		principals: map[string][]graphsim.ServicePrincipal{}, grants: map[string][]graphsim.Grant{},
		members: map[string][]graphsim.SecurityGroup{},
	}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i, tenant := range d.Tenants()[1:] {
		e.relationships = append(e.relationships, graphsim.Relationship{
			ID: tenant.ID + "-" + tenant.ID, DisplayName: "GDAP " + tenant.Name, Status: []string{"active", "expired"}[i%5/4],
			CustomerTenant: tenant.ID, Customer: tenant.Name, Created: start, Activated: start.Add(time.Hour), Ends: start.AddDate(2, 0, 0),
			Duration: "P730D", AutoExtend: "P180D", Roles: []string{directory.UserAdministrator},
		})
		e.principals[tenant.ID] = []graphsim.ServicePrincipal{{ID: "11111111-0000-4000-8000-000000000001", AppID: "7b9f1d56-0000-4000-8000-000000000001", DisplayName: "Tenantkeep", Enabled: true}}
		e.grants[tenant.ID] = []graphsim.Grant{{ID: "grant-1", ClientID: "11111111-0000-4000-8000-000000000001", ResourceID: "22222222-0000-4000-8000-000000000001", Scope: "User.Read"}}
	}
	for _, technician := range d.Technicians() {
		if technician.Kind == directory.Administrator {
			e.eligible = map[string][]graphsim.SecurityGroup{technician.ObjectID: {{ID: "33333333-0000-4000-8000-000000000002", DisplayName: "GDAP Exchange"}}}
			e.members[technician.ObjectID] = []graphsim.SecurityGroup{{ID: "33333333-0000-4000-8000-000000000001", DisplayName: "GDAP technicians"}}
		}
	}
	return e
}

func (e *estate) Relationships() []graphsim.Relationship { return e.relationships }

func (e *estate) AccessAssignments(string) []graphsim.AccessAssignment {
	return []graphsim.AccessAssignment{{
		ID: "assignment-1", Status: "active", GroupID: "33333333-0000-4000-8000-000000000001",
		Roles: []string{directory.UserAdministrator}, Created: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}}
}

func (e *estate) GroupsOf(objectID string) []graphsim.SecurityGroup { return e.members[objectID] }

func (e *estate) EligibleGroupsOf(objectID string) []graphsim.SecurityGroup {
	return e.eligible[objectID]
}

func (e *estate) SecurityGroups() []graphsim.SecurityGroup {
	var all []graphsim.SecurityGroup
	for _, held := range e.members {
		all = append(all, held...)
	}
	return all
}

func (e *estate) ServicePrincipals(tenant string) []graphsim.ServicePrincipal {
	return e.principals[tenant]
}

func (e *estate) DeleteServicePrincipal(tenant, id string) bool {
	for _, one := range e.principals[tenant] {
		if one.ID == id {
			delete(e.principals, tenant)
			delete(e.grants, tenant)
			return true
		}
	}
	return false
}

func (e *estate) Grants(tenant string) []graphsim.Grant { return e.grants[tenant] }

func (e *estate) SetGrantScope(tenant, id, scope string) bool {
	for i := range e.grants[tenant] {
		if e.grants[tenant][i].ID == id {
			e.grants[tenant][i].Scope = scope
			return true
		}
	}
	return false
}

func (e *estate) DeleteGrant(tenant, id string) bool {
	if !e.SetGrantScope(tenant, id, "") {
		return false
	}
	delete(e.grants, tenant)
	return true
}

func (e *estate) Applications() []graphsim.Application { return e.apps }

func (e *estate) SaveApplication(app graphsim.Application) (graphsim.Application, bool) {
	if app.ID == "" {
		app.ID, app.AppID = "44444444-0000-4000-8000-000000000001", "44444444-0000-4000-8000-000000000002"
	}
	e.apps = []graphsim.Application{app}
	return app, true
}

func (e *estate) DeleteApplication(string) bool {
	e.apps = nil
	return true
}

func (e *estate) PermissionScopes(string) []graphsim.PermissionScope { return nil }

func (e *estate) CreateServicePrincipal(tenant, appID string) (graphsim.ServicePrincipal, bool) {
	made := graphsim.ServicePrincipal{
		ID: "55555555-0000-4000-8000-000000000001", AppID: appID, DisplayName: "Made", Enabled: true,
		Scopes: []graphsim.PermissionScope{{ID: "66666666-0000-4000-8000-000000000001", Value: "User.Read"}},
	}
	e.principals[tenant] = append(e.principals[tenant], made)
	return made, true
}

func (e *estate) CreateGrant(tenant, clientID, resourceID, scope string) (graphsim.Grant, bool) {
	made := graphsim.Grant{ID: "grant-2", ClientID: clientID, ResourceID: resourceID, Scope: scope}
	e.grants[tenant] = append(e.grants[tenant], made)
	return made, true
}
