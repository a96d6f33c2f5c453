package setup

import (
	"context"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// columnState is the state behind a cell of the column Access. It is never shown: the cell says more behind it,
// "GDAP ends soon: in 12 d".
const columnState = "access_state"

// source is the table's rows. A filter on Access is one on the state: nobody looks for the tenants whose GDAP relationship
// ends in exactly 12 days.
type source struct{ *table.Slice }

func newSource() source {
	return source{table.NewUnread(append(columns(), table.Column{ID: columnState, Title: "Access", Kind: table.State}))}
}

// Columns is the model without the state.
func (s source) Columns() []table.Column { return columns() }

// Query answers a page.
func (s source) Query(ctx context.Context, q table.Query) (table.Page, error) {
	return s.Slice.Query(ctx, byState(q))
}

// Each hands over every row that fits, in order.
func (s source) Each(ctx context.Context, q table.Query, yield func(table.Row) error) error {
	return s.Slice.Each(ctx, byState(q), yield)
}

// Choices counts the values of a column.
func (s source) Choices(ctx context.Context, column string, q table.Query) ([]table.ChoiceCount, error) {
	return s.Slice.Choices(ctx, filteredBy(column), byState(q))
}

func byState(q table.Query) table.Query {
	q.Filters = slices.Clone(q.Filters)
	for i := range q.Filters {
		q.Filters[i].Column = filteredBy(q.Filters[i].Column)
	}
	return q
}

func filteredBy(column string) string {
	if column == columnAccess {
		return columnState
	}
	return column
}
