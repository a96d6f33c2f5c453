package shell

import (
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
)

// signingIn is a sign-in that was begun outside of Setup.
type signingIn struct {
	// notice waits for the browser with the person; nil where Setup does.
	notice page.Notice
	// then is what the person wanted to do; nil for nothing.
	then func()
}

// SignedOut says that nobody is signed in.
func (s *Shell) SignedOut() bool { return s.options.Services.Access.Who() == "" }

// SignIn signs in with what is saved, and goes on with then after it. Where nothing is saved yet, Setup asks for it in its form.
func (s *Shell) SignIn(then func()) {
	s.signingIn.then = then
	if !s.connector.CanSignIn() {
		s.Open(page.Route{Page: page.Setup, Tab: setup.TabAuthenticate})
		s.connector.TurnOn()
		return
	}
	s.connector.SignIn()
	if s.signingIn.notice != nil {
		s.signingIn.notice.Close()
	}
	s.signingIn.notice = s.Toast(page.Toast{
		Mood: page.Working, Text: "Sign in in your browser.", Detail: "No browser opened? Copy the link and open it in a browser on this computer.",
		Actions: []page.Action{
			{Label: "Cancel", Do: s.connector.Cancel},
			{Label: "Copy link", Do: func() { s.Copy(s.connector.URL()) }, Keep: true},
		},
	})
}

// signedIn goes on with what the person wanted to do, or leads on to the choice of tenants where none is synced.
func (s *Shell) signedIn(connection m365.Connection) {
	then := s.endSignIn()
	s.toasts.signedIn()
	toast := page.Toast{Mood: page.Done, Text: "Signed in as " + connection.Account + "."}
	if len(s.snapshot.synced()) == 0 {
		toast.Detail = "Choose the tenants to sync."
	}
	s.Toast(toast)
	s.loader.Load()
	if then != nil {
		then()
		return
	}
	if present, any := s.history.present(); any && present.route.Page == page.Setup {
		s.Open(page.Route{Page: page.Setup, Tab: setup.TabTenants})
	}
}

// notSignedIn says why, where Setup is not open to say it. Another try still goes on with what the person wanted, as with what is
// filled in in a form that made way for the sign-in.
func (s *Shell) notSignedIn(failure *m365.Failure) {
	then := s.endSignIn()
	if failure == nil && then != nil {
		failure = &m365.Failure{What: "The sign-in was cancelled.", Do: "What you had begun goes on once you are signed in.", SignIn: true, At: s.options.Now()}
	}
	if _, there := s.open.(*setup.Page); !there && failure != nil {
		s.toastFailure(*failure, page.Action{Label: "Sign in again", Do: func() { s.SignIn(then) }})
	}
}

func (s *Shell) endSignIn() (then func()) {
	then = s.signingIn.then
	if s.signingIn.notice != nil {
		s.signingIn.notice.Close()
	}
	s.signingIn = signingIn{}
	return then
}
