package action_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func labels(items []widget.MenuItem) []string {
	var found []string
	for _, item := range items {
		if !item.Separator {
			found = append(found, item.Label)
		}
	}
	return found
}

func offOf(t *testing.T, items []widget.MenuItem, label string) string {
	t.Helper()
	for _, item := range items {
		if item.Label == label {
			return item.Off
		}
	}
	require.Failf(t, "no such item", "%s in %v", label, labels(items))
	return ""
}

func TestTheMenuHasTheReferencesLabels(t *testing.T) {
	d := newHarness(t)
	require.Equal(t, []string{
		"Reset Password", "Create Temporary Access Password", "Block Sign In", "Revoke All User Sessions", "Edit User",
		"Manage User Roles", "Manage User Licenses", "Manage User Groups", "Offboard User", "Delete User",
	}, labels(d.actions.Items(adele(contoso))))
	blocked := adele(contoso)
	blocked.User.SignIn = m365.Blocked
	require.Contains(t, labels(d.actions.Items(blocked)), "Unblock Sign In")
	require.NotContains(t, labels(d.actions.Items(blocked)), "Block Sign In")
}

func TestAdministratorsAreSparedInTheMenuWhereThatIsChosen(t *testing.T) {
	const why = "Administrators are spared with your access tier. That is chosen in Setup"
	d := newHarness(t)
	administrator, unread := adele(contoso), adele(contoso)
	administrator.User.Roles, unread.Tenant.Roles = []string{"User Administrator"}, m365.Unreadable
	for _, spares := range []bool{true, false} {
		d.spares = spares
		for _, subject := range []action.Subject{administrator, unread} {
			for _, label := range []string{"Reset Password", "Create Temporary Access Password", "Block Sign In", "Delete User"} {
				off := offOf(t, d.actions.Items(subject), label)
				require.Equal(t, spares, off == why, "%s: %s", label, off)
			}
			for _, label := range []string{"Revoke All User Sessions", "Edit User", "Manage User Groups"} {
				require.Empty(t, offOf(t, d.actions.Items(subject), label), label)
			}
		}
		require.Empty(t, offOf(t, d.actions.Items(adele(contoso)), "Block Sign In"))
	}
}

func TestAnActionThatDoesNotApplySaysWhy(t *testing.T) {
	guest := adele(contoso)
	guest.User.Type, guest.User.UserPrincipalName = m365.Guest, "adele_fabrikam.com#EXT#@contoso.onmicrosoft.com"
	inner := adele(contoso)
	inner.User.Type = m365.Guest
	stale := adele(contoso)
	stale.Tenant.Consented = string(access.ReadOnly)
	synced := adele(contoso)
	synced.User.OnPremisesSynced = true
	for _, c := range []struct {
		name  string
		tier  access.Tier
		about func(d *harness) []widget.MenuItem
		label string
		off   string
	}{
		{"read only", access.ReadOnly, func(d *harness) []widget.MenuItem { return d.actions.Items(adele(contoso)) }, "Block Sign In", "Your access tier is Read only. This needs Help desk: choose it in Setup"},
		{"help desk", access.HelpDesk, func(d *harness) []widget.MenuItem { return d.actions.Items(adele(contoso)) }, "Manage User Roles", "Your access tier is Help desk. This needs Full: choose it in Setup"},
		{"help desk may reset", access.HelpDesk, func(d *harness) []widget.MenuItem { return d.actions.Items(adele(contoso)) }, "Reset Password", ""},
		{"the tenant was synced with less", access.Full, func(d *harness) []widget.MenuItem { return d.actions.Items(stale) }, "Block Sign In", "Contoso Dental was synced with the access tier Read only. Sync it again in Setup"},
		{"a guest's password", access.Full, func(d *harness) []widget.MenuItem { return d.actions.Items(guest) }, "Reset Password", "An external user signs in with the account of their own organization"},
		{"a guest's sessions", access.Full, func(d *harness) []widget.MenuItem { return d.actions.Items(guest) }, "Revoke All User Sessions", "Microsoft revokes the sessions of an external user only in their own organization"},
		{"a guest's pass", access.Full, func(d *harness) []widget.MenuItem { return d.actions.Items(inner) }, "Create Temporary Access Password", "Microsoft gives guests no Temporary Access Password"},
		{"a guest with an account here", access.Full, func(d *harness) []widget.MenuItem { return d.actions.Items(inner) }, "Reset Password", ""},
		{"a synced user goes through writeback", access.Full, func(d *harness) []widget.MenuItem { return d.actions.Items(synced) }, "Reset Password", ""},
		{"a synced user is deleted on premises", access.Full, func(d *harness) []widget.MenuItem { return d.actions.Items(synced) }, "Delete User", "The user is synced from on-premises: the next sync would bring the user back"},
		{"none selected", access.Full, func(d *harness) []widget.MenuItem { return d.actions.SelectionItems(0, adele(contoso)) }, "Block Sign In/Unblock Sign In", "Available only when one user is selected"},
		{"two selected", access.Full, func(d *harness) []widget.MenuItem { return d.actions.SelectionItems(2, adele(contoso)) }, "Reset Password", "Available only when one user is selected"},
		{"one selected", access.Full, func(d *harness) []widget.MenuItem { return d.actions.SelectionItems(1, adele(contoso)) }, "Reset Password", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newHarness(t)
			d.tier = c.tier
			require.Equal(t, c.off, offOf(t, c.about(d), c.label))
		})
	}
}

func TestAMenuItemDoesWhatItSays(t *testing.T) {
	d := newHarness(t)
	for _, item := range d.actions.Items(adele(contoso)) {
		if item.Separator {
			continue
		}
		item.Do()
		d.Settle()
		require.Equal(t, item.Label, d.Texts()[0])
		d.Sees(firstLine)
		name := "Cancel"
		if !d.Has(name) {
			name = "Close"
		}
		d.Tap(name)
		d.isClosed()
	}
}
