package shell_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// microsoft is Microsoft Graph over the users of a world.
type microsoft struct{ *world }

// request is a write that reached Microsoft.
type request struct {
	tenant m365.TenantID
	method string
	path   string
}

func (m microsoft) Send(_ context.Context, tenant m365.TenantID, sent call.Request) (call.Answer, error) {
	var err error
	var held chan struct{}
	m.do(func() {
		m.requests = append(m.requests, request{tenant, sent.Method, sent.Path})
		err, held = m.refuse, m.held
	})
	if held != nil {
		<-held
	}
	return call.Answer{RequestID: "r-1"}, err
}

func (m microsoft) User(ctx context.Context, key m365.UserKey) (m365.Details, error) {
	user, err := m.world.User(ctx, key)
	return m365.Details{User: user}, err
}

func (m microsoft) UserRoles(ctx context.Context, key m365.UserKey) ([]m365.HeldRole, error) {
	user, err := m.world.User(ctx, key)
	var held []m365.HeldRole
	for _, name := range user.Roles {
		held = append(held, m365.HeldRole{Role: m365.Role{ID: name, Name: name}, AssignmentID: name, Scope: "/", ScopeName: "Whole tenant"})
	}
	return held, err
}

func (m microsoft) UserLicenses(context.Context, m365.UserKey) ([]m365.HeldLicense, error) {
	return nil, nil
}

func (m microsoft) UserDevices(context.Context, m365.UserKey) ([]m365.Device, error) { return nil, nil }

func (m microsoft) UserGroups(context.Context, m365.UserKey) ([]m365.Group, error) {
	return []m365.Group{{ID: "g", Name: "All staff", Type: m365.SecurityGroup}}, nil
}

func (m microsoft) UserSignIns(context.Context, m365.UserKey, time.Time) ([]m365.SignIn, error) {
	return nil, nil
}

func (m microsoft) UserMethods(context.Context, m365.UserKey) ([]m365.AuthMethod, error) {
	return nil, nil
}

func (m microsoft) TAPPolicy(context.Context, m365.TenantID) (m365.TAPPolicy, error) {
	return m365.TAPPolicy{}, nil
}

func (m microsoft) AssignableRoles(context.Context, m365.TenantID) ([]m365.Role, error) {
	return nil, nil
}

func (m microsoft) SKUs(context.Context, m365.TenantID) ([]m365.SKU, error) { return nil, nil }

func (m microsoft) FindGroups(context.Context, m365.TenantID, string) ([]m365.Group, error) {
	return nil, nil
}

func (m microsoft) FindUsers(context.Context, m365.TenantID, string) ([]m365.Person, error) {
	return nil, nil
}

func (m microsoft) WhoHas(context.Context, m365.TenantID, string) ([]m365.Person, error) {
	return nil, nil
}

func (m microsoft) SetManager(user, manager string) call.Request {
	return call.Request{Op: "set the manager", Method: "PUT", Path: "/users/" + user + "/manager/$ref", Body: manager}
}

func (m microsoft) Organization(_ context.Context, tenant m365.TenantID) (m365.Organization, error) {
	return m365.Organization{ID: tenant}, nil
}

func (m microsoft) RestrictedUnits(context.Context, m365.UserKey) ([]string, error) { return nil, nil }

func (m microsoft) Progress(context.Context, m365.TenantID, string) (call.Progress, error) {
	return call.Progress{Ended: true, Succeeded: true}, nil
}

func (m microsoft) AddToGroup(user, group string) call.Request {
	return call.Request{Op: "add the user to a group", Method: "POST", Path: "/groups/" + group + "/members/$ref", Body: user}
}

func (m microsoft) Group(_ context.Context, _ m365.TenantID, id string) (m365.Group, error) {
	return m365.Group{ID: id, Name: "All staff", Type: m365.SecurityGroup}, nil
}

// ProfileParts and SaveProfilePart keep nothing.
func (m microsoft) ProfileParts(context.Context, m365.UserKey) ([]profile.Kept, error) {
	return nil, nil
}

func (m microsoft) SaveProfilePart(context.Context, m365.UserKey, profile.Kept) error { return nil }

func (m microsoft) DeletedUsers(_ context.Context, tenant m365.TenantID) ([]m365.DeletedUser, error) {
	gone := m365.User{Key: m365.UserKey{Tenant: tenant, ID: "gone"}, DisplayName: "Gone Girard", UserPrincipalName: "gone@contoso.com"}
	return []m365.DeletedUser{{User: gone, Deleted: noon.AddDate(0, 0, -2)}}, nil
}

func (m microsoft) DeletedUser(_ context.Context, key m365.UserKey) (m365.DeletedUser, error) {
	return m365.DeletedUser{}, &call.Error{Op: "read the deleted user", Tenant: key.Tenant, Kind: call.NotFound}
}

func (m microsoft) RecoveryKeys(context.Context, m365.TenantID, string) ([]m365.RecoveryKey, error) {
	return nil, nil
}

func (m microsoft) RoleHolders(context.Context, m365.TenantID, string) ([]string, error) {
	return nil, nil
}

func (m microsoft) TakeOut(context.Context, m365.UserKey) (m365.User, bool, error) {
	return m365.User{}, false, nil
}

func (m microsoft) PutIn(context.Context, m365.User) error { return nil }

func (m microsoft) Patch(_ context.Context, key m365.UserKey, change func(*m365.User)) error {
	m.do(func() {
		for i := range m.users {
			if m.users[i].Key == key {
				change(&m.users[i])
			}
		}
		m.fillSource()
	})
	return nil
}

// record is a journal in memory.
type record struct {
	mu      sync.Mutex
	entries []change.Entry
}

func (r *record) Begin(_ context.Context, entry change.Entry) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entries = append(r.entries, entry)
	return nil
}

func (r *record) Again(ctx context.Context, entry change.Entry) error { return r.End(ctx, entry) }

func (r *record) End(_ context.Context, entry change.Entry) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.entries {
		if r.entries[i].ID == entry.ID {
			r.entries[i] = entry
		}
	}
	return nil
}

func (r *record) Entry(_ context.Context, id string) (change.Entry, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, entry := range r.entries {
		if entry.ID == id {
			return entry, nil
		}
	}
	return change.Entry{}, errors.New("no such change")
}

func (r *record) Run(_ context.Context, run string) ([]change.Entry, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(r.entries), func(entry change.Entry) bool { return entry.Run != run }), nil
}

func (r *record) Count(context.Context) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.entries), nil
}

// Source gives the changes as they stand, the newest first.
func (r *record) Source() table.Source {
	r.mu.Lock()
	defer r.mu.Unlock()
	model := []table.Column{
		{ID: columns.At, Title: "Time", Kind: table.Time, Fixed: true},
		{ID: columns.Who, Title: "Who"},
		{ID: columns.TenantName, Title: "Tenant Name"},
		{ID: columns.ChangedUser, Title: "User"},
		{ID: columns.Username, Title: "Username"},
		{ID: columns.Action, Title: "Action"},
		{ID: columns.What, Title: "What"},
		{ID: columns.Result, Title: "Result", Kind: table.State},
		{ID: columns.RequestID, Title: "Request ID"},
	}
	rows := make([]table.Row, 0, len(r.entries))
	for _, entry := range slices.Backward(r.entries) {
		text := func(text string) table.Cell { return table.Cell{Text: text} }
		rows = append(rows, table.Row{Key: entry.ID, Cells: []table.Cell{
			{Time: entry.At},
			text(entry.Who), text(entry.Target.Tenant), text(entry.Target.Name), text(entry.Target.Username),
			text(string(entry.Action)), text(entry.Title), text(string(entry.State)), text(""),
		}})
	}
	return table.NewSlice(model, rows)
}

// Tier and Who are those of a technician who may do everything.
func (w *world) Tier() access.Tier { return access.Full }

func (w *world) SparedIn(access.Tier) bool { return false }

func (w *world) SpareIn(context.Context, access.Tier, bool) error { return nil }

func (w *world) Who() string { return "j.tan@msp.example" }

// cards are the cards over a world.
func (w *world) cards() *profile.Service {
	name := func(_, part string) string { return part }
	return profile.New(profile.Options{
		Directory: microsoft{w}, Store: microsoft{w}, ProductName: name, PlanName: name,
		Availability: func(error) m365.Availability { return m365.Unknown }, Now: func() time.Time { return noon },
	})
}

// changing are the changes over a world.
func (w *world) changing() *change.Service {
	var ids atomic.Int64
	service := change.New(change.Options{
		Directory: microsoft{w}, Users: microsoft{w}, Journal: &w.record,
		Tenant: func(_ context.Context, id m365.TenantID) (m365.Tenant, error) {
			return m365.Tenant{ID: id, Name: w.tenant(id).Name, Status: m365.Synced}, nil
		},
		Tier: w.Tier, Who: w.Who,
		ProductName: func(_, part string) string { return part },
		Explain:     func(err error, _ string) m365.Failure { return w.Explain(err) },
		Now:         func() time.Time { return noon },
		Sleep:       func(context.Context, time.Duration) error { return nil },
		NewID:       func() string { return "change-" + strconv.FormatInt(ids.Add(1), 10) },
	})
	service.Changed.Listen(func(event change.Event) {
		w.changes.Emit(page.Change{Kind: page.UsersChanged, Tenant: event.User.Tenant, Soon: true})
		w.changes.Emit(page.Change{Kind: page.CardsChanged, Tenant: event.User.Tenant, User: event.User, Cards: event.Parts})
	})
	service.Recorded.Listen(func(change.Entry) { w.changes.Emit(page.Change{Kind: page.ActivityChanged}) })
	return service
}
