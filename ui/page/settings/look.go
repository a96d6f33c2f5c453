package settings

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// modes are the themes in the order in which they stand.
var modes = []theme.Mode{theme.System, theme.Light, theme.Dark}

// look are the settings of how the window looks.
func (p *Page) look() fyne.CanvasObject {
	return section("Look", row("Theme", p.theme()), row("Scale and density", p.scale(), p.density()))
}

func (p *Page) theme() fyne.CanvasObject {
	chosen := widget.NewSegments("Theme", []string{"System", "Light", "Dark"}, 0, func(at int) {
		p.prefer(func(to *Preferences) { to.Mode = modes[at] })
	})
	p.shows = append(p.shows, func(now Preferences) { chosen.Select(slices.Index(modes, now.Mode)) })
	return chosen
}

func (p *Page) scale() fyne.CanvasObject {
	labels := make([]string, 0, len(Scales()))
	for _, percent := range Scales() {
		labels = append(labels, strconv.Itoa(percent))
	}
	labels[len(labels)-1] += " %"
	chosen := widget.NewSegments("Scale", labels, 0, func(at int) {
		p.prefer(func(to *Preferences) { to.Scale = Scales()[at] })
	})
	p.shows = append(p.shows, func(now Preferences) { chosen.Select(slices.Index(Scales(), now.Scale)) })
	return chosen
}

func (p *Page) density() fyne.CanvasObject {
	chosen := widget.NewSegments("Density", []string{"Condensed", "Relaxed"}, 0, func(at int) {
		p.prefer(func(to *Preferences) { to.Relaxed = at == 1 })
	})
	p.shows = append(p.shows, func(now Preferences) { chosen.Select(choice(now.Relaxed)) })
	return chosen
}
