package setup

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// phase is what a Connector is at.
type phase int

const (
	idle phase = iota
	// checking: the tenant id is with Microsoft, or the answer is being saved.
	checking
	// integrating: the browser is with the person.
	integrating
	// permitting: the browser is with the person, for Turn Off.
	permitting
	// withdrawing: the browser is with the person, to take back what was permitted for Turn Off.
	withdrawing
	// returning: the browser is with the person, to take back what a creation that broke off had borrowed.
	returning
	// creating: the application is being created, with the browser first.
	creating
	// finding: the browser is with the person, to find out which tenant is their own.
	finding
)

// Connector leads through turning on, saving and signing in. It outlives the page, so that a sign-in goes on and nothing
// that was typed is lost while another page is open. Its methods belong on the goroutine that may touch widgets.
type Connector struct {
	integration Integration
	explain     func(error) m365.Failure
	work        *uithread.Work

	// Changed is called after every change; the page that is open sets it.
	Changed func()
	// SigningIn is called when the browser is with the person, and when it is not any more.
	SigningIn func(bool)
	// SignedIn is called after a sign-in, and NotSignedIn after one that failed, or that was cancelled, without a failure.
	SignedIn    func(m365.Connection)
	NotSignedIn func(*m365.Failure)

	connection m365.Connection
	known      bool
	phase      phase
	cancel     context.CancelFunc
	url        string
	// further says that Microsoft asks for a second page.
	further bool

	// tier is the one that is chosen in the window; the connection holds the one that was accepted.
	tier                     access.Tier
	tenant, client           string
	tenantFault, clientFault string
	failure                  *m365.Failure

	// off is the Turn Off that is under way; nil where none is.
	off       *m365.TurnOff
	suggested Suggestion
	// borrowed is where a creation that broke off may have left borrowed permissions; nil for nowhere.
	borrowed *m365.Borrowed

	// step is what a creation is at; empty while the browser is with the person. cancelled says that the person ended it.
	step      string
	cancelled bool
}

// NewConnector makes a Connector whose form begins with a suggestion.
func NewConnector(integration Integration, explain func(error) m365.Failure, work *uithread.Work, suggested Suggestion) *Connector {
	return &Connector{
		integration: integration,
		explain:     explain,
		work:        work,
		tenant:      suggested.Tenant,
		client:      suggested.ClientID,
		tier:        suggested.tier(),
		suggested:   suggested,
		SigningIn:   func(bool) {},
		SignedIn:    func(m365.Connection) {},
		NotSignedIn: func(*m365.Failure) {},
	}
}

// Connection is what is known of the connection, and false before it was read.
func (c *Connector) Connection() (m365.Connection, bool) { return c.connection, c.known }

// State is the pill behind the page's title.
func (c *Connector) State() (text string, tone table.Tone) {
	switch {
	case c.off != nil || c.phase == permitting:
		return "Turning off", table.Caution
	case c.phase == integrating || c.phase == creating:
		return "Integrating", table.Caution
	case c.connection.Authenticated():
		return "Saved and authenticated", table.Good
	case c.connection.Tenant != "":
		return "Saved", table.Caution
	case c.connection.On:
		return "Not saved", table.Neutral
	}
	return "Off", table.Neutral
}

// Load reads the connection.
func (c *Connector) Load() {
	c.work.Do(func(ctx context.Context) func() {
		connection, err := c.integration.Connection(ctx)
		off, found, offErr := c.integration.TurningOff(ctx)
		borrowed, isBorrowed, borrowedErr := c.integration.Borrowed(ctx)
		return func() {
			if err := cmp.Or(err, offErr, borrowedErr); err != nil {
				c.fail(err)
				return
			}
			c.off = nil
			if found {
				c.off = &off
			}
			c.takeBorrowed(borrowed, isBorrowed)
			c.take(connection)
		}
	})
}

// take shows a connection. What is saved replaces what a suggestion put into the form, never what is being edited.
func (c *Connector) take(connection m365.Connection) {
	if c.known && c.connection.Tenant != "" && connection.Tenant == "" {
		c.forget()
	}
	first := !c.known
	c.connection, c.known = connection, true
	if first {
		c.failure = nil
	}
	if first && connection.Tenant != "" {
		c.tenant, c.client = string(connection.Tenant), connection.ClientID
	}
	if first && connection.Tier != "" {
		c.tier = integration.TierOf(connection)
	}
	c.changed()
}

// TurnOn opens the form.
func (c *Connector) TurnOn() { c.turn(true, c.integration.TurnOn) }

// TakeBack closes the form while nothing is saved.
func (c *Connector) TakeBack() { c.turn(false, c.integration.TakeBack) }

func (c *Connector) turn(on bool, do func(context.Context) error) {
	c.failure, c.tenantFault, c.clientFault = nil, "", ""
	c.work.Do(func(ctx context.Context) func() {
		err := do(ctx)
		return func() {
			if err != nil {
				c.fail(err)
				return
			}
			c.connection.On = on
			c.changed()
		}
	})
}

// Type takes what stands in the form, and takes back what was wrong with a field that changed.
func (c *Connector) Type(tenant, client string) {
	if tenant != c.tenant && c.tenantFault != "" {
		c.tenantFault, c.failure = "", nil
	}
	if client != c.client {
		c.clientFault = ""
	}
	c.tenant, c.client = tenant, client
}

// Save checks the form, asks Microsoft for the tenant, saves, and signs in.
func (c *Connector) Save() {
	if c.phase != idle {
		return
	}
	c.failure = nil
	c.tenantFault, c.clientFault = tenantProblem(c.tenant), clientProblem(c.client)
	if c.tenantFault != "" || c.clientFault != "" {
		c.changed()
		return
	}
	c.phase = checking
	c.changed()
	tenant, client := strings.TrimSpace(c.tenant), strings.ToLower(strings.TrimSpace(c.client))
	c.work.Do(func(ctx context.Context) func() {
		id, err := c.integration.Check(ctx, tenant)
		if err != nil {
			return func() { c.refuseTenant(err) }
		}
		if err := c.integration.Save(ctx, id, client); err != nil {
			return func() { c.failSave(err) }
		}
		connection, err := c.integration.Connection(ctx)
		return func() {
			if err != nil {
				c.failSave(err)
				return
			}
			c.connection = connection
			c.signIn()
		}
	})
}

// refuseTenant says under the field why Microsoft did not take the tenant, and keeps the codes for Copy details.
func (c *Connector) refuseTenant(err error) {
	failure := c.explain(err)
	c.phase = idle
	c.tenantFault = failure.Sentence()
	c.failure = &failure
	c.changed()
}

// CanSignIn says whether enough is saved to sign in at once.
func (c *Connector) CanSignIn() bool { return c.known && c.connection.Tenant != "" }

// URL is the address of Microsoft's page while a sign-in waits for the browser; empty otherwise.
func (c *Connector) URL() string { return c.url }

// SignIn signs in with what is saved.
func (c *Connector) SignIn() {
	if c.phase == idle {
		c.signIn()
	}
}

func (c *Connector) signIn() {
	ctx, cancel := context.WithCancel(c.work.Context())
	tier := c.tier
	c.phase, c.cancel, c.url, c.further, c.failure = integrating, cancel, "", false, nil
	c.changed()
	c.SigningIn(true)
	c.work.Await(func(context.Context) func() {
		defer cancel()
		connection, err := c.integration.SignIn(ctx, tier, func(url string) {
			c.work.Run(func() { c.showURL(url) })
		})
		cancelled := ctx.Err() != nil
		return func() { c.signedIn(connection, err, cancelled) }
	})
}

// ChooseTier takes an access tier for the next sign-in.
func (c *Connector) ChooseTier(tier access.Tier) {
	c.tier = tier
	c.changed()
}

// ChangeTier makes the chosen tier that of the connection: a smaller one at once, a wider one by a new sign-in.
func (c *Connector) ChangeTier() {
	if c.phase != idle {
		return
	}
	if !integration.TierOf(c.connection).Covers(c.tier) {
		c.signIn()
		return
	}
	tier := c.tier
	c.failure = nil
	c.work.Do(func(ctx context.Context) func() {
		err := c.integration.Narrow(ctx, tier)
		return func() {
			if err != nil {
				c.fail(err)
				return
			}
			c.connection.Tier = string(tier)
			c.changed()
		}
	})
}

// showURL takes the address that the browser opens next: the second one is that of a further page.
func (c *Connector) showURL(url string) {
	if slices.Contains([]phase{integrating, permitting, withdrawing, returning, creating, finding}, c.phase) {
		c.further = c.url != ""
		c.url = url
		c.changed()
	}
}

func (c *Connector) signedIn(connection m365.Connection, err error, cancelled bool) {
	c.phase, c.cancel, c.url, c.failure = idle, nil, "", nil
	c.SigningIn(false)
	if connection.Authenticated() {
		c.connection = connection
	}
	if err == nil {
		c.changed()
		c.SignedIn(connection)
		return
	}
	if !cancelled {
		c.fail(err)
	}
	c.changed()
	c.NotSignedIn(c.failure)
}

// Cancel ends a sign-in that waits for the browser.
func (c *Connector) Cancel() {
	if c.cancel != nil {
		c.cancelled = c.phase == creating || c.phase == finding
		c.cancel()
	}
}

// SignOut forgets the account. What is saved and synced stays.
func (c *Connector) SignOut() {
	c.failure = nil
	c.work.Do(func(ctx context.Context) func() {
		if err := c.integration.SignOut(ctx); err != nil {
			return func() { c.fail(err) }
		}
		connection, err := c.integration.Connection(ctx)
		return func() {
			if err != nil {
				c.fail(err)
				return
			}
			c.take(connection)
		}
	})
}

func (c *Connector) failSave(err error) {
	c.phase = idle
	c.fail(err)
}

func (c *Connector) fail(err error) {
	failure := c.explain(err)
	c.failure = &failure
	c.changed()
}

func (c *Connector) changed() {
	if c.Changed != nil {
		c.Changed()
	}
}

// Reset forgets everything, as at the first start.
func (c *Connector) Reset() {
	c.forget()
	c.Load()
}

func (c *Connector) forget() {
	c.connection, c.known, c.failure = m365.Connection{}, false, nil
	c.tenant, c.client, c.tier = c.suggested.Tenant, c.suggested.ClientID, c.suggested.tier()
	c.tenantFault, c.clientFault = "", ""
}
