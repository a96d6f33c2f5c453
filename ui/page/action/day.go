package action

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// WithCalendar stands a field of a day, as 2026-03-01, beside a button that opens a calendar.
func WithCalendar(canvas fyne.Canvas, field *widget.Field, today func() time.Time) fyne.CanvasObject {
	box, _ := withCalendar(canvas, field, today)
	return box
}

func withCalendar(canvas fyne.Canvas, field *widget.Field, today func() time.Time) (box fyne.CanvasObject, pick *widget.Button) {
	label := field.Entry.AccessibilityLabel()
	pick = widget.NewIconButton(icons.Calendar, label+": choose a day", func() { showCalendar(canvas, pick, field, today()) })
	above := widget.Measure(label, widget.Size(theme.SizeNameSmall), false).Height + 4 // the button stands beside the entry
	beside := container.NewVBox(container.New(layout.NewCustomPaddedLayout(above, 0, 0, 0), pick))
	return container.NewBorder(nil, nil, nil, beside, field), pick
}

// showCalendar shows the days around the one that is typed, and puts the one into the field that is taken.
func showCalendar(canvas fyne.Canvas, under fyne.CanvasObject, field *widget.Field, today time.Time) {
	chosen, _ := time.Parse(time.DateOnly, strings.TrimSpace(field.Text()))
	at := chosen
	if at.IsZero() {
		at = today
	}
	var popup *widget.Popup
	calendar := widget.NewCalendar("Days of "+field.Entry.AccessibilityLabel(), at, today, chosen, func(day time.Time) {
		popup.Close()
		field.SetText(day.Format(time.DateOnly))
		canvas.Focus(field.Entry)
	})
	popup = widget.NewPopup(page.Inset(page.Near, page.Gap, page.Near, page.Gap, calendar), canvas)
	popup.ShowUnder(under, true)
	canvas.Focus(calendar)
}

// dayInput is a text that is a day.
func dayInput(canvas fyne.Canvas, label, hint string, today func() time.Time, changed func(*editInput)) *editInput {
	field := widget.NewField(label, "", hint)
	box, pick := withCalendar(canvas, field, today)
	i := fieldInput(field, box, hint, changed)
	lock, unlock := i.lock, i.unlock
	i.lock = func(why string) {
		lock(why)
		pick.DisableBecause(why)
	}
	i.unlock = func() {
		unlock()
		pick.Enable()
	}
	return i
}
