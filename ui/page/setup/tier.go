package setup

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// allows says what a technician can do with a tier.
var allows = map[access.Tier]string{
	access.ReadOnly: "See tenants and users, open portals, export. Nothing can be changed.",
	access.HelpDesk: "Also reset passwords, create Temporary Access Passwords, block and unblock sign-ins, revoke sessions.",
	access.Full:     "Also create, edit, offboard and delete users, manage roles, licenses and groups.",
}

func (s Suggestion) tier() access.Tier {
	if s.Tier == "" {
		return access.ReadOnly
	}
	return s.Tier
}

// tiers is the choice of an access tier.
func (a *authenticate) tiers() fyne.CanvasObject {
	list := page.Column(page.Near, widget.NewSmall("Access"))
	a.radios = make(map[access.Tier]*widget.Check)
	for _, tier := range access.Tiers() {
		a.radios[tier] = widget.NewRadio(tier.Label(), a.connector.tier == tier, func() { a.connector.ChooseTier(tier) })
		list.Add(page.Column(1,
			a.radios[tier],
			page.Inset(0, 0, 0, 26, widget.NewMutedParagraph(allows[tier], cardWidth-26)),
		))
		if a.connector.tier == tier && tier != access.ReadOnly {
			list.Add(page.Inset(0, 0, 0, 26, a.careOf(tier)))
		}
	}
	return list
}

// careOf is the choice to spare administrators with a tier. It holds at once.
func (a *authenticate) careOf(tier access.Tier) fyne.CanvasObject {
	spares := widget.NewCheck("Do not reset, block or delete administrators from here", a.care.SparedIn(tier), func(spare bool) {
		a.caring.Keep(tier, spare)
	})
	return page.Column(1, spares, page.Inset(0, 0, 0, 26,
		widget.NewMutedParagraph("Nor give them a Temporary Access Password or other sign-in methods. An administrator is who holds or may activate any role, or whose roles cannot be read.", cardWidth-52)))
}

// keepFocus returns what gives the keyboard back to the choice of a tier once that is drawn anew, where it had it.
func (a *authenticate) keepFocus() (giveBack func()) {
	canvas := a.host.Canvas()
	for tier, radio := range a.radios {
		if canvas.Focused() == fyne.Focusable(radio) {
			return func() { canvas.Focus(a.radios[tier]) }
		}
	}
	return func() {}
}

// changeTier offers to take the chosen tier, where it is not the connection's.
func (a *authenticate) changeTier(connection m365.Connection) fyne.CanvasObject {
	body := page.Column(page.Gap, a.tiers())
	chosen, now := a.connector.tier, integration.TierOf(connection)
	if chosen == now {
		return body
	}
	if now.Covers(chosen) {
		body.Add(widget.NewMutedParagraph("Tenantkeep does less from then on. What your tenants granted stays granted there; it is not used.", cardWidth))
		body.Add(page.Row(page.Near, widget.NewButton(widget.Primary, "Change access to "+chosen.Label(), "", a.connector.ChangeTier)))
		return body
	}
	body.Add(widget.NewMutedParagraph("Your browser opens for you to accept the added permissions. Then the consent of every synced tenant is renewed.", cardWidth))
	body.Add(page.Row(page.Near, widget.NewButton(widget.Primary, "Sign in for "+chosen.Label(), "", a.connector.ChangeTier)))
	return body
}
