package setup

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Creator registers the application in the partner's tenant.
type Creator interface {
	// CreateApplication returns the client id of the application, and beside it an error of what followed. doing hears what is
	// under way; both functions are called on any goroutine.
	CreateApplication(ctx context.Context, tenant m365.TenantID, tier access.Tier, onURL, doing func(string)) (clientID string, err error)
}

// Create checks the tenant of the form, has the application created, and goes on with it as with one that was typed.
func (c *Connector) Create(left func(m365.Failure)) {
	if c.phase != idle {
		return
	}
	c.failure, c.clientFault = nil, ""
	if c.tenantFault = tenantProblem(c.tenant); c.tenantFault != "" {
		c.changed()
		return
	}
	ctx, cancel := context.WithCancel(c.work.Context())
	c.phase, c.cancel, c.url, c.step = creating, cancel, "", ""
	c.changed()
	tenant, tier := strings.TrimSpace(c.tenant), c.tier
	c.work.Await(func(context.Context) func() {
		defer cancel()
		id, err := c.integration.Check(ctx, tenant)
		if err != nil {
			return func() { c.createEnded(ctx, func() { c.refuseTenant(err) }) }
		}
		client, err := c.integration.CreateApplication(ctx, id, tier,
			func(url string) { c.work.Run(func() { c.showURL(url) }) },
			func(step string) { c.work.Run(func() { c.showStep(step) }) })
		borrowed, isBorrowed, _ := c.integration.Borrowed(c.work.Context()) // what cannot be read now is told by the next start
		return func() {
			c.takeBorrowed(borrowed, isBorrowed)
			c.createEnded(ctx, func() {
				switch {
				case client == "":
					c.fail(err)
					return
				case err != nil:
					left(c.explain(err))
				}
				c.client = client
				c.changed()
				c.Save()
			})
		}
	})
}

// createEnded goes on with what a creation or a search ended with, unless the person cancelled it.
func (c *Connector) createEnded(ctx context.Context, then func()) {
	cancelled := ctx.Err() != nil && c.cancelled
	c.phase, c.cancel, c.url, c.step, c.cancelled = idle, nil, "", "", false
	if cancelled {
		c.changed()
		return
	}
	then()
}

func (c *Connector) showStep(step string) {
	if c.phase == creating {
		c.step = step
		c.changed()
	}
}

// askCreate shows what will be created, and asks.
func (a *authenticate) askCreate() {
	if problem := tenantProblem(a.connector.tenant); problem != "" {
		a.connector.tenantFault = problem
		a.showFaults()
		page.Lay(a.card)
		page.Lay(a.content)
		return
	}
	permissions := a.integration.Permissions(a.connector.tier)
	body := page.Column(page.Near)
	for _, part := range [][2]string{
		{"Name", appName},
		{"Kind", "A desktop program without a secret: public client, redirect address http://localhost"},
		{"For", "Accounts of any organization, so that it can be consented to in client tenants"},
		{"Permissions", table.Counted(len(permissions), "delegated permission", "delegated permissions") + " of the access " + a.connector.tier.Label() + ", listed behind this dialog, and the consent to them in your tenant"},
	} {
		body.Add(page.Column(1, widget.NewSmall(part[0]), widget.NewParagraph(part[1], page.DialogText)))
	}
	body.Add(widget.NewMutedParagraph("You sign in as a Cloud Application Administrator or Global Administrator with Microsoft's own client, "+
		"Microsoft Graph Command Line Tools, and accept Application.ReadWrite.All and DelegatedPermissionGrant.ReadWrite.All for it. "+
		"Tenantkeep takes these two back from it at the end; who uses them there for PowerShell accepts them anew.", page.DialogText))
	a.host.Ask(page.Question{
		Title: "Create the application", Text: "This will be created in " + strings.TrimSpace(a.connector.tenant) + ". One that is there already is completed.",
		Body: body, Verb: "Create application", Do: func() { a.connector.Create(a.host.ToastFailure) },
	})
}

// creatingCard shows how far the creation is.
func (a *authenticate) creatingCard() fyne.CanvasObject {
	if a.connector.step != "" {
		return page.Column(page.Gap,
			widget.NewHeading("Creating the application"),
			widget.NewParagraph(a.connector.step+"…", cardWidth),
			page.Row(page.Near, widget.NewButton(widget.Secondary, "Cancel", "", a.connector.Cancel)),
		)
	}
	return page.Column(page.Gap, inBrowserCard(a.host, a.connector, "Sign in as an administrator",
		"Your browser shows Microsoft's page. Sign in with an account of your CSP tenant that may register applications, and accept the two permissions.",
		"Nothing has changed yet. "+noBrowser)...)
}

// step is one of the registration by hand, with the value to copy where it needs one.
type step struct {
	text string
	// value returns what is copied; nil for nothing.
	value func(*authenticate) string
	label string
}

func fixed(value string) func(*authenticate) string {
	return func(*authenticate) string { return value }
}

// steps are how an application is registered, once for the whole MSP.
var steps = []step{
	{"In entra.microsoft.com, as an administrator of your CSP tenant, open App registrations and choose New registration. Name it Tenantkeep.", fixed(appName), "Copy name"},
	{"Under Supported account types choose accounts in any organizational directory.", nil, ""},
	{"Under Redirect URI choose Public client/native (mobile & desktop) and enter http://localhost. Under Authentication, turn on Allow public client flows.", fixed("http://localhost"), "Copy redirect address"},
	{"Under API permissions add the delegated permissions that are listed here, and grant admin consent.", (*authenticate).permissionNames, "Copy permissions"},
	{"Partner Center is under APIs my organization uses, by its application ID " + access.PartnerAppID + ".", fixed(access.PartnerAppID), "Copy ID of Partner Center"},
	{"Copy the Application (client) ID from the application's Overview page into the field of that name.", nil, ""},
}

func (a *authenticate) permissionNames() string {
	var names []string
	for _, permission := range a.integration.Permissions(a.connector.tier) {
		names = append(names, permission.Name)
	}
	return strings.Join(names, "\n")
}
