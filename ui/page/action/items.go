package action

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// onlyOne is what the actions say where more or fewer users are selected.
const onlyOne = "Available only when one user is selected"

// Items are the operations on one user, for a menu. One that does not apply is off and says why.
func (a *Actions) Items(s Subject) []widget.MenuItem {
	var items []widget.MenuItem
	group := 0
	for _, one := range change.Menu() {
		if !one.Applies(s.User) {
			continue
		}
		if len(items) > 0 && one.Group() != group {
			items = append(items, widget.MenuItem{Separator: true})
		}
		group = one.Group()
		items = append(items, widget.MenuItem{Label: one.Title, Off: a.Reason(s, one.Action), Do: func() { a.begin(s, one) }})
	}
	return a.withOffboarding(items, s)
}

// withOffboarding puts the plan for a user who leaves before the deletion, which it may end with.
func (a *Actions) withOffboarding(items []widget.MenuItem, s Subject) []widget.MenuItem {
	deletion := slices.IndexFunc(items, func(item widget.MenuItem) bool { return item.Label == change.Of(change.DeleteUser).Title })
	if deletion < 0 {
		return append(items, widget.MenuItem{Separator: true}, a.offboardItem(s))
	}
	return slices.Insert(items, deletion, a.offboardItem(s))
}

// begin asks for what an operation needs to know, and goes on from there.
func (a *Actions) begin(s Subject, one change.Operation) {
	switch one.Action {
	case change.ResetPassword:
		a.ResetPassword(s)
	case change.CreateTAP:
		a.CreateTAP(s)
	case change.ManageRoles:
		a.ManageRoles(s)
	case change.ManageLicenses:
		a.ManageLicenses(s)
	case change.ManageGroups:
		a.ManageGroups(s)
	case change.EditUser:
		a.EditUser(s)
	default:
		a.plain(s, one.Action)
	}
}

// SelectionItems are the actions of a table's Row Actions: those on the one user that is selected, or all of them off.
func (a *Actions) SelectionItems(selected int, one Subject) []widget.MenuItem {
	if selected == 1 {
		return a.Items(one)
	}
	items := a.Items(Subject{})
	for i := range items {
		if items[i].Label == change.Of(change.Block).Title {
			items[i].Label = titleEitherSignIn
		}
		items[i].Off = onlyOne
	}
	return items
}

// ManyItems are the operations on all users that are picked, for Row Actions and the context menu. One that is about one
// user is off.
func (a *Actions) ManyItems(picked Picked) []widget.MenuItem {
	users := table.Counted(picked.Count, "user", "users")
	items := a.showItems()
	group := -1
	for _, one := range change.Menu() {
		if len(items) > 0 && one.Group() != group {
			items = append(items, widget.MenuItem{Separator: true})
		}
		group = one.Group()
		item := widget.MenuItem{Label: one.Title, Off: onlyOne}
		if one.Many() {
			item.Note, item.Off, item.Do = users, a.beyondTier(one), func() { a.many(one, picked) }
		}
		items = append(items, item)
	}
	return append(items, widget.MenuItem{Separator: true}, a.offboardManyItem(picked))
}

// beyondTier says that the technician chose a tier that an operation is not in; empty where it is.
func (a *Actions) beyondTier(one change.Operation) string {
	if needed := one.Needs(); !a.o.Tier().Covers(needed) {
		return "Your access tier is " + a.o.Tier().Label() + ". This needs " + needed.Label() + ": choose it in Setup"
	}
	return ""
}

// Reason says why an action cannot be done to a user; empty where it can.
func (a *Actions) Reason(s Subject, action change.Action) string {
	one := change.Of(action)
	needed := one.Needs()
	switch beyond := a.beyondTier(one); {
	case beyond != "":
		return beyond
	case s.Tenant.Consented != "" && !access.Tier(s.Tenant.Consented).Covers(needed):
		return s.Tenant.FullName() + " was synced with the access tier " + access.Tier(s.Tenant.Consented).Label() + ". Sync it again in Setup"
	}
	if reason := change.NotHere(action, s.User); reason != "" {
		return reason
	}
	if one.SparesAdministrators() && change.IsAdministrator(s.User, s.Tenant.Roles) && a.o.Spares() {
		return "Administrators are spared with your access tier. That is chosen in Setup"
	}
	return ""
}
