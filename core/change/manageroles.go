package change

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func init() {
	offer(Operation{
		Action: ManageRoles, Place: 210, Title: "Manage User Roles", Verb: "Change roles", What: eachByItself,
		kinds: []WriteKind{AddRole, TakeRole},
	}, map[WriteKind]effect{AddRole: addRole{}, TakeRole: takeRole{}})
}

const eachByItself = "The changes are made one after the other. One that fails leaves the others as they are."

// ofRole is what giving and taking a directory role share.
type ofRole struct{}

// addRole gives a directory role.
type addRole struct{ ofRole }

// takeRole ends a direct assignment of a directory role.
type takeRole struct{ ofRole }

func (ofRole) need(Write) need { return need{tier: access.Full, role: "Privileged Role Administrator"} }

func (ofRole) late() bool { return true }

func (ofRole) lost() lost { return usually }

func (ofRole) parts() []profile.Part { return []profile.Part{profile.Roles} }

func (addRole) doing(user string, write Write) string {
	return "give " + user + " the role " + named(write)
}

func (takeRole) doing(user string, write Write) string {
	return "take the role " + named(write) + " from " + user
}

func (addRole) plan(_ context.Context, d *draft, write Write) error {
	scope := write.Detail[DetailScope]
	if scope == "" {
		scope = call.WholeTenant
	}
	write.Detail = map[string]string{DetailScope: scope}
	for _, held := range d.roles {
		if !sameRole(held, write) {
			continue
		}
		if held.Group.ID == "" && held.Scope == scope {
			return nil
		}
		write.Detail[detailKept] = "yes"
	}
	if m365.Privileged(write.Subject) {
		d.note(named(write) + " is a privileged role: whoever holds it can take over other accounts.")
	}
	write.Before, write.After = "", assigned
	d.step(write, "Add the role "+named(write), call.AddRole(d.id(), write.Subject, scope))
	return nil
}

func (takeRole) plan(_ context.Context, d *draft, write Write) error {
	if d.rolesUnread != nil {
		return d.rolesUnread
	}
	wanted := write.Detail
	var through *m365.HeldRole
	for i, held := range d.roles {
		if !sameRole(held, write) || (wanted[DetailScope] != "" && held.Scope != wanted[DetailScope]) {
			continue
		}
		if held.Group.ID != "" {
			through = &d.roles[i]
			continue
		}
		if wanted[DetailAssignment] != "" && held.AssignmentID != wanted[DetailAssignment] {
			continue
		}
		write.Name, write.Before, write.After = held.Name, assigned, ""
		write.Detail = map[string]string{DetailScope: held.Scope, DetailAssignment: held.AssignmentID}
		if d.heldOtherwise(held) {
			write.Detail[detailKept] = "yes"
			d.note("The user keeps " + held.Name + " in another way, as through a group.")
		}
		d.step(write, "Remove the role "+describe(held), call.RemoveRole(held.AssignmentID))
		return nil
	}
	if through != nil {
		return d.refuse(ErrThroughGroup,
			fmt.Sprintf("%s holds %s through the group %s, so it cannot be removed here.", d.on(), through.Name, through.Group.Name),
			"Remove the user from that group.")
	}
	return d.rolesLack // The role may be among those that could not be read.
}

// sameRole says that a held role is the one of a write, whose subject may be either id.
func sameRole(held m365.HeldRole, write Write) bool {
	return held.ID == write.Subject || (held.TemplateID != "" && held.TemplateID == write.Subject)
}

// heldOtherwise says that the lists show the same name for another assignment.
func (d *draft) heldOtherwise(role m365.HeldRole) bool {
	return slices.ContainsFunc(d.roles, func(other m365.HeldRole) bool {
		return other.AssignmentID != role.AssignmentID && other.Name == role.Name &&
			(other.Scope == call.WholeTenant) == (role.Scope == call.WholeTenant)
	})
}

func (addRole) tells(now *snapshot, write Write) (verdict, error) {
	holds, err := holdsRole(now, write)
	return doneIf(holds), err
}

func (takeRole) tells(now *snapshot, write Write) (verdict, error) {
	holds, err := holdsRole(now, write)
	return doneIf(!holds), err
}

func holdsRole(now *snapshot, write Write) (bool, error) {
	roles, err := now.roles()
	scope := write.Detail[DetailScope]
	return slices.ContainsFunc(roles.held, func(held m365.HeldRole) bool {
		return held.Group.ID == "" && sameRole(held, write) && held.Scope == scope
	}), err
}

func (addRole) already(err error) bool { return call.Is(err, call.Conflict) }

func (takeRole) already(err error) bool { return call.Is(err, call.NotFound) }

func (addRole) because(found *call.Error) (because, do string) {
	if found.Kind == call.NotFound {
		return "the user or the role was deleted meanwhile", lookAgain
	}
	return "", ""
}

func (takeRole) because(*call.Error) (because, do string) { return "", "" }

func (addRole) shows(write Write, _ time.Time) shown {
	if write.Detail[detailKept] != "" {
		return shown{}
	}
	role := listedRole(write)
	return shown{
		put:      func(user *m365.User) { user.Roles = with(user.Roles, role) },
		takeBack: func(user *m365.User, _ m365.User) { user.Roles = without(user.Roles, role) },
	}
}

func (takeRole) shows(write Write, _ time.Time) shown {
	if write.Detail[detailKept] != "" {
		return shown{}
	}
	role := listedRole(write)
	return shown{
		put:      func(user *m365.User) { user.Roles = without(user.Roles, role) },
		takeBack: func(user *m365.User, _ m365.User) { user.Roles = with(user.Roles, role) },
	}
}

func (addRole) inverse() WriteKind { return TakeRole }

func (takeRole) inverse() WriteKind { return AddRole }

// listedRole is the name that the lists show for a role.
func listedRole(write Write) string {
	if scope := write.Detail[DetailScope]; scope != "" && scope != call.WholeTenant {
		return write.Name + " (scoped)"
	}
	return write.Name
}
