package tunnel_test

import (
	"errors"
	"fmt"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/tunnel"
)

func TestWhatAProxyWantsIsSaid(t *testing.T) {
	const at = "proxy.example:8080"
	for _, test := range []struct {
		refused     tunnel.Error
		because, do string
	}{
		{tunnel.Error{Status: 407}, "asks for a user name and a password", "HTTPS_PROXY"},
		{tunnel.Error{Status: 407, Schemes: []string{"Negotiate", "basic"}}, "asks for a user name and a password", "HTTPS_PROXY"},
		{tunnel.Error{Status: 407, Named: true}, "did not accept the user name", "HTTPS_PROXY"},
		{tunnel.Error{Status: 407, Schemes: []string{"Negotiate", "NTLM"}}, "a sign-in that Tenantkeep does not know (Negotiate, NTLM)", "without a sign-in"},
		{tunnel.Error{Status: 403}, "does not allow the connection", "allow the addresses of Microsoft 365"},
		{tunnel.Error{Status: 451}, "does not allow the connection", "allow the addresses of Microsoft 365"},
		{tunnel.Error{Status: 502}, "could not reach Microsoft", "Try again"},
		{tunnel.Error{Status: 504}, "could not reach Microsoft", "Try again"},
		{tunnel.Error{Status: 302}, "gave no connection", "Try again"},
	} {
		test.refused.Proxy = at
		found := tunnel.As(fmt.Errorf("read: %w", &test.refused))
		require.Equal(t, &test.refused, found)
		require.Contains(t, found.Because(), at)
		require.Contains(t, found.Because(), test.because)
		require.Contains(t, found.Because(), "nothing was sent")
		require.Contains(t, found.Do(), test.do)
	}
}

func TestAProxyThatIsNotReachedIsToldFromOneThatRefuses(t *testing.T) {
	found := tunnel.As(fmt.Errorf("read: %w", &net.OpError{Op: "proxyconnect", Err: &net.DNSError{Err: "no such host"}}))
	require.NotNil(t, found)
	require.Equal(t, "the proxy of this network could not be reached, so nothing was sent", found.Because())
	require.Contains(t, found.Do(), "proxy settings")
	for _, other := range []error{nil, errors.New("Forbidden"), &net.OpError{Op: "dial", Err: errors.New("refused")}} {
		require.Nil(t, tunnel.As(other))
	}
}
