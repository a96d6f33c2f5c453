package shell

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/find"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	resultHeight = 33
	resultPad    = 18
	resultIcon   = 16
	resultFace   = 22
	// partGap is the distance between the parts of a result's line, which is read as a sentence.
	partGap = 4
)

// resultRow is a line of the palette: an icon or a face, what was found with the parts that fit in bold, and what Enter
// does at the right of the one that is chosen.
type resultRow struct {
	widget.Press
	parts  []find.Part
	hint   string
	chosen bool
	lead   fyne.CanvasObject
	ground *canvas.Rectangle
	keys   *canvas.Text
	runs   []fyne.CanvasObject
	point  func()
}

func newResultRow(result find.Result, hint string, point, press func()) *resultRow {
	r := &resultRow{hint: hint, lead: leadOf(result), point: point}
	for _, part := range result.Parts {
		if part.Text != "" {
			r.parts = append(r.parts, part)
		}
	}
	r.Extend(r, press)
	return r
}

func leadOf(result find.Result) fyne.CanvasObject {
	switch result.Kind {
	case find.OfUser:
		return widget.NewAvatar(result.User.DisplayName, resultFace)
	case find.OfPortal:
		return widget.NewIcon(icons.External, theme.ColorNameMuted)
	case find.OfTenant:
		return widget.NewIcon(icons.Tenants, theme.ColorNameMuted)
	case find.OfAction:
		return widget.NewIcon(icons.Key, theme.ColorNameMuted)
	}
	return widget.NewIcon(icons.ChevronRight, theme.ColorNameMuted)
}

// setChosen marks the row as the one that Enter opens.
func (r *resultRow) setChosen(chosen bool) {
	if r.chosen != chosen {
		r.chosen = chosen
		r.Refresh()
	}
}

// MouseIn makes the row the one that Enter opens.
func (r *resultRow) MouseIn(e *desktop.MouseEvent) {
	r.Press.MouseIn(e)
	r.point()
}

// FocusGained makes the row the one that Enter opens.
func (r *resultRow) FocusGained() {
	r.Press.FocusGained()
	r.point()
}

// AccessibilityLabel is the line.
func (r *resultRow) AccessibilityLabel() string {
	texts := make([]string, len(r.parts))
	for i, part := range r.parts {
		texts[i] = part.Text
	}
	return strings.Join(texts, " ")
}

// AccessibilityRole is a link.
func (r *resultRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// MinSize is the height of a line; the palette gives the width.
func (r *resultRow) MinSize() fyne.Size { return fyne.NewSize(0, resultHeight) }

// CreateRenderer is Fyne's way to get the parts.
func (r *resultRow) CreateRenderer() fyne.WidgetRenderer {
	r.ground = canvas.NewRectangle(nil)
	r.keys = canvas.NewText("", nil)
	return widget.NewRenderer(widget.Drawing{Of: r, Parts: r.drawn, Draw: r.draw, Place: r.place})
}

func (r *resultRow) drawn() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.ground, r.lead, r.keys}, r.runs...)
}

func (r *resultRow) draw() {
	r.ground.FillColor = widget.Colour(theme.ColorNamePanel)
	r.keys.Text = ""
	if r.chosen {
		r.ground.FillColor = widget.Colour(theme.ColorNameRowSelected)
		r.keys.Text = r.hint
	}
	r.keys.TextSize, r.keys.Color = widget.Size(theme.SizeNameSmall), widget.Colour(theme.ColorNameMuted)
}

func (r *resultRow) place(size fyne.Size) {
	r.ground.Resize(size)
	least := r.lead.MinSize()
	r.lead.Resize(least)
	r.lead.Move(fyne.NewPos(resultPad, (size.Height-least.Height)/2))
	keys := r.keys.MinSize()
	right := size.Width - resultPad
	r.keys.Resize(keys)
	r.keys.Move(fyne.NewPos(right-keys.Width, (size.Height-keys.Height)/2))
	if r.keys.Text != "" {
		right -= keys.Width + partGap
	}
	r.placeParts(resultPad+least.Width+10, right, size.Height)
}

// placeParts draws the line from x to right, cut where it does not fit.
func (r *resultRow) placeParts(x, right, height float32) {
	r.runs = nil
	cut := false
	size := widget.Size(fynetheme.SizeNameText)
	dots := widget.Measure(widget.Ellipsis, size, true).Width
	rooms := r.rooms(right - x)
	for i, part := range r.parts {
		end := min(right, x+rooms[i])
		shortened := false
		for _, run := range runsOf(part) {
			text := run.cut(part, end-x, size)
			if x >= end || text == widget.Ellipsis && (shortened || x+dots > end) {
				shortened = true
				break
			}
			shortened = text != run.text
			x += r.add(text, run.bold, part.Muted, x, height)
		}
		cut = cut || shortened
		x += partGap
	}
	r.tellCut(cut)
}

// rooms are how wide each part of a line may be. Where they have not all room, those behind the first one that are longer than
// an even share of what is left give way to it, so that a long username hides no tenant, nor a long tenant itself.
func (r *resultRow) rooms(room float32) []float32 {
	rooms := make([]float32, len(r.parts))
	var behind []int
	for i, part := range r.parts {
		rooms[i] = 1 // is lost in rounding
		for _, run := range runsOf(part) {
			rooms[i] += widget.Measure(run.text, widget.Size(fynetheme.SizeNameText), run.bold).Width
		}
		if i > 0 {
			behind = append(behind, i)
			room -= partGap
		} else {
			room -= rooms[i]
		}
	}
	slices.SortStableFunc(behind, func(a, b int) int { return cmp.Compare(rooms[a], rooms[b]) })
	for taken, i := range behind {
		rooms[i] = max(0, min(rooms[i], room/float32(len(behind)-taken)))
		room -= rooms[i]
	}
	return rooms
}

// tellCut has the whole line in a tooltip where it is cut, or something of it is suspicious.
func (r *resultRow) tellCut(cut bool) {
	r.SetTip("")
	if whole := r.AccessibilityLabel(); cut || table.Suspicion(whole) != "" {
		r.SetTip(whole)
	}
}

// add draws a piece of text at x, and returns how wide it is.
func (r *resultRow) add(text string, bold, muted bool, x, height float32) float32 {
	ink := theme.ColorNameInk
	if muted {
		ink = theme.ColorNameMuted
	}
	drawn := canvas.NewText(widget.Isolate(text), widget.Colour(ink))
	drawn.TextSize, drawn.TextStyle.Bold = widget.Size(fynetheme.SizeNameText), bold
	size := drawn.MinSize()
	drawn.Resize(size)
	widget.MoveText(drawn, fyne.NewPos(x, (height-size.Height)/2))
	var again widget.Bolder
	again.Over(drawn)
	r.runs = again.AppendTo(append(r.runs, drawn))
	return size.Width
}

// run is a piece of a text in one weight.
type run struct {
	text string
	bold bool
}

// cut is the piece as it fits into width. A part in one piece keeps what tells a name from others of it.
func (r run) cut(part find.Part, width, size float32) string {
	switch {
	case r.text != part.Text:
		return widget.Cut(r.text, width, size, r.bold)
	case part.Mark:
		return widget.CutMark(r.text, width, size, r.bold)
	}
	return widget.CutName(r.text, width, size, r.bold)
}

// runsOf splits a part into what fits and the rest. A text whose letters join, or that has something that is not seen, is
// one piece: split, it would be another one.
func runsOf(part find.Part) []run {
	if len(part.Spans) > 0 && (table.Seen(part.Text) != part.Text || strings.IndexFunc(part.Text, isShaped) >= 0) {
		return []run{{part.Text, true}}
	}
	var runs []run
	at := 0
	for _, span := range part.Spans {
		runs = append(runs, run{part.Text[at:span.From], false}, run{part.Text[span.From:span.To], true})
		at = span.To
	}
	runs = append(runs, run{part.Text[at:], false})
	kept := runs[:0]
	for _, one := range runs {
		if one.text != "" {
			kept = append(kept, one)
		}
	}
	return kept
}

// isShaped says that a letter changes with its neighbours, or is read from the right.
func isShaped(r rune) bool {
	return r >= 0x300 && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Hangul, unicode.Common)
}
