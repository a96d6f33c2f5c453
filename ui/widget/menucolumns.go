package widget

import "fyne.io/fyne/v2"

// menuColumn are the lines of a menu that stand under each other.
type menuColumn []*menuRow

// columns are the lines by their headings: one column where there are none.
func (l *menuList) columns() []menuColumn {
	var columns []menuColumn
	for _, row := range l.rows {
		if row.item.Heading || columns == nil {
			columns = append(columns, nil)
		}
		columns[len(columns)-1] = append(columns[len(columns)-1], row)
	}
	return columns
}

func (c menuColumn) least() (size fyne.Size) {
	for _, row := range c {
		least := row.MinSize()
		size = fyne.NewSize(max(size.Width, least.Width), size.Height+least.Height)
	}
	return size
}

// column is that of a row.
func (l *menuList) column(row *menuRow) menuColumn {
	for _, column := range l.columns() {
		if first := column[0].index; row.index >= first && row.index < first+len(column) {
			return column
		}
	}
	return nil
}

// stepAcross points at the line of the next column that stands beside the present one, or as near as there is one.
func (l *menuList) stepAcross(by int) {
	l.typed = ""
	columns := l.columns()
	if len(columns) < 2 || l.current < 0 {
		l.step(by)
		return
	}
	for i, column := range columns {
		down := l.current - column[0].index
		if down < 0 || down >= len(column) {
			continue
		}
		next := columns[(i+by+len(columns))%len(columns)]
		for at := min(down, len(next)-1); at >= 0; at-- {
			if next[at].item.chosen() {
				l.point(next[at].index)
				l.seen(next[at].index)
				return
			}
		}
	}
}
