package portals_test

import "testing"

func TestOwnPortalsAreWalkedWithTheKeyboardAloneAndEscapeLeadsBack(t *testing.T) {
	d := open(t, "")
	d.WalksWithTheKeyboard()
	d.EscapeLeadsBack()
}
