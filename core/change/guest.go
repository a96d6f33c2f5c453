package change

import (
	"fmt"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// homeOnly are the actions that Microsoft gives no effect where a user is at home in another organization.
var homeOnly = map[Action]struct {
	// elsewhere says that only the organization of a user can do it.
	elsewhere func(m365.User) bool
	// why and do are the sentences; why is without its full stop.
	why, do string
}{
	// https://learn.microsoft.com/entra/external-id/user-properties: the account and its password are elsewhere.
	ResetPassword: {
		external, "An external user signs in with the account of their own organization",
		"The user's own organization can reset it, in its own tenant.",
	},
	CreatePass: {
		func(user m365.User) bool { return user.Type == m365.Guest || external(user) },
		"Microsoft gives guests no Temporary Access Pass", "The user's own organization can create one, in its own tenant.",
	},
	// https://learn.microsoft.com/graph/api/user-revokesigninsessions: Microsoft answers that it is done, and does nothing.
	RevokeSessions: {
		external, "Microsoft revokes the sessions of an external user only in their own organization",
		"The user's own organization can revoke them, in its own tenant. A block of the sign-in keeps the user out of this one.",
	},
}

// NotHere says why an action on a user has no effect in this tenant, as a password reset of a guest; empty where it has one.
// Plan refuses it with the same reason.
func NotHere(action Action, user m365.User) string {
	if only, known := homeOnly[action]; known && only.elsewhere(user) {
		return only.why
	}
	return ""
}

// external says that a user signs in with an account of another organization: Microsoft marks their name with #EXT#. Such a
// user may be a member too, where organizations share their users.
func external(user m365.User) bool {
	return strings.Contains(strings.ToUpper(user.UserPrincipalName), "#EXT#")
}

// checkHome refuses what only the user's own organization can do.
func (d *draft) checkHome() error {
	why := NotHere(d.intent.Action, d.user.User)
	if why == "" {
		return nil
	}
	return d.refuse(ErrGuest, fmt.Sprintf("This has no effect on %s. %s.", d.on(), why), homeOnly[d.intent.Action].do)
}
