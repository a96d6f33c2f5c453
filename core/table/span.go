package table

import (
	"fmt"
	"time"
)

const day = 24 * time.Hour

// ClockSkew is how far a time may lie ahead of now and still count as an age: the clocks of Microsoft and of this computer
// differ a little, and who signed in a second ago did so in the last 24 hours.
const ClockSkew = 5 * time.Minute

// NamedSpans are the spans that the filter of a Time column offers by name, the others are typed.
func NamedSpans(column Column) []Filter {
	var spans []Filter
	if column.Ahead {
		for _, next := range []time.Duration{30 * day, 60 * day, 90 * day} {
			spans = append(spans, Filter{Column: column.ID, Next: next})
		}
	}
	for _, last := range []time.Duration{day, 7 * day, 14 * day, 30 * day, 60 * day, 90 * day, 180 * day} {
		spans = append(spans, Filter{Column: column.ID, Last: last})
	}
	if !column.Ahead {
		for _, older := range []time.Duration{30 * day, 60 * day, 90 * day, 180 * day} {
			spans = append(spans, Filter{Column: column.ID, Older: older})
		}
	}
	return spans
}

// SameSpan says whether two filters keep the same span by name.
func (f Filter) SameSpan(other Filter) bool {
	return f.Last == other.Last && f.Next == other.Next && f.Older == other.Older
}

// SameKind says whether two spans are counted from now in the same way.
func (f Filter) SameKind(other Filter) bool {
	return (f.Last > 0) == (other.Last > 0) && (f.Next > 0) == (other.Next > 0) && (f.Older > 0) == (other.Older > 0)
}

// SpanLabel names a span that is counted from now: "Last 24 Hours", "Next 30 Days", "Not in the Last 90 Days".
func (f Filter) SpanLabel() string {
	switch {
	case f.Next > 0:
		return "Next " + length(f.Next)
	case f.Older > 0:
		return "Not in the Last " + length(f.Older)
	}
	return "Last " + length(f.Last)
}

func length(span time.Duration) string {
	if span%day == 0 && span > day {
		return fmt.Sprintf("%d Days", span/day)
	}
	return fmt.Sprintf("%d Hours", span/time.Hour)
}

// UntimedLabel names the rows of a Time column that have no time.
func (c Column) UntimedLabel() string {
	if c.Ahead {
		return "No date"
	}
	return "Never"
}

// Spans says whether a Time filter keeps a span of time.
func (f Filter) Spans() bool { return f.aged() || !f.From.IsZero() || !f.To.IsZero() }

// aged says whether the span is counted from now.
func (f Filter) aged() bool { return f.Last > 0 || f.Next > 0 || f.Older > 0 }

// Span is the span of time that a Time filter keeps as of now: from included, to not, a zero end is open.
func (f Filter) Span(now time.Time) (from, to time.Time) {
	switch {
	case f.Last > 0:
		return now.Add(-f.Last), now.Add(ClockSkew)
	case f.Next > 0:
		return now, now.Add(f.Next)
	case f.Older > 0:
		return time.Time{}, now.Add(-f.Older)
	}
	return f.From, f.To
}
