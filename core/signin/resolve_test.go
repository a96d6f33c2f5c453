package signin_test

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/signin"
	"github.com/tenantkeep/tenantkeep/core/tunnel"
)

func TestResolveFindsTheTenant(t *testing.T) {
	p := newProvider(t)
	defer p.Client().CloseIdleConnections()
	tests := map[string]struct {
		input string
		want  m365.TenantID
	}{
		"by its id":                     {string(home), home},
		"by its id in capitals":         {strings.ToUpper("  " + string(customer) + "\n"), customer},
		"by a domain":                   {"contoso.example", customer},
		"by a domain with space around": {" contoso.example ", customer},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found, err := signin.Resolve(t.Context(), p.cloud(), p.Client(), test.input)
			require.NoError(t, err)
			require.Equal(t, test.want, found)
		})
	}
}

func TestResolveSaysWhyNot(t *testing.T) {
	p := newProvider(t)
	defer p.Client().CloseIdleConnections()
	ready := p.cloud()
	ready.Custom = false
	tests := map[string]struct {
		cloud       cloud.Cloud
		input, what string
		code        string
	}{
		"a domain that no tenant has":  {p.cloud(), "unknown.example", "Microsoft knows no tenant “unknown.example” in the Test cloud.", "AADSTS90002"},
		"an id that no tenant has":     {p.cloud(), "99999999-0000-4000-8000-000000000009", "Microsoft knows no tenant “99999999-0000-4000-8000-000000000009” in the Test cloud.", "AADSTS90002"},
		"a word":                       {p.cloud(), "common", "“common” is neither a tenant id nor a domain.", ""},
		"nothing":                      {p.cloud(), "", "“” is neither a tenant id nor a domain.", ""},
		"an address":                   {p.cloud(), "https://contoso.example/", "“https://contoso.example/” is neither a tenant id nor a domain.", ""},
		"a person":                     {p.cloud(), "anna@contoso.example", "“anna@contoso.example” is neither a tenant id nor a domain.", ""},
		"a path":                       {p.cloud(), "../contoso.example", "“../contoso.example” is neither a tenant id nor a domain.", ""},
		"a page of somebody else":      {p.cloud(), "garbled.example", "The answer did not come from Microsoft's sign-in service.", ""},
		"an answer about another":      {p.cloud(), "55555555-0000-4000-8000-000000000005", "The answer did not come from Microsoft's sign-in service.", ""},
		"a service that is down":       {p.cloud(), "broken.example", "Microsoft's sign-in service is too busy to answer for this tenant.", ""},
		"a tenant of another cloud":    {ready, "gov.example", "The tenant “gov.example” is in the US Government L4 cloud, not in Test.", ""},
		"a GUID without its hyphens":   {p.cloud(), "11111111000040008000000000000001", "“11111111000040008000000000000001” is neither a tenant id nor a domain.", ""},
		"a domain that ends in a dash": {p.cloud(), "contoso-.example", "“contoso-.example” is neither a tenant id nor a domain.", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found, err := signin.Resolve(t.Context(), test.cloud, p.Client(), test.input)
			require.Error(t, err)
			require.Empty(t, found)
			failure := refusal.Explain(err, "")
			require.Equal(t, test.what, failure.What)
			require.Equal(t, test.code, failure.Code)
			require.NotEmpty(t, failure.Do)
		})
	}
}

func TestTheNetworksTroublesHaveSentences(t *testing.T) {
	answered := httptest.NewTLSServer(http.NotFoundHandler())
	defer answered.Close()
	cut := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte("{"))
	}))
	defer cut.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	refused, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, refused.Close())

	tests := map[string]struct {
		authority string
		client    *http.Client
		what      string
	}{
		"a name that does not resolve": {"https://login.invalid", failing(&net.DNSError{Err: "no such host", Name: "login.invalid", IsNotFound: true}), "Microsoft's server could not be found."},
		"nobody there":                 {"https://" + refused.Addr().String(), transportOnly(), "Microsoft's server could not be reached."},
		"no answer in time":            {"https://login.invalid", failing(os.ErrDeadlineExceeded), "Microsoft's server did not answer in time."},
		"an unknown certificate":       {answered.URL, transportOnly(), "The connection is not safe: the answer came with a certificate that this computer does not trust."},
		"an expired certificate":       {answered.URL, failing(x509.CertificateInvalidError{Reason: x509.Expired}), "The certificate of Microsoft's server is not valid at the time of this computer."},
		"no encryption on the far end": {strings.Replace(plain.URL, "http:", "https:", 1), transportOnly(), "No safe connection to Microsoft's server came about."},
		"an answer that was cut":       {cut.URL, cut.Client(), "The connection to Microsoft's server broke off."},
		"a proxy that wants a name":    {answered.URL, failing(&tunnel.Error{Proxy: "proxy.example:8080", Status: 407}), "The proxy proxy.example:8080 asks for a user name and a password, so nothing was sent."},
		"a proxy that is not there":    {answered.URL, failing(&net.OpError{Op: "proxyconnect", Err: &net.DNSError{Err: "no such host", Name: "proxy.example"}}), "The proxy of this network could not be reached, so nothing was sent."},
		"a reset":                      {answered.URL, failing(&net.OpError{Op: "read", Err: os.NewSyscallError("read", errors.New("reset"))}), "The connection to Microsoft's server broke off."},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			defer test.client.CloseIdleConnections()
			_, err := signin.Resolve(t.Context(), cloud.Cloud{Authority: test.authority}, test.client, "contoso.example")
			failure := refusal.Explain(err, "Contoso")
			require.Equal(t, test.what, failure.What, failure.Technical)
			require.NotEmpty(t, failure.Do)
			require.NotEmpty(t, failure.Technical)
		})
	}
}

func TestACancelledCallSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := signin.Resolve(ctx, cloud.Global, http.DefaultClient, "contoso.com")
	require.Equal(t, "This was cancelled.", refusal.Explain(err, "").What)
}

func transportOnly() *http.Client { return &http.Client{Transport: cloud.Cloud{}.Transport()} }

type failingTransport struct{ err error }

func (f failingTransport) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

func failing(err error) *http.Client {
	return &http.Client{Transport: failingTransport{&url.Error{Op: "Get", URL: "https://login.invalid", Err: err}}}
}
