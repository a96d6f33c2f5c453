package page

import (
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// SignsIn is a window in which a person can sign in.
type SignsIn interface {
	// SignIn signs in with what is saved, and goes on with then after it. Where nothing is saved yet, Setup asks for it.
	SignIn(then func())
}

// Again is the way to do again what failed: at once, or after a sign-in where it failed for want of one.
func Again(window SignsIn, failure m365.Failure, again func()) widget.Action {
	if failure.SignIn {
		return widget.Action{Label: "Sign in", Do: func() { window.SignIn(again) }}
	}
	return widget.Action{Label: "Retry", Do: again}
}
