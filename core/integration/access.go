package integration

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// Barred is what keeps the technician out of a tenant although the GDAP relationship lets them in, such as a Conditional
// Access policy: what Microsoft said at the last sync or refresh and says until somebody changes something. It is nil where
// nothing of the kind is known.
func Barred(tenant m365.Tenant) *m365.Failure {
	for _, failure := range []*m365.Failure{tenant.Failure, tenant.RefreshFailure} {
		if failure != nil && refusal.Bars(failure.Code) {
			return failure
		}
	}
	return nil
}

// Obstacle is why the last sync failed, or what keeps the technician out of the tenant; nil where neither is known.
func Obstacle(tenant m365.Tenant) *m365.Failure {
	if tenant.Status == m365.Failed && tenant.Failure != nil {
		return tenant.Failure
	}
	return Barred(tenant)
}

// AccessLabel is AccessWord, and behind it what is known besides.
func AccessLabel(tenant m365.Tenant, now time.Time) string {
	word := AccessWord(tenant)
	if detail := accessDetail(tenant, now); detail != "" {
		return word + ": " + detail
	}
	return word
}

func accessDetail(tenant m365.Tenant, now time.Time) string {
	switch tenant.Access.State {
	case m365.AccessEnded:
		return ""
	case m365.AccessNoRole:
		return "your GDAP security group lacks the needed one"
	case m365.AccessNotInAny:
		return "you are in no security group of this GDAP"
	}
	switch obstacle := Obstacle(tenant); {
	case obstacle == nil:
	case obstacle.Offline:
		return "you were offline"
	default:
		return obstacle.Reason()
	}
	switch tenant.Access.State {
	case m365.AccessEnding:
		return fmt.Sprintf("in %d d", int(tenant.Access.Ends.Sub(now)/(24*time.Hour)))
	case m365.AccessPrimary:
		return "cannot be unsynced"
	}
	return ""
}

// AccessWord is how the technician stands to a tenant in a word or two, the same for all tenants that stand so.
func AccessWord(tenant m365.Tenant) string {
	switch tenant.Access.State {
	case m365.AccessEnded:
		return "GDAP ended"
	case m365.AccessNoRole:
		return "No role"
	case m365.AccessNotInAny:
		return "Not in group"
	}
	switch {
	case Barred(tenant) != nil:
		return "Sign-in blocked"
	case Obstacle(tenant) != nil:
		return "Sync failed"
	}
	switch tenant.Access.State {
	case m365.AccessHealthy:
		return "Healthy"
	case m365.AccessUnread:
		return "Not read"
	case m365.AccessEnding:
		return "GDAP ends soon"
	case m365.AccessPrimary:
		return "Your tenant"
	}
	return "Not checked"
}

// refuseClient says that a tenant is a client's, with both names. asked is what the person called it.
func (s *Service) refuseClient(ctx context.Context, id m365.TenantID, asked string) error {
	tenants, err := s.Store.Tenants(ctx)
	if err != nil {
		return err
	}
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return err
	}
	given := slices.IndexFunc(tenants, func(t m365.Tenant) bool { return t.ID == id && !t.Primary })
	own := slices.IndexFunc(tenants, func(t m365.Tenant) bool { return t.Primary })
	if given < 0 || own < 0 {
		return nil
	}
	refused := &refusal.ClientTenantError{
		Given: id, GivenName: tenants[given].Name, GivenDomain: tenants[given].DefaultDomain,
		Own: tenants[own].ID, OwnName: tenants[own].Name,
		OwnDomain: cmp.Or(tenants[own].DefaultDomain, m365.DomainOf(connection.Account)),
	}
	if _, err := m365.ParseTenantID(asked); err != nil && refused.GivenDomain == "" {
		refused.GivenDomain = asked
	}
	return refused
}

// nameTenants puts into a refusal of another tenant's account what is known here of both tenants. A name that cannot be
// read is left out: the refusal says enough without it.
func (s *Service) nameTenants(ctx context.Context, refused error) {
	var wrong *refusal.WrongTenantError
	var client *refusal.ClientTenantError
	if !errors.As(refused, &wrong) && !errors.As(refused, &client) {
		return
	}
	tenants, err := s.Store.Tenants(ctx)
	if err != nil {
		s.Log.Warn("the names of tenants could not be read", "error", err)
		return
	}
	name := func(id m365.TenantID, name, domain *string) {
		at := slices.IndexFunc(tenants, func(t m365.Tenant) bool { return t.ID == id })
		if at < 0 {
			return
		}
		if *name == "" {
			*name = tenants[at].Name
		}
		if tenants[at].DefaultDomain != "" {
			*domain = tenants[at].DefaultDomain
		}
	}
	if client != nil {
		name(client.Given, &client.GivenName, &client.GivenDomain)
		return
	}
	name(wrong.Want, &wrong.WantName, &wrong.WantDomain)
	name(wrong.Got, &wrong.GotName, &wrong.GotDomain)
}
