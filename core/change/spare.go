package change

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// spared says that a write is not done to administrators where they are spared: it is one that Microsoft guards, as a new
// password, a block or a deletion. The end of sessions takes nothing from anybody.
func spared(write Write) bool {
	known, ok := effects[write.Kind]
	return ok && write.Kind != EndSessions && known.need(write).guarded
}

// SparesAdministrators says that an action is not done to administrators where they are spared.
func (o Operation) SparesAdministrators() bool {
	return slices.ContainsFunc(o.kinds, func(kind WriteKind) bool { return spared(Write{Kind: kind}) })
}

// checkSpared refuses a plan for an administrator where these are spared. Roles that cannot be read count as held.
func (s *Service) checkSpared(plan Plan) error {
	guarded := slices.ContainsFunc(plan.Steps, func(step Step) bool { return spared(step.Write) })
	if !guarded || len(plan.AdminRoles) == 0 || !s.options.Spares() {
		return nil
	}
	return refuseSpared(plan, s.options.Tier().Label())
}

func refuseSpared(plan Plan, tier string) error {
	return &Refusal{
		Reason: ErrSpared, Action: plan.Action, User: plan.Target.Key,
		What: fmt.Sprintf("%s in %s counts as an administrator (%s), and administrators are spared with the access tier %q.",
			plan.Target.Name, plan.Target.Tenant, strings.Join(plan.AdminRoles, ", "), tier),
		Do: "Nothing was sent. Whether they are spared is chosen under Setup > Integrations > Microsoft 365, below the tier.",
	}
}

// IsAdministrator says that the lists show a user as an administrator, or cannot tell.
func IsAdministrator(user m365.User, roles m365.Availability) bool {
	return len(user.Roles) > 0 || roles == m365.NoPermission || roles == m365.Unreadable
}
