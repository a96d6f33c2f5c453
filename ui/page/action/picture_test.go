package action_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

// scenes are the forms as a person meets them.
var scenes = []struct {
	name string
	show func(d *harness)
}{
	{"block", func(d *harness) {
		d.changes.notes = []string{"This user is synced from on-premises. The next sync may unblock the sign-in, unless it is blocked there too."}
		d.actions.Block(adele(contoso))
		d.Settle()
	}},
	{"block-preview", func(d *harness) { d.actions.Block(adele(contoso)); d.Settle(); d.Tap("What will be sent") }},
	{"admin", func(d *harness) {
		d.changes.admin = []string{"Global Administrator", "User Administrator"}
		d.actions.Block(adele(contoso))
		d.Settle()
		d.Tap("Block sign-in")
	}},
	{"checking", func(d *harness) { d.actions.RevokeSessions(adele(contoso)) }},
	{"refused", func(d *harness) {
		d.changes.planErr = refusal("Your role in Contoso Dental does not let you read this user.", "Ask for the role User Administrator in a GDAP relationship.")
		d.actions.RevokeSessions(adele(contoso))
		d.Settle()
	}},
	{"done", func(d *harness) { d.actions.Unblock(adele(contoso)); d.Settle(); d.Tap("Unblock sign-in") }},
	{"failed", func(d *harness) {
		d.changes.results[0] = change.StepResult{State: change.Failed, Failure: &m365.Failure{What: "Microsoft does not let you block this user.", Do: "Ask for Privileged Authentication Administrator."}}
		d.actions.Block(adele(contoso))
		d.Settle()
		d.Tap("Block sign-in")
	}},
	{"reset", func(d *harness) { d.actions.ResetPassword(adele(contoso)); d.Settle() }},
	{"reset-passphrase", func(d *harness) { d.actions.ResetPassword(adele(contoso)); d.Settle(); d.Tap("Passphrase", "5 words") }},
	{"secret", func(d *harness) {
		d.changes.secret = m365.NewSecret(password)
		d.actions.ResetPassword(adele(contoso))
		d.Settle()
		d.Tap("Reset password")
	}},
	{"secret-shown", func(d *harness) {
		d.changes.secret = m365.NewSecret("otter-Marble7-violin-plank-sunrise")
		d.actions.ResetPassword(adele(contoso))
		d.Settle()
		d.Tap("Reset password", "Show", "Copy Reset Password")
	}},
	{"pass", func(d *harness) {
		d.directory.policy = m365.TAPPolicy{Enabled: true, Shortest: time.Hour, Longest: 8 * time.Hour, Usual: time.Hour}
		d.actions.CreateTAP(adele(contoso))
		d.Settle()
	}},
	{"pass-off", func(d *harness) { d.actions.CreateTAP(adele(contoso)); d.Settle() }},
	{"roles", func(d *harness) {
		d.actions.ManageRoles(adele(contoso))
		d.Settle()
		d.Tap("Add Global Reader", "Remove User Administrator")
	}},
	{"licenses", func(d *harness) {
		subject := adele(contoso)
		subject.User.UsageLocation = ""
		d.actions.ManageLicenses(subject)
		d.Settle()
		d.Tap("Add Microsoft 365 Business Premium")
	}},
	{"licenses-place", func(d *harness) {
		subject := adele(contoso)
		subject.User.UsageLocation = ""
		d.actions.ManageLicenses(subject)
		d.Settle()
		d.Tap("Add Microsoft 365 Business Premium", "Choose usage location")
	}},
	{"edit", func(d *harness) { d.edit(); d.TypeIn("Job Title", "Head Clerk") }},
	{"edit-faults", func(d *harness) {
		d.edit()
		d.TypeIn("Employee ID", "12345678901234567")
		d.TypeIn("User Principal Name", "a b")
		d.TypeIn("Employee Hire Date", "yesterday")
		d.Tap("Review changes")
	}},
	{"restore-address-taken", func(d *harness) {
		d.changes.planErr = addressTaken()
		d.actions.Restore(adele(contoso))
		d.Settle()
	}},
	{"edit-meanwhile", func(d *harness) {
		d.edit()
		d.TypeIn("Job Title", "Head Clerk")
		d.changes.planErr = &change.Refusal{Reason: change.ErrFields, Objections: []change.Objection{
			{Field: "jobTitle", Changed: true, Now: "Director", Why: "Somebody changed it meanwhile: it is “Director” now."},
		}}
		d.Tap("Review changes")
	}},
	{"edit-plan", func(d *harness) {
		d.edit()
		d.TypeIn("Job Title", "Head Clerk")
		d.TypeIn("Department", "")
		d.Tap("Review changes", "What will be sent")
	}},
	{"edit-synced", func(d *harness) {
		d.directory.user.OnPremisesSynced = true
		d.edit()
	}},
	{"offboard-steps", func(d *harness) { d.actions.Offboard(adele(contoso)); d.Settle() }},
	{"offboard-plan", func(d *harness) {
		d.offboarding.plan.AdminRoles = []string{"Global Administrator"}
		d.offboarding.plan.Warnings = []string{"Adele Vance is synced from on-premises: the next sync brings back what the Active Directory there says."}
		d.planned()
	}},
	{"offboard-running", func(d *harness) {
		d.leaves()
		d.stands(func(run *offboard.Run) {
			for i := range run.Steps[:3] {
				run.Steps[i].State, run.Steps[i].Note = offboard.Done, "Done so."
			}
			run.Steps[3].State = offboard.Running
		})
	}},
	{"offboard-failed", func(d *harness) { d.leaves(); d.stands(resting) }},
	{"offboardings", func(d *harness) {
		d.leaves()
		d.stands(resting)
		d.Tap("Close")
		d.actions.ShowOffboardings()
		d.Settle()
	}},
	{"offboard-many-steps", func(d *harness) {
		d.offboarding.ownOf = map[m365.TenantID]offboard.Choice{fabrikam.ID: {Kinds: []offboard.Kind{offboard.Block}}}
		d.leavers(12, "User 5")
	}},
	{"offboard-many-plan", func(d *harness) {
		d.refusedLeavers()
		d.Tap("Make the plans")
	}},
	{"offboard-many-running", func(d *harness) {
		d.leaveTogether(9)
		d.allStand(func(at int, run *offboard.Run) {
			if at < 4 {
				run.Steps[0].State, run.Steps[1].State = offboard.Done, offboard.Running
			}
		})
	}},
	{"offboard-many-failed", func(d *harness) {
		d.leaveTogether(9)
		d.allStand(restingMany)
	}},
	{"offboard-many-checklist", func(d *harness) {
		d.leaveTogether(9)
		d.allStand(restingMany)
		d.Tap("Checklist (9)")
	}},
	{"groups", func(d *harness) { d.actions.ManageGroups(adele(contoso)); d.Settle() }},
	{"groups-failed", func(d *harness) {
		d.directory.err = refusal("Contoso Dental did not answer.", "Check the network.")
		d.actions.ManageGroups(adele(contoso))
		d.Settle()
	}},
	{"groups-plan", func(d *harness) {
		d.actions.ManageGroups(adele(contoso))
		d.Settle()
		d.Tap("Add Finance", "Remove Lab", "Apply")
	}},
	{"groups-running", func(d *harness) {
		d.actions.ManageGroups(adele(contoso))
		d.Settle()
		d.Tap("Add Finance", "Remove Lab", "Apply")
		d.changes.hold = newGate()
		require.NoError(d.T, d.Robot.Tap("Change groups"))
		d.T.Cleanup(func() { close(d.changes.hold.open); d.Work.Close() })
	}},
	{"many-password", func(d *harness) { d.many("Reset Password", crowd(40)) }},
	{"many-passwords", func(d *harness) {
		d.reset(6)
		d.Tap("Reset password of 6 users", "Show passwords (5)")
	}},
	{"many-passwords-ended", func(d *harness) {
		d.reset(6)
		d.Tap("Reset password of 6 users")
	}},
	{"many-fields", func(d *harness) {
		d.many("Edit User", crowd(40))
		d.TypeIn("Department", "Field Services")
		d.TypeIn("Postcode", "0123456789012345678901234567890123456789-")
		d.Tap("Clear Job Title")
	}},
	{"many-licenses", func(d *harness) {
		d.byTenant(map[m365.TenantID][]m365.SKU{contoso.ID: {premium(1), {ID: "sku-2", Name: "Visio Plan 2", Enabled: 9}}, fabrikam.ID: {premium(7)}}, nil)
		d.directory.failing = map[m365.TenantID]error{fabrikam.ID: refusal("Fabrikam Legal did not answer.", "Check the network.")}
		d.many("Manage User Licenses", crowd(40))
		d.Tap("Add Microsoft 365 Business Premium", "Remove", "Remove Visio Plan 2")
	}},
	{"many-licenses-short", func(d *harness) {
		d.byTenant(map[m365.TenantID][]m365.SKU{contoso.ID: {premium(1)}, fabrikam.ID: {premium(7)}}, nil)
		d.many("Manage User Licenses", crowd(6))
		d.Tap("Add Microsoft 365 Business Premium", "Check 6 users")
	}},
	{"many-groups", func(d *harness) { d.many("Manage User Groups", crowd(40)) }},
	{"many-undo", func(d *harness) {
		d.changes.blocks = true
		d.many("Block Sign In", crowd(6))
		d.Tap("Block sign-in of 6 users", "Undo 6 changes")
	}},
	{"groups-ended", func(d *harness) {
		d.actions.ManageGroups(adele(contoso))
		d.Settle()
		d.Tap("Add Finance", "Remove Lab", "Apply")
		d.changes.results[1] = change.StepResult{State: change.Unknown, Note: "It was sent, no answer came, and reading back could not tell."}
		d.Tap("Change groups")
	}},
}

func TestEveryFormIsDrawnInItsTheme(t *testing.T) {
	looks := map[string]theme.Mode{"light": theme.Light, "dark": theme.Dark}
	for i, scene := range scenes {
		for name, mode := range looks {
			// Where nobody looks, each form is drawn in one of them: drawing is slow.
			if !uitest.KeepsPictures() && (name == "light") != (i%2 == 0) {
				continue
			}
			t.Run(scene.name+" "+name, func(t *testing.T) {
				d := managing(t)
				d.SetTheme(mode)
				scene.show(d)
				d.fits()
				uitest.RequireTheme(t, d.Picture(scene.name+"-"+name), mode)
			})
		}
	}
}
