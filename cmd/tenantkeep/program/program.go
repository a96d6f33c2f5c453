package program

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/explain"
	"github.com/tenantkeep/tenantkeep/core/find"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/partner"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/portal"
	"github.com/tenantkeep/tenantkeep/core/product"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/proxy"
	"github.com/tenantkeep/tenantkeep/core/refresh"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/release"
	"github.com/tenantkeep/tenantkeep/core/signal"
	"github.com/tenantkeep/tenantkeep/core/signin"
	"github.com/tenantkeep/tenantkeep/store"
)

// refreshEvery is how old a tenant's picture may get before it is read again.
const refreshEvery = 15 * time.Minute

// throttle says that Microsoft holds a tenant's requests back until a time.
type throttle struct {
	tenant m365.TenantID
	until  time.Time
}

// program is everything below the window, wired.
type program struct {
	cloud       cloud.Cloud
	folder      string
	version     string
	store       *store.Store
	graph       *graph.Client
	session     *signin.Current
	integration *integration.Service
	refresh     *refresh.Service
	cards       *profile.Service
	change      *change.Service
	offboard    *offboard.Service
	portals     *portal.Catalogue
	releases    *release.Feed
	finder      *find.Users
	products    *product.Source
	// read says that users were read, from Microsoft or into memory.
	read chan struct{}
	// namesOf is of when the names of products are; nil where they are the built-in ones.
	namesOf   atomic.Pointer[time.Time]
	explainer explain.Explainer
	throttled signal.Signal[throttle]
	// labelled says that the person calls a tenant otherwise now.
	labelled signal.Signal[m365.TenantID]
	// refused says why something that the person asked for did not begin.
	refused     signal.Signal[m365.Failure]
	log         *slog.Logger
	logLevel    *slog.LevelVar
	openBrowser func(url string) error
	supply      func(context.Context) desktop.Supply

	began time.Time

	// connection is the saved one, for what must know at once who is signed in with which access.
	connection atomic.Pointer[m365.Connection]
	// spared are the tiers with which administrators are spared.
	spared atomic.Pointer[[]access.Tier]

	vaultMu     sync.Mutex
	vaultNotice string

	life    context.Context
	end     context.CancelFunc
	running sync.WaitGroup

	closeOnce sync.Once
	closeErr  error
}

// environment is what a program is made of and made in.
type environment struct {
	cloud       cloud.Cloud
	folder      string
	version     string
	openBrowser func(url string) error
	log         *slog.Logger
	// logLevel is from when on something is logged; nil where nobody changes that.
	logLevel *slog.LevelVar
	// wrap stands between the program and the network; nil is nothing.
	wrap func(http.RoundTripper) http.RoundTripper
	// supply says what the computer draws on; nil is never asked.
	supply func(context.Context) desktop.Supply
}

// transport leads to the Microsoft cloud.
func (e environment) transport() http.RoundTripper { return e.wrapped(e.cloud.Transport()) }

// outside leads to everybody else.
func (e environment) outside() http.RoundTripper {
	return e.wrapped(proxy.Transport())
}

func (e environment) wrapped(transport http.RoundTripper) http.RoundTripper {
	if e.wrap == nil {
		return transport
	}
	return e.wrap(transport)
}

func newProgram(ctx context.Context, in environment) (*program, error) {
	life, end := context.WithCancel(ctx)
	p := &program{
		cloud:       in.cloud,
		folder:      in.folder,
		version:     in.version,
		log:         in.log,
		logLevel:    cmp.Or(in.logLevel, new(slog.LevelVar)),
		openBrowser: in.openBrowser,
		supply:      in.supply,
		began:       time.Now(),
		read:        make(chan struct{}, 1),
		life:        life,
		end:         end,
	}
	p.explainer = explain.Explainer{Now: time.Now, Home: p.home, Folder: p.folder}
	opened, err := store.Open(ctx, in.folder, store.Options{})
	if err != nil {
		end()
		return nil, err
	}
	p.store = opened
	if err := errors.Join(p.readConnection(ctx), p.readSpared(ctx), p.wire(in)); err != nil {
		return nil, fmt.Errorf("start: %w", errors.Join(err, p.close(ctx)))
	}
	return p, nil
}

func (p *program) wire(in environment) error {
	transport := in.transport()
	p.session = p.newSession(in.folder, &http.Client{Transport: transport})
	var err error
	p.graph, err = graph.New(graph.Options{
		Base:       p.cloud.Graph,
		Tokens:     signin.GraphTokens{Current: p.session},
		Transport:  transport,
		Log:        p.log,
		UserAgent:  "Tenantkeep/" + p.version,
		OnThrottle: func(id m365.TenantID, until time.Time) { p.throttled.Emit(throttle{id, until}) },
	})
	if err != nil {
		return err
	}
	p.wireUsers()
	if err := p.wireOffboarding(); err != nil {
		return err
	}
	p.refresh = refresh.New(refresh.Options{
		Directory:    p.graph,
		Store:        p.store,
		ProductName:  product.Name,
		Availability: graph.Availability,
		Explain:      p.explainer.Explain,
		Adjust:       p.change.Adjust,
		Stays:        p.change.Stays,
		Ready:        func() bool { return p.canKeep() && p.session.SignedIn() },
		Now:          time.Now,
		Every:        refreshEvery,
		Tick:         time.Tick(time.Minute),
		Log:          p.log,
	})
	consents, err := p.consents(transport)
	if err != nil {
		return err
	}
	p.integration = integration.New(p.life, integration.Options{
		Store:        p.store,
		Directory:    p.graph,
		Partner:      consents,
		Refresh:      p.refresh,
		Session:      p.session,
		Explain:      p.explainer.Explain,
		Administrate: p.administrate(transport),
		Visit:        p.visit(transport),
		AppName:      "Tenantkeep",
		Now:          time.Now,
		Sleep:        pause.Sleep,
		Log:          p.log,
		Parallel:     8,
	})
	p.integration.ConnectionChanged.Listen(func(connection m365.Connection) { p.connection.Store(&connection) })
	p.wireFinder()
	p.followOffboarding()
	p.releases = release.New(release.Options{Transport: in.outside(), Version: p.version})
	p.products = product.NewSource(in.outside(), "")
	p.useKeptNames()
	p.portals, err = portal.Load(p.cloud, filepath.Join(in.folder, ownPortalsFile))
	if p.portals == nil {
		return err
	}
	if err != nil { // the built-in portals are there; the person reads about the bad row in the log and the window
		p.log.Warn("the own portal file could not be used", "error", err)
	}
	return nil
}

func (p *program) newSession(folder string, client *http.Client) *signin.Current {
	vault := sync.OnceValue(func() signin.Vault {
		name := "Tenantkeep"
		if p.cloud.Custom {
			name += " " + p.cloud.Name
		}
		vault, reason := signin.NewVault(p.life, p.log, folder, name)
		p.setVaultNotice(reason)
		return vault
	})
	open := func(tenant m365.TenantID, clientID string) (*signin.Session, error) {
		return signin.New(signin.Options{
			Cloud:       p.cloud,
			ClientID:    clientID,
			Tenant:      tenant,
			Vault:       vault(),
			OnVault:     p.setVaultNotice,
			OpenBrowser: p.browse,
			HTTP:        client,
			Log:         p.log,
		})
	}
	resolve := func(ctx context.Context, tenantIDOrDomain string) (m365.TenantID, error) {
		return signin.Resolve(ctx, p.cloud, client, tenantIDOrDomain)
	}
	return signin.NewCurrent(p.cloud, open, resolve)
}

func (p *program) setVaultNotice(notice string) {
	p.vaultMu.Lock()
	defer p.vaultMu.Unlock()
	p.vaultNotice = notice
}

// noPartnerCenter stands where a cloud has no Partner Center.
type noPartnerCenter struct{ cloud string }

func (n noPartnerCenter) Consent(context.Context, m365.TenantID, m365.AppConsent) (bool, error) {
	return false, &refusal.NoPartnerCenterError{Cloud: n.cloud}
}

func (n noPartnerCenter) Reach(context.Context) error {
	return &refusal.NoPartnerCenterError{Cloud: n.cloud}
}

func (n noPartnerCenter) RemoveConsent(context.Context, m365.TenantID, string) error {
	return &refusal.NoPartnerCenterError{Cloud: n.cloud}
}

// consents is the Partner Center client.
func (p *program) consents(transport http.RoundTripper) (integration.Consenter, error) {
	if p.cloud.PartnerCenter == "" {
		return noPartnerCenter{p.cloud.Name}, nil
	}
	return partner.New(partner.Options{
		Base:      p.cloud.PartnerCenter,
		Tokens:    signin.PartnerTokens{Current: p.session},
		Transport: transport,
		Log:       p.log,
		UserAgent: "Tenantkeep/" + p.version,
	})
}

// firstRowsFirst is how long the names of users wait to be read: they take a processor for a while, and the window has rows to
// show before.
const firstRowsFirst = time.Second

// start takes up the work of the last run: the account from the vault, syncs that were under way, refreshes that are due.
func (p *program) start() {
	p.background(func(ctx context.Context) error {
		if pause.Sleep(ctx, firstRowsFirst) != nil {
			return nil
		}
		return p.finder.Run(ctx)
	})
	p.background(p.giveBack)
	if !p.canKeep() {
		p.tellReadOnly()
		return
	}
	if p.supply != nil {
		p.background(p.followSupply(p.supply))
	}
	p.background(func(ctx context.Context) error {
		if err := removeParts(ctx, p.folder, p.store); err != nil {
			p.log.Warn("what a killed program left could not be removed", "error", err)
		}
		if err := p.recallChanges(ctx); err != nil {
			p.log.Warn("the last changes could not be read", "error", err)
		}
		// A defect here must not keep the tenants from being refreshed.
		if err := guarded(ctx, p.resume); err != nil {
			p.log.Warn("the work of the last run could not be taken up", "error", err)
		}
		p.refresh.Run(ctx)
		return nil
	})
}

func (p *program) resume(ctx context.Context) error {
	signedIn, err := p.integration.Restore(ctx)
	if err != nil || !signedIn {
		p.offboard.Hold(refusal.ErrSignedOut)
		return err
	}
	p.offboard.Resume(ctx)
	return errors.Join(p.integration.Resume(ctx), p.integration.Reload(ctx))
}

// close ends all work and waits for it. It may be called again, and for nothing.
func (p *program) close(ctx context.Context) error {
	if p == nil {
		return nil
	}
	p.closeOnce.Do(func() { p.closeErr = p.closeAll(ctx) })
	return p.closeErr
}

func (p *program) closeAll(ctx context.Context) error {
	p.end()
	if p.integration != nil {
		p.integration.Close()
	}
	p.running.Wait()
	var err error
	if p.session != nil {
		err = p.session.Close(ctx)
	}
	if p.graph != nil {
		p.graph.Close()
	}
	return errors.Join(err, p.store.Close())
}
