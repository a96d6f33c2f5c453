package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	core "github.com/microsoftgraph/msgraph-sdk-go-core"
	"golang.org/x/sync/semaphore"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/proxy"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// Tokens gives bearer tokens for Microsoft Graph.
type Tokens interface {
	// Token returns a token for tenant. claims is the JSON of Microsoft's claims challenge, or empty; with claims a cached
	// token must not be returned.
	Token(ctx context.Context, tenant m365.TenantID, claims string) (string, error)
}

// Forgetter is a Tokens that can be told that Microsoft refused a token before its time, so that the next call of Token
// gets a new one. It is optional.
type Forgetter interface {
	Forget(tenant m365.TenantID, token string)
}

// Options say how a Client reaches Microsoft Graph. Base and Tokens are required.
type Options struct {
	// Base is the origin of Graph: https://graph.microsoft.com. Plain http is accepted on a loopback address only.
	Base   string
	Tokens Tokens
	// Transport sends the requests; nil takes one of the client's own.
	Transport http.RoundTripper
	// Now and Sleep are the clock; nil takes the machine's. Sleep returns the context's error when that ends first.
	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error
	// Jitter gives numbers in [0,1) that spread retries; nil takes a random source.
	Jitter    func() float64
	Log       *slog.Logger
	UserAgent string
	// OnThrottle hears that Microsoft holds a tenant's requests back until a time. It must not block.
	OnThrottle func(tenant m365.TenantID, until time.Time)
}

// The limits of one client. Microsoft counts requests by application and tenant, so the tenant is what is held back;
// the global cap keeps the technician's own line and machine usable.
const (
	requestsPerTenant = 4
	requestsAtOnce    = 24
)

// Client calls Microsoft Graph for any number of tenants. It is safe for concurrent use.
type Client struct {
	origin     wire.Origin
	tokens     Tokens
	transport  http.RoundTripper
	now        func() time.Time
	sleep      func(ctx context.Context, d time.Duration) error
	jitter     func() float64
	log        *slog.Logger
	agent      string
	onThrottle func(tenant m365.TenantID, until time.Time)
	atOnce     *semaphore.Weighted

	mu          sync.Mutex
	connections map[m365.TenantID]*connection
}

// New makes a client. It sends nothing.
func New(options Options) (*Client, error) {
	origin, err := wire.ParseOrigin("graph", "https://graph.microsoft.com", options.Base)
	if err != nil {
		return nil, err
	}
	if options.Tokens == nil {
		return nil, errors.New("graph client: Tokens is missing")
	}
	if err := registerSDK(); err != nil {
		return nil, err
	}
	options = withDefaults(options)
	return &Client{
		origin:      origin,
		tokens:      options.Tokens,
		transport:   options.Transport,
		now:         options.Now,
		sleep:       options.Sleep,
		jitter:      options.Jitter,
		log:         options.Log,
		agent:       options.UserAgent,
		onThrottle:  options.OnThrottle,
		atOnce:      semaphore.NewWeighted(requestsAtOnce),
		connections: make(map[m365.TenantID]*connection),
	}, nil
}

// Close closes idle connections. Requests that run are not touched.
func (c *Client) Close() {
	if idle, ok := c.transport.(interface{ CloseIdleConnections() }); ok {
		idle.CloseIdleConnections()
	}
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
	if options.OnThrottle == nil {
		options.OnThrottle = func(m365.TenantID, time.Time) {}
	}
	return options
}

// connection is what one tenant has of its own: its adapter, its limits and its chain. The pool of connections to
// Microsoft is shared by all.
type connection struct {
	tenant    m365.TenantID
	adapter   *core.GraphRequestAdapterBase
	slots     *semaphore.Weighted
	directory *queue
	reports   *queue
	// advancedCasts: the tenant wants casts to be asked of the advanced query engine.
	advancedCasts atomic.Bool
}

// to returns the connection of tenant, made on first use.
func (c *Client) to(tenant m365.TenantID) (*connection, error) {
	if _, err := m365.ParseTenantID(string(tenant)); err != nil {
		return nil, fmt.Errorf("graph client: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.connections[tenant]; ok {
		return known, nil
	}
	made, err := c.connect(tenant)
	if err != nil {
		return nil, err
	}
	c.connections[tenant] = made
	return made, nil
}

func (c *Client) connect(tenant m365.TenantID) (*connection, error) {
	conn := &connection{
		tenant:    tenant,
		slots:     semaphore.NewWeighted(requestsPerTenant),
		directory: newDirectoryQueue(),
		reports:   newReportQueue(),
	}
	adapter, err := newAdapter(&http.Client{Transport: c.chain(conn)}, c.origin.String()+"/v1.0")
	if err != nil {
		return nil, fmt.Errorf("graph client of tenant %s: %w", tenant, err)
	}
	conn.adapter = adapter
	// No backing store factory: the SDK's default is already in place, and setting it again writes a global variable that
	// other goroutines read.
	return conn, nil
}
