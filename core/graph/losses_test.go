package graph_test

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/refresh"
)

// person is a user of whom every card has something, and needs every read that it can.
var person = routes{
	"GET /users/u1": `{"id":"u1","displayName":"Zoë","licenseAssignmentStates":[
		{"skuId":"aaa","assignedByGroup":"g1","state":"Active"},{"skuId":"bbb","assignedByGroup":null,"state":"Error","error":"CountViolation"}]}`,
	"GET /users/u1/licenseDetails":                           `{"value":[{"skuId":"aaa","skuPartNumber":"SPB","servicePlans":[]}]}`,
	"GET /users/u1/transitiveMemberOf/microsoft.graph.group": `{"value":[{"id":"g1","displayName":"Tier 0","isAssignableToRole":true}]}`,
	"GET /users/u1/memberOf/microsoft.graph.group":           `{"value":[{"id":"g1","displayName":"Tier 0","mailEnabled":false,"securityEnabled":true}]}`,
	"GET /users/u1/ownedDevices/microsoft.graph.device":      `{"value":[{"id":"d1","displayName":"One"}]}`,
	"GET /users/u1/registeredDevices/microsoft.graph.device": `{"value":[{"id":"d2","displayName":"Two"}]}`,
	"GET /directory/administrativeUnits/7":                   `{"id":"7","displayName":"Leeds"}`,
	"GET /users/u1/authentication/methods":                   `{"value":[{"@odata.type":"#microsoft.graph.phoneAuthenticationMethod","id":"m1"}]}`,
	"GET /users/u1/authentication/signInPreferences":         `{"userPreferredMethodForSecondaryAuthentication":"sms"}`,
}

// failures are the ways in which an answer may be none, by name.
var failures = map[string]http.HandlerFunc{
	"400": failing(400, ""), "401": failing(401, ""), "403": failing(403, ""), "404": failing(404, ""), "408": failing(408, ""),
	"410": failing(410, ""), "423": failing(423, ""), "429": failing(429, "1"), "429 for long": failing(429, "900"),
	"402": failing(402, ""), "405": failing(405, ""), "409": failing(409, ""), "412": failing(412, ""), "422": failing(422, ""), "451": failing(451, ""),
	"499": failing(499, ""), "507": failing(507, ""), "509": failing(509, ""), "503 for long": failing(503, "900"),
	"500": failing(500, ""), "501": failing(501, ""), "502": failing(502, ""), "503": failing(503, ""), "504": failing(504, ""),
	"a web page":          webPage(200),
	"a web page with 401": webPage(401), "a web page with 403": webPage(403), "a web page with 404": webPage(404), "a web page with 429": webPage(429),
	"an error that is called good":   page(graphError("Authorization_RequestDenied", "message")),
	"somebody else's words":          func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, 403, `{"error":"blocked","code":403}`) },
	"nothing at all":                 noContent,
	"a redirect":                     func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) },
	"nothing":                        page(``),
	"null":                           page(`null`),
	"another thing":                  page(`{}`),
	"a list of null":                 page(`{"value":[null]}`),
	"numbers for texts":              page(`{"id":7,"webUrl":7,"userPreferredMethodForSecondaryAuthentication":7,"value":[{"id":7,"skuId":7}]}`),
	"half an answer":                 page(`{"id":"u1","value":[{"id":"a"},`),
	"two answers":                    page(`{"id":"u1","webUrl":"https://a.example","value":[]}{}`),
	"a connection that breaks":       func(w http.ResponseWriter, _ *http.Request) { abort(w) },
	"a connection that goes at once": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	"pages in a circle": func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, 200, `{"id":7,"webUrl":7,"userPreferredMethodForSecondaryAuthentication":7,"@odata.nextLink":"http://`+r.Host+r.URL.RequestURI()+`","value":[{"id":"x","skuId":"x"}]}`)
	},
	"a page that comes again": func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, 200, `{"id":7,"webUrl":7,"userPreferredMethodForSecondaryAuthentication":7,"@odata.nextLink":"http://`+r.Host+r.URL.RequestURI()+`&x=y","value":[{"id":"x","skuId":"x"}]}`)
	},
}

// unheard are the failures by which Microsoft says something of a read: nothing is lost then.
var unheard = map[string][]string{
	call.ReadSharePoint.Op:  {"400", "403", "404", "410"}, // the tenant has no SharePoint, or nobody may know
	call.ReadProducts.Op:    {"403"},
	call.ReadPurchases.Op:   {"403"},
	call.ReadRoleNames.Op:   {"403"},
	call.ReadAssignments.Op: {"403"},
	call.ReadActivity.Op:    {"403"},
	call.ReadDefault.Op:     {"400", "404", "501", "another thing", "a list of null", "an error that is called good"}, // the cloud has no such answer, or the user no default
}

// endless are the failures of lists that have pages.
var endless = []string{"pages in a circle", "a page that comes again"}

// unpaged are the reads of one object in a list: a link to another page is no part of it.
var unpaged = []call.Read{call.ReadOrganization, call.ReadDeletedUser}

// isRead says whether a request is one of a read.
func isRead(r *http.Request, read call.Read) bool {
	if !strings.Contains(r.URL.Path, read.Path) {
		return false
	}
	selects := r.URL.Query().Get("$select")
	switch read {
	case call.ReadUsers:
		return strings.HasSuffix(r.URL.Path, "/users")
	case call.ReadChanges:
		return r.URL.Query().Get("$deltatoken") != "latest"
	case call.ReadUserCount:
		return r.URL.Query().Has("$count")
	case call.ReadActivity:
		return strings.Contains(r.URL.RawQuery, "signInActivity")
	case call.ReadUser, call.ReadLicenses:
		return strings.HasSuffix(r.URL.Path, "/users/u1") && strings.Contains(selects, "licenseAssignmentStates") == (read == call.ReadLicenses)
	case call.ReadEligible, call.ReadHeldEligible:
		return r.URL.Query().Has("$expand") == (read == call.ReadHeldEligible)
	case call.ReadAssignments, call.ReadHeldRoles:
		return r.URL.Query().Has("$filter") == (read == call.ReadHeldRoles)
	case call.ReadGroups:
		return strings.Contains(r.URL.Path, "/users/")
	case call.ReadGroupsOfRoles:
		return strings.Contains(r.URL.Path, "/users/")
	case call.ReadOlderSignIns:
		return r.URL.Query().Has("older")
	case call.ReadRelationships, call.ReadRelationship:
		return !strings.Contains(r.URL.Path, "accessAssignments")
	}
	return true
}

// partOf is the card that a read is for; empty for a read of a tenant.
var partOf = map[call.Read]profile.Part{
	call.ReadUser: profile.Details, call.ReadHeldRoles: profile.Roles, call.ReadHeldEligible: profile.Roles, call.ReadGroupsOfRoles: profile.Roles, call.ReadUnit: profile.Roles,
	call.ReadLicenses: profile.Licenses, call.ReadServices: profile.Licenses, call.ReadGiving: profile.Licenses, call.ReadProducts: profile.Licenses,
	call.ReadOwned: profile.Devices, call.ReadRegistered: profile.Devices, call.ReadGroups: profile.Groups,
	call.ReadSignIns: profile.SignIns, call.ReadOlderSignIns: profile.SignIns, call.ReadMethods: profile.Methods, call.ReadDefault: profile.Methods,
}

// ofTenants are the reads of a refresh.
var ofTenants = []call.Read{
	call.ReadOrganization, call.ReadUsers, call.ReadChanges, call.ReadUserCount, call.ReadActivity, call.ReadSharePoint, call.ReadProducts, call.ReadPurchases, call.ReadRoleNames,
	call.ReadAssignments, call.ReadEligible, call.ReadRoleGroups, call.ReadRoleMembers,
}

func TestTheFailureOfEveryReadMeansWhatTheTableSays(t *testing.T) {
	for _, read := range call.Reads() {
		for name, failure := range failures {
			if slices.Contains(endless, name) && slices.Contains(unpaged, read) {
				continue
			}
			t.Run(read.Op+"/"+name, func(t *testing.T) {
				client, _ := newFakeGraph(t, brokenBy(read, failure)).client(t)
				requireLoss(t, client, read, name)
			})
		}
	}
}

// requireLoss reads everything that a read is part of, of which that one fails.
func requireLoss(t *testing.T, client *graph.Client, read call.Read, name string) {
	t.Helper()
	silent := read.Means == call.Check || read.Means == call.Spare || slices.Contains(unheard[read.Op], name)
	tried := false
	if slices.Contains(ofTenants, read) {
		tried = true
		requireTenant(t, client, read, silent)
	}
	if part, ofCard := partOf[read]; ofCard {
		tried = true
		if read == call.ReadSignIns && slices.Contains(endless, name) {
			read = call.ReadOlderSignIns // what was read is shown
		}
		requireCard(t, client, read, part, name == "403", silent && read == call.ReadDefault)
	}
	if read == call.ReadDeletedUsers {
		tried = true
		_, err := client.DeletedUsers(t.Context(), contoso)
		require.NotNil(t, call.As(err))
	}
	if read == call.ReadRecoveryKeys {
		tried = true
		_, err := client.RecoveryKeys(t.Context(), contoso, "d1")
		require.NotNil(t, call.As(err))
	}
	if read == call.ReadDeletedUser {
		tried = true
		_, err := client.DeletedUser(t.Context(), m365.UserKey{Tenant: contoso, ID: "u1"})
		require.NotNil(t, call.As(err))
	}
	if !tried {
		requireListing(t, client)
	}
}

// brokenBy is a Graph of which one read fails in one way, or none without a failure.
func brokenBy(read call.Read, failure http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		path := r.Method + " " + strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/v1.0"), "/beta")
		switch {
		case failure != nil && isRead(r, read):
			failure(w, r)
		case strings.HasSuffix(path, "/auditLogs/signIns"):
			next := ""
			if !r.URL.Query().Has("older") {
				next = `,"@odata.nextLink":"http://` + r.Host + r.URL.Path + `?older=1"`
			}
			writeJSON(w, 200, `{"value":[{"id":"s`+r.URL.Query().Get("older")+`","createdDateTime":"2026-11-20T00:00:00Z"}]`+next+`}`)
		case person[path] != "":
			writeJSON(w, 200, person[path])
		default:
			writeJSON(w, 200, strings.ReplaceAll(estate[path], "HOST", r.Host))
		}
	}
}

func explained(err error, name string) m365.Failure { return call.Explain(err, name) }

// kept is what a refresh brought.
type kept struct {
	users    []m365.User
	snapshot m365.Snapshot
	failure  *m365.Failure
	signIns  m365.Availability
	lack     *m365.Lack
}

func (k *kept) Tenants(ctx context.Context) ([]m365.Tenant, error) {
	tenant, err := k.Tenant(ctx, contoso)
	return []m365.Tenant{tenant}, err
}

func (k *kept) Tenant(_ context.Context, id m365.TenantID) (m365.Tenant, error) {
	return m365.Tenant{ID: id, Name: "Contoso", Status: m365.Synced, Refreshed: k.snapshot.Taken}, nil
}

func (k *kept) Reading(context.Context, m365.TenantID) (m365.Reading, error) {
	return m365.Reading{Mark: k.snapshot.Mark, Names: k.snapshot.Names, Whole: k.snapshot.Taken}, nil
}

func (k *kept) Readings(ctx context.Context) (map[m365.TenantID]m365.Reading, error) {
	reading, err := k.Reading(ctx, contoso)
	return map[m365.TenantID]m365.Reading{contoso: reading}, err
}

func (k *kept) ChangeUsers(
	_ context.Context, _ m365.TenantID, _ m365.Reading,
	find func(known func(ids []string) (map[string]*m365.User, error)) (m365.Changes, error),
) (int, error) {
	found, err := find(func([]string) (map[string]*m365.User, error) { return nil, nil })
	k.snapshot = found.Snapshot
	return len(k.users), err
}

func (k *kept) HeldRoles(context.Context, m365.TenantID) (map[string][]string, error) {
	return nil, nil
}

func (k *kept) SetLastSignIns(context.Context, m365.TenantID, []m365.LastSignIn) (int, error) {
	return 0, nil
}

func (k *kept) SignInsRead(context.Context, m365.TenantID, time.Time, bool) error {
	k.signIns = m365.Available
	return nil
}

func (k *kept) SignInsUnread(_ context.Context, _ m365.TenantID, _ time.Time, said m365.Availability, lack *m365.Lack) error {
	k.signIns, k.lack = said, lack
	return nil
}

func (k *kept) ReplaceUsers(
	_ context.Context, _ m365.TenantID, _ m365.Reading, feed func(add func([]m365.User) error) (m365.Snapshot, error),
) (int, error) {
	k.users = nil
	snapshot, err := feed(func(page []m365.User) error {
		k.users = append(k.users, page...)
		return nil
	})
	k.snapshot = snapshot
	return len(k.users), err
}

func (k *kept) SetRefreshFailure(_ context.Context, _ m365.TenantID, failure *m365.Failure) error {
	k.failure = failure
	return nil
}

func requireTenant(t *testing.T, client *graph.Client, read call.Read, silent bool) {
	t.Helper()
	store := &kept{}
	service := refresh.New(refresh.Options{
		Directory: client, Store: store, ProductName: func(id, _ string) string { return id }, Availability: graph.Availability,
		Explain: explained, Ready: func() bool { return true }, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	err := service.Tenant(t.Context(), contoso)
	if read == call.ReadChanges {
		require.NoError(t, err)
		err = service.Tenant(t.Context(), contoso)
		if call.Is(err, call.Network, call.Throttled, call.Unauthorized) {
			return // so would the whole list
		}
	}
	if read == call.ReadActivity {
		require.NoError(t, err)
		requireSignIns(t, service, store, silent)
		return
	}
	if read.Means == call.Whole {
		require.Error(t, err)
		require.NotNil(t, store.failure)
		return
	}
	require.NoError(t, err)
	require.Len(t, store.users, 1, "the users are there")
	if silent {
		require.Empty(t, store.snapshot.Lacks)
		return
	}
	require.NotEmpty(t, store.snapshot.Lacks)
	require.Equal(t, read.Feeds, store.snapshot.Lacks[0].Of)
	require.Contains(t, store.snapshot.Lacks[0].What, "Could not read")
	require.Equal(t, read.Feeds == "User Role", store.snapshot.Roles == m365.Unreadable)
}

func requireSignIns(t *testing.T, service *refresh.Service, store *kept, silent bool) {
	t.Helper()
	require.NoError(t, service.SignIns(t.Context()))
	require.Len(t, store.users, 1, "the users are there")
	if store.signIns == m365.Unknown {
		require.False(t, silent, "it is tried again")
		return
	}
	require.Equal(t, silent, store.lack == nil)
	require.Equal(t, !silent, store.signIns == m365.Unreadable)
	if !silent {
		require.Equal(t, call.ReadActivity.Feeds, store.lack.Of)
		require.Contains(t, store.lack.What, "Could not read")
	}
}

// nowhere keeps no card.
type nowhere struct{}

func (nowhere) ProfileParts(context.Context, m365.UserKey) ([]profile.Kept, error) { return nil, nil }
func (nowhere) SaveProfilePart(context.Context, m365.UserKey, profile.Kept) error  { return nil }

func requireCard(t *testing.T, client *graph.Client, read call.Read, part profile.Part, denied, silent bool) {
	t.Helper()
	cards := profile.New(profile.Options{
		Directory: client, Store: nowhere{}, ProductName: func(id, _ string) string { return id },
		PlanName: func(id, _ string) string { return id }, Availability: graph.Availability, Explain: explained, Now: time.Now,
	})
	for _, other := range profile.Parts() {
		card, err := cards.Read(t.Context(), zoe, other)
		switch {
		case other != part:
			continue
		case read.Means == call.Whole && denied:
			require.NoError(t, err)
			require.Equal(t, m365.NoPermission, card.Availability)
		case read.Means == call.Whole:
			require.Error(t, err)
		default:
			require.NoError(t, err)
			require.Equal(t, m365.Available, card.Availability)
			rows := len(card.Roles) + len(card.Licenses) + len(card.Devices) + len(card.SignIns) + len(card.Methods)
			require.NotZero(t, rows, "the rest is there")
			if silent {
				require.Empty(t, card.Lacks)
				continue
			}
			require.Len(t, card.Lacks, 1)
			require.Equal(t, read.Feeds, card.Lacks[0].Of)
			require.Contains(t, card.Lacks[0].What, "Could not read")
		}
	}
}

// requireListing is about the reads of the list of tenants, whose losses core/integration shows.
func requireListing(t *testing.T, client *graph.Client) {
	t.Helper()
	_, relationships := client.Relationships(t.Context(), contoso)
	_, mine := client.MyGroups(t.Context(), contoso)
	_, assignments := client.AccessAssignments(t.Context(), contoso, "r1")
	failed := 0
	for _, err := range []error{relationships, mine, assignments} {
		if err != nil {
			failed++
			require.NotNil(t, call.As(err))
		}
	}
	require.Equal(t, 1, failed, "one alone")
}
