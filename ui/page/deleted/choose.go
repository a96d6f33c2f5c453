package deleted

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	chooserWidth  = 320
	chooserHeight = 320
)

// chooseTenant opens the drop-down of the tenants: the page opens anew on the one that is chosen.
func (p *Page) chooseTenant() {
	var shown []m365.Tenant
	var popup *widget.Popup
	search := widget.NewEntry("Search tenants", "Search tenants")
	choices := widget.NewList("Rows of tenants",
		func() int { return len(shown) },
		func() fyne.CanvasObject {
			return page.Inset(page.Near, page.Near, page.Near, page.Near,
				widget.NewCutText("", widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText}))
		},
		func(at fynewidget.ListItemID, object fyne.CanvasObject) {
			object.(*fyne.Container).Objects[0].(*widget.CutText).SetText(shown[at].NameAndDomain())
		},
	)
	choices.OnSelected = func(at fynewidget.ListItemID) {
		popup.Close()
		p.o.Host.Open(page.Route{Page: page.Deleted, Tenant: shown[at].ID})
	}
	search.OnChanged = func(text string) {
		shown = found(p.tenants, text)
		choices.Refresh()
	}
	search.OnChanged("")
	body := page.Column(page.Near, search, page.AtLeast(chooserWidth, chooserHeight, choices))
	popup = widget.NewPopup(page.Inset(page.Gap, page.Gap, page.Gap, page.Gap, body), p.o.Host.Canvas())
	popup.ShowUnder(p.choose, false)
	p.o.Host.Canvas().Focus(search)
}

// found are the tenants whose name or domain contains text, in the order of names.
func found(tenants []m365.Tenant, text string) []m365.Tenant {
	text = table.Fold(strings.TrimSpace(text))
	fit := slices.DeleteFunc(slices.Clone(tenants), func(t m365.Tenant) bool {
		return !strings.Contains(table.Fold(t.Name), text) && !strings.Contains(table.Fold(t.DefaultDomain), text)
	})
	slices.SortFunc(fit, page.CompareNames)
	return fit
}
