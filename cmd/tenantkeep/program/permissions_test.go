package program

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/contract"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// beyondTheTable are permissions that no row of Microsoft's table of operations asks for, and why they are needed.
var beyondTheTable = map[string]string{
	"Device.Read.All": "without it the devices of a user come with an id alone: https://learn.microsoft.com/graph/permissions-overview#limited-information-returned-for-inaccessible-member-objects",
}

// besideTheTable are operations that Microsoft's table leaves out, with the permissions that their pages accept.
var besideTheTable = permissionTable{
	// https://learn.microsoft.com/graph/api/site-get
	"GET /sites/root": {"Sites.Read.All", "Sites.ReadWrite.All"},
	// https://learn.microsoft.com/graph/api/directory-list-subscriptions
	"GET /directory/subscriptions": {"Organization.Read.All", "Directory.Read.All"},
	// https://learn.microsoft.com/graph/api/group-post-members and group-delete-members
	"POST /groups/{group-id}/members/$ref":                        {"GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"},
	"DELETE /groups/{group-id}/members/{directoryObject-id}/$ref": {"GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"},
	// https://learn.microsoft.com/graph/api/device-delete-registeredowners
	"DELETE /devices/{device-id}/registeredOwners/{directoryObject-id}/$ref": {"Directory.AccessAsUser.All"},
	// https://learn.microsoft.com/graph/api/authentication-get, beta
	"GET /users/{user-id}/authentication/signInPreferences": {"UserAuthenticationMethod.Read.All", "UserAuthenticationMethod.ReadWrite.All"},
}

// TestEachTierAsksForWhatItSendsAndNoMore runs what the program does against the simulated cloud, and holds the permissions
// of each tier against those that Microsoft accepts for the requests of that tier.
func TestEachTierAsksForWhatItSendsAndNoMore(t *testing.T) {
	table := openPermissions(t)
	server := startSimulation(t, 24, 600)
	sent := &requestsByTier{graph: server.Graph(), table: table, least: make(map[string]access.Tier)}
	d := newHarness(t, server, func(in *environment) { in.wrap = through(sent.record).wrap })
	d.sync(t, d.known(t)...)
	require.NoError(t, d.program.refresh.All(t.Context()))
	d.readCards(t)
	_, err := d.program.integration.CheckSetup(t.Context())
	require.NoError(t, err)
	for _, one := range scenarios() {
		_, wanted, plan := d.begin(t, one)
		sent.writingAs(change.Of(wanted.intent.Action).Needs())
		requireDone(t, d.carry(t, plan))
	}

	sent.mu.Lock()
	defer sent.mu.Unlock()
	require.Empty(t, sent.unknown)
	require.Greater(t, len(sent.least), 20, "the run sent requests of many kinds")
	for _, tier := range access.Tiers() {
		t.Run(tier.Label(), func(t *testing.T) {
			for operation, least := range sent.least {
				if tier.Covers(least) {
					require.True(t, overlap(asked(tier, operation), table[operation]), "nothing that is asked for allows %s", operation)
				}
			}
			for _, name := range access.HomeScopes(tier) {
				if beyondTheTable[name] == "" {
					require.True(t, sent.use(tier, name), "no request of the tier needs %s", name)
				}
			}
		})
	}
}

// asked are the permissions of a tier in the tenant that an operation is sent to, also those that only an administrator accepts.
func asked(tier access.Tier, operation string) []string {
	if strings.Contains(operation, " /identityGovernance/") {
		return []string{"PrivilegedEligibilitySchedule.Read.AzureADGroup"}
	}
	if strings.Contains(operation, " /me") || strings.Contains(operation, " /tenantRelationships/") {
		return access.HomeScopes(tier)
	}
	return access.CustomerScopes(tier)
}

func overlap(some, others []string) bool {
	return slices.ContainsFunc(some, func(one string) bool { return slices.Contains(others, one) })
}

// requestsByTier notes the requests to Graph, and the least tier that sends each.
type requestsByTier struct {
	graph string
	table permissionTable

	mu      sync.Mutex
	writing access.Tier
	least   map[string]access.Tier
	unknown []string
}

// writingAs says which tier the next writes are for. Every tier reads.
func (r *requestsByTier) writingAs(tier access.Tier) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writing = tier
}

func (r *requestsByTier) record(request *http.Request, next http.RoundTripper) (*http.Response, error) {
	if path, ok := strings.CutPrefix(request.URL.String(), r.graph+"/"); ok {
		_, path, _ = strings.Cut(path, "/") // the version
		path, _, _ = strings.Cut(path, "?")
		r.note(request.Method, "/"+path)
	}
	return next.RoundTrip(request)
}

func (r *requestsByTier) note(method, path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	operation := r.table.operation(method, path)
	if operation == "" {
		if unknown := method + " " + path; !slices.Contains(r.unknown, unknown) {
			r.unknown = append(r.unknown, unknown)
		}
		return
	}
	tier := access.ReadOnly
	if method != http.MethodGet && operation != "POST /directoryObjects/getByIds" {
		tier = r.writing
	}
	if known, ok := r.least[operation]; !ok || known.Covers(tier) {
		r.least[operation] = tier
	}
}

// use says that a request of the tier is allowed by a permission.
func (r *requestsByTier) use(tier access.Tier, permission string) bool {
	for operation, least := range r.least {
		if tier.Covers(least) && slices.Contains(r.table[operation], permission) {
			return true
		}
	}
	return false
}

// permissionTable is Microsoft's: the delegated permissions of each operation, written as "GET /users/{user-id}".
type permissionTable map[string][]string

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

// operation finds that of a request, empty where the table has none; where several fit, the one that leaves the least open.
func (p permissionTable) operation(method, path string) string {
	best := ""
	for operation := range p {
		if !fits(operation, method+" "+path) || best != "" && strings.Count(operation, "{") >= strings.Count(best, "{") {
			continue
		}
		best = operation
	}
	return best
}

// fits says that a request is of an operation: the same but for its placeholders, which hold no slash.
func fits(operation, request string) bool {
	fixed := placeholder.Split(operation, -1)
	rest, ok := strings.CutPrefix(request, fixed[0])
	for _, part := range fixed[1:] {
		if !ok {
			return false
		}
		end := strings.IndexByte(rest, '/')
		if strings.HasPrefix(part, "'") {
			end = strings.Index(rest, part)
		}
		if end < 0 {
			end = len(rest)
		}
		rest, ok = strings.CutPrefix(rest[end:], part)
	}
	return ok && rest == ""
}

// openPermissions finds Microsoft's table of permissions, which is not part of the project: the delegated ones by operation.
func openPermissions(t *testing.T) permissionTable {
	t.Helper()
	var rows map[string]struct{ All []string }
	require.NoError(t, json.Unmarshal(contract.Scopes.Read(t), &rows))
	table := maps.Clone(besideTheTable)
	for operation, row := range rows {
		table[operation] = row.All
	}
	return table
}

// known are all tenants that the program of a harness knows.
func (d *harness) known(t *testing.T) (ids []m365.TenantID) {
	t.Helper()
	known, err := d.program.store.Tenants(t.Context())
	require.NoError(t, err)
	for _, tenant := range known {
		ids = append(ids, tenant.ID)
	}
	return ids
}
