package widget

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

const (
	calendarLine = 24
	daysOfWeek   = 7
	weeksShown   = 6
)

// Calendar is the days of a month, of which one is taken. It is one stop of the Tab key: the arrows move by days and weeks,
// Page Up and Page Down by months, Enter and Space take the day.
type Calendar struct {
	widget.BaseWidget
	name          string
	at, today     time.Time
	chosen        time.Time
	picked        func(day time.Time)
	focused       bool
	month         *Text
	back, forward *Button
	weekdays      []*Text
	days          []*calendarDay
}

var _ fyne.Focusable = (*Calendar)(nil)

// NewCalendar returns the month of a day. today is marked, and so is chosen where it is not zero. All three are in the zone
// whose days are meant; picked gets the beginning of a day in it.
func NewCalendar(name string, at, today, chosen time.Time, picked func(day time.Time)) *Calendar {
	c := &Calendar{name: name, at: dayOf(at), today: dayOf(today), picked: picked}
	if !chosen.IsZero() {
		c.chosen = dayOf(chosen)
	}
	c.month = NewStrong("")
	c.back = NewQuietButton(icons.ChevronLeft, "Previous month", func() { c.turn(-1) })
	c.forward = NewQuietButton(icons.ChevronRight, "Next month", func() { c.turn(1) })
	for i := range daysOfWeek {
		c.weekdays = append(c.weekdays, NewSmall(time.Weekday((i + 1) % daysOfWeek).String()[:2]))
	}
	for range daysOfWeek * weeksShown {
		c.days = append(c.days, newCalendarDay(c))
	}
	c.ExtendBaseWidget(c)
	c.show()
	return c
}

func dayOf(t time.Time) time.Time {
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, t.Location())
}

// AccessibilityLabel is the name.
func (c *Calendar) AccessibilityLabel() string { return c.name }

// AccessibilityRole is a container.
func (c *Calendar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// FocusGained marks the day that the keyboard is on.
func (c *Calendar) FocusGained() {
	c.focused = true
	c.Refresh()
}

// FocusLost takes the mark away.
func (c *Calendar) FocusLost() {
	c.focused = false
	c.Refresh()
}

// TypedRune does nothing.
func (c *Calendar) TypedRune(rune) {}

// TypedKey moves, takes the day, and closes with Escape.
func (c *Calendar) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		c.moveTo(c.at.AddDate(0, 0, -1))
	case fyne.KeyRight:
		c.moveTo(c.at.AddDate(0, 0, 1))
	case fyne.KeyUp:
		c.moveTo(c.at.AddDate(0, 0, -daysOfWeek))
	case fyne.KeyDown:
		c.moveTo(c.at.AddDate(0, 0, daysOfWeek))
	case fyne.KeyPageUp:
		c.turn(-1)
	case fyne.KeyPageDown:
		c.turn(1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.picked(c.at)
	case fyne.KeyEscape:
		closeTopPopup(c)
	}
}

// turn goes to the same day of another month, or to its last one where it has fewer.
func (c *Calendar) turn(months int) {
	first := c.first().AddDate(0, months, 0)
	last := first.AddDate(0, 1, -1)
	c.moveTo(first.AddDate(0, 0, min(c.at.Day(), last.Day())-1))
}

func (c *Calendar) moveTo(day time.Time) {
	c.at = day
	c.show()
	c.Refresh()
}

func (c *Calendar) first() time.Time { return c.at.AddDate(0, 0, 1-c.at.Day()) }

// show gives every place of the month its day. Weeks begin with Monday.
func (c *Calendar) show() {
	c.month.SetText(c.at.Format("January 2006"))
	first := c.first()
	before := (int(first.Weekday()) + daysOfWeek - 1) % daysOfWeek
	for i, day := range c.days {
		day.date = first.AddDate(0, 0, i-before)
		day.Hidden = day.date.Month() != c.at.Month()
	}
}

// MinSize is the room of six weeks, so that no month moves what is below.
func (c *Calendar) MinSize() fyne.Size {
	return fyne.NewSize(daysOfWeek*34, calendarLine*(weeksShown+2))
}

// CreateRenderer is Fyne's way to get the parts.
func (c *Calendar) CreateRenderer() fyne.WidgetRenderer {
	parts := []fyne.CanvasObject{c.month, c.back, c.forward}
	for _, name := range c.weekdays {
		parts = append(parts, name)
	}
	for _, day := range c.days {
		parts = append(parts, day)
	}
	return NewRenderer(Drawing{Of: c, Parts: Fixed(parts...), Draw: c.draw, Place: c.place})
}

func (c *Calendar) draw() {
	for _, day := range c.days {
		day.Refresh()
	}
}

func (c *Calendar) place(size fyne.Size) {
	width := size.Width / daysOfWeek
	middle(c.month, fyne.NewPos(0, 0), fyne.NewSize(size.Width, calendarLine))
	middle(c.back, fyne.NewPos(0, 0), fyne.NewSize(width, calendarLine))
	middle(c.forward, fyne.NewPos(size.Width-width, 0), fyne.NewSize(width, calendarLine))
	for i, name := range c.weekdays {
		middle(name, fyne.NewPos(float32(i)*width, calendarLine), fyne.NewSize(width, calendarLine))
	}
	for i, day := range c.days {
		day.Move(fyne.NewPos(float32(i%daysOfWeek)*width, calendarLine*float32(2+i/daysOfWeek)))
		day.Resize(fyne.NewSize(width, calendarLine))
	}
}

// middle puts an object, as small as it can be, into the middle of a place.
func middle(object fyne.CanvasObject, at fyne.Position, room fyne.Size) {
	least := object.MinSize()
	object.Resize(least)
	object.Move(at.AddXY((room.Width-least.Width)/2, (room.Height-least.Height)/2))
}

// calendarDay is one day. It hears the pointer; the keys belong to the calendar.
type calendarDay struct {
	widget.BaseWidget
	calendar   *Calendar
	date       time.Time
	hovered    bool
	face, ring *canvas.Rectangle
	text       *canvas.Text
}

var (
	_ fyne.Tappable      = (*calendarDay)(nil)
	_ desktop.Hoverable  = (*calendarDay)(nil)
	_ desktop.Cursorable = (*calendarDay)(nil)
)

func newCalendarDay(c *Calendar) *calendarDay {
	d := &calendarDay{calendar: c, face: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil), text: canvas.NewText("", nil)}
	d.text.Alignment = fyne.TextAlignCenter
	d.ExtendBaseWidget(d)
	return d
}

// AccessibilityLabel is the date, and whether it is today.
func (d *calendarDay) AccessibilityLabel() string {
	label := d.date.Format("2 January 2006")
	if d.date.Equal(d.calendar.today) {
		return label + ", today"
	}
	return label
}

// AccessibilityRole is a button.
func (d *calendarDay) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped takes the day.
func (d *calendarDay) Tapped(*fyne.PointEvent) { d.calendar.picked(d.date) }

// MouseIn shows that it can be taken.
func (d *calendarDay) MouseIn(*desktop.MouseEvent) {
	d.hovered = true
	d.Refresh()
}

// MouseMoved does nothing.
func (d *calendarDay) MouseMoved(*desktop.MouseEvent) {}

// MouseOut goes back to rest.
func (d *calendarDay) MouseOut() {
	d.hovered = false
	d.Refresh()
}

// Cursor is a hand.
func (d *calendarDay) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is Fyne's way to get the parts.
func (d *calendarDay) CreateRenderer() fyne.WidgetRenderer {
	return NewRenderer(Drawing{Of: d, Parts: Fixed(d.face, d.ring, d.text), Draw: d.draw, Place: d.place})
}

func (d *calendarDay) draw() {
	chosen, today := d.date.Equal(d.calendar.chosen), d.date.Equal(d.calendar.today)
	ink, face := theme.ColorNameInk, fyne.ThemeColorName(colorNameNone)
	switch {
	case chosen:
		ink, face = theme.ColorNameOnAccent, theme.ColorNameAccent
	case d.hovered:
		face = theme.ColorNameButtonHover
	}
	ring, width := theme.ColorNameAccent, float32(0)
	switch {
	case d.calendar.focused && d.date.Equal(d.calendar.at):
		ring, width = theme.ColorNameFocusRing, 2
	case today:
		width = 1.25
	}
	corner := Size(fynetheme.SizeNameSelectionRadius) + 2
	d.face.CornerRadius, d.ring.CornerRadius = corner, corner
	setFill(d.face, Colour(face))
	Outline(d.ring, ring, width)
	d.text.TextSize, d.text.TextStyle.Bold = Size(fynetheme.SizeNameText), chosen || today
	setText(d.text, strconv.Itoa(d.date.Day()), Colour(ink))
	d.text.Refresh()
}

func (d *calendarDay) place(size fyne.Size) {
	at, room := fyne.NewPos(1, 1), size.SubtractWidthHeight(2, 2)
	for _, r := range []*canvas.Rectangle{d.face, d.ring} {
		r.Move(at)
		r.Resize(room)
	}
	d.text.Resize(size)
}
