package setup

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// cardWidth is the least width of a card beside another.
const cardWidth = 420

// authenticate is the tab that connects the program to the partner's tenant.
type authenticate struct {
	host        Host
	connector   *Connector
	integration Integration
	care        Care
	// caring keeps with which tiers administrators are spared.
	caring *uithread.Keeper[access.Tier, bool]

	tenant, client *widget.Field
	radios         map[access.Tier]*widget.Check
	card           *fyne.Container
	asked          *fyne.Container
	registration   *widget.Panel
	create         *widget.Button
	content        *fyne.Container
}

func newAuthenticate(host Host, connector *Connector, integration Integration, care Care) *authenticate {
	a := &authenticate{
		host: host, connector: connector, integration: integration, care: care, card: container.NewStack(), asked: container.NewStack(),
		caring: uithread.NewKeeper(connector.work, care.SpareIn, host.Fail),
	}
	a.tenant = widget.NewField("Tenant ID", "00000000-0000-0000-0000-000000000000 or contoso.com",
		"The ID of your CSP tenant, or one of its domains. It is checked against Microsoft before the browser opens.")
	a.client = widget.NewField("Application (client) ID", "00000000-0000-0000-0000-000000000000",
		"The application that you registered in your CSP tenant for Tenantkeep.")
	a.tenant.SetText(connector.tenant)
	a.client.SetText(connector.client)
	a.tenant.Entry.OnChanged = func(string) { a.typed() }
	a.client.Entry.OnChanged = func(string) { a.typed() }
	a.tenant.Entry.OnSubmitted = func(string) { connector.Save() }
	a.client.Entry.OnSubmitted = func(string) { connector.Save() }
	a.registration = widget.NewCard(a.registrationCard())
	a.content = page.Scrolled(page.AboveFoot(page.Fields(cardWidth, 2, fyne.NewSize(page.Apart, page.Apart),
		page.Column(page.Apart, widget.NewCard(a.card), a.registration),
		page.Column(0, widget.NewCard(a.asked)),
	)))
	return a
}

func (a *authenticate) typed() {
	a.connector.Type(a.tenant.Text(), a.client.Text())
	a.showFaults()
}

func (a *authenticate) showFaults() {
	a.tenant.SetError(a.connector.tenantFault)
	a.client.SetError(a.connector.clientFault)
}

// show draws the card for the state that the connection is in.
func (a *authenticate) show() {
	if a.tenant.Text() != a.connector.tenant {
		a.tenant.SetText(a.connector.tenant)
	}
	if a.client.Text() != a.connector.client {
		a.client.SetText(a.connector.client)
	}
	giveBack := a.keepFocus()
	a.card.Objects = []fyne.CanvasObject{a.draw()}
	a.asked.Objects = []fyne.CanvasObject{a.permissions()}
	// Who is connected has registered the application already.
	connection, _ := a.connector.Connection()
	a.registration.Hidden = connection.Authenticated()
	switch {
	case !connection.On:
		a.create.DisableBecause("Turn on first, and enter the Tenant ID")
	case a.connector.phase != idle:
		a.create.DisableBecause("Wait for what is under way")
	default:
		a.create.Enable()
	}
	page.Lay(a.card)
	page.Lay(a.asked)
	page.Lay(a.content)
	giveBack()
	widget.DropLostFocus(a.host.Canvas())
}

func (a *authenticate) draw() fyne.CanvasObject {
	connection, known := a.connector.Connection()
	switch {
	case !known && a.connector.failure != nil:
		return page.Column(page.Gap, a.failure(), page.Row(page.Near, widget.NewButton(widget.Secondary, "Retry", "", a.connector.Load)))
	case !known:
		return widget.NewMuted("Reading the connection")
	case a.connector.phase == integrating:
		return a.waiting()
	case a.connector.phase == creating:
		return a.creatingCard()
	case a.connector.phase == finding:
		return a.findingCard()
	case connection.Authenticated():
		return a.connected(connection)
	case connection.On || connection.Tenant != "":
		return a.form(connection)
	}
	return a.off()
}

// off explains what Turn On begins.
func (a *authenticate) off() fyne.CanvasObject {
	body := page.Column(page.Gap,
		widget.NewHeading("Connect your CSP tenant"),
		widget.NewParagraph("You sign in once, in the system's browser, with your technician account. Tenantkeep then lists the "+
			"client tenants of your active GDAP relationships, and you choose which of them to sync.", cardWidth),
		widget.NewMutedParagraph("Nothing leaves this computer but requests to Microsoft. Passwords are typed only into Microsoft's own page.", cardWidth),
	)
	a.addFailure(body)
	body.Add(page.Row(page.Near, widget.NewButton(widget.Primary, "Turn On", "", a.connector.TurnOn)))
	return body
}

// form takes the tenant and the application.
func (a *authenticate) form(connection m365.Connection) fyne.CanvasObject {
	heading, verb := "Connect your CSP tenant", "Save"
	if connection.Tenant != "" {
		heading, verb = "Sign in to your CSP tenant", "Save and sign in"
	}
	save := widget.NewButton(widget.Primary, verb, "", a.connector.Save)
	row := page.Row(page.Gap, save)
	if connection.Tenant == "" {
		row.Add(widget.NewButton(widget.Secondary, "Cancel", "", a.connector.TakeBack))
	}
	// While the fields were out of the window they did not hear of a change of the theme.
	a.tenant.Entry.Refresh()
	a.client.Entry.Refresh()
	a.tenant.Enable()
	a.client.Enable()
	if a.connector.phase == checking {
		a.tenant.Disable()
		a.client.Disable()
		save.DisableBecause("The tenant is being checked")
		row.Add(widget.NewMuted("Checking the tenant with Microsoft"))
	}
	a.showFaults()
	find := widget.NewPlainLink("Find my tenant", a.findTenant)
	body := page.Column(page.Gap, widget.NewHeading(heading), page.Column(page.Tight, a.tenant, page.Row(0, find)))
	if a.connector.tenantFault == "" {
		body.Add(a.client)
		a.addFailure(body)
	} else {
		a.addDetails(body)
		body.Add(a.client)
	}
	body.Add(a.tiers())
	body.Add(row)
	a.addVaultNotice(body)
	return body
}

// copyLink copies the address of the page that the browser is to show.
func copyLink(host Host, connector *Connector) *widget.Button {
	button := widget.NewButton(widget.Secondary, "Copy link", icons.Copy, func() { host.Copy(connector.url) })
	if connector.url == "" {
		button.DisableBecause("The link is being prepared")
	}
	return button
}

// noBrowser is what helps where none opens.
const noBrowser = "No browser opened? Copy the link and open it in a browser on this computer."

// inBrowserCard shows that the browser is with the person, and what for.
func inBrowserCard(host Host, connector *Connector, heading, text string, notes ...string) []fyne.CanvasObject {
	parts := []fyne.CanvasObject{widget.NewHeading(heading), widget.NewParagraph(text, cardWidth)}
	for _, note := range notes {
		parts = append(parts, widget.NewMutedParagraph(note, cardWidth))
	}
	return append(parts, page.Row(page.Near, widget.NewButton(widget.Secondary, "Cancel", "", connector.Cancel), copyLink(host, connector)))
}

// waiting shows that the browser is with the person.
func (a *authenticate) waiting() fyne.CanvasObject {
	heading := "Sign in in your browser"
	text := "Your browser shows Microsoft's page. Choose the account of your CSP tenant, sign in, and accept the permissions listed beside."
	if a.connector.further {
		heading = "One more page in your browser"
		text = "The first sign-in is done. Your browser opens once more, because Microsoft asks for the permission of Partner Center, or for a further proof, on a page of its own. Choose the same account."
	}
	return page.Column(page.Gap, inBrowserCard(a.host, a.connector, heading, text, noBrowser,
		"Does Microsoft's page say that you cannot get there? Then a policy of your tenant (Conditional Access) blocks the sign-in, "+
			"and no answer comes here. The page says which and why under More details; then press Cancel.")...)
}

// connected shows who is signed in, and where.
func (a *authenticate) connected(connection m365.Connection) fyne.CanvasObject {
	body := page.Column(page.Gap,
		widget.NewHeading("Connected"),
		a.fact("Account", connection.Account),
		a.fact("Tenant", connection.TenantName),
		a.fact("Tenant ID", string(connection.Tenant)),
		a.fact("Application (client) ID", connection.ClientID),
		a.changeTier(connection),
	)
	a.addFailure(body)
	a.addVaultNotice(body)
	body.Add(page.Row(page.Near, widget.NewButton(widget.Secondary, "Sign out", "", func() { a.askSignOut(connection) })))
	return body
}

func (a *authenticate) fact(label, value string) fyne.CanvasObject {
	if value == "" {
		return page.Column(1, widget.NewSmall(label), widget.NewMuted("–"))
	}
	look := widget.TextLook{Colour: theme.ColorNameInk, Size: "text"}
	copyButton := widget.NewQuietButton(icons.Copy, "Copy "+label, func() { a.host.Copy(value) })
	return page.Column(1, widget.NewSmall(label), page.Snug(widget.NewCutText(value, look), widget.Size("text"), copyButton))
}

func (a *authenticate) askSignOut(connection m365.Connection) {
	a.host.Ask(page.Question{
		Title: "Sign out",
		Text:  connection.Account + " is signed out of " + connection.TenantName + ".",
		More: []string{
			"Synced tenants stay as they are, with the data of their last refresh. To use another account, sign in again.",
		},
		Verb: "Sign out",
		Do:   a.connector.SignOut,
	})
}

func (a *authenticate) addFailure(body *fyne.Container) {
	if a.connector.failure != nil {
		body.Add(a.failure())
	}
}

// addDetails offers the codes behind what the field Tenant ID says is wrong, where Microsoft said it.
func (a *authenticate) addDetails(body *fyne.Container) {
	if a.connector.failure == nil {
		return
	}
	failure := *a.connector.failure
	body.Add(page.Row(0, widget.NewPlainLink("Copy details", func() { a.host.Copy(failure.Details()) })))
}

func (a *authenticate) failure() fyne.CanvasObject {
	failure := *a.connector.failure
	return widget.NewBanner(table.Danger, failure.Sentence(),
		widget.Action{Label: "Copy details", Do: func() { a.host.Copy(failure.Details()) }})
}

func (a *authenticate) addVaultNotice(body *fyne.Container) {
	if notice := a.integration.VaultNotice(); notice != "" {
		body.Add(widget.NewBanner(table.Caution, notice))
	}
}

// permissions lists what Microsoft will ask to accept, each with its reason.
func (a *authenticate) permissions() fyne.CanvasObject {
	list := page.Column(page.Gap,
		widget.NewHeading("Permissions"),
		widget.NewMutedParagraph("Microsoft lists these when you sign in and asks you to accept them. All are delegated: they reach no further than your own roles.", cardWidth),
	)
	permissions := a.integration.Permissions(a.connector.tier)
	for _, api := range apisOf(permissions) {
		list.Add(widget.NewSmall(api))
		for _, permission := range permissions {
			if permission.API == api {
				list.Add(page.Column(1, widget.NewStrong(permission.Name), widget.NewMutedParagraph(permission.Reason, cardWidth)))
			}
		}
	}
	return list
}

// apisOf are the services that the permissions belong to, each once.
func apisOf(permissions []Permission) []string {
	var apis []string
	for _, permission := range permissions {
		if !slices.Contains(apis, permission.API) {
			apis = append(apis, permission.API)
		}
	}
	return apis
}

// registrationCard offers to create the application, and says how it is registered by hand.
func (a *authenticate) registrationCard() fyne.CanvasObject {
	list := page.Column(page.Near, widget.NewHeading("Register the application"),
		widget.NewParagraph("Once for the whole MSP. Tenantkeep can create it for you in your tenant, where you may register applications.", cardWidth))
	a.create = widget.NewButton(widget.Secondary, "Create it for me", "", a.askCreate)
	list.Add(page.Row(page.Near, a.create))
	list.Add(widget.NewSmall("Or by hand"))
	for i, step := range steps {
		number := page.AtLeast(18, 0, widget.NewMuted(strconv.Itoa(i+1)+"."))
		row := page.RowTop(page.Tight, number, page.Fill(widget.NewParagraph(step.text, cardWidth-60)))
		if step.value != nil {
			row.Add(widget.NewQuietButton(icons.Copy, step.label, func() { a.host.Copy(step.value(a)) }))
		}
		list.Add(row)
	}
	return list
}
