package table

import (
	"context"
	"time"
)

// Query asks a source for a page.
type Query struct {
	Filters []Filter
	// Keys keeps only the rows of these keys; nil keeps all.
	Keys []string
	// Sort holds the keys, the first one first. The source adds the name and the row's key (TotalOrder).
	Sort []SortKey
	// Offset and Limit cut the page out of the filtered and sorted rows. Limit 0 asks for the total only.
	Offset, Limit int
}

// SortKey is one column of an order. Empty cells come last in both directions.
type SortKey struct {
	Column     string
	Descending bool
}

// Filter keeps the rows that fit. Which field counts depends on the column's kind.
type Filter struct {
	Column string
	// Text is a pattern for Match.
	Text string
	// Any lists the values of a Choice or State, of which the row has one. An empty text stands for empty cells.
	Any []string
	// Labels are Any as the chip shows it, where the values are ids.
	Labels []string
	// Last is an age: the row's time lies within that much before now. With Next it lies within that much ahead of now, with
	// Older further back than that. At most one of them is set.
	Last, Next, Older time.Duration
	// From and To are a span of time, From included and To not; a zero end is open. Used where there is no age.
	From, To time.Time
	// Untimed keeps the rows without a time besides, or alone where there is no span. A row whose time is not known, which
	// a word in its place says, is not one of them.
	Untimed bool
}

// Page is a source's answer.
type Page struct {
	Rows []Row
	// Total counts the rows that fit the filters, on all pages.
	Total int
	// Unread says that the source has not been read yet, so that no rows does not mean that there are none.
	Unread bool
}

// ChoiceCount is a value that a Choice column holds and how many rows hold it.
type ChoiceCount struct {
	Value string
	Label string
	Rows  int
}

// Source gives rows. Two exist: Slice for tables that fit in memory, and the store's for users.
type Source interface {
	// Columns are the model: every Row has a cell for each, in this order.
	Columns() []Column
	// Query answers a page.
	Query(ctx context.Context, q Query) (Page, error)
	// Each hands every row that fits to yield, in order, and keeps none of them; it stops at the first error.
	// Offset and Limit are ignored.
	Each(ctx context.Context, q Query, yield func(Row) error) error
	// Choices are the values of a column, with their counts under the other filters of q, most frequent first.
	Choices(ctx context.Context, column string, q Query) ([]ChoiceCount, error)
}
