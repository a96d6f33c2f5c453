package settings

import (
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/core/zone"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// times are the settings of how times are told.
func (p *Page) times() fyne.CanvasObject {
	return section("Times", row("User Time Zone", p.zone()...), row("Date Format", p.dateFormat()...))
}

// zone chooses the time zone, and says how it stands to the computer's.
func (p *Page) zone() []fyne.CanvasObject {
	button := widget.NewMenuButton(widget.Secondary, "", "", p.zones)
	beside := widget.NewMuted("")
	p.shows = append(p.shows, func(now Preferences) {
		label, said := p.zoneWords(now)
		button.SetLabel(label)
		beside.SetText(said)
	})
	return []fyne.CanvasObject{button, beside}
}

func (p *Page) zoneWords(preferred Preferences) (label, beside string) {
	at := p.o.Host.Now()
	here := zone.OffsetAt(at, at.Location())
	chosen, known := zone.Of(preferred.Zone, at)
	switch {
	case !known:
		return "(" + zone.OffsetLabel(here) + ") As this computer", "now " + preferred.Printer(p.o.Host.Now).Typed(at)
	case chosen.Offset == here:
		return chosen.Label(), "as this computer"
	}
	return chosen.Label(), "this computer: " + zone.OffsetLabel(here)
}

// zones are the lines of the menu: that of the computer first.
func (p *Page) zones() []widget.MenuItem {
	at, preferred := p.o.Host.Now(), p.o.Host.Preferences()
	take := func(id string) func() { return func() { p.prefer(func(to *Preferences) { to.Zone = id }) } }
	own := "(" + zone.OffsetLabel(zone.OffsetAt(at, at.Location())) + ") As this computer"
	items := []widget.MenuItem{option(own, preferred.Zone == "", take("")), {Separator: true}}
	for _, one := range zone.All(at) {
		items = append(items, option(one.Label(), one.ID == preferred.Zone, take(one.ID)))
	}
	return items
}

// example is what the choices of a form are shown with: a day whose numbers cannot be taken for each other.
func (p *Page) example() time.Time {
	now := p.o.Host.Now()
	return time.Date(now.Year(), now.Month(), 24, 14, 5, 0, 0, time.UTC)
}

// dateFormat chooses what a time is told as first, the form of its day, and that of its hours.
func (p *Page) dateFormat() []fyne.CanvasObject {
	first := widget.NewSegments("Show times as", []string{"3 days ago", "Date and time"}, 0, func(at int) {
		p.prefer(func(to *Preferences) { to.Exact = at == 1 })
	})
	form := widget.NewMenuButton(widget.Secondary, "", "", p.dayForms)
	hours := widget.NewSegments("Hours", []string{"24 h", "12 h"}, 0, func(at int) {
		p.prefer(func(to *Preferences) { to.Hours12 = at == 1 })
	})
	p.shows = append(p.shows, func(now Preferences) {
		first.Select(choice(now.Exact))
		form.SetLabel(p.example().Format(now.DayForm))
		hours.Select(choice(now.Hours12))
	})
	return []fyne.CanvasObject{first, form, hours, widget.NewMuted("the other one on hover")}
}

func (p *Page) dayForms() []widget.MenuItem {
	var items []widget.MenuItem
	for _, form := range table.Dates() {
		items = append(items, option(p.example().Format(form), form == p.o.Host.Preferences().DayForm, func() {
			p.prefer(func(to *Preferences) { to.DayForm = form })
		}))
	}
	return items
}

// choice is the second of two where something is so.
func choice(second bool) int {
	if second {
		return 1
	}
	return 0
}
