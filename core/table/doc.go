// Package table is a table without a window: columns, filters, sort, pages, selection, layout and CSV. It knows nothing
// of Fyne and nothing of SQL; where the rows come from is behind Source.
package table
