package table

import (
	"strconv"
	"strings"
	"time"
)

// Printer turns cells and times into text, by the clock, time zone and date format of the person who reads them.
type Printer struct {
	// Now is the clock that ages count from.
	Now func() time.Time
	// Zone is where exact times are told; nil is UTC.
	Zone *time.Location
	// DayForm is one of Dates; empty is DateISO.
	DayForm string
	// Hours12 counts the hours of a day twice from 1 to 12.
	Hours12 bool
	// Layout is the form of exact times in the place of DayForm and Hours12, for what no person reads.
	Layout string
	// Exact shows exact times and keeps ages for the tip; otherwise the other way round.
	Exact bool
}

// Text is what the cell shows; empty where there is nothing.
func (p Printer) Text(kind Kind, cell Cell) string {
	switch {
	case cell.Short != "":
		return cell.Short
	case cell.Text != "":
		return cell.Text
	case kind == Number && cell.HasNumber:
		return Thousands(cell.Number)
	case kind == Time && !cell.Time.IsZero():
		return p.shown(cell.Time, p.Exact)
	}
	return ""
}

// Tip is what the cell says on hover: its own tip, or a time told the other way, or the whole text.
func (p Printer) Tip(kind Kind, cell Cell) string {
	switch {
	case cell.Tip != "":
		return cell.Tip
	case kind == Time && cell.Text == "" && !cell.Time.IsZero():
		return p.shown(cell.Time, !p.Exact)
	}
	return p.Text(kind, cell)
}

// Export is the cell in a file: exact times, numbers as digits only, and behind a text what tells it from others of the
// same. It fits CSVOptions.Format.
func (p Printer) Export(column Column, cell Cell) string {
	switch {
	case cell.KeepNote && cell.Note != "":
		return cell.Text + " (" + cell.Note + ")"
	case cell.Text != "":
		return cell.Text
	case column.Kind == Number && cell.HasNumber:
		return strconv.FormatInt(cell.Number, 10)
	case column.Kind == Time && !cell.Time.IsZero():
		return p.At(cell.Time)
	}
	return ""
}

// Filter is what a filter keeps, as its chip says it behind the column's title.
func (p Printer) Filter(column Column, f Filter) string {
	switch column.Kind {
	case Choice, State:
		return choiceWords(f)
	case Time:
		return p.timeWords(column, f)
	}
	return "contains " + f.Text
}

func choiceWords(f Filter) string {
	labels := f.Any
	if len(f.Labels) == len(f.Any) {
		labels = f.Labels
	}
	if len(labels) > 3 {
		return "is any of " + Thousands(int64(len(labels)))
	}
	words := make([]string, len(labels))
	for i, label := range labels {
		words[i] = label
		if label == "" {
			words[i] = "(empty)"
		}
	}
	return strings.Join(words, ", ")
}

func (p Printer) timeWords(column Column, f Filter) string {
	switch {
	case !f.Untimed:
		return p.spanWords(f)
	case !f.Spans():
		return column.UntimedLabel()
	}
	return p.spanWords(f) + ", or " + column.UntimedLabel()
}

func (p Printer) spanWords(f Filter) string {
	switch {
	case f.aged():
		return f.SpanLabel()
	case f.To.IsZero():
		return "from " + p.At(f.From)
	case f.From.IsZero():
		return "before " + p.At(f.To)
	}
	return p.At(f.From) + " to " + p.At(f.To)
}

// shown is a time within a table: exact to the minute where exact times are what is shown, else to the second.
func (p Printer) shown(t time.Time, exact bool) string {
	switch {
	case !exact:
		return p.Age(t)
	case p.Exact:
		return p.Typed(t)
	}
	return p.At(t)
}

// Age tells how long before or after now a time lies: "just now", "5 minutes ago", "yesterday", "in 12 days". Whole days
// go by the calendar of zone.
func Age(t, now time.Time, zone *time.Location) string {
	future := t.After(now)
	distance := now.Sub(t).Abs()
	switch {
	case distance < time.Minute:
		return "just now"
	case distance < time.Hour:
		return ago(int(distance/time.Minute), "minute", future)
	case distance < day:
		return ago(int(distance/time.Hour), "hour", future)
	}
	// A day on which the clocks go back has 25 hours, so that 24 of them may pass without a midnight.
	days := max(1, calendarDays(t.In(zone), now.In(zone)))
	switch {
	case days == 1 && future:
		return "tomorrow"
	case days == 1:
		return "yesterday"
	case days < 60:
		return ago(days, "day", future)
	case days < 730:
		return ago(months(days), "month", future)
	}
	return ago(days/daysOfYear, "year", future)
}

// At a distance a month has 30 days and a year 365, which is what a person reckons with.
const (
	daysOfMonth = 30
	daysOfYear  = 365
)

// months leaves the days that twelve months are short of a year with the last of them.
func months(days int) int {
	return days/daysOfYear*12 + min(days%daysOfYear/daysOfMonth, 11)
}

func ago(count int, unit string, future bool) string {
	text := Thousands(int64(count)) + " " + unit
	if count != 1 {
		text += "s"
	}
	if future {
		return "in " + text
	}
	return text + " ago"
}

// calendarDays counts the midnights between two times, without regard to which is first.
func calendarDays(a, b time.Time) int {
	return max(midnights(a)-midnights(b), midnights(b)-midnights(a))
}

func midnights(t time.Time) int {
	year, month, date := t.Date()
	return int(time.Date(year, month, date, 0, 0, 0, 0, time.UTC).Unix() / int64(day/time.Second))
}

// Counted is a number of things in words: "1 tenant", "1,284 tenants".
func Counted(count int, one, many string) string {
	if count == 1 {
		return "1 " + one
	}
	return Thousands(int64(count)) + " " + many
}

// Thousands is a number with a comma between every three digits: "12,406".
func Thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}
