// Package refusal is why a sign-in or a token was refused, and the sentences for that: Microsoft's codes, the network, and
// what the program itself refuses. It signs nobody in.
package refusal

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// ErrSignedOut says that nobody is signed in.
var ErrSignedOut = errors.New("nobody is signed in")

// ErrClosed says that the Session was closed.
var ErrClosed = errors.New("the sign-in session is closed")

// ErrUnreadable says that an answer did not come from Microsoft's sign-in service, or was cut. The answer itself is left out
// of the error, because it may hold a token.
var ErrUnreadable = errors.New("the sign-in service's answer could not be read")

// ForeignAddressError says that the sign-in service, or what answered in its place, named an address that is not its own.
// Nothing was opened or sent there.
type ForeignAddressError struct {
	// Address is the scheme and the host.
	Address string
}

// NewForeignAddressError is about an address of which the scheme and the host alone are kept: the rest may hold anything.
func NewForeignAddressError(address *url.URL) *ForeignAddressError {
	if address.Host == "" {
		return &ForeignAddressError{Address: address.Scheme + ":"}
	}
	return &ForeignAddressError{Address: wire.Words(address.Scheme + "://" + address.Host)}
}

func (e *ForeignAddressError) Error() string {
	return fmt.Sprintf("the sign-in service named an address that is not its own: %q", e.Address)
}

// Error is an error of a Session with what it was doing, "sign in to", and where.
type Error struct {
	Op     string
	Tenant m365.TenantID
	// Home says that Tenant is the MSP's own.
	Home bool
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("%s tenant %s: %v", e.Op, e.Tenant, e.Err) }

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// ServerError is a refusal by Microsoft's sign-in service
// (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
type ServerError struct {
	// Kind and Sub are the OAuth error and suberror: invalid_grant, consent_required.
	Kind, Sub string
	// Codes are the numbers after AADSTS.
	Codes       []int
	Description string
	// Claims is the JSON of a claims challenge: what the next sign-in has to prove.
	Claims        string
	CorrelationID string
	// Status is the HTTP status; 0 when the refusal came through the browser.
	Status int
	// Foreign says that the answer was not in the form of Microsoft's sign-in service: a page of something in between.
	Foreign bool
}

func (e *ServerError) Error() string {
	text := strings.TrimSpace(e.Kind + " " + e.Sub)
	if e.Status != 0 {
		text = strings.TrimSpace(fmt.Sprintf("%s (HTTP %d)", text, e.Status))
	}
	if e.Description != "" {
		text = strings.TrimPrefix(text+": ", ": ") + redact(e.Description)
	}
	if e.CorrelationID != "" && !strings.Contains(text, e.CorrelationID) {
		text += " Correlation ID: " + e.CorrelationID
	}
	return text
}

// Code is the first code as Microsoft writes it, AADSTS65001, or the OAuth error where there is none.
func (e *ServerError) Code() string {
	if len(e.Codes) > 0 {
		return "AADSTS" + strconv.Itoa(e.Codes[0])
	}
	return e.Kind
}

// Has says whether one of the codes is among Microsoft's.
func (e *ServerError) Has(codes ...int) bool {
	return slices.ContainsFunc(e.Codes, func(code int) bool { return slices.Contains(codes, code) })
}

// WrongTenantError says that the account that signed in belongs to another tenant, as a member or as its guest.
type WrongTenantError struct {
	Want, Got m365.TenantID
	// WantName and GotName are names for people, the domains those of an address there; any may be empty.
	WantName, GotName     string
	WantDomain, GotDomain string
	// Username is the address that the account has at home.
	Username string
	// Guest says that the account is a guest in the tenant that is wanted, Visits that Microsoft let it in there: as a guest, or
	// as a partner who manages a client.
	Guest, Visits bool
}

func (e *WrongTenantError) Error() string {
	return fmt.Sprintf("the account belongs to tenant %s, not to tenant %s", e.Got, e.Want)
}

// ClientTenantError says that the tenant given as the MSP's own is a client's.
type ClientTenantError struct {
	Given, Own m365.TenantID
	// The names and domains are what is known of both; any may be empty. Nothing is known of Own where Microsoft found out: it
	// does not say whose account it refused.
	GivenName, GivenDomain string
	OwnName, OwnDomain     string
	// Err is Microsoft's refusal; nil where the tenant is in the list of clients.
	Err error
}

func (e *ClientTenantError) Error() string {
	text := fmt.Sprintf("tenant %s is a client's", e.Given)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns Microsoft's refusal.
func (e *ClientTenantError) Unwrap() error { return e.Err }

// OfClient says that Microsoft refused an account because it comes to the tenant as a partner, without a consent for that.
func OfClient(err error) bool {
	var refused *ServerError
	return errors.As(err, &refused) && refused.Has(90099)
}

// OtherTenantError says that a token or an answer for one tenant was of another. It was not used.
type OtherTenantError struct{ Asked, Got m365.TenantID }

func (e *OtherTenantError) Error() string {
	return fmt.Sprintf("asked for tenant %s, and got what is of tenant %s", e.Asked, e.Got)
}

// NoMFAError says that the technician is signed in with a password alone.
type NoMFAError struct{ Username string }

func (e *NoMFAError) Error() string { return "the sign-in was made without multifactor authentication" }

// WrongAccountError says that a claims challenge was answered by somebody else than the signed-in technician.
type WrongAccountError struct{ Want, Got string }

func (e *WrongAccountError) Error() string { return "another account signed in than the one in use" }

// DeclinedError says that Microsoft gave fewer permissions than were asked for.
type DeclinedError struct{ Scopes []string }

func (e *DeclinedError) Error() string {
	return "permissions not given: " + strings.Join(e.Scopes, ", ")
}

// NoLoopbackError says that this computer gives the program no address of its own for the browser to come back to.
type NoLoopbackError struct{ Err error }

func (e *NoLoopbackError) Error() string {
	return fmt.Sprintf("listen on this computer's own address: %v", e.Err)
}

// Unwrap returns the system's error.
func (e *NoLoopbackError) Unwrap() error { return e.Err }

// NoPartnerCenterError says that Microsoft documents no Partner Center for the cloud.
type NoPartnerCenterError struct{ Cloud string }

func (e *NoPartnerCenterError) Error() string { return "cloud " + e.Cloud + " has no Partner Center" }

// Claims returns the claims that an error asks for, to be handed to Interactive; empty when there are none.
func Claims(err error) string {
	var refused *ServerError
	if errors.As(err, &refused) {
		return refused.Claims
	}
	return ""
}

// NotConsented says that the application has no consent in the tenant, or that the consent has not reached every server of
// Microsoft yet.
func NotConsented(err error) bool {
	var refused *ServerError
	return errors.As(err, &refused) &&
		(refused.Sub == "consent_required" || refused.Kind == "consent_required" ||
			refused.Has(65001, 650056, 650051, 650052, 700016, 90008, 90093, 90094, 90095, 90099, 500011))
}

// NoApplication says that the tenant has no enterprise application of ours, so that there is none to consent to.
func NoApplication(err error) bool {
	var refused *ServerError
	return errors.As(err, &refused) && refused.Has(700016, 90099)
}

// NeedsAdministrator says that the person may not accept the permissions, and that somebody else has to.
func NeedsAdministrator(err error) bool {
	var refused *ServerError
	return errors.As(err, &refused) && refused.Has(90008, 90093, 90094, 90095)
}

// InBrowser says that Microsoft's page refused the sign-in, so that nothing was accepted there.
func InBrowser(err error) bool {
	var refused *ServerError
	return errors.As(err, &refused) && refused.Status == 0
}

// NeedsInteraction says that Interactive can help where Token failed: nobody is signed in any more, or Microsoft wants to
// see the person.
func NeedsInteraction(err error) bool {
	if errors.Is(err, ErrSignedOut) {
		return true
	}
	var refused *ServerError
	if !errors.As(err, &refused) || NotConsented(err) {
		return false
	}
	switch {
	case refused.Has(blockedByPolicy...):
		return false
	case refused.Kind == "interaction_required", refused.Kind == "login_required", refused.Claims != "":
		return true
	case refused.Kind == "invalid_grant" && slices.Contains([]string{"basic_action", "additional_action", "bad_token", "token_expired", "user_password_expired"}, refused.Sub):
		return true
	}
	return slices.ContainsFunc([][]int{provesMore, unproved, unfinished, expiredSession, deviceProof, lostDevice, {wrongTime}},
		func(family []int) bool { return refused.Has(family...) })
}

// declinedConsent is Microsoft's code for permissions that were not accepted, and for Cancel before them.
const declinedConsent = 65004

// wrongTime is Microsoft's code for a proof that has ended or not begun.
const wrongTime = 500133

// The families of codes whose members have the same way out.
var (
	provesMore      = []int{50076, 50078, 50079, 50074, 50072, 50125, 50158, 50161, 700020}
	unproved        = []int{500121}
	unfinished      = []int{16002, 50058, 50140, 50143, 50197, 50199, 54005}
	deviceProof     = []int{50097, 50187}
	lostDevice      = []int{700003, 135011}
	blockedByPolicy = []int{
		53000, 53001, 53002, 53003, 53004, 53009, 53010, 53011, 530001, 530002, 530003, 530031, 530032, 530034, 530035,
		50127, 50129, 50155, 50177, 50178, 500212, 500213, 50005, 530004, 530021,
	}
	expiredSession = []int{700082, 700084, 70000, 70008, 70043, 70044, 50085, 50089, 50132, 50133, 50173}
)

var (
	jwtPattern   = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)+`)
	tokenPattern = regexp.MustCompile(`(?i)((?:access_token|refresh_token|id_token|client_info|code_verifier|assertion|[?&]code)["']?\s*[:=]\s*["']?)[^"'&\s,}]+`)
)

// redact takes out what looks like a token. Microsoft's descriptions hold none; a proxy's may.
func redact(text string) string {
	return tokenPattern.ReplaceAllString(jwtPattern.ReplaceAllString(text, m365.Hidden), "${1}"+m365.Hidden)
}
