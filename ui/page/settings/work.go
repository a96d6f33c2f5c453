package settings

import (
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// work are the settings of how the program works.
func (p *Page) work() fyne.CanvasObject {
	return section("Work",
		row("Refresh every", p.pace(), widget.NewMuted("less on battery or a metered line")),
		row("Clear copied secrets after", p.clearing(), widget.NewMuted("where they are still on the clipboard")),
	)
}

func (p *Page) pace() fyne.CanvasObject {
	return choose(p, Paces(), Lasting,
		func(now Preferences) time.Duration { return now.RefreshEvery },
		func(to *Preferences, every time.Duration) { to.RefreshEvery = every })
}

func (p *Page) clearing() fyne.CanvasObject {
	return choose(p, Clearings(), Lasting,
		func(now Preferences) time.Duration { return now.ClearAfter },
		func(to *Preferences, after time.Duration) { to.ClearAfter = after })
}

// Lasting is a length of time in words: "15 minutes".
func Lasting(d time.Duration) string {
	switch {
	case d > time.Minute && d%time.Hour == 0:
		return table.Counted(int(d/time.Hour), "hour", "hours")
	case d > time.Minute:
		return table.Counted(int(d/time.Minute), "minute", "minutes")
	}
	return table.Counted(int(d/time.Second), "second", "seconds")
}

// choose is a button with a menu of values, labelled with the one that is preferred.
func choose[V comparable](
	p *Page, values []V, label func(V) string, now func(Preferences) V, take func(to *Preferences, value V),
) *widget.Button {
	button := widget.NewMenuButton(widget.Secondary, "", "", func() []widget.MenuItem {
		items := make([]widget.MenuItem, len(values))
		for i, value := range values {
			items[i] = option(label(value), value == now(p.o.Host.Preferences()), func() {
				p.prefer(func(to *Preferences) { take(to, value) })
			})
		}
		return items
	})
	p.shows = append(p.shows, func(preferred Preferences) { button.SetLabel(label(now(preferred))) })
	return button
}
