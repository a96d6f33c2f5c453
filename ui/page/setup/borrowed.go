package setup

import (
	"context"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Borrower knows where Microsoft's client for administrators may hold permissions that were borrowed, and takes them back.
type Borrower interface {
	// Borrowed is where they are to be taken back; found is false for nowhere.
	Borrowed(ctx context.Context) (borrowed m365.Borrowed, found bool, err error)
	// TakeBackBorrowed asks in the browser.
	TakeBackBorrowed(ctx context.Context, tenant m365.TenantID, onURL func(string)) error
	// LeaveBorrowed tells of them no more.
	LeaveBorrowed(ctx context.Context, tenant m365.TenantID) error
}

// takeBorrowed takes where something is borrowed.
func (c *Connector) takeBorrowed(borrowed m365.Borrowed, found bool) {
	c.borrowed = nil
	if found {
		c.borrowed = &borrowed
	}
}

// borrowedNotice stands above the tabs while borrowed permissions are to be taken back.
type borrowedNotice struct {
	host      Host
	connector *Connector
	content   *fyne.Container
}

func newBorrowedNotice(host Host, connector *Connector) *borrowedNotice {
	return &borrowedNotice{host: host, connector: connector, content: page.Column(page.Near)}
}

// show draws the notice, or what the browser asks for.
func (b *borrowedNotice) show() {
	c := b.connector
	b.content.Hidden = c.borrowed == nil || c.off != nil || c.phase != idle && c.phase != returning
	switch {
	case b.content.Hidden:
		return
	case c.phase == returning:
		b.content.Objects = []fyne.CanvasObject{widget.NewCard(page.Column(page.Gap, inBrowserCard(b.host, c, "Take the permissions back in your browser",
			"Sign in as an administrator of your CSP tenant. Microsoft may ask for the two permissions once more: they go right after.", noBrowser)...))}
	default:
		b.content.Objects = []fyne.CanvasObject{widget.NewBanner(table.Caution, b.text(), b.actions()...)}
	}
	page.Lay(b.content)
}

func (b *borrowedNotice) text() string {
	text := "Microsoft Graph Command Line Tools may still hold Application.ReadWrite.All and DelegatedPermissionGrant.ReadWrite.All in your own tenant, which Tenantkeep borrowed."
	if b.canGoOn() {
		return "Creating the application was interrupted. " + text
	}
	return text
}

func (b *borrowedNotice) actions() []widget.Action {
	take := widget.Action{Label: "Take back", Do: b.takeBack}
	leave := widget.Action{Label: "Leave them", Do: b.askLeave}
	if b.canGoOn() {
		return []widget.Action{{Label: "Go on", Do: b.goOn}, take, leave}
	}
	return []widget.Action{take, leave}
}

// canGoOn says that an application was being created, and none is in use since.
func (b *borrowedNotice) canGoOn() bool {
	return b.connector.borrowed.Tier != "" && b.connector.connection.Tenant == ""
}

// goOn creates the application as it was begun.
func (b *borrowedNotice) goOn() {
	c := b.connector
	c.tenant, c.tier = string(c.borrowed.Tenant), access.Tier(c.borrowed.Tier)
	c.Create(b.host.ToastFailure)
}

func (b *borrowedNotice) takeBack() {
	tenant := b.connector.borrowed.Tenant
	b.connector.inBrowser(returning, func(ctx context.Context, onURL func(string)) error {
		return b.connector.integration.TakeBackBorrowed(ctx, tenant, onURL)
	}, func(err error) { b.host.ToastFailure(b.connector.explain(err)) })
}

func (b *borrowedNotice) askLeave() {
	tenant := b.connector.borrowed.Tenant
	b.host.Ask(page.Question{
		Title: "Leave the permissions",
		Text:  "What Microsoft Graph Command Line Tools may hold stays in your own tenant, and Tenantkeep tells of it no more.",
		More: []string{
			"An administrator can revoke it at any time: in entra.microsoft.com, under Enterprise applications, Microsoft Graph Command Line Tools, Permissions.",
		},
		Verb: "Leave them",
		Do: func() {
			b.connector.offStep(func(ctx context.Context) error { return b.connector.integration.LeaveBorrowed(ctx, tenant) })
		},
	})
}
