package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// Field is a label, an entry, and a line below it with a hint or what is wrong.
type Field struct {
	widget.BaseWidget
	Entry *Entry
	name  string
	label *canvas.Text
	below *Paragraph
	hint  string
	fault string
}

// NewField returns a field. hint may be "".
func NewField(label, placeholder, hint string) *Field {
	f := &Field{Entry: NewEntry(label, placeholder), name: label, label: canvas.NewText(label, nil), hint: hint}
	f.below = NewParagraphIn("", 320, TextLook{Colour: theme.ColorNameMuted, Size: theme.SizeNameSmall})
	f.ExtendBaseWidget(f)
	f.show()
	return f
}

// Text returns what is typed.
func (f *Field) Text() string { return f.Entry.Text }

// SetText changes what is typed.
func (f *Field) SetText(text string) { f.Entry.SetText(text) }

// SetHint changes the line below.
func (f *Field) SetHint(hint string) {
	if f.hint == hint {
		return
	}
	f.hint = hint
	f.show()
}

// SetError says what is wrong, in place of the hint; "" takes it away.
func (f *Field) SetError(sentence string) {
	if f.fault == sentence {
		return
	}
	f.fault = sentence
	f.show()
}

// Enable lets a person type.
func (f *Field) Enable() { f.Entry.Enable() }

// Disable shows the text only.
func (f *Field) Disable() { f.Entry.Disable() }

func (f *Field) show() {
	text, colour := f.hint, theme.ColorNameMuted
	if f.fault != "" {
		text, colour = f.fault, theme.ColorNameDanger
	}
	f.Entry.SetFaulty(f.fault != "")
	f.below.SetText(text)
	f.below.SetColour(colour)
	f.Refresh()
}

// MinSize is the label, the entry, and the line below where there is one.
func (f *Field) MinSize() fyne.Size {
	return fyne.NewSize(120, f.label.MinSize().Height+4+f.Entry.MinSize().Height+f.belowHeight())
}

func (f *Field) belowHeight() float32 {
	if f.below.Text() == "" {
		return 0
	}
	return 4 + f.below.MinSize().Height
}

func (f *Field) draw() {
	f.label.TextSize = Size(theme.SizeNameSmall)
	setText(f.label, f.name, Colour(theme.ColorNameMuted))
}

// CreateRenderer is Fyne's way to get the parts.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	return NewRenderer(Drawing{Of: f, Parts: Fixed(f.label, f.Entry, f.below), Draw: f.draw, Place: f.place})
}

func (f *Field) place(size fyne.Size) {
	label, entry := f.label.MinSize().Height, f.Entry.MinSize().Height
	f.label.Resize(fyne.NewSize(size.Width, label))
	f.Entry.Resize(fyne.NewSize(size.Width, entry))
	f.Entry.Move(fyne.NewPos(0, label+4))
	f.below.Resize(fyne.NewSize(size.Width, max(0, size.Height-label-entry-8)))
	f.below.Move(fyne.NewPos(0, label+4+entry+4))
}
