package change

import (
	"context"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
)

// What Microsoft lets only the administrators of a restricted management administrative unit do
// (https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management).

// guardedByUnit says that a write changes a user who is there, and not a group or what a role is given to.
func guardedByUnit(write Write) bool {
	return !slices.Contains([]WriteKind{AddGroup, TakeGroup, AddRole, TakeRole, MakeUser, BarDevice, AdmitDevice, DisownDevice}, write.Kind)
}

// noteRestricted names the unit that keeps others from changing the user.
func (d *draft) noteRestricted(ctx context.Context) {
	guarded := slices.ContainsFunc(d.plan.Steps, func(step Step) bool { return guardedByUnit(step.Write) })
	if !d.user.Restricted || !guarded {
		return
	}
	units, err := d.service.options.Directory.RestrictedUnits(ctx, d.intent.User)
	d.unread(err)
	d.note(d.plan.Target.Name + " is in " + unitsInWords(units) + ": only administrators whose role is for that unit can change the user, and Microsoft refuses all others.")
}

func unitsInWords(units []string) string {
	if len(units) == 0 {
		return "a restricted management administrative unit"
	}
	return "the restricted management administrative unit " + list(units)
}

// restricted says why Microsoft refused where a restricted unit is the reason, and names it; empty where it is not.
func (r *run) restricted(ctx context.Context, write Write, found *call.Error) (because, do string) {
	if found.Kind != call.Denied {
		return "", ""
	}
	said := strings.Contains(strings.ToLower(found.Message), "restricted management")
	if !guardedByUnit(write) {
		if !said {
			return "", ""
		}
		return "it is in a restricted management administrative unit", needsUnitRole
	}
	looking, stop, alive := afterEnd(ctx)
	defer stop()
	var units []string
	if alive {
		// What cannot be read takes only the name from the reason.
		user, _ := r.service.look(looking, r.key()).user()
		if said = said || user.Restricted; said {
			units, _ = r.service.options.Directory.RestrictedUnits(looking, r.key())
		}
	}
	if !said {
		return "", ""
	}
	return "the user is in " + unitsInWords(units), needsUnitRole
}

const needsUnitRole = "It takes a role that is assigned for that administrative unit. Ask an administrator of the tenant to do it, or to take the user out of the unit."
