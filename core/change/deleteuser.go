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
		Action: DeleteUser, Place: 310, Title: "Delete User", Verb: "Delete user", Danger: true,
		What:  "The user goes to Deleted Users and can be restored from there for 30 days. Nobody can sign in as this user from then on.",
		kinds: []WriteKind{DropUser}, asks: just(Write{Kind: DropUser}),
		barred: func(user m365.User) string {
			if user.OnPremisesSynced {
				return syncedIsDeletedThere
			}
			return ""
		},
	}, map[WriteKind]effect{DropUser: dropEffect{}})
}

const (
	syncedIsDeletedThere = "The user is synced from on-premises: the next sync would bring the user back"
	deleteThere          = "Delete the account in the Active Directory on premises, or take it out of the sync; the next sync deletes the user here."
)

// What a user is between deletion and restoration, as the journal has it.
const (
	present = "Present"
	deleted = "Deleted"
)

// dropEffect deletes the user.
type dropEffect struct{}

func (dropEffect) need(Write) need {
	return need{tier: access.Full, role: "User Administrator", guarded: true}
}

func (dropEffect) doing(user string, _ Write) string { return "delete " + user }

func (dropEffect) plan(ctx context.Context, d *draft, write Write) error {
	switch {
	case d.mine():
		return d.refuse(ErrOwnAccount, "This is the account that you are signed in with: deleting it would lock you out.",
			"Ask a colleague to delete it from another account.")
	case d.user.OnPremisesSynced:
		return d.refuse(ErrSynced, fmt.Sprintf("%s cannot be deleted here. %s.", d.on(), syncedIsDeletedThere), deleteThere)
	}
	if err := d.checkLastAdministrator(ctx); err != nil {
		return err
	}
	// https://learn.microsoft.com/microsoft-365/admin/add-users/delete-a-user.
	d.note("The licenses become free at once. Mailbox and OneDrive are kept as long as the user can be restored, and are deleted with the user after that.")
	if len(d.plan.AdminRoles) > 0 {
		// https://learn.microsoft.com/graph/api/user-delete, permissions.
		d.note("Microsoft may let an application delete no administrator, whatever your role is: take the admin roles from the user before.")
	}
	write.Before, write.After = present, deleted
	d.step(write, "Delete the user", call.DeleteUser(d.id()))
	return nil
}

// checkLastAdministrator refuses to delete the only one who holds the role of the Global Administrator for good.
func (d *draft) checkLastAdministrator(ctx context.Context) error {
	role := slices.IndexFunc(d.roles, func(held m365.HeldRole) bool {
		return held.TemplateID == m365.GlobalAdministrator && held.Group.ID == "" && held.Scope == call.WholeTenant
	})
	if role < 0 {
		return nil
	}
	holders, err := d.service.options.Directory.RoleHolders(ctx, d.intent.User.Tenant, d.roles[role].ID)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		d.unread(err)
		d.note("It is not known whether the tenant has another Global Administrator.")
		return nil
	}
	if slices.ContainsFunc(holders, func(id string) bool { return id != d.id() }) {
		return nil
	}
	return d.refuse(ErrLastAdministrator,
		d.on()+" is the last Global Administrator: without one nobody can administer the tenant.", "Give the role to another user first.")
}

// tells that the user is deleted where Microsoft does not know them.
func (dropEffect) tells(now *snapshot, _ Write) (verdict, error) {
	_, err := now.user()
	if call.Is(err, call.NotFound) {
		return done, nil
	}
	return undone, err
}

func (dropEffect) late() bool { return true }

func (dropEffect) already(err error) bool { return call.Is(err, call.NotFound) }

func (dropEffect) because(*call.Error) (because, do string) { return "", "" }

func (dropEffect) lost() lost { return usually }

func (dropEffect) parts() []profile.Part { return []profile.Part{profile.Details} }

func (dropEffect) shows(Write, time.Time) shown { return shown{leaves: true} }

func (dropEffect) inverse() WriteKind { return BringBack }
