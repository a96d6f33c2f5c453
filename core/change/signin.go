package change

import (
	"context"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func init() {
	offer(Operation{
		Action: Block, Place: 130, Title: "Block Sign In", Verb: "Block sign-in", Danger: true, many: "Block sign-in of %s",
		What:  "Nobody can sign in as this user from then on.",
		kinds: []WriteKind{SetSignIn}, asks: just(Write{Kind: SetSignIn, After: string(m365.Blocked)}),
		applies: func(user m365.User) bool { return user.SignIn != m365.Blocked },
	}, map[WriteKind]effect{SetSignIn: signInEffect{}})
}

func init() {
	offer(Operation{
		Action: Unblock, Place: 131, Title: "Unblock Sign In", Verb: "Unblock sign-in", many: "Unblock sign-in of %s",
		What:  "The user can sign in again, with the password and methods they have.",
		kinds: []WriteKind{SetSignIn}, asks: just(Write{Kind: SetSignIn, After: string(m365.Allowed)}),
		applies: func(user m365.User) bool { return user.SignIn == m365.Blocked },
	}, nil)
}

// BlockEndsNothing is the note of a block, which does not hold where the sessions are revoked with it.
const BlockEndsNothing = "A block ends no session that is running: revoke the sessions as well."

// SyncOverwrites is the note of a block, and of the end of one, of a user who is synced from on-premises.
// https://learn.microsoft.com/entra/identity/users/users-revoke-access, "Hybrid environments".
func SyncOverwrites(name string) string {
	return name + " is synced from on-premises: the next sync overwrites this, unless the account is changed in the Active Directory there too."
}

// signInEffect allows or blocks the sign-in.
type signInEffect struct{}

func (signInEffect) need(Write) need {
	return need{tier: access.HelpDesk, role: "User Administrator", guarded: true}
}

func (signInEffect) doing(user string, write Write) string {
	if write.After == string(m365.Blocked) {
		return "block the sign-in of " + user
	}
	return "unblock the sign-in of " + user
}

func (signInEffect) plan(_ context.Context, d *draft, write Write) error {
	status := m365.SignInStatus(write.After)
	if d.user.SignIn == status {
		return nil
	}
	text := "Unblock the sign-in"
	if status == m365.Blocked {
		text = "Block the sign-in"
		if d.mine() {
			return d.refuse(ErrOwnAccount, "This is the account that you are signed in with: blocking it would lock you out.",
				"Ask a colleague to block it from another account.")
		}
		d.note(BlockEndsNothing)
	}
	if d.user.OnPremisesSynced {
		d.note(SyncOverwrites(d.plan.Target.Name))
	}
	write.Before = string(d.user.SignIn)
	d.step(write, text, call.SetSignIn(d.id(), status))
	return nil
}

func (signInEffect) tells(now *snapshot, write Write) (verdict, error) {
	user, err := now.user()
	return doneIf(user.SignIn == m365.SignInStatus(write.After)), err
}

func (signInEffect) late() bool { return true }

func (signInEffect) already(error) bool { return false }

func (signInEffect) because(*call.Error) (because, do string) { return "", "" }

func (signInEffect) lost() lost { return usually }

func (signInEffect) parts() []profile.Part { return []profile.Part{profile.Details} }

func (signInEffect) shows(write Write, _ time.Time) shown {
	return shown{
		put:      func(user *m365.User) { user.SignIn = m365.SignInStatus(write.After) },
		takeBack: func(user *m365.User, _ m365.User) { user.SignIn = m365.SignInStatus(write.Before) },
	}
}

func (signInEffect) inverse() WriteKind { return SetSignIn }
