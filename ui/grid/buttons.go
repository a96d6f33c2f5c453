package grid

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Density returns how high rows are.
func (g *Grid) Density() Density { return g.density }

// SetDensity changes how high rows are. It is not reported: it is how the program tells the grid what was chosen.
func (g *Grid) SetDensity(density Density) {
	if g.density == density {
		return
	}
	top := g.body.offset / g.body.rowHeight()
	g.density = density
	g.shape.version++
	g.body.offset = top * g.body.rowHeight()
	g.body.redraw()
	g.head.layOut()
	g.showDensity()
}

func (g *Grid) toggleDensity() {
	next := Relaxed
	if g.density == Relaxed {
		next = Condensed
	}
	g.SetDensity(next)
	if g.o.OnDensity != nil {
		g.o.OnDensity(next)
	}
}

// DensityButton returns the button that switches between condensed and relaxed rows.
func (g *Grid) DensityButton() *widget.Button {
	if g.dense == nil {
		g.dense = widget.NewButton(widget.Secondary, "Density", icons.Density, g.toggleDensity)
		g.showDensity()
	}
	return g.dense
}

func (g *Grid) showDensity() {
	if g.dense == nil {
		return
	}
	if g.density == Relaxed {
		g.dense.SetIcon(icons.DensityRelaxed)
		g.dense.SetTip("Rows are relaxed. Switch to condensed.")
		return
	}
	g.dense.SetIcon(icons.Density)
	g.dense.SetTip("Rows are condensed. Switch to relaxed.")
}

// ColumnsButton returns the button with the menu that shows and hides columns and resets the layout.
func (g *Grid) ColumnsButton() *widget.Button {
	button := widget.NewButton(widget.Secondary, "Columns", icons.Columns, nil)
	button.SetOnTapped(func() { widget.ShowMenu(button, g.columnItems) })
	return button
}

func (g *Grid) columnItems() []widget.MenuItem {
	var items []widget.MenuItem
	for _, placed := range g.Columns() {
		item := widget.MenuItem{
			Label: placed.Title, Check: true, Checked: placed.Shown, Stays: true,
			Do: func() { g.SetHidden(placed.ID, placed.Shown) },
		}
		if placed.Shown && !g.layout.CanHide(g.columns, placed.ID) {
			item.Off = "This column always stays."
		}
		items = append(items, item)
	}
	reset := widget.MenuItem{Label: "Reset layout", Icon: icons.Refresh, Do: g.ResetLayout}
	return append(items, widget.MenuItem{Separator: true}, reset)
}

// RefreshButton returns the button that reads anew, or does what the page said.
func (g *Grid) RefreshButton() *widget.Button {
	return widget.NewIconButton(icons.Refresh, "Refresh", func() {
		if g.o.OnRefresh != nil {
			g.o.OnRefresh()
			return
		}
		g.Reload()
	})
}

// Saved is how a table stood when its page was left.
type Saved struct {
	Filters   []table.Filter
	Page      int
	Scroll    float32
	Across    float32
	Selection table.Selection
	Cursor    string
}

// Save returns how the table stands. Where it is still coming back, that is how it will.
func (g *Grid) Save() Saved {
	if g.restore != nil {
		saved := *g.restore
		saved.Selection = g.selection.Clone()
		return saved
	}
	scroll := g.body.offset
	if g.asked {
		scroll = 0
	}
	return Saved{
		Filters: g.Filters(), Page: g.pager.Page(), Scroll: scroll, Across: g.shape.offset,
		Selection: g.selection.Clone(), Cursor: g.cursorKey(),
	}
}

// Restore brings the table back as it stood, once the rows are read.
func (g *Grid) Restore(saved Saved) {
	g.selection = saved.Selection.Clone()
	g.SetFilters(saved.Filters)
	g.restore = &saved
	// Until the answer is there the pager knows of no rows, so the page is asked for by hand.
	g.pager.SetTotal((saved.Page + 1) * g.pager.Size())
	g.pager.Go(saved.Page)
	g.load.ask()
	g.ticked()
}

// finishRestore puts scroll and cursor back, now that there are rows.
func (g *Grid) finishRestore() {
	if g.restore == nil || len(g.rows) == 0 {
		return
	}
	saved := g.restore
	g.restore = nil
	g.cursor = slices.Index(g.keys, saved.Cursor)
	g.shape.scroll(saved.Across)
	g.body.offset = saved.Scroll
	g.head.layOut()
}
