package action_test

import (
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// scenes are the forms as a person meets them.
var scenes = []struct {
	name string
	show func(d *desk)
}{
	{"block", func(d *desk) {
		d.changes.notes = []string{"This user is synced from on-premises. The next sync may unblock the sign-in, unless it is blocked there too."}
		d.actions.Block(adele(contoso))
		d.settle()
	}},
	{"block-preview", func(d *desk) { d.actions.Block(adele(contoso)); d.settle(); d.tap("What will be sent") }},
	{"admin", func(d *desk) {
		d.changes.admin = []string{"Global Administrator", "User Administrator"}
		d.actions.Block(adele(contoso))
		d.settle()
		d.tap("Block sign-in")
	}},
	{"checking", func(d *desk) { d.actions.RevokeSessions(adele(contoso)) }},
	{"refused", func(d *desk) {
		d.changes.planErr = refusal("Your role in Contoso Dental does not let you read this user.", "Ask for the role User Administrator in a GDAP relationship.")
		d.actions.RevokeSessions(adele(contoso))
		d.settle()
	}},
	{"done", func(d *desk) { d.actions.Unblock(adele(contoso)); d.settle(); d.tap("Unblock sign-in") }},
	{"failed", func(d *desk) {
		d.changes.results[0] = change.StepResult{State: change.Failed, Failure: &m365.Failure{What: "Microsoft does not let you block this user.", Do: "Ask for Privileged Authentication Administrator."}}
		d.actions.Block(adele(contoso))
		d.settle()
		d.tap("Block sign-in")
	}},
	{"reset", func(d *desk) { d.actions.ResetPassword(adele(contoso)); d.settle() }},
	{"reset-passphrase", func(d *desk) { d.actions.ResetPassword(adele(contoso)); d.settle(); d.tap("Passphrase", "5 words") }},
	{"secret", func(d *desk) {
		d.changes.secret = m365.NewSecret(password)
		d.actions.ResetPassword(adele(contoso))
		d.settle()
		d.tap("Reset password")
	}},
	{"secret-shown", func(d *desk) {
		d.changes.secret = m365.NewSecret("otter-Marble7-violin-plank-sunrise")
		d.actions.ResetPassword(adele(contoso))
		d.settle()
		d.tap("Reset password", "Show", "Copy Reset Password")
	}},
	{"pass", func(d *desk) {
		d.directory.policy = m365.TAPPolicy{Enabled: true, Shortest: time.Hour, Longest: 8 * time.Hour, Usual: time.Hour}
		d.actions.CreatePass(adele(contoso))
		d.settle()
	}},
	{"pass-off", func(d *desk) { d.actions.CreatePass(adele(contoso)); d.settle() }},
	{"roles", func(d *desk) {
		d.actions.ManageRoles(adele(contoso))
		d.settle()
		d.tap("Add Global Reader", "Remove User Administrator")
	}},
	{"licenses", func(d *desk) {
		subject := adele(contoso)
		subject.User.UsageLocation = ""
		d.actions.ManageLicenses(subject)
		d.settle()
		d.tap("Add Microsoft 365 Business Premium")
	}},
	{"licenses-place", func(d *desk) {
		subject := adele(contoso)
		subject.User.UsageLocation = ""
		d.actions.ManageLicenses(subject)
		d.settle()
		d.tap("Add Microsoft 365 Business Premium", "Choose usage location")
	}},
	{"groups", func(d *desk) { d.actions.ManageGroups(adele(contoso)); d.settle() }},
	{"groups-failed", func(d *desk) {
		d.directory.err = refusal("Contoso Dental did not answer.", "Check the network.")
		d.actions.ManageGroups(adele(contoso))
		d.settle()
	}},
	{"groups-plan", func(d *desk) {
		d.actions.ManageGroups(adele(contoso))
		d.settle()
		d.tap("Add Finance", "Remove Lab", "Apply")
	}},
	{"groups-running", func(d *desk) {
		d.actions.ManageGroups(adele(contoso))
		d.settle()
		d.tap("Add Finance", "Remove Lab", "Apply")
		d.changes.hold = newGate()
		require.NoError(d.t, d.Tap("Change groups"))
		d.t.Cleanup(func() { close(d.changes.hold.open); d.work.Close() })
	}},
	{"groups-ended", func(d *desk) {
		d.actions.ManageGroups(adele(contoso))
		d.settle()
		d.tap("Add Finance", "Remove Lab", "Apply")
		d.changes.results[1] = change.StepResult{State: change.Unknown, Note: "It was sent, no answer came, and reading back could not tell."}
		d.tap("Change groups")
	}},
}

func TestEveryFormIsDrawnInItsTheme(t *testing.T) {
	looks := map[string]theme.Mode{"light": theme.Light, "dark": theme.Dark}
	for i, scene := range scenes {
		for name, mode := range looks {
			// Where nobody looks, each form is drawn in one of them: drawing is slow.
			if !keepsPictures() && (name == "light") != (i%2 == 0) {
				continue
			}
			t.Run(scene.name+" "+name, func(t *testing.T) {
				test.ApplyTheme(t, theme.New(mode))
				d := managing(t)
				d.win.Resize(fyne.NewSize(1024, 700))
				scene.show(d)
				d.fits()
				picture := d.picture(scene.name + "-" + name)
				if mode == theme.Dark {
					require.Less(t, brightness(picture), 0.25)
				} else {
					require.Greater(t, brightness(picture), 0.35)
				}
			})
		}
	}
}

// brightness is how bright a picture is on the whole, from 0 to 1.
func brightness(picture image.Image) float64 {
	bounds, sum, count := picture.Bounds(), 0.0, 0.0
	for y := bounds.Min.Y; y < bounds.Max.Y; y += 3 {
		for x := bounds.Min.X; x < bounds.Max.X; x += 3 {
			r, g, b, _ := picture.At(x, y).RGBA()
			sum += float64(r+g+b) / (3 * 0xFFFF)
			count++
		}
	}
	return sum / count
}
