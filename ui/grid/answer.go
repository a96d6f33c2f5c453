package grid

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Reload reads the page again. The rows stay where they are until the answer is there; many calls make few readings.
func (g *Grid) Reload() { g.load.refresh() }

func (g *Grid) pageQuery() table.Query {
	query := g.Query()
	query.Offset, query.Limit = g.pager.Offset(), g.pager.Limit()
	return query
}

// useKept takes over the layout of an earlier run.
func (g *Grid) useKept(layout table.Layout, err error) {
	if err != nil {
		// What is kept is not known, so nothing takes its place unless a person resets the layout.
		g.report(fmt.Errorf("read the layout of table %s: %w", g.o.Name, err))
		return
	}
	layout = layout.Usable(g.columns, g.o.FilterOnly...)
	if len(layout.Sort) == 0 {
		layout.Sort = g.layout.Sort
	}
	if g.load.filtersSet || !g.o.PersistFilters {
		layout.Filters = g.layout.Filters
	}
	g.layout = layout
	g.arrange()
	g.showFilters()
	g.saver.use()
}

// goToRestored turns to the page that was left, once there are rows again: a table in memory may get its own only later. It
// says whether that page must be asked for.
func (g *Grid) goToRestored(total int) bool {
	if g.restore == nil || total == 0 {
		return false
	}
	before := g.pager.Page()
	g.pager.SetTotal(total)
	g.pager.Go(g.restore.Page)
	return g.pager.Page() != before
}

// useAnswer shows a page, or why there is none. Rows that were shown before an error stay, above it. A source that has not
// been read yet is one that is still being read: whoever reads it reloads the grid.
func (g *Grid) useAnswer(page table.Page, err error) {
	if g.unread = page.Unread && err == nil; g.unread {
		g.showBusy()
		g.body.showState()
		return
	}
	g.answered = true
	g.failure = err
	g.busy.Set(0)
	if err != nil {
		g.body.showState()
		return
	}
	if g.goToRestored(page.Total) || g.pager.SetTotal(page.Total) {
		// The page is gone: rows were removed, or a filter leaves fewer.
		g.load.ask()
		return
	}
	g.useRows(page.Rows)
	g.findHidden()
	g.ShowCount()
	if g.o.OnChanged != nil {
		g.o.OnChanged(page.Total, slices.Clone(g.layout.Filters))
	}
}

func (g *Grid) useRows(rows []table.Row) {
	at, place := g.cursorKey(), g.cursor
	g.rows = rows
	g.keys = g.keys[:0]
	for _, row := range rows {
		g.keys = append(g.keys, row.Key)
	}
	g.cursor = slices.Index(g.keys, at)
	g.finishRestore()
	g.body.keepCursor(place)
	g.body.showState()
	g.body.redraw()
	g.head.follow()
}

func (g *Grid) cursorKey() string {
	if g.cursor < 0 || g.cursor >= len(g.keys) {
		return ""
	}
	return g.keys[g.cursor]
}

// showAsked shows the filters, the sort and the page that were asked for, and closes the popup that asked. That waits for their
// rows, because painting the window takes longer than most readings, and what is read meanwhile waits for it.
func (g *Grid) showAsked() {
	if !g.asked {
		return
	}
	g.asked = false
	if g.answering != nil {
		g.answering()
		g.answering = nil
	}
	g.showFilters()
	g.body.scrollTo(0)
	g.head.showSort()
	g.foot.show()
}

func (g *Grid) showBusy() {
	g.showAsked()
	g.busy.Set(1)
}

func (g *Grid) report(err error) {
	if g.o.OnError != nil {
		g.o.OnError(err)
		return
	}
	fyne.LogError("table "+g.o.Name, err)
}

// stateObject returns what stands over the rows, or nil where the rows speak for themselves.
func (g *Grid) stateObject() fyne.CanvasObject {
	switch {
	case g.failure != nil:
		return g.errorState()
	case g.unread && g.o.Reading != "":
		return widget.NewEmptyState(g.o.Reading, widget.Action{})
	case !g.answered || len(g.rows) > 0:
		return nil
	case len(g.layout.Filters) > 0:
		return widget.NewEmptyState("No "+g.noun()+" match.", widget.Action{Label: "Reset Filters", Do: g.ResetFilters})
	case g.o.Empty != "":
		return widget.NewEmptyState(g.o.Empty, g.o.EmptyAction)
	default:
		return widget.NewEmptyState("There are no "+g.noun()+" yet.", g.o.EmptyAction)
	}
}

func (g *Grid) errorState() fyne.CanvasObject {
	err := g.failure
	sentence := "The list of " + g.noun() + " could not be read. Try again, or restart the program."
	if g.o.Explain != nil {
		sentence = g.o.Explain(err)
	}
	var copyDetails func()
	if g.o.Clipboard != nil {
		copyDetails = func() { g.o.Clipboard(err.Error()) }
	}
	if len(g.rows) == 0 {
		return widget.NewErrorState(sentence, widget.Action{Label: "Retry", Do: g.load.ask}, copyDetails)
	}
	actions := []widget.Action{{Label: "Retry", Do: g.load.ask}}
	if copyDetails != nil {
		actions = append(actions, widget.Action{Label: "Copy details", Do: copyDetails})
	}
	return widget.NewBanner(table.Danger, sentence, actions...)
}
