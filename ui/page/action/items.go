package action

import (
	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// onlyOne is what the actions say where more or fewer users are selected.
const onlyOne = "Available only when one user is selected"

// Items are the actions on one user, for a menu. One that does not apply is off and says why.
func (a *Actions) Items(s Subject) []widget.MenuItem {
	item := func(action change.Action, do func(Subject)) widget.MenuItem {
		return widget.MenuItem{Label: wordsOf(action).title, Off: a.Reason(s, action), Do: func() { do(s) }}
	}
	signIn := item(change.Block, a.Block)
	if s.User.SignIn == m365.Blocked {
		signIn = item(change.Unblock, a.Unblock)
	}
	return []widget.MenuItem{
		item(change.ResetPassword, a.ResetPassword),
		item(change.CreatePass, a.CreatePass),
		signIn,
		item(change.RevokeSessions, a.RevokeSessions),
		{Separator: true},
		item(change.ManageRoles, a.ManageRoles),
		item(change.ManageLicenses, a.ManageLicenses),
		item(change.ManageGroups, a.ManageGroups),
	}
}

// SelectionItems are the actions of a table's Row Actions: those on the one user that is selected, or all of them off.
func (a *Actions) SelectionItems(selected int, one Subject) []widget.MenuItem {
	if selected == 1 {
		return a.Items(one)
	}
	items := a.Items(Subject{})
	for i := range items {
		if items[i].Label == titleBlock {
			items[i].Label = titleEitherSignIn
		}
		items[i].Off = onlyOne
	}
	return items
}

// Reason says why an action cannot be done to a user; empty where it can.
func (a *Actions) Reason(s Subject, action change.Action) string {
	needed := wordsOf(action).needs
	switch {
	case a.o.Who() == "":
		return "Sign in first, in Setup"
	case !a.o.Tier().Covers(needed):
		return "Your access tier is " + a.o.Tier().Label() + ". This needs " + needed.Label() + ": choose it in Setup"
	case s.Tenant.Consented != "" && !access.Tier(s.Tenant.Consented).Covers(needed):
		return s.Tenant.Name + " was synced with the access tier " + access.Tier(s.Tenant.Consented).Label() + ". Sync it again in Setup"
	}
	return change.NotHere(action, s.User)
}
