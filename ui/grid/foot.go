package grid

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const footHeight = 44

// foot says how many rows are ticked and which page is shown.
type foot struct {
	fynewidget.BaseWidget
	g                           *Grid
	line                        *canvas.Rectangle
	chosen                      *widget.Text
	clear                       *widget.Link
	label, place                *widget.Text
	size                        *widget.Button
	first, previous, next, last *widget.Button
	left, right                 *fyne.Container
	says                        footState
}

// footState is everything that a foot shows.
type footState struct {
	chosen, place   string
	size            int
	ticked, noTicks bool
	back, on        bool
}

func newFoot(g *Grid) *foot {
	f := &foot{g: g, line: canvas.NewRectangle(nil)}
	f.chosen, f.clear = widget.NewMuted(""), widget.NewLink("Uncheck All", g.SelectNone)
	f.label, f.place = widget.NewMuted("Rows per page"), widget.NewMuted("")
	f.size = widget.NewMenuButton(widget.Secondary, "", "", nil)
	f.size.SetOnTapped(f.chooseSize)
	f.size.SetTip("Rows per page")
	f.first = widget.NewIconButton(icons.First, "First page", func() { g.SetPage(0) })
	f.previous = widget.NewIconButton(icons.ChevronLeft, "Previous page", func() { g.SetPage(g.Page() - 1) })
	f.next = widget.NewIconButton(icons.ChevronRight, "Next page", func() { g.SetPage(g.Page() + 1) })
	f.last = widget.NewIconButton(icons.Last, "Last page", func() { g.SetPage(g.Pages() - 1) })
	f.left = container.New(layout.NewCustomPaddedHBoxLayout(10), center(f.chosen), center(f.clear))
	f.right = container.New(layout.NewCustomPaddedHBoxLayout(8), center(f.label), short(f.size), center(f.place),
		short(f.first), short(f.previous), short(f.next), short(f.last))
	f.ExtendBaseWidget(f)
	f.show()
	return f
}

// center keeps an object's height in a row that is higher.
func center(object fyne.CanvasObject) fyne.CanvasObject { return container.NewCenter(object) }

// short makes a button fit the foot.
func short(button *widget.Button) fyne.CanvasObject {
	button.SetHeight(28)
	return container.NewCenter(button)
}

// show brings the foot up to date. One that says the same is not painted again.
func (f *foot) show() {
	now := f.state()
	if f.says == now {
		return
	}
	f.says = now
	f.chosen.SetText(now.chosen)
	f.clear.Hidden = !now.ticked
	f.left.Hidden = now.noTicks
	f.size.SetLabel(strconv.Itoa(now.size))
	f.place.SetText(now.place)
	setOn(f.first, now.back)
	setOn(f.previous, now.back)
	setOn(f.next, now.on)
	setOn(f.last, now.on)
	f.Refresh()
}

func (f *foot) state() footState {
	g := f.g
	return footState{
		chosen: f.chosenText(), place: f.placeText(), size: g.pager.Size(),
		ticked: !g.selection.Empty(), noTicks: g.o.NoTicks,
		back: g.pager.HasPrevious(), on: g.pager.HasNext(),
	}
}

// placeText says which of how many rows are shown, and nothing before they were read.
func (f *foot) placeText() string {
	switch {
	case !f.g.answered && f.g.pager.Total() == 0:
		return ""
	case f.g.atLeast():
		return f.g.pager.Text() + "+"
	}
	return f.g.pager.Text()
}

func (f *foot) chosenText() string {
	g := f.g
	count := table.Thousands(int64(g.selection.Count(g.pager.Total())))
	switch {
	case g.selection.IsAll():
		return "All " + count + " rows are selected ·"
	case g.selection.Empty():
		return "0 selected"
	}
	return count + " selected" + f.hiddenText() + " ·"
}

// hiddenText says how many of the ticked rows the filters hide.
func (f *foot) hiddenText() string {
	switch hidden := len(f.g.hidden); hidden {
	case 0:
		return ""
	case f.g.selection.Count(0):
		return ", not shown"
	default:
		return ", " + table.Thousands(int64(hidden)) + " not shown"
	}
}

func setOn(button *widget.Button, on bool) {
	if on {
		button.Enable()
	} else {
		button.Disable()
	}
}

func (f *foot) sizes() []widget.MenuItem {
	items := make([]widget.MenuItem, len(table.PageSizes))
	for i, size := range table.PageSizes {
		items[i] = widget.MenuItem{Label: strconv.Itoa(size), Check: true, Checked: size == f.g.pager.Size(), Do: func() { f.g.SetPageSize(size) }}
	}
	return items
}

// chooseSize opens the menu of sizes above its button: below there is no room. It leaves the check boxes to be seen.
func (f *foot) chooseSize() {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(f.size)
	if c == nil {
		return
	}
	at, left := driver.AbsolutePositionForObject(f.size), driver.AbsolutePositionForObject(f).X
	widget.ShowMenuAt(c, at, f.sizes)
	if menu, ok := c.Overlays().Top().(*widget.Popup); ok {
		least := menu.MinSize()
		x := max(at.X+f.size.Size().Width-least.Width, left+ticksWidth)
		menu.ShowAt(fyne.NewPos(x, at.Y-menuGap-least.Height))
		menu.Refresh()
	}
}

const menuGap = 4

// MinSize is the foot's height; it takes the width it is given.
func (f *foot) MinSize() fyne.Size { return fyne.NewSize(0, footHeight) }

func (f *foot) draw() {
	setFill(f.line, widget.Colour(theme.ColorNameLine))
	f.left.Refresh()
	f.right.Refresh()
}

func (f *foot) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewRenderer(widget.Drawing{Of: f, Parts: widget.Fixed(f.line, f.left, f.right), Draw: f.draw, Place: f.layOut})
}

// layOut leaves out the words where there is no room for them.
func (f *foot) layOut(size fyne.Size) {
	f.line.Resize(fyne.NewSize(size.Width, 1))
	f.label.Hidden = size.Width < 560
	right := f.right.MinSize()
	f.right.Resize(fyne.NewSize(right.Width, size.Height-1))
	f.right.Move(fyne.NewPos(size.Width-right.Width-10, 1))
	f.left.Resize(fyne.NewSize(f.left.MinSize().Width, size.Height-1))
	f.left.Move(fyne.NewPos(12, 1))
}

// Page returns the page that is shown, from 0.
func (g *Grid) Page() int { return g.pager.Page() }

// Pages returns how many pages there are, at least one.
func (g *Grid) Pages() int { return g.pager.Pages() }

// SetPage goes to a page, or to the nearest one there is.
func (g *Grid) SetPage(page int) {
	before := g.pager.Page()
	g.pager.Go(page)
	if g.pager.Page() == before {
		return
	}
	g.restore = nil
	g.cursor = -1
	g.asked = true
	g.load.ask()
}

// SetPageSize changes the rows per page of this table, and reports it for the others.
func (g *Grid) SetPageSize(size int) {
	if size == g.pager.Size() {
		return
	}
	g.restore = nil
	g.pager.SetSize(size)
	g.foot.show()
	g.load.ask()
	if g.o.OnPageSize != nil {
		g.o.OnPageSize(g.pager.Size())
	}
}
