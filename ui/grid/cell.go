package grid

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// nothing stands where a cell is empty.
const nothing = "–"

const noteGap = 5

// leastNote is the room for which a part of a note is shown.
const leastNote = 40

// leastText is the part of the room that a text has at least before a note that is kept: rows that the note tells apart have
// one text.
const leastText = 0.3

// cell draws one column of one row: a text, perhaps with a note behind it or a pill round it, or an icon. It is no widget;
// its objects are the row's.
type cell struct {
	row     *row
	span    span
	data    table.Cell
	hovered bool
	x       float32
	width   float32
	height  float32
	cut     bool
	// drawn is what the objects show now; a cell that is given the same again does nothing.
	drawn drawn

	text *canvas.Text
	bold widget.Bolder
	// note is the note, or the second line.
	note *canvas.Text
	pill *canvas.Rectangle
	icon *iconCell
}

// drawn is everything that a cell's objects depend on, besides where the cell stands.
type drawn struct {
	data          table.Cell
	text          string
	width, height float32
	kind          table.Kind
	fixed         bool
	paint         int
}

// look is how a cell's text is drawn.
type look struct {
	ink, wash  fyne.ThemeColorName
	size       float32
	bold, pill bool
}

// noteGap is the distance of a note from the text, which may end within a pill.
func (l look) noteGap() float32 {
	if l.pill {
		return noteGap + widget.PillPad
	}
	return noteGap
}

// noteRoom is the room of text and note together, where the text has room: a note stands outside of the pill.
func (l look) noteRoom(room float32) float32 {
	if l.pill {
		return room + widget.PillPad
	}
	return room
}

func lookOf(column table.Column, data table.Cell) look {
	l := look{ink: theme.ColorNameInk, size: widget.Size(fynetheme.SizeNameText), bold: column.Fixed || data.Link}
	switch {
	case column.Kind == table.State && data.Text != "":
		l.pill, l.bold, l.size = true, true, widget.Size(theme.SizeNameSmall)
		l.ink, l.wash = widget.ToneColours(data.Tone)
	case data.Link:
		l.ink = theme.ColorNameAccent
	case data.Muted:
		l.ink, l.bold = theme.ColorNameMuted, false
	case data.Tone != table.Neutral:
		l.ink, _ = widget.ToneColours(data.Tone)
	}
	return l
}

func newCell(r *row) *cell {
	c := &cell{row: r, text: canvas.NewText("", nil)}
	c.text.Hidden = true
	return c
}

func (c *cell) use(s span) { c.span = s }

// place gives the cell its room. A cell that only moves keeps what it shows.
func (c *cell) place(x, width, height float32) {
	by := fyne.NewDelta(x-c.x, 0)
	c.x, c.width, c.height = x, width, height
	if by.DX == 0 {
		return
	}
	for _, object := range c.appendTo(nil) {
		object.Move(object.Position().Add(by))
	}
}

func (c *cell) appendTo(objects []fyne.CanvasObject) []fyne.CanvasObject {
	if c.pill != nil {
		objects = append(objects, c.pill)
	}
	objects = c.bold.AppendTo(append(objects, c.text))
	if c.note != nil {
		objects = append(objects, c.note)
	}
	if c.icon != nil {
		objects = append(objects, c.icon)
	}
	return objects
}

// set gives the cell its content.
func (c *cell) set(data table.Cell) {
	text := c.words(data)
	next := drawn{data, text, c.width, c.height, c.span.Kind, c.span.Fixed, c.row.b.paint}
	if c.drawn == next {
		return
	}
	c.data, c.drawn = data, next
	if data.Icon != "" {
		c.setIcon(icons.Name(data.Icon))
		return
	}
	if c.icon != nil {
		c.icon.Hide()
	}
	look := lookOf(c.span.Column, data)
	if text == "" && c.span.Kind != table.Action {
		text, look = nothing, lookOf(table.Column{}, table.Cell{Muted: true})
	}
	c.setText(text, look)
}

// words is the cell's text, whole where a short form stands for it and there is room.
func (c *cell) words(data table.Cell) string {
	if data.Short != "" {
		look := lookOf(c.span.Column, data)
		if c.row.b.cutter.Cut(data.Text, c.width-2*cellPad, look.size, look.bold) == data.Text {
			return data.Text
		}
	}
	return c.row.b.g.o.Printer.Text(c.span.Kind, data)
}

func (c *cell) setText(text string, l look) {
	x, room := c.x+cellPad, c.width-2*cellPad
	if l.pill {
		x, room = x+widget.PillPad, room-2*widget.PillPad
	}
	if lines, broken := c.inTwo(text, room, l); broken {
		c.setTwo(lines, x, room, l)
		return
	}
	shown := c.cutText(text, room, l)
	c.cut = shown != text
	shown = widget.Isolate(shown)
	c.text.Hidden = shown == ""
	c.write(c.text, shown, c.row.b.colour(l.ink), l.size, l.bold)
	c.text.Alignment = fyne.TextAlignLeading
	if c.span.Kind == table.Number && c.data.Text == "" {
		c.text.Alignment = fyne.TextAlignTrailing
	}
	c.text.Resize(fyne.NewSize(room, c.height))
	widget.MoveText(c.text, fyne.NewPos(x, 0))
	c.drawBold()
	c.hidePill()
	if l.pill {
		c.showPill(l, x, widget.Measure(shown, l.size, l.bold).Width, widget.PillHeight)
	}
	c.setNote(l, shown, x, room)
}

// write makes a text show something. The row has itself drawn anew, once for all of its texts.
func (c *cell) write(text *canvas.Text, shown string, ink color.Color, size float32, bold bool) {
	if text.Text == shown && text.Color == ink && text.TextStyle.Bold == bold && text.TextSize == size {
		return
	}
	text.Text, text.Color, text.TextStyle.Bold, text.TextSize = shown, ink, bold, size
	c.row.changed = true
}

func (c *cell) hidePill() {
	if c.pill != nil {
		c.pill.Hidden = true
	}
}

// showPill draws a pill round a text of a width at x.
func (c *cell) showPill(l look, x, width, height float32) {
	if c.pill == nil {
		c.pill = canvas.NewRectangle(nil)
		c.pill.CornerRadius = widget.PillHeight / 2.0
		c.row.gather()
	}
	c.pill.Hidden = false
	setFill(c.pill, c.row.b.colour(l.wash))
	c.pill.Move(fyne.NewPos(x-widget.PillPad, (c.height-height)/2))
	c.pill.Resize(fyne.NewSize(width+2*widget.PillPad, height))
}

// cutText is the text as it fits before the note: a note that is kept takes what it needs first, but for the least of the
// text.
func (c *cell) cutText(text string, room float32, l look) string {
	if c.data.KeepNote && c.data.Note != "" {
		room = max(room*leastText, l.noteRoom(room)-widget.Measure(c.data.Note, l.size, false).Width-l.noteGap())
	}
	return c.row.b.cutter.Cut(text, room, l.size, l.bold)
}

func (c *cell) setNote(l look, shown string, x, room float32) {
	if c.data.Note == "" {
		if c.note != nil {
			c.note.Hidden = true
		}
		return
	}
	c.needNote()
	used, note := float32(0), ""
	if shown != "" {
		used = widget.Measure(shown, l.size, l.bold).Width + l.noteGap()
	}
	room = l.noteRoom(room)
	if room-used > 16 {
		note = c.cutNote(room-used, l.size)
	}
	c.cut = c.cut || note != c.data.Note
	c.note.Hidden = note == ""
	c.write(c.note, widget.Isolate(note), c.row.b.colour(theme.ColorNameMuted), l.size, false)
	widget.MoveText(c.note, fyne.NewPos(x+used, 0))
	c.note.Resize(fyne.NewSize(max(0, room-used), c.height))
}

// cutNote is the note as it fits: one that is kept tells rows apart by more than its beginning, and of another a letter or two
// tell nothing.
func (c *cell) cutNote(room, size float32) string {
	if c.data.KeepNote {
		return c.row.b.cutter.CutMark(c.data.Note, room, size, false)
	}
	cut := c.row.b.cutter.Cut(c.data.Note, room, size, false)
	if cut != c.data.Note && room < leastNote {
		return ""
	}
	return cut
}

// drawBold makes the text bold where its letters are not.
func (c *cell) drawBold() {
	if c.bold.Over(c.text) {
		c.row.gather()
	}
}

func (c *cell) needNote() {
	if c.note == nil {
		c.note = canvas.NewText("", nil)
		c.row.gather()
	}
}

func (c *cell) setIcon(name icons.Name) {
	c.text.Hidden = true
	c.drawBold()
	if c.note != nil {
		c.note.Hidden = true
	}
	c.hidePill()
	if c.icon == nil {
		c.icon = newIconCell(c)
		c.row.gather()
	}
	c.icon.Show()
	c.icon.set(name, c.hovered)
	c.icon.Move(fyne.NewPos(c.x, 0))
	c.icon.Resize(fyne.NewSize(c.width, c.height))
}

// setHovered shows that an icon or a link is under the pointer.
func (c *cell) setHovered(on bool) {
	if c.hovered == on {
		return
	}
	c.hovered = on
	if c.icon != nil && c.data.Icon != "" {
		c.icon.set(icons.Name(c.data.Icon), on)
	}
}

// acts says whether a click on the cell does something of its own.
func (c *cell) acts() bool { return c.data.Link || (c.data.Icon != "" && c.span.Kind == table.Action) }

// tip is what the cell says on hover, "" where it shows everything. The tooltip explains what is suspicious in it.
func (c *cell) tip() string {
	tip, shown := c.ownTip(), strings.TrimSpace(c.data.Text+" "+c.data.Note)
	if table.Suspicion(shown) != "" && table.Suspicion(tip) == "" {
		return strings.TrimSpace(shown + "\n" + tip)
	}
	return tip
}

func (c *cell) ownTip() string {
	tip := c.row.b.g.o.Printer.Tip(c.span.Kind, c.data)
	switch {
	case c.data.Tip != "":
		return tip
	case c.data.Icon != "":
		return c.span.Title
	case c.cut && c.data.Note != "":
		return tip + " " + c.data.Note
	case c.cut || (c.span.Kind == table.Time && c.data.Text == ""):
		return tip
	}
	return ""
}
