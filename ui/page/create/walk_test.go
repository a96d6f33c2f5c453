package create_test

import "testing"

func TestEveryStepIsWalkedWithTheKeyboardAlone(t *testing.T) {
	for _, step := range []string{"", "Roles", "Licenses", "Groups"} {
		t.Run(step, func(t *testing.T) {
			d := open(t)
			d.fillIn("Noor", "Haddad")
			if step != "" {
				d.Tap(step)
			}
			d.WalksWithTheKeyboard()
		})
	}
	t.Run("a tenant", func(t *testing.T) {
		d := open(t)
		d.Tap("Contoso Dental (contoso.com)")
		d.WalksWithTheKeyboard()
		d.EscapeLeadsBack()
	})
}
