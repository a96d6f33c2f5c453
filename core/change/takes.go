package change

import "github.com/tenantkeep/tenantkeep/core/call"

// What a write takes of the technician that Microsoft refused. In the partner's own tenant, home, there is no GDAP relationship,
// and nothing that syncs it again: what it grants an administrator grants there.

// besides is an effect that needs a permission which not every tenant granted that is synced (access.Besides).
type besides interface {
	permission() string
}

// denied says why Microsoft did not allow a write, and what to do.
func (r *run) denied(write Write) (because, do string) {
	if effect, is := effects[write.Kind].(besides); is {
		return "the tenant has not granted the permission " + effect.permission() + ", or your roles there are too low",
			grantNeeded(r.home, effect.permission(), effects[write.Kind].need(write).role)
	}
	return "the roles that you have in this tenant are too low", r.roleNeeded(write)
}

func grantNeeded(home bool, permission, role string) string {
	if home {
		return call.GrantAtHome(permission) + " It also takes a role of yours in your own tenant: " + role + "."
	}
	return "The tenant needs an update: choose Sync again in its menu under Setup > Integrations > Microsoft 365, so that it grants " + permission +
		". It also takes in the GDAP relationship: " + role + "."
}

// roleNeeded names the directory role that Microsoft asks for.
func (r *run) roleNeeded(write Write) string {
	needed := effects[write.Kind].need(write)
	guarded := needed.guarded && len(r.outcome.Plan.AdminRoles) > 0
	switch {
	case guarded && r.home:
		return "The user holds an admin role, so you need Privileged Authentication Administrator in your own tenant."
	case guarded:
		return "The user holds an admin role, so it needs Privileged Authentication Administrator in the GDAP relationship."
	case r.home:
		return "It needs a role of yours in your own tenant: " + needed.role + ". If it was given lately, sign in again."
	}
	return "It needs in the GDAP relationship: " + needed.role + ". If a role was added lately, sync the tenant again."
}

// LookTakes says what a look at a secret of a device takes, where Microsoft refused what leads to it; empty for other actions.
// home says that it is in the partner's own tenant.
func LookTakes(action Action, home bool) string {
	for _, kind := range Of(action).kinds {
		if look, is := effects[kind].(lookEffect); is {
			return grantNeeded(home, look.grant, look.role)
		}
	}
	return ""
}
