package graph

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// methodJSON is an authentication method of any kind: each has some of the properties.
type methodJSON struct {
	Type string `json:"@odata.type"`
	element
	Created   string `json:"createdDateTime"`
	Name      string `json:"displayName"`
	Model     string `json:"model"`
	Phone     string `json:"phoneNumber"`
	PhoneType string `json:"phoneType"`
	Email     string `json:"emailAddress"`
	Start     string `json:"startDateTime"`
	Minutes   int    `json:"lifetimeInMinutes"`
	Once      bool   `json:"isUsableOnce"`
	Usable    bool   `json:"isUsable"`
	Reason    string `json:"methodUsabilityReason"`
}

const tapKind = "temporaryAccessPassAuthenticationMethod"

// UserMethods returns the authentication methods of a user, in Microsoft's order. Numbers and addresses are as Microsoft
// gives them. Default marks what the user is asked for first. Microsoft names a sort of method there and not one method, so
// all of that sort are marked; none is where Microsoft names none or refuses to tell. Two requests.
//
// GET /users/{id}/authentication/methods, UserAuthenticationMethod.Read.All
// (learn.microsoft.com/graph/api/authentication-list-methods); GET /beta/users/{id}/authentication/signInPreferences, the
// same permission (learn.microsoft.com/graph/api/authentication-get).
func (c *Client) UserMethods(ctx context.Context, key m365.UserKey) ([]m365.AuthMethod, error) {
	read, err := readAll[methodJSON](ctx, c, key.Tenant, list{
		op: call.ReadMethods.Op, path: userPath(key.ID) + "/authentication/methods",
	})
	if err != nil {
		return nil, err
	}
	methods := make([]m365.AuthMethod, len(read))
	for i := range read {
		methods[i] = read[i].method()
	}
	preferences, err := c.preferences(ctx, key)
	if err := call.ReadDefault.Lost(ctx, err); err != nil {
		return nil, err
	}
	for _, i := range standFor(preferences.first(), read) {
		methods[i].Default = true
	}
	for _, i := range standFor(preferences.UserMethod, read) {
		methods[i].Chosen = true
	}
	return methods, nil
}

// preferencesJSON has systemPreferredAuthenticationMethod although Microsoft's page of the type leaves it out.
type preferencesJSON struct {
	BySystem     bool   `json:"isSystemPreferredAuthenticationMethodEnabled"`
	SystemMethod string `json:"systemPreferredAuthenticationMethod"`
	UserMethod   string `json:"userPreferredMethodForSecondaryAuthentication"`
}

// first is Microsoft's word for what a user is asked for first. The user's own choice is ignored in nearly all cases where the
// system chooses (learn.microsoft.com/graph/api/resources/signinpreferences).
func (p preferencesJSON) first() string {
	if p.BySystem {
		return first(p.SystemMethod, p.UserMethod)
	}
	return p.UserMethod
}

// preferences are what a user is asked for first. The methods are worth having without them, and v1.0 has no such answer to
// fall back to.
func (c *Client) preferences(ctx context.Context, key m365.UserKey) (preferencesJSON, error) {
	read, err := readOne[preferencesJSON](ctx, c, key.Tenant, list{
		op: call.ReadDefault.Op, beta: true,
		path: userPath(key.ID) + "/authentication/signInPreferences",
	})
	if notThere(err) && !call.Is(err, call.Malformed) {
		return preferencesJSON{}, nil
	}
	return read, err
}

// standFor are the methods, by their place, that a word of Microsoft's stands for.
func standFor(word string, read []methodJSON) (places []int) {
	for _, sorts := range m365.DefaultSorts(word) {
		for i := range read {
			if slices.Contains(sorts, m365.MethodSort{Kind: read[i].kind(), PhoneType: read[i].PhoneType}) {
				places = append(places, i)
			}
		}
		if len(places) > 0 {
			break
		}
	}
	return places
}

func (m *methodJSON) kind() string { return strings.TrimPrefix(m.Type, "#microsoft.graph.") }

func (m *methodJSON) method() m365.AuthMethod {
	kind := m.kind()
	method := m365.AuthMethod{
		ID: m.ID, Kind: kind, Name: m365.MethodName(kind), Segment: m365.MethodSegment(kind), Created: parseTime(m.Created),
		Detail: first(m.Phone, m.Email, m.described()),
	}
	switch kind {
	case "phoneAuthenticationMethod":
		method.Name = m365.PhoneName(m.PhoneType)
	case tapKind:
		method.State = m365.TAPState(m.Usable, m.Reason)
		method.Detail = m.lifetime()
		if start := parseTime(m.Start); !start.IsZero() {
			method.Ends = start.Add(time.Duration(m.Minutes) * time.Minute)
		}
	}
	return method
}

// described names a device or a key: "Security key, YubiKey 5".
func (m *methodJSON) described() string { return m365.Place(m.Name, m.Model) }

func (m *methodJSON) lifetime() string {
	minutes := table.Counted(m.Minutes, "minute", "minutes")
	if m.Once {
		return minutes + ", works once"
	}
	return minutes
}

type targetJSON struct {
	Kind string `json:"targetType"`
	ID   string `json:"id"`
}

// everybody is the id of the target that holds all users.
const everybody = "all_users"

// TAPPolicy returns what the tenant allows of Temporary Access Passes.
//
// GET /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass,
// Policy.Read.AuthenticationMethod (learn.microsoft.com/graph/api/temporaryaccesspassauthenticationmethodconfiguration-get).
func (c *Client) TAPPolicy(ctx context.Context, tenant m365.TenantID) (m365.TAPPolicy, error) {
	type policyJSON struct {
		State    string       `json:"state"`
		Shortest int          `json:"minimumLifetimeInMinutes"`
		Longest  int          `json:"maximumLifetimeInMinutes"`
		Usual    int          `json:"defaultLifetimeInMinutes"`
		Once     bool         `json:"isUsableOnce"`
		Include  []targetJSON `json:"includeTargets"`
		Exclude  []targetJSON `json:"excludeTargets"`
	}
	const op = "read the policy for Temporary Access Passwords"
	read, err := readOne[policyJSON](ctx, c, tenant, list{
		op: op, path: "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass",
	})
	if err != nil {
		return m365.TAPPolicy{}, err
	}
	if read.State == "" {
		return m365.TAPPolicy{}, c.normal(ctx, tenant, op, errNoAnswer)
	}
	if slices.Contains(slices.Concat(read.Include, read.Exclude), targetJSON{}) {
		return m365.TAPPolicy{}, c.normal(ctx, tenant, op, errNoElement)
	}
	groups, all := groupTargets(read.Include)
	if all {
		groups = nil
	}
	excluded, _ := groupTargets(read.Exclude)
	return m365.TAPPolicy{
		Enabled: read.State == "enabled", Shortest: minutes(read.Shortest), Longest: minutes(read.Longest),
		Usual: minutes(read.Usual), OnceOnly: read.Once, Groups: groups, Excluded: excluded,
	}, nil
}

// groupTargets are the ids of the groups among the targets; all says that everybody is one.
func groupTargets(targets []targetJSON) (groups []string, all bool) {
	for _, target := range targets {
		if target.ID == everybody {
			all = true
			continue
		}
		groups = append(groups, oneCase(target.ID))
	}
	return groups, all
}

func minutes(count int) time.Duration { return time.Duration(count) * time.Minute }
