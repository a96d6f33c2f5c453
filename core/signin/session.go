package signin

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"
	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// parallel bounds the token requests that run at once: Microsoft answers in a tenth of a second, and a start with hundreds
// of tenants must not look like an attack.
const parallel = 8

// acquisition bounds one token request, its discovery included.
const acquisition = 45 * time.Second

// AnyOrganization lets an account of whatever tenant in, as the MSP's own tenant: it is for finding out which one that is.
const AnyOrganization m365.TenantID = "organizations"

// Options are what a Session needs from outside.
type Options struct {
	Cloud cloud.Cloud
	// ClientID is the application's id, Tenant the MSP's own tenant.
	ClientID string
	Tenant   m365.TenantID
	// Vault keeps the refresh token between runs; nil keeps it in memory.
	Vault Vault
	// OnVault hears a sentence for the person when what the vault holds could not be read or written. It must not block.
	OnVault func(notice string)
	// OpenBrowser shows an address to the person. It may block; it is never waited for.
	OpenBrowser func(url string) error
	// HTTP sends every request to the sign-in service; cloud.Transport knows whom to trust.
	HTTP *http.Client
	// Now is the clock; nil takes the machine's.
	Now func() time.Time
	Log *slog.Logger
}

// Session is one technician at one MSP: the account that is signed in and its tokens. It is safe for use from any goroutine.
type Session struct {
	Options
	authority authority
	client    public.Client
	cache     *vaultCache
	slots     pause.Places
	work      sync.WaitGroup

	mu       sync.Mutex
	closed   bool
	account  m365.Account
	library  public.Account
	tokens   map[tokenKey]Token
	requests map[tokenKey]*tokenRequest
	// challenges are the claims that client tenants asked for and that no token could be had with.
	challenges map[m365.TenantID]string
}

// New makes a Session without an account. It sends nothing and opens nothing; Restore or Interactive bring an account.
func New(options Options) (*Session, error) {
	if err := options.check(); err != nil {
		return nil, fmt.Errorf("sign-in session: %w", err)
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.Vault == nil {
		options.Vault = MemoryVault()
	}
	if options.OnVault == nil {
		options.OnVault = func(string) {}
	}
	authority, err := authorityOf(options.Cloud)
	if err != nil {
		return nil, fmt.Errorf("sign-in session: %w", err)
	}
	cache := &vaultCache{vault: options.Vault, log: options.Log, tell: options.OnVault, now: options.Now}
	client, err := public.New(options.ClientID,
		public.WithAuthority(options.Cloud.Authority+"/"+string(options.Tenant)),
		public.WithCache(cache),
		public.WithHTTPClient(authority.client(options.HTTP)),
		// The authority is one of Microsoft's own or comes from a file that the person wrote: there is nobody to ask whether
		// it is genuine, and asking would cost a request at every start.
		public.WithInstanceDiscovery(false),
		public.WithClientCapabilities([]string{"CP1"}),
	)
	if err != nil {
		return nil, fmt.Errorf("sign-in session: %w", err)
	}
	return &Session{
		Options:   options,
		authority: authority,
		client:    client,
		cache:     cache,
		slots:     pause.NewPlaces(parallel),
		tokens:    make(map[tokenKey]Token),
		requests:  make(map[tokenKey]*tokenRequest),

		challenges: make(map[m365.TenantID]string),
	}, nil
}

func (o Options) check() error {
	if _, err := uuid.Parse(o.ClientID); err != nil {
		return &refusal.ClientIDError{Input: o.ClientID}
	}
	if _, err := m365.ParseTenantID(string(o.Tenant)); err != nil && o.Tenant != AnyOrganization {
		return err
	}
	if o.HTTP == nil || o.OpenBrowser == nil {
		return errors.New("HTTP and OpenBrowser are needed")
	}
	return nil
}

// Close stops the token requests that run, and waits until the work that the Session started has ended, browsers that are
// being opened included, or until ctx ends. The vault gets the newest refresh token. Nothing works afterwards.
func (s *Session) Close(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	for _, running := range s.requests {
		running.cancel()
	}
	s.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.work.Wait()
		if err := crash.During(func() { s.cache.flush(ctx) }); err != nil {
			s.Log.Error("sign-in: a defect", "error", err)
		}
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("close sign-in session: %w", ctx.Err())
	}
}
