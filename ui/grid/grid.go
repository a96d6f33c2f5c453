package grid

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Grid is the table's panel: titles, rows, and the foot with selection and pages. What stands above a table on its page
// is handed out by Bar, Count and the Button methods.
type Grid struct {
	fynewidget.BaseWidget
	o       Options
	columns []table.Column

	layout    table.Layout
	pager     table.Pager
	selection table.Selection
	// hidden are the ticked rows that the filters hide.
	hidden  []table.Row
	density Density

	rows     []table.Row
	keys     []string
	cursor   int
	answered bool
	// unread says that the source has not been read yet.
	unread bool
	// asked says that filters, a sort or a page were asked for and are not shown yet; answering closes the popup that asked.
	asked     bool
	answering func()
	failure   error

	shape *shape
	load  *loader
	saver *layoutSaver

	panel *widget.Panel
	parts *fyne.Container
	head  *header
	body  *body
	foot  *foot
	busy  *widget.Progress

	filter  *filterPopup
	bar     *bar
	count   *widget.Badge
	dense   *widget.Button
	restore *Saved
}

// New returns a grid that begins to read at once: the kept layout first, then the rows.
func New(o Options) *Grid {
	g := &Grid{o: o, columns: titled(widened(o.Source.Columns(), o.Printer)), density: o.Density, cursor: -1}
	g.layout.Sort = slices.Clone(o.Sort)
	if o.PageSize > 0 {
		g.pager.SetSize(o.PageSize)
	}
	g.shape = newShape()
	g.shape.noTicks = o.NoTicks
	g.load = newLoader(g)
	g.saver = newLayoutSaver(g)
	g.count = widget.NewBadge()
	g.busy = widget.NewProgressLine()
	g.head = newHeader(g)
	g.body = newBody(g)
	g.foot = newFoot(g)
	g.bar = newBar(g)
	g.parts = container.New(&gridLayout{g}, g.head, g.body, g.busy, g.foot)
	g.panel = widget.NewPanel(g.parts)
	g.ExtendBaseWidget(g)
	g.arrange()
	g.showFilters()
	g.load.start()
	return g
}

// CreateRenderer is Fyne's way to get the parts.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer { return fynewidget.NewSimpleRenderer(g.panel) }

// MinSize is small: the grid takes the room it is given.
func (g *Grid) MinSize() fyne.Size { return fyne.NewSize(240, 160) }

// AccessibilityLabel is the noun of the rows.
func (g *Grid) AccessibilityLabel() string { return "Table of " + g.noun() }

// AccessibilityRole is a container.
func (g *Grid) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (g *Grid) noun() string {
	if g.o.Noun == "" {
		return "rows"
	}
	return g.o.Noun
}

// Close ends reading, and keeps the layout where it was about to be kept. The grid is not shown again.
func (g *Grid) Close() {
	g.body.tooltip.Hide()
	g.closeFilter()
	g.load.close()
	g.saver.close()
}

// Bar returns the line of filters: "Filtered by", a chip a filter, Reset Filters.
func (g *Grid) Bar() fyne.CanvasObject { return g.bar }

// ShowCount tells how many rows there are anew, where AtLeast changed.
func (g *Grid) ShowCount() {
	if g.answered {
		g.count.Set(g.pager.Total(), g.atLeast())
		g.foot.show()
	}
}

func (g *Grid) atLeast() bool { return g.answered && g.o.AtLeast != nil && g.o.AtLeast() }

// Answered says that the source has answered once, if only with an error.
func (g *Grid) Answered() bool { return g.answered }

// Count returns the badge with how many rows fit on all pages.
func (g *Grid) Count() *widget.Badge { return g.count }

// Total returns how many rows fit on all pages.
func (g *Grid) Total() int { return g.pager.Total() }

// Rows returns the rows of the page that is shown. They are the grid's: read them only.
func (g *Grid) Rows() []table.Row { return g.rows }

// Query returns filters and sort of what is shown, over all pages, for an export.
func (g *Grid) Query() table.Query {
	return table.Query{Filters: slices.Clone(g.layout.Filters), Sort: slices.Clone(g.layout.Sort)}
}

// ShownColumns returns the columns as shown, from left to right.
func (g *Grid) ShownColumns() []table.Column {
	visible := g.layout.Visible(g.columns)
	columns := make([]table.Column, len(visible))
	for i, placed := range visible {
		columns[i] = placed.Column
	}
	return columns
}

// Redraw draws the rows anew, so that ages count from now.
func (g *Grid) Redraw() { g.body.redraw() }

// Refresh draws in the theme's present colours. To read anew, see Reload.
func (g *Grid) Refresh() {
	g.body.Refresh()
	g.head.Refresh()
	g.foot.Refresh()
	g.BaseWidget.Refresh()
}

// Resize gives the columns their places for the new width.
func (g *Grid) Resize(size fyne.Size) {
	if size == g.Size() {
		return
	}
	g.shape.place(size.Width - 2 - gutter)
	g.BaseWidget.Resize(size)
}

// gridLayout stacks titles, rows and foot. The line of progress lies over the edge between titles and rows.
type gridLayout struct{ g *Grid }

func (l *gridLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.g.MinSize() }

func (l *gridLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	g, titles := l.g, l.g.titleHeight()
	g.head.Resize(fyne.NewSize(size.Width, titles))
	g.busy.Resize(fyne.NewSize(size.Width, 2))
	g.busy.Move(fyne.NewPos(0, titles-2))
	g.foot.Resize(fyne.NewSize(size.Width, footHeight))
	g.foot.Move(fyne.NewPos(0, size.Height-footHeight))
	g.body.Resize(fyne.NewSize(size.Width, max(0, size.Height-titles-footHeight)))
	g.body.Move(fyne.NewPos(0, titles))
}
