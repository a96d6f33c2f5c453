package grid

import (
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// titleLine is the height of a line of a title that has two.
const titleLine = 14

// titleHeight is the height of the row of titles: more where a title takes two lines.
func (g *Grid) titleHeight() float32 {
	height := widget.Size(theme.SizeNameTitleRow)
	for _, span := range g.shape.spans {
		if len(g.titleLines(span.Column, span.width)) > 1 {
			return height + titleLine - 4
		}
	}
	return height
}

// titleLines is what a title shows in a width: the whole in one line or in two, or else its short form or the beginning.
func (g *Grid) titleLines(column table.Column, width float32) []string {
	size, room := widget.Size(theme.SizeNameTableTitle), titleRoom(column, width)
	fits := func(text string) bool { return g.body.cutter.Cut(text, room, size, true) == text }
	if fits(column.Title) {
		return []string{column.Title}
	}
	if lines := inTwo(column.Title, fits); lines != nil {
		return lines
	}
	text := column.Title
	if column.ShortTitle != "" {
		text = column.ShortTitle
	}
	return []string{g.body.cutter.Cut(text, room, size, true)}
}

// inTwo breaks a title into the two lines that fit and are least unlike; nil where none fit.
func inTwo(title string, fits func(string) bool) (lines []string) {
	words := strings.Fields(title)
	least := len(title)
	for i := 1; i < len(words); i++ {
		first, second := strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		if longer := max(len(first), len(second)); longer < least && fits(first) && fits(second) {
			lines, least = []string{first, second}, longer
		}
	}
	return lines
}

// titleMore is how much wider a column may be for its title, as a part of its width.
const titleMore = 1.15

// titled gives columns of actions that can be squeezed the room for their titles in two lines, where that is little more.
func titled(columns []table.Column) []table.Column {
	columns = slices.Clone(columns)
	for i := range columns {
		column := &columns[i]
		if column.Kind != table.Action || column.Least == 0 {
			continue
		}
		if room := leastInTwo(column.Title) + column.Width - titleRoom(*column, column.Width) + 1; room <= column.Width*titleMore {
			column.Width, column.Least = max(column.Width, room), max(column.Least, room)
		}
	}
	return columns
}

// leastInTwo is the least width that a title takes in two lines, or a single word in one.
func leastInTwo(title string) float32 {
	measure := func(text string) float32 {
		return widget.Measure(text, widget.Size(theme.SizeNameTableTitle), true).Width
	}
	words := strings.Fields(title)
	least := measure(title)
	for i := 1; i < len(words); i++ {
		least = min(least, max(measure(strings.Join(words[:i], " ")), measure(strings.Join(words[i:], " "))))
	}
	return least
}

// titleRoom is how wide a title's text may be. The arrow has its room before the column is sorted, so that sorting breaks
// no title.
func titleRoom(column table.Column, width float32) float32 {
	if column.Kind == table.Action {
		return width - 6
	}
	room := width - 2*cellPad
	if column.Filterable() {
		room -= filterSide - 6
	}
	if column.Sortable() {
		room -= arrowSide + 2
	}
	return room
}
