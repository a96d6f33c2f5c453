package action_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
)

// TestAWriteGoesToWhomItsConfirmationNames walks at random through two tenants whose users have the same id, name and
// address, with administrators, options, cancelled forms and forms that are closed while their change runs.
func TestAWriteGoesToWhomItsConfirmationNames(t *testing.T) {
	d := managing(t)
	d.directory.policy = m365.TAPPolicy{Enabled: true}
	d.changes.secret = m365.NewSecret(password)
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 5).Draw(r, "actions") {
			walk(d, r)
		}
	})
}

func walk(d *harness, r *rapid.T) {
	tenant := rapid.SampledFrom([]m365.Tenant{contoso, fabrikam}).Draw(r, "tenant")
	chosen := rapid.SampledFrom(simple).Draw(r, "action")
	managed := rapid.Bool().Draw(r, "manage groups")
	admin := rapid.Bool().Draw(r, "admin")
	d.changes.do(func() {
		d.changes.admin = nil
		if admin {
			d.changes.admin = []string{"Global Administrator"}
		}
	})
	verb := chosen.verb
	if managed {
		verb = "Change groups"
		d.actions.ManageGroups(adele(tenant))
		d.Settle()
		d.Tap("Add Finance", "Apply")
	} else {
		chosen.begin(d.actions, adele(tenant))
		d.Settle()
	}
	named := tenantNamed(d)
	require.Equal(r, tenant.Name, named)
	for _, asked := range d.directory.tenants {
		require.Equal(r, tenant.ID, asked)
	}
	d.directory.do(func() { d.directory.tenants = nil })
	before := len(d.changes.carried)
	if rapid.Bool().Draw(r, "cancel") {
		d.Tap("Cancel")
		require.Len(r, d.changes.carried, before)
		return
	}
	confirmAll(d, verb, admin)
	require.Len(r, d.changes.carried, before+1)
	plan := d.changes.carried[before]
	require.Equal(r, adele(tenant).User.Key, plan.Target.Key)
	require.Equal(r, named, plan.Target.Tenant)
	d.Tap("Close")
}

func confirmAll(d *harness, verb string, admin bool) {
	d.Tap(verb)
	if admin {
		d.Tap("Yes, this user is meant", verb)
	}
}

// tenantNamed is the tenant that the first line of the form names.
func tenantNamed(d *harness) string {
	_, name, _ := strings.Cut(d.Texts()[1], " in ")
	return name
}

var (
	_ action.Changes = (*changes)(nil)
	_ action.Changes = (*change.Service)(nil)
)
