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
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	timeForm = "2006-01-02 15:04"
	dayForm  = "2006-01-02"
)

// timeEditor filters a Time column by an age or by a span.
type timeEditor struct {
	g        *Grid
	column   string
	last     time.Duration
	custom   bool
	radios   []*widget.Check
	from, to *timeField
	ages     *fyne.Container
	span     *fyne.Container
	box      *fyne.Container
	relay    func()
}

// newTimeEditor returns an editor; relay is called when its height has changed.
func newTimeEditor(g *Grid, current table.Filter, relay func()) *timeEditor {
	e := &timeEditor{g: g, column: current.Column, last: current.Last, relay: relay}
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
	e.relay()
}

func (e *timeEditor) object() fyne.CanvasObject { return e.box }
func (e *timeEditor) focus() fyne.Focusable     { return nil }
func (e *timeEditor) close()                    {}

func (e *timeEditor) zone() *time.Location {
	if e.g.o.Printer.Zone != nil {
		return e.g.o.Printer.Zone
	}
	return time.UTC
}

func (e *timeEditor) filter() (table.Filter, bool) {
	if !e.custom {
		return table.Filter{Column: e.column, Last: e.last}, true
	}
	from, fromOK := e.from.value()
	to, toOK := e.to.value()
	if !fromOK || !toOK {
		e.resized()
		return table.Filter{}, false
	}
	if !from.IsZero() && !to.IsZero() && !from.Before(to) {
		e.to.field.SetError("The end must be after the start.")
		e.resized()
		return table.Filter{}, false
	}
	return table.Filter{Column: e.column, From: from, To: to}, true
}

// timeField is a date and time to type, or to take from a calendar.
type timeField struct {
	e        *timeEditor
	field    *widget.Field
	calendar *fyne.Container
	box      *fyne.Container
}

func newTimeField(e *timeEditor, label string, at time.Time) *timeField {
	f := &timeField{e: e, field: widget.NewField(label, "2026-01-31 09:00", ""), calendar: container.NewStack()}
	if !at.IsZero() {
		f.field.SetText(at.In(e.zone()).Format(timeForm))
	}
	pick := widget.NewIconButton(icons.Calendar, label+": choose a day", f.toggle)
	row := container.NewBorder(nil, nil, nil, container.NewVBox(layout.NewSpacer(), pick), f.field)
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
	shown, ok := f.value()
	if !ok || shown.IsZero() {
		shown = f.e.now()
	}
	f.field.SetError("")
	f.e.from.calendar.Hide()
	f.e.to.calendar.Hide()
	f.calendar.Objects = []fyne.CanvasObject{fynewidget.NewCalendar(shown.In(f.e.zone()), f.pick)}
	f.calendar.Show()
	f.e.resized()
}

// pick takes a day and keeps the time of day that is typed.
func (f *timeField) pick(day time.Time) {
	if at, ok := f.value(); !ok || at.IsZero() {
		f.field.SetText(day.Format(dayForm) + " 00:00")
	} else {
		f.field.SetText(day.Format(dayForm) + at.In(f.e.zone()).Format(" 15:04"))
	}
	f.calendar.Hide()
	f.e.resized()
}

// value returns what is typed; an empty field is the zero time. Where it cannot be read the field says so.
func (f *timeField) value() (time.Time, bool) {
	text := strings.TrimSpace(f.field.Text())
	f.field.SetError("")
	if text == "" {
		return time.Time{}, true
	}
	for _, form := range []string{timeForm, dayForm} {
		if at, err := time.ParseInLocation(form, text, f.e.zone()); err == nil {
			return at, true
		}
	}
	f.field.SetError("Write it as 2026-01-31 09:00.")
	return time.Time{}, false
}

func (e *timeEditor) now() time.Time {
	if e.g.o.Printer.Now == nil {
		return time.Now()
	}
	return e.g.o.Printer.Now()
}
