package table

// Kind is what a column holds. It decides how the column filters, sorts and prints.
type Kind int

// The kinds of column.
const (
	// Text filters by contains, with the wildcards of Match, and sorts without regard to case and accents.
	Text Kind = iota
	// Choice filters by any number of values.
	Choice
	// Number sorts by value and prints with thousands separators, to the right.
	Number
	// Time filters by age or between two times, sorts by value and prints as an age.
	Time
	// State is a Choice drawn as a pill.
	State
	// Action is a link or an icon that does something: no filter, no sort, not in a CSV.
	Action
)

// Column is one column as data. ID is stable: layouts, filters and sort keys that are kept between runs name it.
type Column struct {
	ID    string
	Title string
	// ShortTitle is drawn where Title does not fit, not even in two lines; optional.
	ShortTitle string
	Kind       Kind
	// Width is in device-independent pixels, before the person changes it. Least is what the column is squeezed to where the
	// table is narrow; zero leaves it to the kind.
	Width, Least float32
	// Breaks breaks a text that does not fit into two lines before it is cut.
	Breaks bool
	// Hidden columns wait in the Columns menu.
	Hidden bool
	// Fixed columns cannot be hidden (the name of a row).
	Fixed bool
	// NoFilter and NoSort take those away.
	NoFilter, NoSort bool
	// Of is the column whose filter this one is too, where only filters name it: the tenants that were chosen by id.
	Of string
	// Ahead says that the times of a Time column may lie in the future: they are an end.
	Ahead bool
	// Choices are the values of a Choice or State that are known beforehand; nil asks the source.
	Choices []string
}

// Filterable says whether the title carries a filter.
func (c Column) Filterable() bool { return !c.NoFilter && c.Kind != Action && c.Kind != Number }

// Sortable says whether a click on the title sorts.
func (c Column) Sortable() bool { return !c.NoSort && c.Kind != Action }
