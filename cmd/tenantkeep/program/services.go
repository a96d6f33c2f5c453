package program

import (
	"context"
	"errors"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/core/portal"
	"github.com/tenantkeep/tenantkeep/core/refresh"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/release"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/core/userfile"
	"github.com/tenantkeep/tenantkeep/store"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/page/tenants"
	"github.com/tenantkeep/tenantkeep/ui/page/user"
	"github.com/tenantkeep/tenantkeep/ui/shell"
)

// services are the program as its window sees it.
func (p *program) services() shell.Services {
	return shell.Services{
		Integration: connector{p.integration, p},
		Tenants:     p.store,
		Refresher:   refresher{p},
		Users:       users{p.store},
		Settings:    settings{p.store},
		Portals:     portals{p},
		Cards:       p.cards,
		Change:      p.change,
		Offboarding: offboardings{p.offboard, p},
		Directory:   named{p.graph},
		Deleted:     named{p.graph},
		Journal:     journal{p.store},
		Names:       names{p},
		Creations:   creations{p},
		Templates:   userTemplates{p.store},
		Access:      permitted{p},
		Changes:     changes{p},
		Finder:      p.finder,
		Computer:    computer{p},
		Labels:      labels{p},
		Licenses:    p.store,
		OwnPortals:  ownPortals{p},
		Releases:    releases{p.releases},
	}
}

// connector is the integration with what the sign-in page shows beside it.
type connector struct {
	*integration.Service
	program *program
}

// SignIn signs in, goes on with what waited for that, and reads every tenant anew: another account may see more of it, or less.
func (c connector) SignIn(ctx context.Context, tier access.Tier, onURL func(string)) (m365.Connection, error) {
	connection, err := c.Service.SignIn(ctx, tier, onURL)
	if connection.Authenticated() {
		c.program.offboard.Resume(ctx)
		err = errors.Join(err, c.Resume(ctx))
		c.program.background(func(ctx context.Context) error { return c.program.refresh.All(ctx) })
	}
	return connection, err
}

func (c connector) Permissions(tier access.Tier) []setup.Permission {
	asked := access.Permissions(tier)
	shown := make([]setup.Permission, len(asked))
	for i, one := range asked {
		shown[i] = setup.Permission{API: string(one.API), Name: one.Name, Reason: one.Reason}
	}
	return shown
}

func (c connector) VaultNotice() string {
	c.program.vaultMu.Lock()
	defer c.program.vaultMu.Unlock()
	return c.program.vaultNotice
}

// OpenRemedy opens the page of Microsoft's where something is mended: about the customer where the catalogue has one.
func (c connector) OpenRemedy(_ context.Context, finding integration.Finding) error {
	page := portal.Relationships
	if finding.Remedy == integration.ActivateGroup {
		page = portal.GroupsToActivate
	}
	address, err := c.program.portals.Home(page)
	if err != nil {
		return err
	}
	return c.program.browse(address)
}

func (c connector) Explain(err error) m365.Failure {
	if errors.As(err, new(*crash.Error)) {
		c.program.log.Error("a defect", "error", err)
	}
	return c.program.explainer.Explain(err, c.program.tenantName(err))
}

// refresher runs refreshes in the background of the program, not of a page.
type refresher struct{ *program }

func (r refresher) RefreshAll(context.Context) { r.whileSignedIn(r.refresh.All) }

func (r refresher) Refresh(_ context.Context, ids []m365.TenantID) {
	r.whileSignedIn(func(ctx context.Context) error { return r.refresh.Some(ctx, ids) })
}

// whileSignedIn says so when there is nobody to read as.
func (r refresher) whileSignedIn(work func(ctx context.Context) error) {
	switch {
	case !r.canKeep():
		r.refused.Emit(r.explainer.Explain(r.store.ReadOnly(), ""))
	case !r.session.SignedIn():
		r.refused.Emit(r.explainer.Explain(refusal.ErrSignedOut, ""))
	default:
		r.background(work)
	}
}

func (r refresher) Look(tenant m365.TenantID) { r.refresh.Look(tenant) }

func (r refresher) SetPace(every time.Duration) { r.refresh.SetPace(every) }

func (r refresher) Sparing() (why refresh.Sparing, every time.Duration) {
	return r.refresh.Sparing(), r.refresh.Pace()
}

func (r refresher) Progress() refresh.Progress { return r.refresh.Progress() }

// background runs work for as long as the program lives; close waits for it.
func (p *program) background(work func(ctx context.Context) error) {
	p.running.Go(func() {
		if err := guarded(p.life, work); err != nil && p.life.Err() == nil {
			p.log.Error("background work", "error", err)
			if errors.As(err, new(*crash.Error)) {
				p.refused.Emit(p.explainer.Explain(err, ""))
			}
		}
	})
}

// guarded does work of which a defect is an error like any other.
func guarded(ctx context.Context, work func(context.Context) error) (err error) {
	defer crash.Into(&err)
	return work(ctx)
}

// users stamps visits with the clock, and says in the window's words that a user is gone.
type users struct{ *store.Store }

func (u users) User(ctx context.Context, key m365.UserKey) (m365.User, error) {
	found, err := u.Store.User(ctx, key)
	return found, orGone(err)
}

func (u users) Visit(ctx context.Context, key m365.UserKey) error {
	if u.ReadOnly() != nil {
		return nil // it was said at the start that nothing is kept
	}
	return orGone(u.Store.Visit(ctx, key, time.Now()))
}

func orGone(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return user.ErrGone
	}
	return err
}

// settings gives the zero layout to a table that was never arranged.
type settings struct{ *store.Store }

func (s settings) Layout(ctx context.Context, name string) (table.Layout, error) {
	layout, _, err := s.Store.Layout(ctx, name)
	return layout, err
}

// SaveLayout keeps nothing where nothing can be kept: that was said at the start.
func (s settings) SaveLayout(ctx context.Context, name string, layout table.Layout) error {
	if s.ReadOnly() != nil {
		return nil
	}
	return s.Store.SaveLayout(ctx, name, layout)
}

// SetSetting is as SaveLayout.
func (s settings) SetSetting(ctx context.Context, name, value string) error {
	if s.ReadOnly() != nil {
		return nil
	}
	return s.Store.SetSetting(ctx, name, value)
}

// portals are the catalogue and the browser.
type portals struct{ *program }

func (o portals) Portals() []tenants.Portal {
	rows := o.portals.Portals()
	shown := make([]tenants.Portal, len(rows))
	for i, row := range rows {
		shown[i] = tenants.Portal{ID: row.ID, Name: row.Name, Short: row.Short, Hidden: row.Hidden}
	}
	return shown
}

func (o portals) Link(portalID string, tenant m365.Tenant) (string, error) {
	return o.portals.Link(portalID, tenant)
}

// UserLinks are those of the portals that have an address of a user. A link that cannot be made is left out: the tenant's
// own portals say why.
func (o portals) UserLinks(tenant m365.Tenant, of m365.User) []user.Link {
	var links []user.Link
	for _, row := range o.portals.Portals() {
		if row.UserURL == "" {
			continue
		}
		if url, err := o.portals.UserLink(row.ID, tenant, of.Key); err == nil {
			links = append(links, user.Link{Name: row.Name, URL: url})
		}
	}
	return links
}

func (o portals) Open(_ context.Context, url string) error { return o.browse(url) }

// journal is the record of changes as its page reads it.
type journal struct{ store *store.Store }

func (j journal) Source() table.Source { return j.store.ActivitySource() }

func (j journal) Count(ctx context.Context) (int, error) {
	answer, err := j.Source().Query(ctx, table.Query{Limit: 1})
	return answer.Total, err
}

func (j journal) Entry(ctx context.Context, id string) (change.Entry, error) {
	return j.store.Journal().Entry(ctx, id)
}

func (j journal) Run(ctx context.Context, run string) ([]change.Entry, error) {
	return j.store.Journal().Run(ctx, run)
}

// names are what usernames are made from and held against.
type names struct{ *program }

func (n names) Names(ctx context.Context, tenant m365.TenantID) ([]m365.User, error) {
	return n.store.NewestNames(ctx, tenant)
}

func (n names) CheckUsername(ctx context.Context, tenant m365.TenantID, username string) (change.UsernameCheck, error) {
	return n.change.CheckUsername(ctx, tenant, username)
}

// creations create the users of a file.
type creations struct{ *program }

func (c creations) Begin(ctx context.Context, tenant m365.TenantID, lines []userfile.Line, told func()) *bulk.Creations {
	// Without the names of others the usual pattern is proposed.
	names, _ := c.store.NewestNames(ctx, tenant)
	return bulk.NewCreations(bulk.CreationsOptions{
		Changes: c.change, Directory: named{c.graph}, Tenant: tenant, Lines: lines, Pattern: newuser.PatternOf(names),
		Password: change.PasswordOptions{MustChange: true}, Told: told,
		Explain: func(err error) m365.Failure { return c.explainer.Explain(err, c.tenantName(err)) },
	})
}

// permitted is who is signed in, and what they may do.
type permitted struct{ *program }

func (a permitted) Tier() access.Tier { return a.tier() }

func (a permitted) Who() string { return a.who() }

// releaseWithin is how long GitHub may take to tell the newest release.
const releaseWithin = 20 * time.Second

// releases gives up asking after a while.
type releases struct{ feed *release.Feed }

func (r releases) Check(ctx context.Context) (release.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, releaseWithin)
	defer cancel()
	return r.feed.Check(ctx)
}

// changes turns the services' signals into what the window listens to.
type changes struct{ *program }

func (c changes) Listen(hear func(page.Change)) (stop func()) {
	stops := []func(){
		c.integration.TenantsChanged.Listen(func(struct{}) { hear(page.Change{Kind: page.TenantsChanged}) }),
		c.integration.ConnectionChanged.Listen(func(m365.Connection) { hear(page.Change{Kind: page.ConnectionChanged}) }),
		c.integration.JobChanged.Listen(func(job integration.Job) { hear(jobChange(job)) }),
		c.refresh.TenantChanged.Listen(func(id m365.TenantID) {
			hear(page.Change{Kind: page.UsersChanged, Tenant: id})
			hear(page.Change{Kind: page.TenantsChanged, Tenant: id})
		}),
		c.change.Changed.Listen(func(event change.Event) {
			hear(page.Change{Kind: page.UsersChanged, Tenant: event.User.Tenant, Soon: true})
			hear(page.Change{Kind: page.CardsChanged, Tenant: event.User.Tenant, User: event.User, Cards: event.Parts})
		}),
		c.offboard.Changed.Listen(func(id string) { hear(page.Change{Kind: page.OffboardingChanged, JobID: id}) }),
		c.change.Recorded.Listen(func(change.Entry) { hear(page.Change{Kind: page.ActivityChanged}) }),
		c.refresh.ProgressChanged.Listen(func(struct{}) { hear(page.Change{Kind: page.ProgressChanged}) }),
		c.labelled.Listen(func(id m365.TenantID) {
			hear(page.Change{Kind: page.TenantsChanged, Tenant: id})
			hear(page.Change{Kind: page.UsersChanged, Tenant: id, Soon: true})
		}),
		c.refused.Listen(func(failure m365.Failure) { hear(refusedChange(failure)) }),
		c.refresh.FailureUnkept.Listen(func(failure m365.Failure) { hear(refusedChange(failure)) }),
		c.throttled.Listen(func(t throttle) {
			hear(page.Change{Kind: page.Throttled, Tenant: t.tenant, Until: t.until})
		}),
	}
	return func() {
		for _, stop := range stops {
			stop()
		}
	}
}

func refusedChange(failure m365.Failure) page.Change {
	return page.Change{Kind: page.JobEnded, JobID: "refresh", Failed: true, Text: failure.Sentence(), Details: failure.Details(), SignIn: failure.SignIn}
}

func jobChange(job integration.Job) page.Change {
	kind := page.JobStarted
	switch {
	case job.Ended:
		kind = page.JobEnded
	case job.Total > 0:
		kind = page.JobGoesOn
	}
	return page.Change{
		Kind: kind, JobID: job.ID, Text: job.Text, Failed: job.Failed, Details: job.Details, Done: job.Done, Total: job.Total,
	}
}
