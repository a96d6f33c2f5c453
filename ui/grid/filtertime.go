package grid

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// timeEditor filters a Time column by an age or by a span.
type timeEditor struct {
	p        *filterPopup
	last     time.Duration
	custom   bool
	radios   []*widget.Check
	from, to *timeField
	// chosen is the span that is typed; fits says that it is one.
	chosen table.Filter
	fits   bool
	ages   *fyne.Container
	span   *fyne.Container
	box    *fyne.Container
}

func newTimeEditor(p *filterPopup, current table.Filter) *timeEditor {
	e := &timeEditor{p: p, last: current.Last}
	e.custom = !current.From.IsZero() || !current.To.IsZero()
	list := container.New(layout.NewCustomPaddedVBoxLayout(0))
	for _, age := range table.Ages {
		radio := widget.NewRadio(table.LastLabel(age), !e.custom && age == e.last, func() { e.choose(age) })
		e.radios = append(e.radios, radio)
		list.Add(radio)
	}
	custom := widget.NewRadio("Custom", e.custom, func() { e.choose(0) })
	e.radios = append(e.radios, custom)
	list.Add(custom)
	e.from = newTimeField(e, "From", current.From)
	e.to = newTimeField(e, "To", current.To)
	e.span = container.New(layout.NewCustomPaddedVBoxLayout(8), e.from.box, e.to.box)
	e.span.Hidden = !e.custom
	e.ages = list
	e.box = container.New(layout.NewCustomPaddedVBoxLayout(8), list, e.span)
	e.check()
	return e
}

// choose ticks one age, or Custom with 0.
func (e *timeEditor) choose(age time.Duration) {
	e.last, e.custom = age, age == 0
	for i, radio := range e.radios {
		on := e.custom
		if i < len(table.Ages) {
			on = !e.custom && table.Ages[i] == age
		}
		radio.SetChecked(on)
	}
	e.span.Hidden = !e.custom
	e.resized()
}

// resized is called when something came or went. While a calendar is open the ages give it their room.
func (e *timeEditor) resized() {
	e.ages.Hidden = e.from.calendar.Visible() || e.to.calendar.Visible()
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
func (e *timeEditor) close()                    {}

func (e *timeEditor) zone() *time.Location {
	if e.p.g.o.Printer.Zone != nil {
		return e.p.g.o.Printer.Zone
	}
	return time.UTC
}

func (e *timeEditor) filter() (table.Filter, bool) {
	if e.custom {
		return e.chosen, e.fits
	}
	return table.Filter{Column: e.p.column.ID, Last: e.last}, true
}

// timeField is a date and time to type, or to take from a calendar.
type timeField struct {
	e        *timeEditor
	field    *widget.Field
	calendar *fyne.Container
	box      *fyne.Container
}

func newTimeField(e *timeEditor, label string, at time.Time) *timeField {
	f := &timeField{e: e, field: widget.NewField(label, timeExample, ""), calendar: container.NewStack()}
	if !at.IsZero() {
		f.field.SetText(at.In(e.zone()).Format(timeForm))
	}
	f.field.Entry.OnChanged = func(string) { e.check() }
	f.field.Entry.OnSubmitted = func(string) { e.p.apply() }
	pick := widget.NewIconButton(icons.Calendar, label+": choose a day", f.toggle)
	above := widget.Measure(label, widget.Size(theme.SizeNameSmall), false).Height + 4 // the button stands beside the entry
	beside := container.NewVBox(container.New(layout.NewCustomPaddedLayout(above, 0, 0, 0), pick))
	row := container.NewBorder(nil, nil, nil, beside, f.field)
	f.calendar.Hide()
	f.box = container.New(layout.NewCustomPaddedVBoxLayout(6), row, f.calendar)
	return f
}

// toggle shows or hides the calendar below the field.
func (f *timeField) toggle() {
	if f.calendar.Visible() {
		f.calendar.Hide()
		f.e.resized()
		return
	}
	shown, _ := f.read()
	if shown.IsZero() {
		shown = f.e.now()
	}
	f.e.from.calendar.Hide()
	f.e.to.calendar.Hide()
	f.calendar.Objects = []fyne.CanvasObject{fynewidget.NewCalendar(shown.In(f.e.zone()), f.pick)}
	f.calendar.Show()
	f.e.resized()
}

// pick takes a day and keeps the time of day that is typed.
func (f *timeField) pick(day time.Time) {
	clock := " 00:00"
	if at, _ := f.read(); !at.IsZero() {
		clock = at.In(f.e.zone()).Format(" 15:04")
	}
	f.calendar.Hide()
	f.field.SetText(day.Format(dayForm) + clock)
	f.e.resized()
}

// read returns what is typed, an empty field as the zero time; fault says why it is no time.
func (f *timeField) read() (at time.Time, fault string) {
	text := strings.TrimSpace(f.field.Text())
	if text == "" {
		return time.Time{}, ""
	}
	for _, form := range []string{timeForm, dayForm} {
		if at, err := time.ParseInLocation(form, text, f.e.zone()); err == nil {
			return at, ""
		}
	}
	if len(text) == len(timeForm) || len(text) == len(dayForm) {
		return time.Time{}, "There is no such time. " + writeItAs
	}
	return time.Time{}, writeItAs
}

const (
	timeForm    = "2006-01-02 15:04"
	dayForm     = "2006-01-02"
	timeExample = "2026-01-31 09:00"
	writeItAs   = "Write it as " + timeExample + "."
)

// say tells below the field what is wrong, in red once it cannot become right by typing on.
func (f *timeField) say(fault string) {
	if fault == writeItAs && f.unfinished() {
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
	for i := range len(text) {
		isDigit, wantsDigit := text[i] >= '0' && text[i] <= '9', false
		if i < len(timeExample) {
			wantsDigit = timeExample[i] >= '0' && timeExample[i] <= '9'
		}
		if i >= len(timeExample) || isDigit != wantsDigit || !isDigit && text[i] != timeExample[i] {
			return false
		}
	}
	return true
}

func (e *timeEditor) now() time.Time {
	if e.p.g.o.Printer.Now == nil {
		return time.Now()
	}
	return e.p.g.o.Printer.Now()
}
