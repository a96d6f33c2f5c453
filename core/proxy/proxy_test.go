package proxy_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/proxy"
	"github.com/tenantkeep/tenantkeep/core/tunnel"
)

// settings are a computer's, and count how often they are asked.
type settings struct {
	proxy *url.URL
	// seen is the last address that was asked about; hangs, where it is set, lets no question end.
	seen  string
	hangs chan struct{}
	err   error
	asked atomic.Int32
	now   time.Time
}

func (s *settings) find() func(*http.Request) (*url.URL, error) {
	return proxy.New(func() time.Time { return s.now }, func() func(*http.Request) (*url.URL, error) {
		return func(request *http.Request) (*url.URL, error) {
			s.asked.Add(1)
			if s.hangs != nil {
				<-s.hangs
			}
			s.seen = request.URL.String()
			return s.proxy, s.err
		}
	})
}

func request(t *testing.T, address string) *http.Request {
	t.Helper()
	made, err := http.NewRequest(http.MethodGet, address, nil)
	require.NoError(t, err)
	return made
}

func TestAProxyIsTakenAsTheSystemGivesIt(t *testing.T) {
	for _, test := range []struct {
		name  string
		given *url.URL
		want  string
	}{
		{"none is none", nil, ""},
		{"a script leaves the scheme out", &url.URL{Host: "proxy.example:8080"}, "http://proxy.example:8080"},
		{"a script names several", &url.URL{Host: "one.example:8080 two.example:8080"}, "http://one.example:8080"},
		{"a proxy that is asked through TLS stays so", &url.URL{Scheme: "https", Host: "proxy.example:443"}, "https://proxy.example:443"},
		{"an account of the proxy stays", &url.URL{Scheme: "http", Host: "proxy.example:80", User: url.UserPassword("a", "b")}, "http://a:b@proxy.example:80"},
		{"an empty one is none", &url.URL{}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			of := &settings{proxy: test.given}
			found, err := of.find()(request(t, "https://graph.microsoft.com/v1.0/users"))
			require.NoError(t, err)
			if test.want == "" {
				require.Nil(t, found)
				return
			}
			require.Equal(t, test.want, found.String())
		})
	}
}

func TestAddressesOnThisComputerAreReachedDirectly(t *testing.T) {
	of := &settings{proxy: &url.URL{Host: "proxy.example:8080"}}
	find := of.find()
	for _, address := range []string{"http://127.0.0.1:5000/", "http://localhost:5000/", "http://[::1]:5000/"} {
		found, err := find(request(t, address))
		require.NoError(t, err)
		require.Nil(t, found, address)
	}
	require.Zero(t, of.asked.Load())
}

func TestTheSystemIsAskedOnceForAHostUntilItsAnswerIsOld(t *testing.T) {
	of := &settings{proxy: &url.URL{Host: "proxy.example:8080"}, now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	find := of.find()
	ask := func(address string) {
		_, err := find(request(t, address))
		require.NoError(t, err)
	}
	var together sync.WaitGroup
	for range 50 {
		together.Go(func() { ask("https://graph.microsoft.com/v1.0/users") })
	}
	together.Wait()
	ask("https://graph.microsoft.com/v1.0/organization")
	require.EqualValues(t, 1, of.asked.Load())
	ask("https://login.microsoftonline.com/")
	require.EqualValues(t, 2, of.asked.Load(), "another host may have another proxy")
	of.now = of.now.Add(6 * time.Minute)
	ask("https://graph.microsoft.com/v1.0/users")
	require.EqualValues(t, 3, of.asked.Load(), "the computer may be in another network by now")
}

func TestSettingsThatCannotBeReadAreSaidAndAskedAgain(t *testing.T) {
	of := &settings{err: errors.New("the script is broken")}
	find := of.find()
	_, err := find(request(t, "https://graph.microsoft.com/"))
	require.ErrorContains(t, err, "the script is broken")
	of.err, of.proxy = nil, &url.URL{Host: "proxy.example:8080"}
	found, err := find(request(t, "https://graph.microsoft.com/"))
	require.NoError(t, err)
	require.Equal(t, "http://proxy.example:8080", found.String())
}

func TestTheTransportOfTheProgramAsksTheSystem(t *testing.T) {
	transport := proxy.Transport()
	require.NotNil(t, transport.Proxy)
	found, err := transport.Proxy(request(t, "http://127.0.0.1:1/"))
	require.NoError(t, err)
	require.Nil(t, found)
	require.True(t, transport.ForceAttemptHTTP2)
}

func TestAProxyThatGivesNoConnectionSaysWhy(t *testing.T) {
	for _, status := range []int{302, 403, 407, 502, 503} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodConnect {
				t.Error("something was sent: ", r.Method)
			}
			w.Header().Add("Proxy-Authenticate", "NTLM")
			w.Header().Add("Proxy-Authenticate", `Basic realm="x"`)
			w.WriteHeader(status)
		}))
		at, err := url.Parse(server.URL)
		require.NoError(t, err)
		at.User = url.UserPassword("ada", "secret")
		transport := proxy.Transport()
		transport.Proxy = http.ProxyURL(at)
		_, err = (&http.Client{Transport: transport}).Do(request(t, "https://graph.microsoft.com/"))
		require.Equal(t, &tunnel.Error{Proxy: at.Host, Status: status, Schemes: []string{"NTLM", "Basic"}, Named: true}, tunnel.As(err))
		require.NotContains(t, err.Error(), "secret")
		transport.CloseIdleConnections()
		server.Close()
	}
}

func TestAScriptLearnsTheHostAlone(t *testing.T) {
	of := &settings{}
	_, err := of.find()(request(t, "https://graph.microsoft.com/v1.0/users/ada?$select=id"))
	require.NoError(t, err)
	require.Equal(t, "https://graph.microsoft.com/", of.seen, "ids of tenants and users are none of its business")
}

func TestWhoGivesUpWaitsForNoScript(t *testing.T) {
	of := &settings{hangs: make(chan struct{})}
	defer close(of.hangs)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := of.find()(request(t, "https://graph.microsoft.com/").WithContext(ctx))
	require.ErrorIs(t, err, context.Canceled)
}
