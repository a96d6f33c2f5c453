package page

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	tenantListWidth  = 360
	tenantListHeight = 320
)

// chosenRoom is how wide the name of a tenant is on the button that chooses it.
const chosenRoom = 320

// NameChosen labels the button that chooses a tenant with the one that is chosen, which has no name where there is none. Its
// tooltip has the name whole.
func NameChosen(button *widget.Button, tenant m365.Tenant) {
	if tenant.Name == "" {
		button.SetLabel("Choose the tenant")
		button.SetTip("")
		return
	}
	button.SetLabel(widget.CutName(tenant.NameAndDomain(), chosenRoom, widget.Size(fynetheme.SizeNameText), true))
	button.SetTip(tenant.NameAndDomain())
}

// onlyRoom is how wide the name of a tenant is on the button that narrows a page to it.
const onlyRoom = 160

// OnlyTenant is what stands on the button that narrows a page to the tenant of that name.
func OnlyTenant(name string) string {
	return "Tenant: " + widget.CutName(name, onlyRoom, widget.Size(fynetheme.SizeNameText), true)
}

// ChooseTenant opens a list of tenants under a control, with a search. Enter in the search takes the first that it shows.
func ChooseTenant(canvas fyne.Canvas, under fyne.CanvasObject, tenants []m365.Tenant, chosen func(m365.Tenant)) {
	if len(tenants) == 0 {
		widget.ShowMenu(under, func() []widget.MenuItem {
			return []widget.MenuItem{{Label: "No tenant is synced", Off: "Choose the client tenants to work with in Setup"}}
		})
		return
	}
	var popup *widget.Popup
	shown := TenantsFound(tenants, "")
	choose := func(at int) {
		popup.Close()
		chosen(shown[at])
	}
	search := widget.NewEntry("Search tenants", "Search tenants and tags")
	list := widget.NewList("Rows of tenants",
		func() int { return len(shown) },
		func() fyne.CanvasObject {
			return Inset(Near, Gap, Near, Near, widget.NewCutText("", widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText}))
		},
		func(at fynewidget.ListItemID, object fyne.CanvasObject) {
			name := shown[at].NameAndDomain()
			line := object.(*fyne.Container).Objects[0].(*widget.CutText)
			line.SetText(widget.CutName(name, tenantListWidth-Near-Gap, widget.Size(fynetheme.SizeNameText), false))
			line.SetWhole(name)
		},
	)
	list.OnSelected = choose
	search.OnChanged = func(text string) {
		shown = TenantsFound(tenants, text)
		list.Refresh()
	}
	search.OnSubmitted = func(string) {
		if len(shown) > 0 {
			choose(0)
		}
	}
	body := Column(Near, search, Fill(AtLeast(tenantListWidth, tenantListHeight, list)))
	popup = widget.NewPopup(Inset(Gap, Gap, Gap, Gap, body), canvas)
	popup.ShowUnder(under, false)
	canvas.Focus(search)
}

// TenantsFound are the tenants whose name, own name, domain or tag contains text, in the order of names.
func TenantsFound(tenants []m365.Tenant, text string) []m365.Tenant {
	text = table.Fold(strings.TrimSpace(text))
	found := slices.DeleteFunc(slices.Clone(tenants), func(t m365.Tenant) bool {
		return !slices.ContainsFunc(append([]string{t.Name, t.Alias, t.DefaultDomain}, t.Tags...), func(of string) bool {
			return strings.Contains(table.Fold(of), text)
		})
	})
	slices.SortFunc(found, CompareNames)
	return found
}
