// Package partner calls Partner Center: consents of the application in customers' tenants, and the list of customers.
//
// It uses net/http: Partner Center's errors, paging and headers are not Microsoft Graph's.
package partner

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/proxy"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// Tokens gives bearer tokens of the partner tenant for Partner Center, made with MFA.
type Tokens interface {
	// Token returns a token. claims is the JSON of Microsoft's claims challenge, or empty; with claims a cached token must
	// not be returned.
	Token(ctx context.Context, claims string) (string, error)
}

// Forgetter is a Tokens that can be told that Microsoft refused a token before its time, so that the next call of Token
// gets a new one. It is optional.
type Forgetter interface {
	Forget(token string)
}

// Options say how a Client reaches Partner Center. Base and Tokens are required.
type Options struct {
	// Base is the origin: https://api.partnercenter.microsoft.com. Plain http is accepted on a loopback address only.
	Base   string
	Tokens Tokens
	// Transport sends the requests; nil takes net/http's default.
	Transport http.RoundTripper
	// Now and Sleep are the clock; nil takes the machine's. Sleep returns the context's error when that ends first.
	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error
	// Jitter gives numbers in [0,1) that spread retries; nil takes a random source.
	Jitter    func() float64
	Log       *slog.Logger
	UserAgent string
}

// Client calls Partner Center for one partner. It is safe for concurrent use.
type Client struct {
	Options
	base wire.Origin
	http *http.Client
}

// New makes a client. It sends nothing.
func New(options Options) (*Client, error) {
	base, err := wire.ParseOrigin("partner center", "https://api.partnercenter.microsoft.com", options.Base)
	if err != nil {
		return nil, err
	}
	if options.Tokens == nil {
		return nil, errors.New("partner center client: Tokens is missing")
	}
	options = withDefaults(options)
	return &Client{
		Options: options,
		base:    base,
		http: &http.Client{
			Transport: options.Transport,
			// A redirect is reported, not followed with a token.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

func withDefaults(options Options) Options {
	if options.Transport == nil {
		options.Transport = proxy.Transport()
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Sleep == nil {
		options.Sleep = pause.Sleep
	}
	if options.Jitter == nil {
		options.Jitter = rand.Float64
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.UserAgent == "" {
		options.UserAgent = "Tenantkeep"
	}
	return options
}

// address returns the address of path, which follows /v1 and may carry a query.
func (c *Client) address(path string) string { return c.base.String() + "/v1" + path }

// ownPath turns a link that Partner Center gave into a path for address. Links are relative to /v1, but are also seen
// with it and whole; one to another host is refused.
func (c *Client) ownPath(link string) (string, error) {
	parsed, err := url.Parse(link)
	if err != nil {
		return "", fmt.Errorf("page link: %w", err)
	}
	if parsed.Host != "" && !c.base.Holds(parsed) {
		return "", fmt.Errorf("%w: %s", errForeignHost, parsed.Host)
	}
	path := "/" + strings.TrimPrefix(strings.TrimPrefix(parsed.EscapedPath(), "/"), "v1/")
	if parsed.RawQuery != "" {
		path += "?" + parsed.RawQuery
	}
	return path, nil
}
