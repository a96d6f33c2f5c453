package shell_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
	"github.com/tenantkeep/tenantkeep/core/signal"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/page/tenants"
	"github.com/tenantkeep/tenantkeep/ui/page/user"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

// noon is when the tests take place.
var noon = uitest.Noon

// world is what lies below the window: everything in memory, safe from any goroutine.
type world struct {
	mu            sync.Mutex
	connection    m365.Connection
	connectionErr error
	tenants       []m365.Tenant
	users         []m365.User
	recent        []m365.UserKey
	// namesRead is what the search waits for; nil for nothing.
	namesRead chan struct{}
	settings  map[string]string
	slow      *slowly
	computer  computer
	layouts   map[string]table.Layout
	source    *table.Slice

	checks      map[string]error
	signInURL   string
	furtherURL  string
	tiers       []access.Tier
	signInBegun chan struct{}
	signInEnds  chan signInEnd
	vault       string

	// requests are the writes that reached Microsoft, which answers with refuse; record is the journal of them.
	// A write waits for held, where that is set.
	requests []request
	refuse   error
	held     chan struct{}
	record   record

	synced, unsynced, refreshed [][]m365.TenantID
	lookedAt                    m365.TenantID
	refreshedAll                int
	reloads                     int
	tenantReads                 atomic.Int64
	progress                    refresh.Progress
	opened                      []string
	openErr                     error
	changes                     signal.Signal[page.Change]
}

// signInEnd is what the browser comes back with.
type signInEnd struct {
	connection m365.Connection
	err        error
}

func newWorld() *world {
	w := &world{
		settings:    make(map[string]string),
		layouts:     make(map[string]table.Layout),
		checks:      make(map[string]error),
		signInBegun: make(chan struct{}, 1),
		signInEnds:  make(chan signInEnd),
		signInURL:   "https://login.example/authorize?state=1",
	}
	w.source = table.NewSlice(userColumns(), nil)
	w.source.Now = func() time.Time { return noon }
	return w
}

func (w *world) do(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
}

// tell emits changes, as the parts below do after they changed something.
func (w *world) tell(kinds ...page.ChangeKind) {
	for _, kind := range kinds {
		w.changes.Emit(page.Change{Kind: kind})
	}
}

func (w *world) Connection(context.Context) (m365.Connection, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.connection, w.connectionErr
}

func (w *world) SetLabels(context.Context, m365.TenantID, m365.Labels) error { return nil }

func (w *world) Subscriptions(context.Context) (map[m365.TenantID]m365.Subscriptions, error) {
	return nil, nil
}

func (w *world) Check(_ context.Context, text string) (m365.TenantID, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.checks[text]; err != nil {
		return "", err
	}
	return "c0010000-0000-0000-0000-00000000d00d", nil
}

func (w *world) TakeBack(context.Context) error {
	w.do(func() { w.connection.On = false })
	return nil
}

func (w *world) TurnOn(context.Context) error {
	w.do(func() { w.connection.On = true })
	return nil
}

func (w *world) Save(_ context.Context, tenant m365.TenantID, clientID string) error {
	w.do(func() { w.connection = m365.Connection{On: true, Tenant: tenant, ClientID: clientID} })
	return nil
}

func (w *world) SignIn(ctx context.Context, tier access.Tier, onURL func(string)) (m365.Connection, error) {
	w.do(func() { w.tiers = append(w.tiers, tier) })
	onURL(w.signInURL)
	if w.furtherURL != "" {
		onURL(w.furtherURL)
	}
	w.signInBegun <- struct{}{}
	select {
	case <-ctx.Done():
		return m365.Connection{}, ctx.Err()
	case end := <-w.signInEnds:
		if end.err == nil {
			w.do(func() { w.connection = end.connection })
		}
		return end.connection, end.err
	}
}

func (w *world) SignOut(context.Context) error {
	w.do(func() { w.connection.Account, w.connection.HomeAccountID = "", "" })
	return nil
}

func (w *world) Narrow(_ context.Context, tier access.Tier) error {
	w.do(func() { w.connection.Tier = string(tier) })
	return nil
}

func (w *world) Permissions(tier access.Tier) []setup.Permission {
	if tier != access.ReadOnly {
		return []setup.Permission{{API: "Microsoft Graph", Name: "User.RevokeSessions.All", Reason: "Revokes sessions."}}
	}
	return []setup.Permission{
		{API: "Microsoft Graph", Name: "DelegatedAdminRelationship.Read.All", Reason: "Lists your client tenants and when their GDAP relationships end."},
		{API: "Microsoft Graph", Name: "User.Read.All", Reason: "Reads the users of each synced tenant."},
		{API: "Microsoft Graph", Name: "AuditLog.Read.All", Reason: "Shows when a user last signed in."},
		{API: "Microsoft Graph", Name: "RoleManagement.Read.Directory", Reason: "Shows which users hold an administrator's role."},
		{API: "Microsoft Partner Center", Name: "user_impersonation", Reason: "Creates the enterprise application in a client tenant when you sync it."},
	}
}

func (w *world) VaultNotice() string { return w.vault }

func (w *world) Reload(context.Context) error {
	w.do(func() { w.reloads++ })
	return nil
}

func (w *world) Sync(_ context.Context, ids []m365.TenantID) error {
	w.do(func() { w.synced = append(w.synced, ids) })
	return nil
}

func (w *world) Unsync(_ context.Context, ids []m365.TenantID) error {
	w.do(func() { w.unsynced = append(w.unsynced, ids) })
	return nil
}

func (w *world) Explain(err error) m365.Failure { return uitest.Explain(err) }

func (w *world) Tenants(context.Context) ([]m365.Tenant, error) {
	w.tenantReads.Add(1)
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.tenants), nil
}

func (w *world) Look(tenant m365.TenantID) { w.do(func() { w.lookedAt = tenant }) }

func (w *world) RefreshAll(context.Context) { w.do(func() { w.refreshedAll++ }) }

func (w *world) Refresh(_ context.Context, ids []m365.TenantID) {
	w.do(func() { w.refreshed = append(w.refreshed, ids) })
}

func (w *world) Progress() refresh.Progress {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.progress
}

func (w *world) UserSource() table.Source { return tenantFiltered{w} }

func (w *world) User(_ context.Context, key m365.UserKey) (m365.User, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, u := range w.users {
		if u.Key == key {
			return u, nil
		}
	}
	return m365.User{}, fmt.Errorf("user %s: %w", key, user.ErrGone)
}

func (w *world) CountUsers(context.Context) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.users), nil
}

func (w *world) Visit(_ context.Context, key m365.UserKey) error {
	w.do(func() {
		w.recent = slices.DeleteFunc(w.recent, func(k m365.UserKey) bool { return k == key })
		w.recent = append([]m365.UserKey{key}, w.recent...)
		w.recent = w.recent[:min(len(w.recent), 5)]
	})
	return nil
}

func (w *world) Recent(context.Context) ([]m365.Recent, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var recent []m365.Recent
	for _, key := range w.recent {
		for _, u := range w.users {
			if u.Key == key {
				recent = append(recent, m365.Recent{Key: key, DisplayName: u.DisplayName, Tenant: w.tenant(key.Tenant)})
			}
		}
	}
	return recent, nil
}

func (w *world) tenant(id m365.TenantID) m365.Tenant {
	for _, t := range w.tenants {
		if t.ID == id {
			return t
		}
	}
	return m365.Tenant{ID: id}
}

func (w *world) Layout(_ context.Context, name string) (table.Layout, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.layouts[name], nil
}

func (w *world) SaveLayout(_ context.Context, name string, layout table.Layout) error {
	w.do(func() { w.layouts[name] = layout })
	return nil
}

func (w *world) Setting(_ context.Context, name string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.settings[name], nil
}

func (w *world) SetSetting(ctx context.Context, name, value string) error {
	var slow *slowly
	w.do(func() { slow, w.slow = w.slow, nil })
	if slow != nil {
		close(slow.begun)
		select {
		case <-slow.ends:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	w.do(func() { w.settings[name] = value })
	return nil
}

// slowly is a setting that takes long to be kept.
type slowly struct{ begun, ends chan struct{} }

// slows has the next setting take long.
func (w *world) slows() *slowly {
	slow := &slowly{begun: make(chan struct{}), ends: make(chan struct{})}
	w.do(func() { w.slow = slow })
	return slow
}

func (w *world) Portals() []tenants.Portal {
	return []tenants.Portal{
		{ID: "entra", Name: "Entra Admin Portal", Short: "Entra"},
		{ID: "azure", Name: "Azure Portal", Short: "Azure"},
		{ID: "exchange", Name: "Exchange Admin", Short: "Exchange"},
		{ID: "m365", Name: "M365 Admin", Short: "M365"},
		{ID: "intune", Name: "Intune Admin", Short: "Intune"},
		{ID: "defender", Name: "M365 Defender", Short: "Defender"},
		{ID: "sharepoint", Name: "SharePoint Admin", Short: "SharePoint"},
		{ID: "teams", Name: "Teams Admin", Short: "Teams"},
		{ID: "purview", Name: "Purview", Short: "Purview", Hidden: true},
	}
}

func (w *world) UserLinks(m365.Tenant, m365.User) []user.Link {
	return []user.Link{{Name: "Entra Admin Portal", URL: "https://entra.microsoft.com/user"}}
}

func (w *world) Link(portalID string, tenant m365.Tenant) (string, error) {
	if tenant.DefaultDomain == "" {
		return "", errors.New("no domain")
	}
	return "https://" + portalID + ".example/" + tenant.DefaultDomain, nil
}

func (w *world) Open(_ context.Context, url string) error {
	w.do(func() { w.opened = append(w.opened, url) })
	return w.openErr
}

func (w *world) Listen(hear func(page.Change)) func() { return w.changes.Listen(hear) }

// fillSource makes the rows of the users' table anew.
func (w *world) fillSource() {
	rows := make([]table.Row, 0, len(w.users))
	for _, u := range w.users {
		tone := table.Good
		if u.SignIn == m365.Blocked {
			tone = table.Danger
		}
		rows = append(rows, table.Row{Key: u.Key.String(), Cells: []table.Cell{
			{Text: u.DisplayName, Link: true},
			{Text: u.UserPrincipalName},
			{Text: strings.Join(u.Roles, ", ")},
			{Text: w.tenant(u.Key.Tenant).Name},
			{Text: string(u.Type)},
			{Text: string(u.SignIn), Tone: tone},
			{Time: u.LastSignIn},
			{Time: u.LastPasswordReset},
			{Text: strings.Join(u.Licenses, ", ")},
			{Text: u.JobTitle},
		}})
	}
	w.source.Set(rows)
}

func userColumns() []table.Column {
	return []table.Column{
		{ID: columns.DisplayName, Title: "Display Name", Width: 150, Fixed: true},
		{ID: columns.Username, Title: "Username", Width: 190},
		{ID: columns.UserRole, Title: "User Role", Width: 130},
		{ID: columns.TenantName, Title: "Tenant Name", Width: 130},
		{ID: columns.UserType, Title: "User Type", Kind: table.Choice, Width: 90, Choices: []string{"Member", "Guest"}},
		{ID: columns.SignInStatus, Title: "M365 Sign In Status", ShortTitle: "Sign In", Kind: table.State, Width: 90, Choices: []string{"Allowed", "Blocked"}},
		{ID: columns.LastSignIn, Title: "Last Sign In", Kind: table.Time, Width: 120},
		{ID: columns.LastPasswordReset, Title: "Last Password Reset Date", ShortTitle: "Last Password Reset", Kind: table.Time, Width: 130},
		{ID: columns.Licenses, Title: "Licenses", Width: 130},
		{ID: columns.JobTitle, Title: "Job Title", Width: 150, Hidden: true},
	}
}

// tenantFiltered is the users' source, which also takes a filter by tenant id.
type tenantFiltered struct{ w *world }

func (s tenantFiltered) Columns() []table.Column { return s.w.source.Columns() }

// split takes the filter by tenant out of a query.
func (s tenantFiltered) split(q table.Query) (table.Query, *table.Slice) {
	var only []string
	q.Filters = slices.DeleteFunc(slices.Clone(q.Filters), func(f table.Filter) bool {
		if f.Column == columns.TenantID {
			only = f.Any
		}
		return f.Column == columns.TenantID
	})
	if only == nil {
		return q, s.w.source
	}
	var kept []table.Row
	_ = s.w.source.Each(context.Background(), table.Query{}, func(row table.Row) error {
		if key, err := m365.ParseUserKey(row.Key); err == nil && slices.Contains(only, string(key.Tenant)) {
			kept = append(kept, row)
		}
		return nil
	})
	return q, table.NewSlice(s.w.source.Columns(), kept)
}

func (s tenantFiltered) Query(ctx context.Context, q table.Query) (table.Page, error) {
	q, source := s.split(q)
	return source.Query(ctx, q)
}

func (s tenantFiltered) Each(ctx context.Context, q table.Query, yield func(table.Row) error) error {
	q, source := s.split(q)
	return source.Each(ctx, q, yield)
}

func (s tenantFiltered) Choices(ctx context.Context, column string, q table.Query) ([]table.ChoiceCount, error) {
	q, source := s.split(q)
	return source.Choices(ctx, column, q)
}

func (w *world) TurningOff(context.Context) (off m365.TurnOff, found bool, err error) {
	return m365.TurnOff{}, false, nil
}

func (w *world) TurnOff(context.Context, bool, func(string)) error { return nil }

func (w *world) StopTurningOff(context.Context) error { return nil }

func (w *world) GoOnTurningOff(context.Context, func(string)) error { return nil }

func (w *world) FinishTurningOff(context.Context) error { return nil }

func (w *world) TakeBackTurnOff(context.Context, func(string)) error { return nil }

func (w *world) Borrowed(context.Context) (borrowed m365.Borrowed, found bool, err error) {
	return m365.Borrowed{}, false, nil
}

func (w *world) TakeBackBorrowed(context.Context, m365.TenantID, func(string)) error { return nil }

func (w *world) LeaveBorrowed(context.Context, m365.TenantID) error { return nil }

func (w *world) CheckSetup(context.Context) (integration.Checkup, error) {
	return integration.Checkup{}, nil
}

func (w *world) OpenRemedy(context.Context, integration.Finding) error { return nil }

func (w *world) FindTenant(context.Context, string, func(string)) (integration.OwnTenant, error) {
	return integration.OwnTenant{}, nil
}

func (w *world) CreateApplication(context.Context, m365.TenantID, access.Tier, func(string), func(string)) (string, error) {
	return "", nil
}
