package grid

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Selection returns the rows that are ticked.
func (g *Grid) Selection() Selection {
	return Selection{
		Keys: g.selection.Keys(), All: g.selection.IsAll(), Count: g.selection.Count(g.pager.Total()), Hidden: g.hiddenNames(),
	}
}

// SelectNone unticks every row on every page.
func (g *Grid) SelectNone() {
	g.selection.SelectNone()
	g.ticked()
}

// SelectPage ticks every row of the page.
func (g *Grid) SelectPage() {
	g.selection.TickPage(g.keys)
	g.ticked()
}

// SelectAll selects all rows across all pages. No row's box is ticked by itself then.
func (g *Grid) SelectAll() {
	g.selection.SelectAll()
	g.ticked()
}

// Tick ticks or unticks a row.
func (g *Grid) Tick(key string, on bool) {
	if g.selection.Has(key) == on {
		return
	}
	g.selection.Toggle(key)
	g.ticked()
}

// RetainSelection unticks the rows that no longer exist.
func (g *Grid) RetainSelection(exists func(key string) bool) {
	if g.selection.Retain(exists) {
		g.ticked()
	}
}

// tickAt is what a click on a row's box does; with ranged it ticks from the last one to this.
func (g *Grid) tickAt(index int, ranged bool) {
	if index < 0 || index >= len(g.keys) || g.o.NoTicks {
		return
	}
	if ranged {
		g.selection.TickTo(g.keys, g.keys[index])
	} else {
		g.selection.Toggle(g.keys[index])
	}
	g.ticked()
}

func (g *Grid) ticked() {
	g.hidden = slices.DeleteFunc(g.hidden, func(row table.Row) bool { return !g.selection.Has(row.Key) })
	g.body.redraw()
	g.head.showTicks()
	g.foot.show()
	if g.o.OnSelectionChanged != nil {
		g.o.OnSelectionChanged(g.Selection())
	}
}

// ticksTitle is the box in the title row, which opens a menu.
type ticksTitle struct {
	widget.Press
	g     *Grid
	mark  *widget.TickMark
	arrow *widget.Picture
	drawn widget.Tick
}

func newTicksTitle(g *Grid) *ticksTitle {
	t := &ticksTitle{g: g, mark: widget.NewTickMark(), arrow: widget.NewPicture()}
	t.Extend(t, func() { widget.ShowMenu(t, t.items) })
	t.SetTip("Select rows")
	return t
}

// AccessibilityLabel says what a press does.
func (t *ticksTitle) AccessibilityLabel() string { return "Select rows" }

// AccessibilityRole is a button.
func (t *ticksTitle) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// MouseOut goes back to rest.
func (t *ticksTitle) MouseOut() {
	t.Press.MouseOut()
	t.g.head.left()
}

func (t *ticksTitle) items() []widget.MenuItem {
	g := t.g
	page := table.Thousands(int64(len(g.keys)))
	all := table.Thousands(int64(g.pager.Total()))
	return []widget.MenuItem{
		{Label: "Select none", Do: g.SelectNone},
		{Label: "Select all on page", Note: page, Do: g.SelectPage},
		{Label: "Select all rows across all pages", Note: all, Do: g.SelectAll},
	}
}

func (t *ticksTitle) show() {
	if t.drawn != t.tick() {
		t.Refresh()
	}
}

func (t *ticksTitle) tick() widget.Tick {
	switch {
	case t.g.selection.IsAll():
		return widget.On
	case len(t.g.keys) == 0:
		return widget.Off
	}
	return []widget.Tick{table.NoneTicked: widget.Off, table.SomeTicked: widget.Some, table.AllTicked: widget.On}[t.g.selection.Page(t.g.keys)]
}

func (t *ticksTitle) draw() {
	t.drawn = t.tick()
	t.mark.Set(t.drawn, t.Hovered() || t.Focused())
	t.arrow.Set(icons.ChevronDown, theme.ColorNameMuted)
}

func (t *ticksTitle) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewRenderer(widget.Drawing{Of: t, Parts: widget.Fixed(t.mark.Box, t.mark.Mark.Drawn, t.arrow.Drawn), Draw: t.draw, Place: t.place})
}

func (t *ticksTitle) place(size fyne.Size) {
	t.mark.Move(fyne.NewPos(ticksLeft, (size.Height-widget.TickSide)/2))
	t.arrow.PutAt(fyne.NewPos(ticksLeft+widget.TickSide+2, (size.Height-10)/2), 10)
}

const ticksLeft = 11
