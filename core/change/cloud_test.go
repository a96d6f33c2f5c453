package change_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// cloud is a Directory in memory, quick enough for many thousand changes, whose writes can be made to fail and to wait.
type cloud struct {
	mu    sync.Mutex
	users map[m365.UserKey]*account
	sends []send
	// fault, where it is set, says what becomes of a write: whether it is done, and what the caller is told.
	fault func(send) (does bool, err error)
	// before, where it is set, is called before a write, without the lock.
	before func(send)
	// stale reads answer the state at the start.
	stale bool
	// organization, where it is set, is what a tenant says of itself; asked are the tenants that were asked.
	organization func(m365.TenantID) (m365.Organization, error)
	asked        []m365.TenantID
	units        []string
	unitsErr     error
	// progress, where it is set, says how far an operation in the background is.
	progress func() (call.Progress, error)
	begun    map[m365.UserKey]account
}

// account is a user of the cloud with all that belongs to it.
type account struct {
	user     m365.User
	external bool
	roles    []m365.HeldRole
	licenses []m365.HeldLicense
	groups   []m365.Group
	methods  []m365.AuthMethod
	revoked  int
	password string
}

// send is a write as it came.
type send struct {
	plan    string
	tenant  m365.TenantID
	request call.Request
}

type planName struct{}

func newCloud(keys ...m365.UserKey) *cloud {
	c := &cloud{users: make(map[m365.UserKey]*account), begun: make(map[m365.UserKey]account)}
	for _, key := range keys {
		made := account{user: m365.User{
			Key: key, DisplayName: "Ada Lovelace", UserPrincipalName: "ada@same.example", SignIn: m365.Allowed, UsageLocation: "GB",
			LastPasswordReset: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		}}
		c.begun[key] = made
		c.users[key] = &made
	}
	return c
}

// read gives a copy of a user's account.
func (c *cloud) read(ctx context.Context, key m365.UserKey) (account, error) {
	if err := ctx.Err(); err != nil {
		return account{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.users[key]
	if !ok {
		return account{}, &call.Error{Op: "read", Tenant: key.Tenant, Kind: call.NotFound, Status: 404}
	}
	if c.stale {
		return c.begun[key], nil
	}
	return *found, nil
}

func (c *cloud) User(ctx context.Context, key m365.UserKey) (m365.Details, error) {
	found, err := c.read(ctx, key)
	return m365.Details{User: found.user, External: found.external}, err
}

func (c *cloud) UserRoles(ctx context.Context, key m365.UserKey) ([]m365.HeldRole, error) {
	found, err := c.read(ctx, key)
	return found.roles, err
}

func (c *cloud) UserLicenses(ctx context.Context, key m365.UserKey) ([]m365.HeldLicense, error) {
	found, err := c.read(ctx, key)
	return found.licenses, err
}

func (c *cloud) UserGroups(ctx context.Context, key m365.UserKey) ([]m365.Group, error) {
	found, err := c.read(ctx, key)
	return found.groups, err
}

func (c *cloud) UserMethods(ctx context.Context, key m365.UserKey) ([]m365.AuthMethod, error) {
	found, err := c.read(ctx, key)
	return found.methods, err
}

func (c *cloud) UserDevices(context.Context, m365.UserKey) ([]m365.Device, error) { return nil, nil }

func (c *cloud) TAPPolicy(context.Context, m365.TenantID) (m365.TAPPolicy, error) {
	return m365.TAPPolicy{Enabled: true, Shortest: time.Hour, Longest: 8 * time.Hour, Usual: time.Hour}, nil
}

func (c *cloud) Group(_ context.Context, _ m365.TenantID, id string) (m365.Group, error) {
	return m365.Group{ID: id, Name: "Group " + id, Type: m365.SecurityGroup}, nil
}

func (c *cloud) Organization(ctx context.Context, tenant m365.TenantID) (m365.Organization, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, tenant)
	if c.organization == nil {
		return m365.Organization{ID: tenant, Name: "Contoso"}, ctx.Err()
	}
	return c.organization(tenant)
}

func (c *cloud) RestrictedUnits(context.Context, m365.UserKey) ([]string, error) {
	return c.units, c.unitsErr
}

func (c *cloud) Progress(ctx context.Context, _ m365.TenantID, _ string) (call.Progress, error) {
	if c.progress == nil || ctx.Err() != nil {
		return call.Progress{Ended: true, Succeeded: true}, ctx.Err()
	}
	return c.progress()
}

func (c *cloud) AddToGroup(user, group string) call.Request {
	return call.Request{
		Op: "add the user to the group", Method: "POST", Path: "/groups/" + group + "/members/$ref",
		Body: map[string]any{"@odata.id": "https://graph.example/v1.0/directoryObjects/" + user},
	}
}

func (c *cloud) SetManager(user, manager string) call.Request {
	return call.Request{
		Op: "set the manager", Method: "PUT", Path: "/users/" + user + "/manager/$ref",
		Body: map[string]any{"@odata.id": "https://graph.example/v1.0/users/" + manager},
	}
}

func (c *cloud) UserNamed(context.Context, m365.TenantID, string) (*m365.User, error) {
	return nil, nil
}

func (c *cloud) DeletedNamed(context.Context, m365.TenantID, string) ([]m365.Person, error) {
	return nil, nil
}

func (c *cloud) SKUs(context.Context, m365.TenantID) ([]m365.SKU, error) { return nil, nil }

func (c *cloud) WhoHas(context.Context, m365.TenantID, string) ([]m365.Person, error) {
	return nil, nil
}

func (c *cloud) DeletedUser(_ context.Context, key m365.UserKey) (m365.DeletedUser, error) {
	return m365.DeletedUser{}, &call.Error{Op: "read", Tenant: key.Tenant, Kind: call.NotFound, Status: 404}
}

func (c *cloud) RoleHolders(context.Context, m365.TenantID, string) ([]string, error) {
	return nil, nil
}

func (c *cloud) Send(ctx context.Context, tenant m365.TenantID, request call.Request) (call.Answer, error) {
	plan, _ := ctx.Value(planName{}).(string)
	this := send{plan, tenant, request}
	if c.before != nil {
		c.before(this)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sends = append(c.sends, this)
	does, failure := true, error(nil)
	if c.fault != nil {
		does, failure = c.fault(this)
	}
	answer := call.Answer{RequestID: fmt.Sprintf("request-%d", len(c.sends))}
	if does {
		found, err := c.write(this)
		if err != nil {
			return call.Answer{}, err
		}
		if this.body()["newPassword"] != nil {
			answer.Operation = "https://graph.example/v1.0/operations/1"
		}
		if request.AnswersSecret {
			answer.Secret = m365.NewSecret(found.password)
		}
	}
	if failure != nil {
		return call.Answer{}, failure
	}
	return answer, nil
}

var errNoSuchWrite = errors.New("no such write")

// target is the user that a request is about, by its path or its body.
func (got send) target() (m365.UserKey, error) {
	body := got.body()
	parts := strings.Split(strings.TrimPrefix(got.request.Path, "/"), "/")
	key := m365.UserKey{Tenant: got.tenant}
	switch {
	case parts[0] == "users":
		key.ID = parts[1]
	case parts[0] == "groups" && len(parts) == 5:
		key.ID = parts[3]
	case parts[0] == "groups":
		reference, _ := body["@odata.id"].(string)
		key.ID = reference[strings.LastIndex(reference, "/")+1:]
	case len(parts) == 4: // …/roleAssignments/{user-role}
		key.ID, _, _ = strings.Cut(parts[3], "+")
	case body["principalId"] != nil:
		key.ID, _ = body["principalId"].(string)
	default:
		return key, errNoSuchWrite
	}
	return key, nil
}

func (got send) body() map[string]any {
	body, _ := got.request.Body.(map[string]any)
	return body
}

// write does what is asked. The account's lists are replaced, never changed in place, because reads hand them out.
func (c *cloud) write(got send) (*account, error) {
	key, err := got.target()
	if err != nil {
		return nil, err
	}
	user, ok := c.users[key]
	if !ok {
		return nil, &call.Error{Op: got.request.Op, Tenant: got.tenant, Kind: call.NotFound, Status: 404}
	}
	body, parts := got.body(), strings.Split(strings.TrimPrefix(got.request.Path, "/"), "/")
	switch {
	case body["accountEnabled"] != nil:
		user.user.SignIn = m365.Blocked
		if body["accountEnabled"] == true {
			user.user.SignIn = m365.Allowed
		}
	case body["passwordProfile"] != nil || body["newPassword"] != nil:
		user.user.LastPasswordReset = user.user.LastPasswordReset.Add(time.Hour)
	case got.request.AnswersSecret:
		user.password = fmt.Sprintf("Pass-Of-%s-%d", key, len(c.sends))
		user.methods = []m365.AuthMethod{{ID: user.password[8:], Kind: "temporaryAccessPassAuthenticationMethod"}}
	case strings.HasSuffix(got.request.Path, "/revokeSignInSessions"):
		user.revoked++
	case strings.HasSuffix(got.request.Path, "/assignLicense"):
		user.license(body)
	case parts[0] == "groups" && got.request.Method == "POST":
		user.groups = append(slices.Clone(user.groups), m365.Group{ID: parts[1], Name: "Group " + parts[1], Type: m365.SecurityGroup})
	case parts[0] == "groups":
		user.groups = slices.DeleteFunc(slices.Clone(user.groups), func(g m365.Group) bool { return g.ID == parts[1] })
	case got.request.Method == "POST":
		role, _ := body["roleDefinitionId"].(string)
		user.roles = append(slices.Clone(user.roles), m365.HeldRole{
			Role: m365.Role{ID: role, TemplateID: role, Name: "Role " + role}, AssignmentID: key.ID + "+" + role, Scope: "/",
		})
	case parts[0] == "roleManagement":
		user.roles = slices.DeleteFunc(slices.Clone(user.roles), func(r m365.HeldRole) bool { return r.AssignmentID == parts[3] })
	default:
		user.set(body)
	}
	return user, nil
}

func (a *account) license(body map[string]any) {
	for _, one := range body["addLicenses"].([]any) {
		sku := one.(map[string]any)["skuId"].(string)
		a.licenses = append(slices.Clone(a.licenses), m365.HeldLicense{SKU: sku, PartNumber: sku, Name: sku, Direct: true})
	}
	for _, sku := range body["removeLicenses"].([]string) {
		a.licenses = slices.DeleteFunc(slices.Clone(a.licenses), func(l m365.HeldLicense) bool { return l.SKU == sku })
	}
}

func (a *account) set(body map[string]any) {
	if location, there := body["usageLocation"]; there {
		a.user.UsageLocation, _ = location.(string)
	}
	if title, there := body["jobTitle"]; there {
		a.user.JobTitle, _ = title.(string)
	}
}

func (c *cloud) sent() []send {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.sends)
}

func (c *cloud) failing(fault func(send) (bool, error)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fault = fault
}
