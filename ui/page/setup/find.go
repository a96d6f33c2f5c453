package setup

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// TenantFinder finds out which tenant is the person's own.
type TenantFinder interface {
	// FindTenant has the person sign in with the application of an id, or with Microsoft's own where there is none. It hands the
	// address that the browser opens to onURL, on any goroutine.
	FindTenant(ctx context.Context, clientID string, onURL func(string)) (integration.OwnTenant, error)
}

// Find has the person sign in, and tells found which tenant the account is of.
func (c *Connector) Find(found func(integration.OwnTenant)) {
	if c.phase != idle {
		return
	}
	client := strings.ToLower(strings.TrimSpace(c.client))
	if clientProblem(client) != "" {
		client = ""
	}
	ctx, cancel := context.WithCancel(c.work.Context())
	c.failure = nil
	c.phase, c.cancel, c.url, c.cancelled = finding, cancel, "", false
	c.changed()
	c.work.Await(func(context.Context) func() {
		defer cancel()
		own, err := c.integration.FindTenant(ctx, client, func(url string) { c.work.Run(func() { c.showURL(url) }) })
		return func() {
			c.createEnded(ctx, func() {
				if err != nil {
					c.fail(err)
					return
				}
				c.changed()
				found(own)
			})
		}
	})
}

// UseTenant puts a tenant that was found into the form.
func (c *Connector) UseTenant(own integration.OwnTenant) {
	c.tenant, c.tenantFault, c.failure = string(own.ID), "", nil
	c.changed()
}

// findTenant proposes the tenant of the account that the person signs in with.
func (a *authenticate) findTenant() {
	a.connector.Find(func(own integration.OwnTenant) {
		entered := strings.TrimSpace(a.connector.tenant)
		question := page.Question{
			Title: "Your tenant", Text: own.Account + " is at home in " + own.FullName() + ".",
			Verb: "Use this tenant", Do: func() { a.connector.UseTenant(own) },
		}
		if entered != "" && !strings.EqualFold(entered, string(own.ID)) && !strings.EqualFold(entered, own.Domain) {
			question.More = []string{"It takes the place of " + entered + ", which is entered now. Your CSP tenant is the one in which you have your account, not a client's."}
		}
		a.host.Ask(question)
	})
}

// findingCard shows that the browser is with the person.
func (a *authenticate) findingCard() fyne.CanvasObject {
	return page.Column(page.Gap, inBrowserCard(a.host, a.connector, "Find your tenant",
		"Your browser shows Microsoft's page. Choose your technician account: its tenant is proposed as your own.",
		"Nothing is kept of this sign-in. "+noBrowser)...)
}
