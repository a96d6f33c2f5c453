package action

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
)

// manyPassword asks how the password of each user is made.
type manyPassword struct{ form *passwordForm }

func (o *manyPassword) begin(*many) {
	o.form = newPasswordForm(func() {})
}

func (o *manyPassword) content() fyne.CanvasObject { return o.form.content }

func (o *manyPassword) focus() fyne.Focusable { return nil }

func (o *manyPassword) lacks() string { return "" }

func (o *manyPassword) want(change.Target) (change.Intent, error) {
	return change.Intent{Action: change.ResetPassword, Password: o.form.options}, nil
}
