package action

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// mono is text whose signs all have one width: requests, and secrets, in which l and 1 must differ.
type mono struct {
	fynewidget.BaseWidget
	text string
	size fyne.ThemeSizeName
	// wrap breaks lines at the width; otherwise the text is as wide as its longest line.
	wrap  bool
	width float32
	lines []fyne.CanvasObject
}

func newMono(text string, size fyne.ThemeSizeName, wrap bool, width float32) *mono {
	m := &mono{text: text, size: size, wrap: wrap, width: width}
	m.ExtendBaseWidget(m)
	m.breakLines()
	return m
}

func (m *mono) setText(text string) {
	m.text = text
	m.breakLines()
	m.Refresh()
}

// AccessibilityLabel is the text.
func (m *mono) AccessibilityLabel() string { return m.text }

// AccessibilityRole is text.
func (m *mono) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (m *mono) style() fyne.TextStyle { return fyne.TextStyle{Monospace: true} }

func (m *mono) breakLines() {
	size := widget.Size(m.size)
	m.lines = nil
	y := float32(0)
	for _, text := range m.broken(size) {
		line := canvas.NewText(table.Seen(text), widget.Colour(theme.ColorNameInk))
		line.TextSize, line.TextStyle = size, m.style()
		least := line.MinSize()
		line.Resize(least)
		line.Move(fyne.NewPos(0, y))
		y += least.Height
		m.lines = append(m.lines, line)
	}
}

func (m *mono) broken(size float32) []string {
	// Fyne draws a tab as a box.
	lines := strings.Split(strings.ReplaceAll(m.text, "\t", "  "), "\n")
	if !m.wrap {
		return lines
	}
	var broken []string
	for _, line := range lines {
		broken = append(broken, chunks(line, m.width, size, m.style())...)
	}
	return broken
}

// chunks cuts a line into pieces of at most width. A space at the cut stays, so that a secret is shown as it is.
func chunks(line string, width, size float32, style fyne.TextStyle) []string {
	if fyne.MeasureText(line, size, style).Width <= width {
		return []string{line}
	}
	var pieces []string
	piece := ""
	for _, letter := range line {
		if piece != "" && fyne.MeasureText(piece+string(letter), size, style).Width > width {
			pieces, piece = append(pieces, piece), ""
		}
		piece += string(letter)
	}
	return append(pieces, piece)
}

// Resize breaks the lines anew where the width has changed.
func (m *mono) Resize(size fyne.Size) {
	if m.wrap && size.Width > 0 && size.Width != m.width {
		m.width = size.Width
		m.breakLines()
		m.Refresh()
	}
	m.BaseWidget.Resize(size)
}

// MinSize is that of all lines.
func (m *mono) MinSize() fyne.Size {
	var least fyne.Size
	for _, line := range m.lines {
		size := line.MinSize()
		least.Width = max(least.Width, size.Width)
		least.Height += size.Height
	}
	if m.wrap {
		least.Width = min(least.Width, 40)
	}
	return least
}

func (m *mono) draw() {
	for _, line := range m.lines {
		line.(*canvas.Text).Color = widget.Colour(theme.ColorNameInk)
	}
}

// CreateRenderer is Fyne's way to get the parts.
func (m *mono) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewRenderer(widget.Drawing{Of: m, Parts: func() []fyne.CanvasObject { return m.lines }, Draw: m.draw})
}
