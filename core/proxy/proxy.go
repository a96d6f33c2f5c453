// Package proxy knows through which proxy this computer reaches an address.
package proxy

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-ieproxy"
	"golang.org/x/sync/singleflight"

	"github.com/tenantkeep/tenantkeep/core/tunnel"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// known is how long an answer of the system holds. The script of a network (PAC) is run by the system for every question,
// and finding it can take seconds.
const known = 5 * time.Minute

// System returns what net/http asks for the proxy of a request. The environment (HTTPS_PROXY, NO_PROXY) comes first; then,
// on Windows and macOS, the system's settings: a proxy by name, a script, or one that the network announces. Addresses on
// this computer are reached directly.
func System() func(*http.Request) (*url.URL, error) {
	var mu sync.Mutex // the library keeps what it read in a variable of its own
	return New(time.Now, func() func(*http.Request) (*url.URL, error) {
		mu.Lock()
		defer mu.Unlock()
		ieproxy.ReloadConf()
		return ieproxy.GetProxyFunc()
	})
}

// keptPerHost is how many connections to a host are kept for the next requests where there is no HTTP/2, as behind a proxy that
// looks into what is sent. net/http would keep two, and make the others anew for each request.
const keptPerHost = 24

// Transport is net/http's own transport through the system's proxy. Where that gives no connection it fails with tunnel.Error.
func Transport() *http.Transport {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = system
	transport.OnProxyConnectResponse = refused
	transport.MaxIdleConnsPerHost = keptPerHost
	return transport
}

// refused keeps what a proxy answered to a wish for a connection: net/http gives the words of the status alone.
func refused(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	var schemes []string
	for _, offered := range answer.Header.Values("Proxy-Authenticate") {
		scheme, _, _ := strings.Cut(strings.TrimSpace(offered), " ")
		if token.MatchString(scheme) && len(schemes) < mostSchemes {
			schemes = append(schemes, scheme)
		}
	}
	return &tunnel.Error{Proxy: proxy.Host, Status: answer.StatusCode, Schemes: schemes, Named: proxy.User != nil}
}

// mostSchemes are more than any proxy offers.
const mostSchemes = 8

// token is how a scheme of a sign-in is written.
var token = regexp.MustCompile(`^[A-Za-z-]{1,20}$`)

// system is one for the program, so that its answers are kept once.
var system = System()

// New is System with the settings and the clock given: read returns how the settings as they are now answer a request. An
// answer is kept by scheme and host.
func New(now func() time.Time, read func() func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	f := &finder{now: now, read: read, answers: make(map[string]answer)}
	return f.find
}

type answer struct {
	proxy *url.URL
	until time.Time
}

// finder keeps answers and asks once where many ask at the same time.
type finder struct {
	now  func() time.Time
	read func() func(*http.Request) (*url.URL, error)

	mu      sync.Mutex
	answers map[string]answer
	asking  singleflight.Group
}

func (f *finder) find(request *http.Request) (*url.URL, error) {
	if wire.IsLoopback(request.URL.Hostname()) {
		return nil, nil
	}
	place := request.URL.Scheme + "://" + request.URL.Host
	if kept, ok := f.kept(place); ok {
		return kept, nil
	}
	answered := f.asking.DoChan(place, func() (any, error) { return f.ask(place, request.URL) })
	select {
	case found := <-answered:
		if found.Err != nil {
			return nil, found.Err
		}
		return found.Val.(*url.URL), nil
	case <-request.Context().Done():
		return nil, request.Context().Err()
	}
}

// ask has the system answer for a host. What follows the host is left out: a script may come from anybody in the network, and
// the ids of tenants and users are none of its business.
func (f *finder) ask(place string, address *url.URL) (*url.URL, error) {
	host := &url.URL{Scheme: address.Scheme, Host: address.Host, Path: "/"}
	proxy, err := f.read()(&http.Request{Method: http.MethodGet, URL: host, Host: host.Host, Header: make(http.Header)})
	if err != nil {
		return nil, err
	}
	proxy = whole(proxy)
	f.keep(place, proxy)
	return proxy, nil
}

func (f *finder) kept(place string) (*url.URL, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	one, ok := f.answers[place]
	return one.proxy, ok && f.now().Before(one.until)
}

func (f *finder) keep(place string, proxy *url.URL) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers[place] = answer{proxy, f.now().Add(known)}
}

// whole gives a proxy the scheme that a script leaves out, and the first where it names several.
func whole(proxy *url.URL) *url.URL {
	if proxy == nil || proxy.Host == "" {
		return nil
	}
	first, _, _ := strings.Cut(strings.TrimSpace(proxy.Host), " ")
	first, _, _ = strings.Cut(first, ";")
	return &url.URL{Scheme: orHTTP(proxy.Scheme), Host: first, User: proxy.User}
}

func orHTTP(scheme string) string {
	if scheme == "" {
		return "http"
	}
	return scheme
}
