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
	"github.com/tenantkeep/tenantkeep/core/table"
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
	state := tenant.Access.State
	switch obstacle := obstacleIfUsable(tenant); {
	case obstacle != nil && obstacle.Offline:
		return "you were offline"
	case obstacle != nil:
		return obstacle.Reason()
	case state == m365.AccessEnding:
		return fmt.Sprintf("in %d d", int(tenant.Access.Ends.Sub(now)/(24*time.Hour)))
	}
	return accessOf[state].detail
}

// AccessWord is how the technician stands to a tenant in a word or two, the same for all tenants that stand so.
func AccessWord(tenant m365.Tenant) string {
	switch {
	case obstacleIfUsable(tenant) == nil:
		return accessOf[tenant.Access.State].word
	case Barred(tenant) != nil:
		return "Sign-in blocked"
	}
	return "Sync failed"
}

// obstacleIfUsable is nil where the relationship lets nobody in: that is the reason then for what went wrong.
func obstacleIfUsable(tenant m365.Tenant) *m365.Failure {
	if !tenant.Access.Usable() {
		return nil
	}
	return Obstacle(tenant)
}

// AccessTone is the colour of how the relationship lets the technician into a tenant.
func AccessTone(access m365.Access) table.Tone { return accessOf[access.State].tone }

// accessOf says of every state what it is called, what is known besides, and its colour.
var accessOf = map[m365.AccessState]struct {
	word, detail string
	tone         table.Tone
}{
	m365.AccessUnknown:  {"Not checked", "", table.Neutral},
	m365.AccessUnread:   {"Not read", "", table.Caution},
	m365.AccessHealthy:  {"Healthy", "", table.Good},
	m365.AccessPrimary:  {"Your tenant", "cannot be unsynced", table.Neutral},
	m365.AccessEnding:   {"GDAP ends soon", "", table.Caution},
	m365.AccessNoRole:   {"No role", "your GDAP security group lacks the needed one", table.Danger},
	m365.AccessNotInAny: {"Not in group", "you are in no security group of this GDAP", table.Danger},
	m365.AccessEnded:    {"GDAP ended", "", table.Danger},
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
