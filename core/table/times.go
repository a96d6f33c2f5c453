package table

import (
	"time"
)

// The forms of a day that a person can choose, as time.Format takes them.
const (
	DateISO    = "2006-01-02"
	DateNamed  = "2 Jan 2006"
	DateSlash  = "02/01/2006"
	DateUS     = "01/02/2006"
	DateDotted = "02.01.2006"
)

// Dates are the forms of a day in the order in which they are offered.
func Dates() []string { return []string{DateNamed, DateISO, DateSlash, DateUS, DateDotted} }

// The forms of a time of day.
const (
	clock24 = "15:04:05"
	clock12 = "3:04:05 PM"
)

// At tells an exact time: "24 Nov 2026 14:05:09".
func (p Printer) At(t time.Time) string { return p.In(t).Format(p.atLayout()) }

// Stamp tells an exact time with the name of its zone, for who may live in another.
func (p Printer) Stamp(t time.Time) string { return p.In(t).Format(p.atLayout() + " MST") }

// Day tells the day of a time.
func (p Printer) Day(t time.Time) string { return p.Date(p.In(t)) }

// Date tells a day that has no time of day, and so no time zone.
func (p Printer) Date(t time.Time) string { return t.Format(p.dayLayout()) }

// Clock tells the time of day.
func (p Printer) Clock(t time.Time) string { return p.In(t).Format(p.clockLayout()) }

// Age tells how long before or after now a time lies.
func (p Printer) Age(t time.Time) string { return Age(t, p.now(), p.zone()) }

// In is a time in the zone of the person.
func (p Printer) In(t time.Time) time.Time { return t.In(p.zone()) }

// Today is now in the zone of the person.
func (p Printer) Today() time.Time { return p.In(p.now()) }

func (p Printer) zone() *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}

func (p Printer) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}

func (p Printer) atLayout() string {
	if p.Layout != "" {
		return p.Layout
	}
	return p.dayLayout() + " " + p.clockLayout()
}

func (p Printer) dayLayout() string {
	if p.DayForm == "" {
		return DateISO
	}
	return p.DayForm
}

func (p Printer) clockLayout() string {
	if p.Hours12 {
		return clock12
	}
	return clock24
}

// typedExample is a time whose parts all have as many digits as they can have, but the month of a name.
var typedExample = time.Date(2026, time.January, 31, 9, 0, 0, 0, time.UTC)

// Typed is a time as a person types it, to the minute.
func (p Printer) Typed(t time.Time) string { return p.In(t).Format(p.typedLayouts()[0]) }

// TypedExamples show how a time is typed, the one that is told first.
func (p Printer) TypedExamples() []string {
	examples := p.typedLayouts()
	for i, layout := range examples {
		examples[i] = typedExample.Format(layout)
	}
	return examples
}

// ReadTyped reads a time, or a day alone, that a person typed in the chosen form or as 2026-01-31 09:00.
func (p Printer) ReadTyped(text string) (time.Time, bool) {
	for _, layout := range p.typedLayouts() {
		if at, err := time.ParseInLocation(layout, text, p.zone()); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// typedLayouts are the forms that are read, the one that is written first.
func (p Printer) typedLayouts() []string {
	clock := "15:04"
	if p.Hours12 {
		clock = "3:04 PM"
	}
	return []string{p.dayLayout() + " " + clock, p.dayLayout(), DateISO + " 15:04", DateISO}
}
