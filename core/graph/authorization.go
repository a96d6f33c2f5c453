package graph

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// errForeignHost says that an address, usually a nextLink, is not of the cloud's Graph.
var errForeignHost = errors.New("the address is not of this cloud's Microsoft Graph")

// foreignHostError names the host, never the whole address: a page link may hold what was searched for.
type foreignHostError struct{ host string }

func (e *foreignHostError) Error() string { return fmt.Sprintf("%v: %s", errForeignHost, e.host) }
func (e *foreignHostError) Unwrap() error { return errForeignHost }

// tokenError says that no token could be had. It wraps the sign-in's own error.
type tokenError struct{ cause error }

func (e *tokenError) Error() string { return "sign-in: " + e.cause.Error() }
func (e *tokenError) Unwrap() error { return e.cause }

// authorization gives a request its token, and refuses to send one anywhere but to the cloud's own host.
type authorization struct {
	next   http.RoundTripper
	client *Client
	tenant m365.TenantID
}

func (t *authorization) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := t.client.own(req.URL); err != nil {
		return nil, err
	}
	resp, token, err := t.send(req, "")
	if err != nil || resp.StatusCode != http.StatusUnauthorized || !isRead(req) && !refusedByGraph(resp) {
		return resp, err
	}
	claims := wire.Claims(resp.Header)
	if claims == "" && !t.refused(token) {
		return resp, nil
	}
	drop(resp)
	resp, _, err = t.send(req, claims)
	return resp, err
}

// send asks for a token and sends req with it.
func (t *authorization) send(req *http.Request, claims string) (*http.Response, string, error) {
	token, err := t.client.tokens.Token(req.Context(), t.tenant, claims)
	if err == nil && token == "" {
		err = errors.New("the token is empty")
	}
	if err != nil {
		return nil, "", &tokenError{cause: err}
	}
	signed, err := again(req)
	if err != nil {
		return nil, "", err
	}
	signed.Header.Set("Authorization", "Bearer "+token)
	resp, err := t.next.RoundTrip(signed)
	return resp, token, err
}

// refused reports a token that Microsoft refused without a challenge, as it does with one that expired, and says whether
// another one may be had.
func (t *authorization) refused(token string) bool {
	forgetter, ok := t.client.tokens.(Forgetter)
	if ok {
		forgetter.Forget(t.tenant, token)
	}
	return ok
}

// own refuses an address that is not of the cloud's Graph.
func (c *Client) own(address *url.URL) error {
	if c.origin.Holds(address) {
		return nil
	}
	return &foreignHostError{host: address.Host}
}
