package graph_test

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/proxy"
)

// through is a client whose way leads through a proxy that does something.
func through(t *testing.T, does http.HandlerFunc) *graph.Client {
	t.Helper()
	server := httptest.NewServer(does)
	t.Cleanup(server.Close)
	at, err := url.Parse(server.URL)
	require.NoError(t, err)
	transport := proxy.Transport()
	transport.Proxy = http.ProxyURL(at)
	t.Cleanup(transport.CloseIdleConnections)
	client, _ := newFakeGraph(t, noContent).client(t, func(o *graph.Options) {
		o.Base, o.Transport = "https://graph.example", transport
	})
	return client
}

func TestAWriteThatTheProxyGaveNoWayDidNotHappen(t *testing.T) {
	hangUp := func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_ = conn.Close()
		}
	}
	noEncryption := func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_, _ = conn.Write([]byte("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 400 Bad Request\r\n\r\n"))
			_ = conn.Close()
		}
	}
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	for _, test := range []struct {
		name string
		does http.HandlerFunc
		says string
	}{
		{"it wants a password", status(407), "asks for a user name and a password"},
		{"it refuses", status(403), "does not allow the connection to Microsoft"},
		{"it reaches nobody", status(502), "could not reach Microsoft"},
		{"it sends elsewhere", status(302), "gave no connection to Microsoft"},
		{"it hangs up", hangUp, "could not be reached"},
		{"it talks without encryption", noEncryption, "could not be reached"},
	} {
		t.Run(test.name, func(t *testing.T) {
			client := through(t, test.does)
			_, err := client.Send(context.Background(), contoso, call.RevokeSessions(ada))
			require.True(t, call.Is(err, call.Network), "%v", err)
			require.False(t, call.MayHaveHappened(err), "%v", err)
			require.Contains(t, call.Explain(err, "Contoso").What, test.says)
			_, err = client.Organization(context.Background(), contoso)
			require.Contains(t, call.Explain(err, "Contoso").What, test.says)
		})
	}
}

func TestAProxyThatIsNotThereTookNothing(t *testing.T) {
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, gone.Close())
	transport := proxy.Transport()
	transport.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: gone.Addr().String()})
	client, _ := newFakeGraph(t, noContent).client(t, func(o *graph.Options) {
		o.Base, o.Transport = "https://graph.example", transport
	})
	_, err = client.Send(context.Background(), contoso, call.RevokeSessions(ada))
	require.False(t, call.MayHaveHappened(err), "%v", err)
	require.Contains(t, call.Explain(err, "Contoso").What, "the proxy of this network could not be reached")
}

func TestAWriteOnAConnectionThatCameAboutMayHaveHappenedInEitherProtocol(t *testing.T) {
	for _, second := range []bool{false, true} {
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
		server.EnableHTTP2 = second
		server.StartTLS()
		t.Cleanup(server.Close)
		transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: second}
		t.Cleanup(transport.CloseIdleConnections)
		client, _ := newFakeGraph(t, noContent).client(t, func(o *graph.Options) { o.Base, o.Transport = server.URL, transport })
		_, err := client.Send(context.Background(), contoso, call.RevokeSessions(ada))
		require.True(t, call.MayHaveHappened(err), "%v", err)
	}
}
