package login

import (
	"crypto/rand"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
)

//go:embed page/*.html
var pageFiles embed.FS

var pages = template.Must(template.ParseFS(pageFiles, "page/*.html"))

// shown is what every page needs.
type shown struct {
	Title string
	// Nonce lets the page's own style and script through its content policy.
	Nonce string
	Body  any
}

func (s *Server) show(w http.ResponseWriter, status int, name, title string, body any) {
	page := shown{Title: title, Nonce: rand.Text(), Body: body}
	head := w.Header()
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Cache-Control", "no-store")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("X-Frame-Options", "DENY")
	head.Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+page.Nonce+"'; script-src 'nonce-"+page.Nonce+
		"'; form-action 'self' http://localhost:* http://127.0.0.1:* http://[::1]:*; base-uri 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	if err := pages.ExecuteTemplate(w, name, page); err != nil {
		// The head is out, so that the log is the only place left to say it.
		s.options.Log.Error("page not shown", "page", name, "error", err)
	}
}

type chooserBody struct {
	Action, Request, App string
	Accounts             []estate.Technician
	// Preferred is the account that Enter chooses.
	Preferred string
}

func (s *Server) showChooser(w http.ResponseWriter, a ask) {
	accounts := s.options.Estate.Technicians()
	body := chooserBody{
		Action: "/" + url.PathEscape(a.named) + "/choose", Request: a.carried, App: a.app.DisplayName, Accounts: accounts,
	}
	if len(accounts) > 0 {
		body.Preferred = accounts[0].UPN
	}
	if hinted, ok := s.options.Estate.TechnicianNamed(a.hint); ok {
		body.Preferred = hinted.UPN
	}
	s.show(w, http.StatusOK, "choose", "Pick an account", body)
}

type consentBody struct {
	Action, Request, App, Organization, Account string
	Resources                                   []consentResource
}

type consentResource struct {
	Name        string
	Permissions []consentPermission
}

type consentPermission struct{ Name, Wording string }

func (s *Server) showConsent(w http.ResponseWriter, a ask, account estate.Technician, scopes map[string][]string) {
	body := consentBody{
		Action: "/" + url.PathEscape(a.named) + "/decide", Request: a.carried, App: a.app.DisplayName,
		Organization: s.options.Estate.Partner().Name, Account: account.UPN,
	}
	for _, resource := range []string{estate.GraphResource, estate.PartnerCenterResource} {
		if names := slices.Sorted(slices.Values(scopes[resource])); len(names) > 0 {
			body.Resources = append(body.Resources, described(resource, names))
		}
	}
	s.show(w, http.StatusOK, "consent", "Permissions requested", body)
}

func described(resource string, names []string) consentResource {
	described := consentResource{Name: estate.ResourceName(resource)}
	for _, name := range names {
		permission, _ := estate.PermissionOf(resource, name)
		described.Permissions = append(described.Permissions, consentPermission{Name: name, Wording: permission.Wording})
	}
	return described
}

// showReturn carries the outcome to the program by a form that sends itself, and by its button where scripts are off.
func (s *Server) showReturn(w http.ResponseWriter, action string, values url.Values) {
	s.show(w, http.StatusOK, "return", "Returning to the program", struct {
		Action string
		Fields []field
	}{action, fieldsOf(values)})
}

type field struct{ Name, Value string }

func fieldsOf(values url.Values) []field {
	var fields []field
	for name := range values {
		fields = append(fields, field{name, values.Get(name)})
	}
	slices.SortFunc(fields, func(a, b field) int { return strings.Compare(a.Name, b.Name) })
	return fields
}

func (s *Server) showDeviceCode(w http.ResponseWriter, trouble string) {
	s.show(w, http.StatusOK, "device", "Enter the code", struct{ Trouble string }{trouble})
}

func (s *Server) showDeviceDone(w http.ResponseWriter, message string) {
	s.show(w, http.StatusOK, "done", "Signed in", struct{ Message string }{message})
}

func (s *Server) showFailure(w http.ResponseWriter, r *http.Request, f *failure) {
	s.options.Log.Debug("sign-in page refused", "code", f.code, "path", r.URL.Path)
	s.show(w, http.StatusBadRequest, "failure", "The sign-in cannot go on", struct {
		Message, Correlation string
	}{f.description(), correlationOf(r)})
}
