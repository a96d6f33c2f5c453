package shell

import (
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// topBar is the bar above the page: where it is, and what belongs to the whole window.
type topBar struct {
	trail   *fyne.Container
	layout  *trailLayout
	content *fyne.Container
	steps   []page.Step
}

func newTopBar(collapse, startOver, search func(), bell fyne.CanvasObject, themes func() []widget.MenuItem) *topBar {
	bar := &topBar{trail: page.Row(page.Near)}
	bar.layout = &trailLayout{row: bar.trail.Layout}
	bar.trail.Layout = bar.layout
	menu := widget.NewQuietButton(icons.Menu, "Collapse navigation", collapse)
	look := widget.NewIconButton(icons.Theme, "Theme", nil)
	look.SetOnTapped(func() { widget.ShowMenu(look, themes) })
	right := page.Row(page.Near)
	if startOver != nil {
		right.Add(widget.NewPill("Demo", table.Caution))
		right.Add(widget.NewButton(widget.Secondary, "Start over", "", startOver))
	}
	right.Add(newSearchField(search))
	right.Add(bell)
	right.Add(look)
	row := page.Row(page.Gap, menu, page.Fill(bar.trail), right)
	inner := page.Inset(0, page.Margin, 0, page.Apart, row)
	line := page.Column(0, page.Fill(inner), page.Line(theme.ColorNameLine))
	height := page.AtLeast(0, widget.Size(theme.SizeNameTopBar), line)
	bar.content = page.Over(page.Ground(theme.ColorNamePanel), height)
	return bar
}

// update writes where the page is now, if that is said in other words than before.
func (b *topBar) update(steps []page.Step) {
	same := func(a, b page.Step) bool { return a.Text == b.Text && a.Tip == b.Tip }
	if !slices.EqualFunc(b.steps, steps, same) {
		b.show(steps)
	}
}

// show writes where the page is.
func (b *topBar) show(steps []page.Step) {
	b.steps = steps
	b.trail.RemoveAll()
	b.layout.last = 0
	if len(steps) > 0 {
		b.layout.last = min(widget.Measure(steps[len(steps)-1].Text, widget.Size(fynetheme.SizeNameText), true).Width, crumbWidth)
	}
	for i, step := range steps {
		if i > 0 {
			b.trail.Add(widget.NewMuted("›"))
		}
		b.trail.Add(drawStep(step, i == len(steps)-1))
	}
	page.Lay(b.trail)
}

func drawStep(step page.Step, last bool) fyne.CanvasObject {
	switch {
	case last:
		look := widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText, Bold: true}
		return page.Fill(widget.NewCutText(step.Text, look))
	case step.Open != nil:
		return newCrumb(step.Text, step.Tip, step.Open)
	}
	return widget.NewMuted(step.Text)
}
