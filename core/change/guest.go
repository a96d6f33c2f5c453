package change

import (
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// homeOnly is what Microsoft gives no effect where a user is at home in another organization.
type homeOnly struct {
	// elsewhere says that only the organization of a user can do it; nil where it can be done here for everybody.
	elsewhere func(m365.User) bool
	// why and do are the sentences; why is without its full stop.
	why, do string
}

// NotHere says why an action on a user has no effect in this tenant, as a password reset of a guest, or is not done here, as
// the deletion of a synced user; empty where it is. Plan refuses it with the same reason.
func NotHere(action Action, user m365.User) string {
	one := Of(action)
	switch {
	case one.home.elsewhere != nil && one.home.elsewhere(user):
		return one.home.why
	case one.barred != nil:
		return one.barred(user)
	}
	return ""
}

// external says that a user signs in with an account of another organization.
func external(user m365.User) bool { return m365.IsOfAnother(user.UserPrincipalName) }

// checkHome refuses what only the user's own organization can do. An invited user keeps that when their name is changed here.
func (d *draft) checkHome() error {
	only := Of(d.intent.Action).home
	if only.elsewhere == nil || !d.user.External && !only.elsewhere(d.user.User) {
		return nil
	}
	return d.refuse(ErrGuest, fmt.Sprintf("This has no effect on %s. %s.", d.on(), only.why), only.do)
}
