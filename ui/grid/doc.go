// Package grid is the program's one table: sorting, filters by column, pages, ticked rows, columns that are moved, resized
// and hidden, and a layout that is kept between runs. What a table is without a window is package table.
//
// Only the rows that are seen exist as widgets, and a row that does not change does nothing. Reading happens on goroutines
// that the grid owns; Close waits for them. Everything else belongs to the goroutine that may touch widgets.
package grid
