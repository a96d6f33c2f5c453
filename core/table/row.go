package table

import "time"

// Row is one row, ready to draw: a key that stays the same while the table is sorted, paged and refreshed, and a cell for
// every column of the model, in the model's order.
type Row struct {
	Key   string
	Cells []Cell
}

// Cell is what stands in one column of one row.
type Cell struct {
	// Text is what is shown and exported. Time and Number columns leave it empty unless a word stands in for the value.
	Text string
	// Short is shown in place of Text where that is long and seldom read whole: an id. Text is filtered, sorted and
	// exported, and belongs into Tip.
	Short string
	// Time is the value of a Time column, UTC; the zero time is empty.
	Time time.Time
	// Number is the value of a Number column; it is empty where HasNumber is false.
	Number    int64
	HasNumber bool
	// Tone colours a pill.
	Tone Tone
	// Note is muted text behind Text: the domain behind a tenant's name. KeepNote exports it, and cuts Text before Note
	// where there is no room for both: Note tells rows of the same Text apart.
	Note     string
	KeepNote bool
	// Tip is shown on hover in place of the whole text.
	Tip string
	// Also is a further text by which a filter finds the row: an own name beside the name.
	Also string
	// Several says that Text holds several values of a Choice, with Joint between them.
	Several bool
	// Muted draws the text in the muted colour: a word that stands in for a value.
	Muted bool
	// Link draws the text as something to click.
	Link bool
	// Icon names one of the program's icons, drawn in place of Text.
	Icon string
}

// Joint stands between the values of a cell that holds several.
const Joint = ", "

// Tone is the meaning of a state, which the theme turns into a colour.
type Tone int

// The tones of a pill.
const (
	Neutral Tone = iota
	Good
	Caution
	Danger
)
