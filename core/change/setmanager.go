package change

import (
	"context"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

// ManagerField is the subject of a write of the kind SetManager.
const ManagerField = "manager"

// managerEffect gives a user a manager, or takes the one there is. DetailFrom and DetailTo are their ids.
type managerEffect struct{}

func (managerEffect) need(Write) need { return need{tier: access.Full, role: "User Administrator"} }

func (managerEffect) doing(user string, _ Write) string { return "set the Manager of " + user }

func (managerEffect) plan(_ context.Context, d *draft, write Write) error {
	held, name := managerOf(d.user)
	began, wanted := write.Detail[DetailFrom], write.Detail[DetailTo]
	write.Subject, write.Name, write.Before = ManagerField, "Manager", name
	write.Detail = map[string]string{DetailFrom: held, DetailTo: wanted}
	switch {
	case held == wanted && (name == "") == (wanted == ""):
		return nil
	case d.meanwhile(write, began, held):
		return nil
	case ManagerLocked(d.user) != "":
		d.object(write, ManagerLocked(d.user))
		return nil
	case wanted == d.id():
		d.object(write, "Nobody is their own manager.")
		return nil
	}
	if held == "" && name != "" {
		d.note("The manager " + name + " is a contact: an undo cannot bring a contact back.")
	}
	if wanted == "" {
		write.After = ""
		d.step(write, "Clear Manager", call.ClearManager(d.id()))
		return nil
	}
	d.step(write, "Set Manager to "+write.After, d.service.options.Directory.SetManager(d.id(), wanted))
	return nil
}

// ManagerLocked says why the manager of a user cannot be set here; empty where it can.
func ManagerLocked(user m365.Details) string {
	if user.OnPremisesSynced {
		return syncedField
	}
	return ""
}

// managerOf is the id and the name of the manager, both empty where there is none. A contact has no id.
func managerOf(user m365.Details) (id, name string) {
	if user.Manager == nil {
		return "", ""
	}
	if name = user.Manager.DisplayName; name == "" {
		name = user.Manager.UserPrincipalName
	}
	return user.Manager.Key.ID, name
}

func (managerEffect) tells(now *snapshot, write Write) (verdict, error) {
	user, err := now.user()
	if err != nil {
		return unclear, err
	}
	id, name := managerOf(user)
	return doneIf(id == write.Detail[DetailTo] && (name == "") == (id == "")), nil
}

func (managerEffect) holds(user *snapshot, write Write) (now string, same bool, err error) {
	live, err := user.user()
	if err != nil {
		return "", false, err
	}
	id, now := managerOf(live)
	return now, id == write.Detail[DetailFrom] || id == write.Detail[DetailTo], nil
}

func (managerEffect) late() bool { return false }

func (managerEffect) already(error) bool { return false }

func (managerEffect) because(found *call.Error) (because, do string) {
	if found.Kind == call.NotFound {
		return "the user or the manager was deleted, or the manager was taken away meanwhile", lookAgain
	}
	return "", ""
}

func (managerEffect) lost() lost { return usually }

func (managerEffect) parts() []profile.Part { return []profile.Part{profile.Details} }

func (managerEffect) shows(Write, time.Time) shown { return shown{} }

func (managerEffect) inverse() WriteKind { return SetManager }
