package table

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"
)

// CSVOptions are the choices of an export.
type CSVOptions struct {
	// Headers puts the columns' titles in the first line.
	Headers bool
	// Keys says which rows are wanted; nil wants all.
	Keys func(key string) bool
	// Format is the text of a cell; nil tells times in UTC by time.RFC3339 and numbers as digits.
	Format func(Column, Cell) string
	// Note is said in a last line, in its first field; empty for none.
	Note string
	// Progress hears how many rows were written, now and then and at the end; may be nil.
	Progress func(rows int)
}

// progressEvery is after how many rows Progress hears.
const progressEvery = 500

// byteOrderMark makes spreadsheets read the file as UTF-8.
const byteOrderMark = "\uFEFF"

// WriteCSV writes the rows of source that fit q, in order, one field for each shown column that is not an Action: RFC 4180
// with CRLF, UTF-8 with a byte order mark. What a spreadsheet would run as a formula is made text (AsText). Rows are written
// as they come, none is kept. It returns how many rows were written.
func WriteCSV(ctx context.Context, w io.Writer, source Source, q Query, shown []Column, options CSVOptions) (rows int, err error) {
	fields, err := exportFields(source.Columns(), shown)
	if err != nil {
		return 0, err
	}
	if options.Format == nil {
		options.Format = Printer{Layout: time.RFC3339}.Export
	}
	out := bufio.NewWriter(w)
	record := make([]string, len(fields))
	if err := writeStart(out, fields, options.Headers); err != nil {
		return 0, fmt.Errorf("export to CSV: %w", err)
	}
	err = source.Each(ctx, q, func(row Row) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if options.Keys != nil && !options.Keys(row.Key) {
			return nil
		}
		for i, field := range fields {
			record[i] = options.Format(field.Column, row.cell(field.Model))
		}
		rows++
		if rows%progressEvery == 0 && options.Progress != nil {
			options.Progress(rows)
		}
		return writeRecord(out, record)
	})
	if err != nil {
		return rows, fmt.Errorf("export to CSV: %w", err)
	}
	if err := writeNote(out, options.Note, len(fields)); err != nil {
		return rows, fmt.Errorf("export to CSV: %w", err)
	}
	if err := out.Flush(); err != nil {
		return rows, fmt.Errorf("export to CSV: %w", err)
	}
	if options.Progress != nil {
		options.Progress(rows)
	}
	return rows, nil
}

func writeStart(out *bufio.Writer, fields []Placed, headers bool) error {
	if _, err := out.WriteString(byteOrderMark); err != nil || !headers {
		return err
	}
	titles := make([]string, len(fields))
	for i, field := range fields {
		titles[i] = field.Title
	}
	return writeRecord(out, titles)
}

func writeNote(out *bufio.Writer, note string, fields int) error {
	if note == "" || fields == 0 {
		return nil
	}
	record := make([]string, fields)
	record[0] = note
	return writeRecord(out, record)
}

// exportFields finds the shown columns in the model and leaves out what is not data.
func exportFields(model, shown []Column) ([]Placed, error) {
	var fields []Placed
	for _, column := range shown {
		if column.Kind == Action {
			continue
		}
		index := Index(model, column.ID)
		if index < 0 {
			return nil, fmt.Errorf("export column %q: %w", column.ID, ErrUnknownColumn)
		}
		fields = append(fields, Placed{Column: column, Model: index, Shown: true})
	}
	return fields, nil
}

// writeRecord writes one line. A bufio.Writer keeps its first error, so that the last write tells of those before.
func writeRecord(out *bufio.Writer, record []string) error {
	for i, field := range record {
		if i > 0 {
			_ = out.WriteByte(',')
		}
		writeField(out, AsText(field), len(record) == 1)
	}
	_, err := out.WriteString("\r\n")
	return err
}

// writeField quotes where RFC 4180 asks for it and where another country's spreadsheets begin a cell, and a lone empty field,
// which would be a blank line otherwise. The standard library's writer is not used because in CRLF mode it drops a CR that
// stands within a field.
func writeField(out *bufio.Writer, field string, alone bool) {
	quote := strings.ContainsAny(field, "\",;\t\r\n") || strings.HasPrefix(field, " ") || field == "" && alone
	if !quote {
		_, _ = out.WriteString(field)
		return
	}
	_ = out.WriteByte('"')
	_, _ = out.WriteString(strings.ReplaceAll(field, `"`, `""`))
	_ = out.WriteByte('"')
}
