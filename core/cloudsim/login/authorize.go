package login

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
)

// codeLife is how long an authorization code can be redeemed:
// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#successful-response.
const codeLife = 10 * time.Minute

// authorization is a code that was given and not yet redeemed.
type authorization struct {
	session             session
	want                wanted
	redirect, challenge string
	expires             time.Time
}

// authorizePage answers the address that a program opens in the browser.
func (s *Server) authorizePage(w http.ResponseWriter, r *http.Request) {
	a, f, answerable := s.readAsk(r.PathValue("tenant"), r.URL.Query())
	switch {
	case f != nil && answerable:
		s.fail(w, r, a, f)
	case f != nil:
		s.showFailure(w, r, f)
	case a.hint != "" && a.prompt != "select_account" && a.prompt != "login":
		s.continueAs(w, r, a, a.hint)
	default:
		s.showChooser(w, a)
	}
}

// choose takes the account that was clicked.
func (s *Server) choose(w http.ResponseWriter, r *http.Request) {
	a, ok := s.carriedAsk(w, r)
	if !ok {
		return
	}
	if r.PostForm.Get("decision") == "cancel" {
		s.fail(w, r, a, cancelled())
		return
	}
	s.continueAs(w, r, a, r.PostForm.Get("account"))
}

func (s *Server) continueAs(w http.ResponseWriter, r *http.Request, a ask, upn string) {
	account, ok := s.options.Estate.TechnicianNamed(upn)
	if !ok {
		s.showChooser(w, a)
		return
	}
	if f := s.admit(account, a.tenant, provenBy(account, a), a.app.DisplayName); f != nil {
		s.fail(w, r, a, f)
		return
	}
	missing := s.missing(a.want, a.tenant, a.app)
	away := !strings.EqualFold(a.tenant, s.options.Estate.Partner().ID)
	if len(missing) == 0 && (away || a.prompt != "consent") {
		s.finish(w, r, a, account)
		return
	}
	if f := s.mayAskConsent(account, a); f != nil {
		s.fail(w, r, a, f)
		return
	}
	s.showConsent(w, a, account, s.listed(a, missing))
}

// mayAskConsent says why the page may not ask this account for consent, or nil. In a customer's tenant a technician's
// consent goes through Partner Center only.
func (s *Server) mayAskConsent(account estate.Technician, a ask) *failure {
	home := s.options.Estate.Partner().ID
	switch {
	case !strings.EqualFold(a.tenant, home):
		_, f := s.consented(account, a.app, a.tenant, firstOf(a.want))
		if f == nil {
			f = notConsented(account.UPN, a.app.ID, a.app.DisplayName)
		}
		return f
	case !s.options.Estate.ConsentsAtHome(account.ObjectID):
		return refused("access_denied", 90094, "An administrator of '%s' has set a policy that prevents you from granting '%s' the permissions it is requesting. Contact an administrator who can grant permissions to this app on your behalf.", home, a.app.DisplayName)
	}
	return nil
}

func firstOf(w wanted) wantedResource {
	if len(w.resources) == 0 {
		return wantedResource{appID: estate.GraphResource}
	}
	return w.resources[0]
}

// listed is what the consent page shows: what is missing, or all that is asked for when the program wants to be asked again.
func (s *Server) listed(a ask, missing map[string][]string) map[string][]string {
	if len(missing) > 0 {
		return missing
	}
	all := map[string][]string{}
	for _, r := range a.want.resources {
		all[r.appID] = append(all[r.appID], r.names...)
		if r.all {
			all[r.appID] = a.app.Permissions[r.appID]
		}
	}
	return all
}

// decide takes the answer of the consent page.
func (s *Server) decide(w http.ResponseWriter, r *http.Request) {
	a, ok := s.carriedAsk(w, r)
	if !ok {
		return
	}
	account, known := s.options.Estate.TechnicianNamed(r.PostForm.Get("account"))
	if !known {
		s.showChooser(w, a)
		return
	}
	if r.PostForm.Get("decision") != "accept" {
		s.fail(w, r, a, declined())
		return
	}
	if f := s.mayAskConsent(account, a); f != nil {
		s.fail(w, r, a, f)
		return
	}
	s.options.Estate.Widen(a.tenant, a.app, s.missing(a.want, a.tenant, a.app))
	s.finish(w, r, a, account)
}

// carriedAsk reads the request that the page's form carried along; it answers by itself when that cannot be.
func (s *Server) carriedAsk(w http.ResponseWriter, r *http.Request) (ask, bool) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		s.showFailure(w, r, refused("invalid_request", 900144, "The form could not be read: %v.", err))
		return ask{}, false
	}
	values, err := url.ParseQuery(r.PostForm.Get("request"))
	if err != nil {
		s.showFailure(w, r, refused("invalid_request", 900144, "The request could not be read: %v.", err))
		return ask{}, false
	}
	if code := values.Get("user_code"); code != "" {
		return s.deviceAsk(w, r, code)
	}
	a, f, _ := s.readAsk(r.PathValue("tenant"), values)
	if f != nil {
		s.showFailure(w, r, f)
		return ask{}, false
	}
	return a, true
}

// finish sends the browser back with a code, or lets the waiting device in.
func (s *Server) finish(w http.ResponseWriter, r *http.Request, a ask, account estate.Technician) {
	held := session{Account: account.ObjectID, App: a.app.ID, Satisfied: provenBy(account, a), Nonce: a.nonce}
	if a.device != "" {
		s.letIn(a.device, held)
		s.showDeviceDone(w, "You are signed in. You can close this page and return to the program.")
		return
	}
	s.deliver(w, r, a, url.Values{
		"code": {s.giveCode(a, held)}, "state": {a.state}, "session_state": {uuid.NewString()},
	})
}

// provenBy says which policies an account meets by signing in now.
func provenBy(account estate.Technician, a ask) []string {
	if !account.MFA {
		return nil
	}
	return a.policies
}

// fail sends the browser back with an error, or turns the waiting device away.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, a ask, f *failure) {
	if a.device != "" {
		s.turnAway(a.device)
		s.showFailure(w, r, f)
		return
	}
	now := s.options.Now().UTC()
	values := url.Values{
		"error":             {f.kind},
		"error_description": {fullDescription(f, uuid.NewString(), correlationOf(r), now)},
		"error_uri":         {fmt.Sprintf("%s/error?code=%d", s.options.Pages, f.code)},
		"state":             {a.state},
	}
	if f.kind == "access_denied" {
		values.Set("error_subcode", "cancel")
	}
	if f.claims != "" {
		values.Set("claims", f.claims)
	}
	s.deliver(w, r, a, values)
}

// deliver sends values to the redirect address in the response mode asked for.
func (s *Server) deliver(w http.ResponseWriter, r *http.Request, a ask, values url.Values) {
	switch a.mode {
	case "form_post":
		s.showReturn(w, a.redirect, values)
	case "fragment":
		http.Redirect(w, r, a.redirect+"#"+values.Encode(), http.StatusSeeOther)
	default:
		separator := "?"
		if strings.Contains(a.redirect, "?") {
			separator = "&"
		}
		http.Redirect(w, r, a.redirect+separator+values.Encode(), http.StatusSeeOther)
	}
}

func (s *Server) giveCode(a ask, held session) string {
	code := "1." + rand.Text() + rand.Text()
	now := s.options.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for old, given := range s.codes {
		if !now.Before(given.expires) {
			delete(s.codes, old)
		}
	}
	s.codes[code] = authorization{session: held, want: a.want, redirect: a.redirect, challenge: a.challenge, expires: now.Add(codeLife)}
	return code
}

// takeCode returns what a code stands for, once.
func (s *Server) takeCode(code string) (authorization, bool) {
	now := s.options.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	given, ok := s.codes[code]
	delete(s.codes, code)
	return given, ok && now.Before(given.expires)
}
