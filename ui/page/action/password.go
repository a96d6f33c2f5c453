package action

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// The lengths that are offered, and those chosen before a person does.
var (
	signLengths = []int{14, 16, 20, 24, 32, 48, 64}
	wordLengths = []int{4, 5, 6, 7, 8, 9, 10}
)

const (
	usualSigns = 16
	usualWords = 5
)

// passwordForm are the options of Reset Password.
type passwordForm struct {
	options      change.PasswordOptions
	signs, words *widget.Check
	length       *widget.Button
	content      *fyne.Container
	changed      func()
}

func newPasswordForm(changed func()) *passwordForm {
	p := &passwordForm{options: change.PasswordOptions{Length: usualSigns, MustChange: true}, changed: changed}
	p.signs = widget.NewRadio("Generated password", true, func() { p.choose(false) })
	p.words = widget.NewRadio("Passphrase", false, func() { p.choose(true) })
	p.length = widget.NewMenuButton(widget.Secondary, p.lengthText(p.options.Length), "", p.lengths)
	must := widget.NewCheck("Must change password at next sign-in", true, func(on bool) {
		p.options.MustChange = on
		p.changed()
	})
	p.content = page.Column(page.Tight, page.Row(page.Apart, p.signs, p.words, page.Space(), p.length), page.Row(0, must))
	return p
}

func (p *passwordForm) choose(passphrase bool) {
	p.options.Passphrase, p.options.Length = passphrase, usualSigns
	if passphrase {
		p.options.Length = usualWords
	}
	p.signs.SetChecked(!passphrase)
	p.words.SetChecked(passphrase)
	p.show()
}

func (p *passwordForm) show() {
	p.length.SetLabel(p.lengthText(p.options.Length))
	p.content.Refresh()
	p.changed()
}

func (p *passwordForm) lengths() []widget.MenuItem {
	lengths := signLengths
	if p.options.Passphrase {
		lengths = wordLengths
	}
	items := make([]widget.MenuItem, len(lengths))
	for i, length := range lengths {
		items[i] = widget.MenuItem{Label: p.lengthText(length), Do: func() {
			p.options.Length = length
			p.show()
		}}
	}
	return items
}

func (p *passwordForm) lengthText(length int) string {
	if p.options.Passphrase {
		return strconv.Itoa(length) + " words"
	}
	return strconv.Itoa(length) + " characters"
}

// ResetPassword asks how the new password is made, and gives it once it is set.
func (a *Actions) ResetPassword(s Subject) {
	f := a.newFlow(change.Of(change.ResetPassword), s.target())
	options := newPasswordForm(func() { f.prepare() })
	f.options = options.content
	f.planner = func() planner {
		return a.planOf(change.Intent{Action: change.ResetPassword, User: s.User.Key, Password: options.options})
	}
	f.secret = &secretWords{
		label: "New password", copies: "Copy Reset Password", show: "Show password", done: "The password is reset.",
		facts: func(time.Time) []string {
			// Microsoft has synced users change it, whatever was chosen.
			if options.options.MustChange || s.User.OnPremisesSynced {
				return []string{"The user is asked for a password of their own at the next sign-in."}
			}
			return []string{"The user keeps this password until they change it."}
		},
	}
	f.start()
}
