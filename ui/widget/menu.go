package widget

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/assets/icons"
)

const (
	menuPad       = 6
	menuEnd       = 2 // before the first and behind the last line, within menuEdge
	menuEdge      = 4 // what scrolls keeps away from the ends, and half of it from the side where its bar is
	menuItem      = 30
	menuSeparator = 9
	menuMinWidth  = 160
	menuMargin    = 120
)

// MenuItem is one line of a menu.
type MenuItem struct {
	Label string
	Icon  icons.Name
	// Note stands muted at the right: a shortcut, a count.
	Note string
	// Check shows a check box; Checked ticks it.
	Check, Checked bool
	// Off says why the line does nothing; "" is a line that does something.
	Off string
	// Danger draws the line in red.
	Danger bool
	// Separator is a line between groups; the rest is ignored.
	Separator bool
	// Heading names what follows, which stands in a column of its own.
	Heading bool
	// Stays keeps the menu open after Do, with items asked anew.
	Stays bool
	Do    func()
}

// chosen says whether the line is one that can be pointed at.
func (i MenuItem) chosen() bool { return !i.Separator && !i.Heading }

// Menu is an open menu.
type Menu struct {
	popup *Popup
	list  *menuList
}

// ShowMenu opens a menu under an object. items is asked at once, and again after a line that keeps the menu open.
func ShowMenu(under fyne.CanvasObject, items func() []MenuItem) *Menu {
	c := canvasOf(under)
	if c == nil {
		return nil
	}
	m := newMenu(c, items)
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(under)
	right := pos.X+m.list.MinSize().Width > c.Size().Width-8
	m.popup.ShowUnder(under, right)
	c.Focus(m.list)
	m.list.showTicked()
	return m
}

// ShowMenuAt opens a menu at a place of the canvas.
func ShowMenuAt(c fyne.Canvas, at fyne.Position, items func() []MenuItem) *Menu {
	m := newMenu(c, items)
	m.popup.ShowAt(at)
	c.Focus(m.list)
	return m
}

func newMenu(c fyne.Canvas, items func() []MenuItem) *Menu {
	m := &Menu{list: &menuList{items: items, current: -1}}
	m.list.close = func() { m.popup.Close() }
	m.list.ExtendBaseWidget(m.list)
	m.list.fill()
	m.list.scroll = container.NewVScroll(m.list)
	ground := container.New(layout.NewCustomPaddedLayout(menuEdge, menuEdge, 0, menuEdge/2), m.list.scroll)
	m.popup = NewPopup(Sized(m.list.room(c), ground), c)
	return m
}

// menuList holds the lines, and the focus.
type menuList struct {
	widget.BaseWidget
	items   func() []MenuItem
	rows    []*menuRow
	current int
	// typed is what was typed of the name of a line, until a person goes to a line in another way.
	typed  string
	close  func()
	scroll *container.Scroll
}

func (l *menuList) fill() {
	items := l.items()
	l.rows = nil
	for i, item := range items {
		row := &menuRow{item: item, list: l, index: i}
		row.Extend(row, func() { l.choose(row) })
		row.off = item.Off != "" || item.Do == nil
		row.SetTip(item.Off)
		l.rows = append(l.rows, row)
	}
}

func (l *menuList) choose(row *menuRow) {
	if row.item.Stays {
		row.item.Do()
		current := l.current
		l.fill()
		l.current = min(current, len(l.rows)-1)
		l.Refresh()
		return
	}
	// The menu goes first, so that what Do opens is not under it.
	l.close()
	row.item.Do()
}

func (l *menuList) FocusGained() {}
func (l *menuList) FocusLost()   {}

// showTicked scrolls to the line that is taken now.
func (l *menuList) showTicked() {
	at := slices.IndexFunc(l.rows, func(row *menuRow) bool { return row.item.Icon == icons.Check })
	if at >= 0 {
		l.seen(at)
	}
}

func (l *menuList) TypedKey(e *fyne.KeyEvent) {
	if l.spells(e) {
		return
	}
	switch e.Name {
	case fyne.KeyEscape:
		l.close()
	case fyne.KeyBackspace:
		l.typed = ""
	case fyne.KeyDown:
		l.step(1)
	case fyne.KeyUp:
		l.step(-1)
	case fyne.KeyRight:
		l.stepAcross(1)
	case fyne.KeyLeft:
		l.stepAcross(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if l.current >= 0 && l.current < len(l.rows) {
			l.rows[l.current].act()
		}
	}
}

func (l *menuList) step(by int) {
	l.typed = ""
	at := l.current
	if at < 0 && by < 0 {
		at = len(l.rows)
	}
	for range l.rows {
		at = (at + by + len(l.rows)) % len(l.rows)
		if l.rows[at].item.chosen() {
			l.point(at)
			l.seen(at)
			return
		}
	}
}

func (l *menuList) point(at int) {
	old := l.current
	l.current = at
	for _, i := range []int{old, at} {
		if i >= 0 && i < len(l.rows) {
			l.rows[i].Refresh()
		}
	}
}

// seen scrolls so that a row can be seen.
func (l *menuList) seen(at int) {
	row, view := l.rows[at], l.scroll.Size().Height
	top, bottom := row.Position().Y-menuEnd, row.Position().Y+row.Size().Height+menuEnd
	switch {
	case top < l.scroll.Offset.Y:
		l.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > l.scroll.Offset.Y+view:
		l.scroll.ScrollToOffset(fyne.NewPos(0, bottom-view))
	}
}

func (l *menuList) MinSize() fyne.Size {
	width, height := float32(menuPad), float32(0)
	for _, column := range l.columns() {
		least := column.least()
		width, height = width+least.Width+menuPad, max(height, least.Height)
	}
	return fyne.NewSize(max(menuMinWidth, width), height+2*menuEnd)
}

// room is the height of the menu, as far as the window has it; the rest is scrolled.
func (l *menuList) room(c fyne.Canvas) func() fyne.Size {
	return func() fyne.Size {
		least := l.MinSize().AddWidthHeight(menuEdge/2, 2*menuEdge)
		least.Height = min(least.Height, max(3*menuItem, c.Size().Height-menuMargin))
		return least
	}
}

func (l *menuList) CreateRenderer() fyne.WidgetRenderer {
	return NewRenderer(Drawing{Of: l, Parts: l.parts, Draw: l.draw, Place: l.place})
}

func (l *menuList) parts() []fyne.CanvasObject {
	parts := make([]fyne.CanvasObject, len(l.rows))
	for i, row := range l.rows {
		parts[i] = row
	}
	return parts
}

func (l *menuList) draw() {
	for _, row := range l.rows {
		row.Refresh()
	}
}

func (l *menuList) place(size fyne.Size) {
	columns := l.columns()
	spare := max(0, size.Width-l.MinSize().Width) / float32(max(1, len(columns)))
	x := float32(menuPad)
	for _, column := range columns {
		width := column.least().Width + spare
		if len(columns) == 1 {
			width = size.Width - 2*menuPad
		}
		y := float32(menuEnd)
		for _, row := range column {
			height := row.MinSize().Height
			row.Resize(fyne.NewSize(width, height))
			row.Move(fyne.NewPos(x, y))
			y += height
		}
		x += width + menuPad
	}
}
