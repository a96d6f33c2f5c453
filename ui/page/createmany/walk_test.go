package createmany_test

import "testing"

func TestThePageOfAFileIsWalkedWithTheKeyboardAlone(t *testing.T) {
	d := open(t)
	d.WalksWithTheKeyboard()
	d.Tap("Choose a file…")
	d.WalksWithTheKeyboard()
}
