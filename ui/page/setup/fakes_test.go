package setup_test

import (
	"context"
	"slices"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
)

const (
	mspTenant = m365.TenantID("c0010000-0000-0000-0000-00000000d00d")
	mspClient = "11111111-2222-3333-aaaa-555555555555"
	signInURL = "https://login.example/authorize?state=1"
)

// world is the integration and the tenants, in memory.
type world struct {
	mu         sync.Mutex
	connection m365.Connection
	spared     []access.Tier
	tenants    []m365.Tenant
	// fails are the errors of calls, by the names of the methods.
	fails map[string]error
	// held keeps calls of a method back until its channel is closed.
	held  map[string]chan struct{}
	vault string

	saved            []m365.Connection
	checked          []string
	tiers            []access.Tier
	begun            chan struct{}
	ends             chan signInEnd
	reloads          int
	synced, unsynced [][]m365.TenantID
	off              *m365.TurnOff
	checks           int
	opened           []integration.Remedy
	suggested        setup.Suggestion
	asked            []string // the applications that looked for a tenant
	created          []string
	notTakenBack     error
	borrowed         *m365.Borrowed
	returned         []m365.TenantID
}

// signInEnd is what the browser comes back with.
type signInEnd struct {
	connection m365.Connection
	err        error
}

func newWorld(tenants ...m365.Tenant) *world {
	return &world{
		tenants: tenants, fails: make(map[string]error), held: make(map[string]chan struct{}),
		begun: make(chan struct{}, 1), ends: make(chan signInEnd),
	}
}

// connection is that of a technician who is signed in.
func connection() m365.Connection {
	return m365.Connection{
		On: true, Tenant: mspTenant, TenantName: "MSP Example", ClientID: mspClient,
		Account: "j.tan@msp.example", HomeAccountID: "home", ObjectID: "me",
	}
}

// connected is a world in which somebody is signed in.
func connected(tenants ...m365.Tenant) *world {
	w := newWorld(tenants...)
	w.connection = connection()
	return w
}

func (w *world) do(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
}

// call waits where a method is held, does what it does unless it fails, and returns its error.
func (w *world) call(ctx context.Context, method string, do func()) error {
	w.mu.Lock()
	held := w.held[method]
	w.mu.Unlock()
	if held != nil {
		select {
		case <-held:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.fails[method]; err != nil {
		return err
	}
	do()
	return nil
}

func (w *world) Connection(ctx context.Context) (connection m365.Connection, err error) {
	err = w.call(ctx, "Connection", func() { connection = w.connection })
	return connection, err
}

func (w *world) Check(ctx context.Context, text string) (id m365.TenantID, err error) {
	w.do(func() { w.checked = append(w.checked, text) })
	err = w.call(ctx, "Check", func() { id = mspTenant })
	return id, err
}

func (w *world) TakeBack(ctx context.Context) error {
	return w.call(ctx, "TakeBack", func() { w.connection.On = false })
}

func (w *world) TurnOn(ctx context.Context) error {
	return w.call(ctx, "TurnOn", func() { w.connection.On = true })
}

func (w *world) Save(ctx context.Context, tenant m365.TenantID, clientID string) error {
	return w.call(ctx, "Save", func() {
		w.connection = m365.Connection{On: true, Tenant: tenant, ClientID: clientID}
		w.saved = append(w.saved, w.connection)
	})
}

func (w *world) SignIn(ctx context.Context, tier access.Tier, onURL func(string)) (m365.Connection, error) {
	w.do(func() { w.tiers = append(w.tiers, tier) })
	if err := w.call(ctx, "URL", func() { onURL(signInURL) }); err != nil {
		return m365.Connection{}, err
	}
	w.begun <- struct{}{}
	select {
	case <-ctx.Done():
		return m365.Connection{}, ctx.Err()
	case end := <-w.ends:
		if end.connection.Authenticated() {
			w.do(func() { w.connection = end.connection })
		}
		return end.connection, end.err
	}
}

func (w *world) SignOut(ctx context.Context) error {
	return w.call(ctx, "SignOut", func() { w.connection.Account, w.connection.HomeAccountID = "", "" })
}

func (w *world) Narrow(ctx context.Context, tier access.Tier) error {
	return w.call(ctx, "Narrow", func() { w.connection.Tier = string(tier) })
}

func (w *world) Permissions(tier access.Tier) []setup.Permission {
	permissions := []setup.Permission{
		{API: "Microsoft Graph", Name: "User.Read.All", Reason: "Reads the users of each synced tenant."},
		{API: "Microsoft Partner Center", Name: "user_impersonation", Reason: "Creates the enterprise application in a client tenant."},
	}
	if tier.Covers(access.HelpDesk) {
		permissions = append(permissions, setup.Permission{API: "Microsoft Graph", Name: "User.RevokeSessions.All", Reason: "Revokes sessions."})
	}
	if tier.Covers(access.Full) {
		permissions = append(permissions, setup.Permission{API: "Microsoft Graph", Name: "Group.ReadWrite.All", Reason: "Manages groups."})
	}
	return permissions
}

func (w *world) VaultNotice() string { return w.vault }

func (w *world) Reload(ctx context.Context) error {
	return w.call(ctx, "Reload", func() { w.reloads++ })
}

func (w *world) Sync(ctx context.Context, ids []m365.TenantID) error {
	return w.call(ctx, "Sync", func() { w.synced = append(w.synced, ids) })
}

func (w *world) Unsync(ctx context.Context, ids []m365.TenantID) error {
	return w.call(ctx, "Unsync", func() { w.unsynced = append(w.unsynced, ids) })
}

func (w *world) Tenants(ctx context.Context) (tenants []m365.Tenant, err error) {
	err = w.call(ctx, "Tenants", func() { tenants = slices.Clone(w.tenants) })
	return tenants, err
}

func (w *world) SparedIn(tier access.Tier) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Contains(w.spared, tier)
}

func (w *world) SpareIn(_ context.Context, tier access.Tier, spare bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.spared = slices.DeleteFunc(w.spared, func(one access.Tier) bool { return one == tier })
	if spare {
		w.spared = append(w.spared, tier)
	}
	return nil
}
