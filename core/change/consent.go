package change

import (
	"context"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// tenant is the tenant of a user, where it is synced and its consent covers the writes: the tenant may have been synced before
// the technician chose a wider tier. One that does not say what it consented to is left to Microsoft.
func (s *Service) tenant(ctx context.Context, action Action, user m365.UserKey, kinds ...WriteKind) (m365.Tenant, error) {
	tenant, err := s.options.Tenant(ctx, user.Tenant)
	if err != nil {
		return tenant, fmt.Errorf("%s in tenant %s: %w", action, user.Tenant, err)
	}
	consented := access.Tier(tenant.Consented)
	for _, kind := range kinds {
		if needed := tierOf(kind); consented != "" && !consented.Covers(needed) {
			return tenant, &Refusal{
				Reason: ErrTier, Action: action, User: user,
				What: fmt.Sprintf("%s was synced with the access tier %q, and this needs %q.", tenant.FullName(), consented.Label(), needed.Label()),
				Do:   "Sync the tenant again under Setup > Integrations > Microsoft 365, so that it grants the permissions.",
			}
		}
	}
	return tenant, nil
}
