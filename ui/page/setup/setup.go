// Package setup is the page Setup > Integrations > Microsoft 365: its tab Authenticate connects the program to the
// partner's tenant, its tab Tenants says which client tenants are synced.
package setup

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Permission is one that the sign-in asks for, with the reason it is needed.
type Permission struct{ API, Name, Reason string }

// Integration connects to Microsoft and syncs tenants. Every method is safe from any goroutine.
type Integration interface {
	Connection(ctx context.Context) (m365.Connection, error)
	// Check asks Microsoft whether there is such a tenant, by its id or one of its domains.
	Check(ctx context.Context, tenantIDOrDomain string) (m365.TenantID, error)
	TurnOn(ctx context.Context) error
	// TakeBack undoes TurnOn while nothing is saved.
	TakeBack(ctx context.Context) error
	Save(ctx context.Context, tenant m365.TenantID, clientID string) error
	// SignIn returns once the browser has come back, or ctx has ended. It hands the address that the browser opens to
	// onURL, on any goroutine. An account without an error in between comes back with the error of what followed.
	SignIn(ctx context.Context, tier access.Tier, onURL func(string)) (m365.Connection, error)
	SignOut(ctx context.Context) error
	// Narrow takes a smaller access tier than the one of the last sign-in.
	Narrow(ctx context.Context, tier access.Tier) error
	// Permissions are what a tier asks for.
	Permissions(tier access.Tier) []Permission
	// VaultNotice says why the sign-in will not be kept; empty when it is.
	VaultNotice() string
	// Reload lists the client tenants anew.
	Reload(ctx context.Context) error
	// Sync and Unsync begin, and go on in the background.
	Sync(ctx context.Context, ids []m365.TenantID) error
	Unsync(ctx context.Context, ids []m365.TenantID) error
	Ender
	Checker
	Creator
	Borrower
	TenantFinder
}

// Care keeps whether administrators are spared: no new password, block, pass, deletion or the like for them from here.
type Care interface {
	SparedIn(tier access.Tier) bool
	SpareIn(ctx context.Context, tier access.Tier, spare bool) error
}

// The tabs of the page.
const (
	TabAuthenticate = "authenticate"
	TabCheck        = "check"
	TabTenants      = "tenants"
	// TabFailed is TabTenants, narrowed to the tenants whose sync failed.
	TabFailed = "failed"
)

// Suggestion fills the form of the tab Authenticate while nothing is saved: a custom cloud knows its own.
type Suggestion struct {
	Tenant, ClientID string
	// Tier is the access tier that is chosen at first; empty is the smallest.
	Tier access.Tier
}
