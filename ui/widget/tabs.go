package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// NoCount is the Count of a tab that shows none.
const NoCount = -1

const (
	tabGap    = 22
	tabHeight = 40
)

// Tab is one entry of Tabs.
type Tab struct {
	ID    string
	Title string
	Count int
	// AtLeast: there may be more than Count.
	AtLeast bool
}

// Tabs is a strip of titles, one of them underlined. What stands below it is the page's business.
type Tabs struct {
	widget.BaseWidget
	tabs       []*tabTitle
	selected   string
	onSelected func(id string)
	line, mark *canvas.Rectangle
}

// NewTabs returns a strip with its first tab selected. onSelected is not called for that.
func NewTabs(tabs []Tab, onSelected func(id string)) *Tabs {
	t := &Tabs{onSelected: onSelected, line: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil)}
	for _, tab := range tabs {
		title := &tabTitle{tab: tab, strip: t}
		title.Extend(title, func() { t.Select(title.tab.ID) })
		t.tabs = append(t.tabs, title)
	}
	if len(tabs) > 0 {
		t.selected = tabs[0].ID
	}
	t.ExtendBaseWidget(t)
	return t
}

// Selected returns the id of the underlined tab.
func (t *Tabs) Selected() string { return t.selected }

// Select underlines a tab and reports it. An id that is not there, or is selected already, does nothing.
func (t *Tabs) Select(id string) {
	if id == t.selected || t.find(id) == nil {
		return
	}
	t.selected = id
	t.Refresh()
	if t.onSelected != nil {
		t.onSelected(id)
	}
}

// SetCount changes the count behind a title; atLeast says that there may be more.
func (t *Tabs) SetCount(id string, count int, atLeast bool) {
	if title := t.find(id); title != nil && (title.tab.Count != count || title.tab.AtLeast != atLeast) {
		title.tab.Count, title.tab.AtLeast = count, atLeast
		t.Refresh()
	}
}

func (t *Tabs) find(id string) *tabTitle {
	for _, title := range t.tabs {
		if title.tab.ID == id {
			return title
		}
	}
	return nil
}

// MinSize is that of all titles.
func (t *Tabs) MinSize() fyne.Size {
	width := float32(0)
	for _, title := range t.tabs {
		width += title.MinSize().Width + tabGap
	}
	return fyne.NewSize(max(0, width-tabGap), tabHeight)
}

func (t *Tabs) draw() {
	setFill(t.line, Colour(theme.ColorNameLine))
	setFill(t.mark, Colour(theme.ColorNameAccent))
	for _, title := range t.tabs {
		title.Refresh()
	}
}

// CreateRenderer is Fyne's way to get the parts.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer {
	return NewRenderer(Drawing{Of: t, Parts: Fixed(t.parts()...), Draw: t.draw, Place: t.place})
}

func (t *Tabs) parts() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{t.line}
	for _, title := range t.tabs {
		parts = append(parts, title)
	}
	return append(parts, t.mark)
}

func (t *Tabs) place(size fyne.Size) {
	t.line.Resize(fyne.NewSize(size.Width, 1))
	t.line.Move(fyne.NewPos(0, size.Height-1))
	x := float32(0)
	for _, title := range t.tabs {
		width := title.MinSize().Width
		title.Resize(fyne.NewSize(width, size.Height))
		title.Move(fyne.NewPos(x, 0))
		if title.tab.ID == t.selected {
			t.mark.Resize(fyne.NewSize(width, 2))
			t.mark.Move(fyne.NewPos(x, size.Height-2))
		}
		x += width + tabGap
	}
}

type tabTitle struct {
	Press
	tab         Tab
	strip       *Tabs
	face        *canvas.Rectangle
	text, count *canvas.Text
}

// AccessibilityLabel is the title.
func (t *tabTitle) AccessibilityLabel() string { return t.tab.Title }

// AccessibilityRole is a button.
func (t *tabTitle) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// TypedKey moves between the tabs with the arrows too.
func (t *tabTitle) TypedKey(e *fyne.KeyEvent) {
	step := 0
	switch e.Name {
	case fyne.KeyLeft:
		step = -1
	case fyne.KeyRight:
		step = 1
	default:
		t.Press.TypedKey(e)
		return
	}
	for i, title := range t.strip.tabs {
		next := i + step
		if title == t && next >= 0 && next < len(t.strip.tabs) {
			t.strip.Select(t.strip.tabs[next].tab.ID)
			if c := canvasOf(t); c != nil {
				c.Focus(t.strip.tabs[next])
			}
			return
		}
	}
}

func (t *tabTitle) countText() string {
	if t.tab.Count == NoCount {
		return ""
	}
	text := table.Thousands(int64(t.tab.Count))
	if t.tab.AtLeast {
		text += "+"
	}
	return text
}

func (t *tabTitle) MinSize() fyne.Size {
	size := Size(fynetheme.SizeNameText)
	width := Measure(t.tab.Title, size, true).Width
	if count := t.countText(); count != "" {
		width += 5 + Measure(count, size, false).Width
	}
	return fyne.NewSize(width, tabHeight)
}

func (t *tabTitle) draw() {
	ink := theme.ColorNameMuted
	if t.hovered {
		ink = theme.ColorNameInk
	}
	if t.tab.ID == t.strip.selected {
		ink = theme.ColorNameAccent
	}
	size := Size(fynetheme.SizeNameText)
	t.text.TextSize, t.count.TextSize = size, size
	setText(t.text, t.tab.Title, Colour(ink))
	setText(t.count, t.countText(), Colour(theme.ColorNameMuted))
	drawRing(t.face, t.focused)
}

func (t *tabTitle) CreateRenderer() fyne.WidgetRenderer {
	t.face = canvas.NewRectangle(nil)
	t.face.CornerRadius = 6
	t.text, t.count = canvas.NewText("", nil), canvas.NewText("", nil)
	t.text.TextStyle.Bold = true
	return NewRenderer(Drawing{Of: t, Parts: Fixed(t.face, t.text, t.count), Draw: t.draw, Place: t.place})
}

func (t *tabTitle) place(size fyne.Size) {
	t.face.Resize(fyne.NewSize(size.Width+12, size.Height-10))
	t.face.Move(fyne.NewPos(-6, 4))
	placeText(t.text, 0, size.Height)
	placeText(t.count, t.text.Size().Width+5, size.Height)
}
