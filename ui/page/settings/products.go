package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// products tells which names of products are used, and takes Microsoft's present ones.
func (p *Page) products() fyne.CanvasObject {
	said := note("")
	refresh := widget.NewButton(widget.Secondary, "Refresh from Microsoft", "", nil)
	refresh.SetOnTapped(func() { p.refreshProducts(refresh) })
	if p.o.Demo {
		refresh.DisableBecause("The demo asks nobody outside of this computer.")
	}
	p.shows = append(p.shows, func(now Preferences) { said.SetText(p.productsText(now)) })
	return ending(row("Product names", whole(said)), refresh)
}

func (p *Page) productsText(preferred Preferences) string {
	known, of := p.o.Computer.ProductNames()
	text := table.Counted(known, "name", "names")
	if of.IsZero() {
		return text + ", those that came with this version"
	}
	return text + " of " + preferred.Printer(p.o.Host.Now).Day(of)
}

func (p *Page) refreshProducts(button *widget.Button) {
	button.DisableBecause("Microsoft's list is being read.")
	p.o.Work.Do(func(ctx context.Context) func() {
		err := p.o.Computer.RefreshProductNames(ctx)
		return func() {
			button.Enable()
			if err != nil {
				p.o.Host.Fail(err)
				return
			}
			p.Show()
			p.o.Host.Toast(page.Toast{Mood: page.Done, Text: "The names of products are refreshed. Users show them after their next refresh."})
		}
	})
}
