package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	searchFieldWidth = 340
	// searchFieldNarrow is its width in a window that is narrower than roomy.
	searchFieldNarrow = 230
	roomy             = 1280
	searchFieldPad    = 10
)

// searchField is the field in the top bar that opens the palette.
type searchField struct {
	widget.Press
	face, cap  *canvas.Rectangle
	icon       *widget.Icon
	text, keys *canvas.Text
}

func newSearchField(open func()) *searchField {
	f := &searchField{}
	f.Extend(f, open)
	return f
}

// AccessibilityLabel is what a press does.
func (f *searchField) AccessibilityLabel() string { return "Search" }

// AccessibilityRole is a button.
func (f *searchField) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// MinSize is narrower in a narrow window.
func (f *searchField) MinSize() fyne.Size {
	height := widget.Size(theme.SizeNameButton)
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil && c.Size().Width < roomy {
		return fyne.NewSize(searchFieldNarrow, height)
	}
	return fyne.NewSize(searchFieldWidth, height)
}

// CreateRenderer is Fyne's way to get the parts.
func (f *searchField) CreateRenderer() fyne.WidgetRenderer {
	f.face, f.cap = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	f.icon = widget.NewIconOf(icons.Search, theme.ColorNameMuted, 14)
	f.text, f.keys = canvas.NewText("", nil), canvas.NewText("", nil)
	parts := widget.Fixed(f.face, f.icon, f.text, f.cap, f.keys)
	return widget.NewRenderer(widget.Drawing{Of: f, Parts: parts, Draw: f.draw, Place: f.place})
}

func (f *searchField) draw() {
	edge, width := theme.ColorNameLine, float32(1)
	if f.Focused() {
		edge, width = theme.ColorNameAccent, 1.5
	}
	f.face.CornerRadius = widget.Size(theme.SizeNameButtonCorner)
	f.face.FillColor = widget.Colour(theme.ColorNameInputFace)
	if f.Hovered() {
		f.face.FillColor = widget.Colour(theme.ColorNameButtonHover)
	}
	f.face.StrokeColor, f.face.StrokeWidth = widget.Colour(edge), width
	f.cap.CornerRadius = 4
	f.cap.FillColor = widget.Colour(theme.ColorNamePanel)
	f.cap.StrokeColor, f.cap.StrokeWidth = widget.Colour(theme.ColorNameLine), 1
	f.text.TextSize, f.text.Color = widget.Size(fynetheme.SizeNameText), widget.Colour(theme.ColorNameMuted)
	f.keys.Text, f.keys.TextSize = keyText(primary(fyne.KeyK)), widget.Size(theme.SizeNameSmall)
	f.keys.Color = widget.Colour(theme.ColorNameMuted)
}

func (f *searchField) place(size fyne.Size) {
	f.face.Resize(size)
	middle := func(height float32) float32 { return (size.Height - height) / 2 }
	icon := f.icon.MinSize()
	f.icon.Resize(icon)
	f.icon.Move(fyne.NewPos(searchFieldPad, middle(icon.Height)))
	keys := f.keys.MinSize()
	right := size.Width - searchFieldPad - keys.Width
	f.keys.Resize(keys)
	f.keys.Move(fyne.NewPos(right, middle(keys.Height)))
	f.cap.Resize(keys.AddWidthHeight(10, 4))
	f.cap.Move(fyne.NewPos(right-5, middle(keys.Height+4)))
	x := searchFieldPad + icon.Width + 6
	f.text.Text = widget.Cut(searchHint, right-x-10, f.text.TextSize, false)
	text := f.text.MinSize()
	f.text.Resize(text)
	f.text.Move(fyne.NewPos(x, middle(text.Height)))
}
