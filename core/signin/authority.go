package signin

import (
	"net/http"
	"net/url"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// authority is the sign-in service of a cloud. Passwords, codes and tokens go to its origin alone, whatever addresses its
// answers name: what a network gives in their place must not choose where they go.
type authority struct {
	origin wire.Origin
	custom bool
}

func authorityOf(in cloud.Cloud) (authority, error) {
	origin, err := wire.ParseOrigin("sign-in", cloud.Global.Authority, in.Authority)
	return authority{origin: origin, custom: in.Custom}, err
}

// check refuses an address that requests do not go to.
func (a authority) check(address *url.URL) error {
	if a.origin.Holds(address) {
		return nil
	}
	return refusal.NewForeignAddressError(address)
}

// checkPage refuses an address that no person is sent to. A simulated cloud on this machine shows its pages without
// encryption, because no browser trusts its certificate.
func (a authority) checkPage(address *url.URL) error {
	near := a.custom && a.origin.OnThisMachine() && address.User == nil && wire.IsLoopback(address.Hostname())
	if near && (address.Scheme == "http" || address.Scheme == "https") {
		return nil
	}
	return a.check(address)
}

// IsPage says that an address is one where a cloud signs people in.
func IsPage(in cloud.Cloud, address *url.URL) bool {
	service, err := authorityOf(in)
	return err == nil && service.checkPage(address) == nil
}

// client is given with requests that go nowhere else, are not sent on by an answer, and read no answer beyond a bound.
func (a authority) client(given *http.Client) *http.Client {
	copied := *given
	next := given.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	copied.Transport = authorityTransport{a, next}
	copied.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &copied
}

type authorityTransport struct {
	authority
	next http.RoundTripper
}

func (t authorityTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := t.check(request.URL); err != nil {
		return nil, err
	}
	response, err := t.next.RoundTrip(request)
	if err == nil {
		response.Body = bounded(response.Body)
	}
	return response, err
}

// CloseIdleConnections closes those of the transport below.
func (t authorityTransport) CloseIdleConnections() {
	if closer, ok := t.next.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}
