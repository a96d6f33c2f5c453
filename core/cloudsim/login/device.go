package login

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
)

const (
	// deviceLife and the nine characters of a user code are Microsoft's:
	// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code.
	deviceLife     = 15 * time.Minute
	userCodeLength = 9
	// deviceInterval is shorter than Microsoft's five seconds: nobody is kept waiting by a simulation.
	deviceInterval = time.Second
)

// device is a program that waits for somebody to enter its code in a browser.
type device struct {
	code, userCode, named string
	app                   estate.Application
	scope                 string
	expires               time.Time
	turnedAway            bool
	held                  *session
}

// deviceCode starts a sign-in by device code.
func (s *Server) deviceCode(w http.ResponseWriter, r *http.Request) {
	named := r.PathValue("tenant")
	if _, f := s.tenantOrFailure(named); f != nil {
		s.answer(w, r, f)
		return
	}
	app, f := s.publicClient(r.PostFormValue("client_id"), named)
	if f != nil {
		s.answer(w, r, f)
		return
	}
	if _, f := s.readScopes(r.PostFormValue("scope")); f != nil {
		s.answer(w, r, f)
		return
	}
	d := &device{
		code: rand.Text() + rand.Text(), userCode: rand.Text()[:userCodeLength], named: named, app: app,
		scope: r.PostFormValue("scope"), expires: s.options.Now().Add(deviceLife),
	}
	s.keepDevice(d)
	page := s.options.Pages + "/device"
	reply(w, http.StatusOK, map[string]any{
		"user_code": d.userCode, "device_code": d.code, "verification_uri": page,
		"expires_in": int(deviceLife / time.Second), "interval": int(deviceInterval / time.Second),
		"message": fmt.Sprintf("To sign in, use a web browser to open the page %s and enter the code %s to authenticate.", page, d.userCode),
	})
}

func (s *Server) keepDevice(d *device) {
	now := s.options.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for userCode, old := range s.devices {
		// For a life longer than it can be used, so that its program still learns that it ran out.
		if !now.Before(old.expires.Add(deviceLife)) {
			delete(s.devices, userCode)
		}
	}
	s.devices[d.userCode] = d
}

func (s *Server) devicePage(w http.ResponseWriter, _ *http.Request) { s.showDeviceCode(w, "") }

// deviceEntered takes the code that somebody typed.
func (s *Server) deviceEntered(w http.ResponseWriter, r *http.Request) {
	code := strings.ToUpper(strings.TrimSpace(r.PostFormValue("user_code")))
	if _, ok := s.deviceOf(code); !ok {
		s.showDeviceCode(w, "That code did not work. Check it and enter it again.")
		return
	}
	if a, ok := s.deviceAsk(w, r, code); ok {
		s.showChooser(w, a)
	}
}

// deviceAsk makes the request that a device's code stands for; it answers by itself when there is none.
func (s *Server) deviceAsk(w http.ResponseWriter, r *http.Request, userCode string) (ask, bool) {
	d, ok := s.deviceOf(userCode)
	if !ok {
		s.showDeviceCode(w, "That code has run out. Start the sign-in again in the program.")
		return ask{}, false
	}
	a := ask{named: d.named, app: d.app, device: userCode, carried: url.Values{"user_code": {userCode}}.Encode()}
	var f *failure
	if a.tenant, f = s.tenantOrFailure(d.named); f == nil {
		a.want, f = s.readScopes(d.scope)
	}
	if f != nil {
		s.showFailure(w, r, f)
		return ask{}, false
	}
	return a, true
}

func (s *Server) deviceOf(userCode string) (device, bool) {
	now := s.options.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.devices[userCode]
	if !ok || !now.Before(d.expires) {
		return device{}, false
	}
	return *d, true
}

func (s *Server) letIn(userCode string, held session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d, ok := s.devices[userCode]; ok {
		d.held = &held
	}
}

func (s *Server) turnAway(userCode string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d, ok := s.devices[userCode]; ok {
		d.turnedAway = true
	}
}

// redeemDevice answers a waiting program.
func (s *Server) redeemDevice(code string, app estate.Application) (session, *failure) {
	now := s.options.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for userCode, d := range s.devices {
		if d.code != code || d.app.ID != app.ID {
			continue
		}
		if d.held == nil && !d.turnedAway && now.Before(d.expires) {
			return session{}, refused("authorization_pending", 70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.")
		}
		delete(s.devices, userCode)
		switch {
		case d.turnedAway:
			return session{}, refused("authorization_declined", 70018, "The user declined the sign-in.")
		case !now.Before(d.expires):
			return session{}, refused("expired_token", 70020, "The provided value for the input parameter 'device_code' has expired.")
		}
		return *d.held, nil
	}
	return session{}, refused("bad_verification_code", 70019, "The provided device code was not recognized.")
}
