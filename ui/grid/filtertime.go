package grid

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// timeEditor filters a Time column by a span that is named or typed, and by whether there is a time at all.
type timeEditor struct {
	p *filterPopup
	// named is the span that is chosen by name; none where it keeps none.
	named   table.Filter
	custom  bool
	spans   []spanRadio
	other   *widget.Check
	untimed *widget.Check
	from    *timeField
	to      *timeField
	// chosen is the span that is typed; fits says that it is one.
	chosen table.Filter
	fits   bool
	// picking is the field that a day is being taken for; nil while no calendar is open.
	picking *timeField
	// names are the named spans, in whose place the calendar opens.
	names, calendar, typed, box *fyne.Container
}

// spanRadio chooses a span by its name.
type spanRadio struct {
	*widget.Check
	span table.Filter
}

func newTimeEditor(p *filterPopup, current table.Filter) *timeEditor {
	e := &timeEditor{p: p, named: current, custom: !current.From.IsZero() || !current.To.IsZero(), calendar: container.NewStack()}
	e.untimed = widget.NewCheck(p.column.UntimedLabel(), current.Untimed, nil)
	e.names = e.offer()
	place := widget.Sized(func() fyne.Size { return e.names.MinSize().Max(e.calendar.MinSize()) }, e.names, e.calendar)
	e.other = widget.NewRadio("Custom", e.custom, func() { e.choose(table.Filter{}) })
	e.from = newTimeField(e, "From", current.From)
	e.to = newTimeField(e, "To", current.To)
	e.typed = container.New(layout.NewCustomPaddedVBoxLayout(8), e.from.box, e.to.box)
	e.typed.Hidden = !e.custom
	e.box = container.New(layout.NewCustomPaddedVBoxLayout(8), place, e.other, e.typed)
	e.check()
	return e
}

// offer stands the named spans in two columns, those that belong together under each other.
func (e *timeEditor) offer() *fyne.Container {
	columns := []*fyne.Container{
		container.New(layout.NewCustomPaddedVBoxLayout(0)), container.New(layout.NewCustomPaddedVBoxLayout(0)),
	}
	spans := table.NamedSpans(e.p.column)
	for _, span := range spans {
		radio := spanRadio{widget.NewRadio(span.SpanLabel(), !e.custom && e.named.SameSpan(span), func() { e.choose(span) }), span}
		e.spans = append(e.spans, radio)
		at := 1
		if span.SameKind(spans[0]) {
			at = 0
		}
		columns[at].Add(radio.Check)
	}
	shorter := columns[0]
	if len(columns[1].Objects) < len(shorter.Objects) {
		shorter = columns[1]
	}
	shorter.Add(e.untimed)
	return container.New(layout.NewCustomPaddedHBoxLayout(20), columns[0], columns[1])
}

// choose ticks one span, or Custom with none.
func (e *timeEditor) choose(span table.Filter) {
	e.named, e.custom = span, !span.Spans()
	for _, radio := range e.spans {
		radio.SetChecked(radio.span.SameSpan(span))
	}
	e.other.SetChecked(e.custom)
	e.typed.Hidden = !e.custom
	e.resized()
}

// resized is called when something came or went.
func (e *timeEditor) resized() {
	e.names.Hidden = e.picking != nil
	e.box.Refresh()
	e.p.changed()
}

// check reads the span that is typed, and says at the fields why it is none.
func (e *timeEditor) check() {
	from, fromFault := e.from.read()
	to, toFault := e.to.read()
	if fromFault == "" && toFault == "" && !from.IsZero() && !to.IsZero() && !from.Before(to) {
		toFault = "The end must be after the start."
	}
	e.from.say(fromFault)
	e.to.say(toFault)
	e.fits = fromFault == "" && toFault == ""
	e.chosen = table.Filter{Column: e.p.column.ID, From: from, To: to}
	e.resized()
}

func (e *timeEditor) object() fyne.CanvasObject { return e.box }
func (e *timeEditor) ready() bool               { return !e.custom || e.fits }
func (e *timeEditor) focus() fyne.Focusable     { return nil }

// escape closes the calendar and gives the keyboard back to its field.
func (e *timeEditor) escape() bool {
	was := e.closeCalendar()
	if was != nil {
		focusOn(was.field.Entry)
	}
	return was != nil
}

func (e *timeEditor) close() {}

func (e *timeEditor) printer() table.Printer { return e.p.g.o.Printer }

func (e *timeEditor) filter() (table.Filter, bool) {
	filter, fits := e.named, true
	if e.custom {
		filter, fits = e.chosen, e.fits
	}
	filter.Column, filter.Untimed = e.p.column.ID, e.untimed.Checked()
	return filter, fits
}

// openCalendar shows the days for a field, in the place of the named spans: nothing else moves.
func (e *timeEditor) openCalendar(f *timeField) {
	if e.closeCalendar() == f {
		return
	}
	typed, _ := f.read()
	now := e.printer().Today()
	at := now
	if !typed.IsZero() {
		at = typed
	}
	calendar := widget.NewCalendar("Days of "+f.field.Entry.AccessibilityLabel(), at, now, typed, func(day time.Time) {
		e.closeCalendar()
		f.take(day)
	})
	e.picking, e.calendar.Objects = f, []fyne.CanvasObject{calendar}
	e.resized()
	focusOn(calendar)
}

// closeCalendar takes the days away, and returns the field that they were for; nil where there were none.
func (e *timeEditor) closeCalendar() *timeField {
	was := e.picking
	if was != nil {
		e.picking, e.calendar.Objects = nil, nil
		e.resized()
	}
	return was
}

// timeField is a date and time to type, or to take from a calendar.
type timeField struct {
	e     *timeEditor
	field *widget.Field
	box   fyne.CanvasObject
}

func newTimeField(e *timeEditor, label string, at time.Time) *timeField {
	f := &timeField{e: e, field: widget.NewField(label, e.printer().TypedExamples()[0], "")}
	if !at.IsZero() {
		f.field.SetText(e.printer().Typed(at))
	}
	f.field.Entry.OnChanged = func(string) { e.check() }
	f.field.Entry.OnSubmitted = func(string) { e.p.apply() }
	pick := widget.NewIconButton(icons.Calendar, label+": choose a day", func() { e.openCalendar(f) })
	above := widget.Measure(label, widget.Size(theme.SizeNameSmall), false).Height + 4 // the button stands beside the entry
	beside := container.NewVBox(container.New(layout.NewCustomPaddedLayout(above, 0, 0, 0), pick))
	f.box = container.NewBorder(nil, nil, nil, beside, f.field)
	return f
}

// take puts a day into the field, keeps the time of day that is typed, and leaves the keyboard there.
func (f *timeField) take(day time.Time) {
	if at, _ := f.read(); !at.IsZero() {
		day = time.Date(day.Year(), day.Month(), day.Day(), at.Hour(), at.Minute(), 0, 0, at.Location())
	}
	f.field.SetText(f.e.printer().Typed(day))
	focusOn(f.field.Entry)
}

// read returns what is typed, an empty field as the zero time; fault says why it is no time.
func (f *timeField) read() (at time.Time, fault string) {
	text := strings.TrimSpace(f.field.Text())
	if text == "" {
		return time.Time{}, ""
	}
	if at, is := f.e.printer().ReadTyped(text); is {
		return at, ""
	}
	if slices.ContainsFunc(f.examples(), func(example string) bool { return formed(text, example) == inForm }) {
		return time.Time{}, "There is no such time. " + f.writeItAs()
	}
	return time.Time{}, f.writeItAs()
}

func (f *timeField) examples() []string { return f.e.printer().TypedExamples() }

func (f *timeField) writeItAs() string { return "Write it as " + f.examples()[0] + "." }

// say tells below the field what is wrong, in red once it cannot become right by typing on.
func (f *timeField) say(fault string) {
	if fault == f.writeItAs() && f.unfinished() {
		f.field.SetHint(fault)
		f.field.SetError("")
		return
	}
	f.field.SetHint("")
	f.field.SetError(fault)
}

// unfinished says whether what is typed is the beginning of a time.
func (f *timeField) unfinished() bool {
	text := strings.TrimSpace(f.field.Text())
	return slices.ContainsFunc(f.examples(), func(example string) bool { return formed(text, example) == begun })
}
