package action

import (
	"strings"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
)

// words are how an action speaks.
type words struct {
	// title is the action's name in menus and above its form, in the words of the reference.
	title string
	// verb is what the button says.
	verb string
	// what happens, in plain words.
	what string
	// danger draws the button in red.
	danger bool
	// needs is the least access tier.
	needs access.Tier
}

// The names of the actions.
const (
	titleResetPassword  = "Reset Password"
	titleCreatePass     = "Create Temporary Access Password"
	titleBlock          = "Block Sign In"
	titleUnblock        = "Unblock Sign In"
	titleEitherSignIn   = "Block Sign In/Unblock Sign In"
	titleRevokeSessions = "Revoke All User Sessions"
	titleManageRoles    = "Manage User Roles"
	titleManageLicenses = "Manage User Licenses"
	titleManageGroups   = "Manage User Groups"
	titleRemoveMethod   = "Remove Authentication Method"
	titleUndo           = "Undo"
)

const eachByItself = "The changes are made one after the other. One that fails leaves the others as they are."

func wordsOf(action change.Action) words {
	switch action {
	case change.ResetPassword:
		return words{
			title: titleResetPassword, verb: "Reset password", needs: access.HelpDesk,
			what: "The present password stops working at once. You are shown the new one, once, to give it to the user.",
		}
	case change.CreatePass:
		return words{
			title: titleCreatePass, verb: "Create pass", needs: access.HelpDesk,
			what: "The user can sign in with the pass until it expires, for example to set up a new phone. It takes the place of a pass that the user has already. The password stays as it is.",
		}
	case change.Block:
		return words{
			title: titleBlock, verb: "Block sign-in", danger: true, needs: access.HelpDesk,
			what: "Nobody can sign in as this user from then on.",
		}
	case change.Unblock:
		return words{
			title: titleUnblock, verb: "Unblock sign-in", needs: access.HelpDesk,
			what: "The user can sign in again, with the password and methods they have.",
		}
	case change.RevokeSessions:
		return words{
			title: titleRevokeSessions, verb: "Revoke sessions", danger: true, needs: access.HelpDesk,
			what: "The user has to sign in again on every device.",
		}
	case change.ManageRoles:
		return words{title: titleManageRoles, verb: "Change roles", needs: access.Full, what: eachByItself}
	case change.ManageLicenses:
		return words{title: titleManageLicenses, verb: "Change licenses", needs: access.Full, what: "Microsoft shows changed licenses within a few minutes. Data of a service that the user loses is kept for a limited time only."}
	case change.ManageGroups:
		return words{title: titleManageGroups, verb: "Change groups", needs: access.Full, what: eachByItself}
	case change.RemoveMethod:
		return words{
			title: titleRemoveMethod, verb: "Remove method", danger: true, needs: access.Full,
			what: "The user can no longer sign in with it. If it is the only one, Microsoft asks them to set up another at the next sign-in, where the tenant requires one.",
		}
	}
	return words{title: titleUndo, verb: "Undo", needs: access.HelpDesk, what: "What the change did is taken back."}
}

// Whom names a user and the tenant, as the first line of every form does.
func Whom(target change.Target) string {
	name := strings.TrimSpace(target.Name)
	switch {
	case name == "" && target.Username == "":
		name = target.Key.ID
	case name == "":
		name = target.Username
	case target.Username != "":
		name += " (" + target.Username + ")"
	}
	return name + " in " + tenantName(target)
}

func tenantName(target change.Target) string {
	if target.Tenant == "" {
		return string(target.Key.Tenant)
	}
	return target.Tenant
}

// person is the user's name in a sentence.
func person(target change.Target) string {
	if name := strings.TrimSpace(target.Name); name != "" {
		return name
	}
	return target.Username
}

// target is the subject as a change names it.
func (s Subject) target() change.Target {
	return change.Target{
		Key: s.User.Key, Name: s.User.DisplayName, Username: s.User.UserPrincipalName, Tenant: s.Tenant.Name,
	}
}

// listed joins names: "a", "a and b", "a, b and c".
func listed(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
