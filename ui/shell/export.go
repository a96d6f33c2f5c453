package shell

import (
	"context"
	"io"
	"path/filepath"
	"sync/atomic"

	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Export asks how and where to, and writes a table to a CSV file while a toast shows how far it is.
func (s *Shell) Export(export page.Export) {
	headers := widget.NewCheck("Show table headers in the exported CSV", true, nil)
	s.Ask(page.Question{
		Title: "Export to CSV",
		Text:  exportText(export),
		Body:  headers,
		Verb:  "Export",
		Do:    func() { s.chooseFile(export, headers.Checked()) },
	})
}

// exportText says what will be in the file.
func exportText(export page.Export) string {
	return page.CountedRows(export.Rows, export.What) +
		" will be written, with the shown columns in their order and the filters and sort applied." + lacking(export) + warning(export)
}

// warning is what is to be known before, after another sentence.
func warning(export page.Export) string {
	if export.Warning == "" {
		return ""
	}
	return "\n\n" + export.Warning
}

// lacking says what the file will not tell, after another sentence.
func lacking(export page.Export) string {
	if export.Lacking == "" {
		return ""
	}
	return "\n\nThe last line of the file will say: " + export.Lacking
}

func (s *Shell) chooseFile(export page.Export, headers bool) {
	name := export.File + "-" + s.Printer().Today().Format(table.DateISO) + ".csv"
	s.awaitFile(func(ctx context.Context) func() {
		path, err := s.options.SaveFile(ctx, name)
		return func() {
			switch {
			case err != nil:
				s.tellNotWritten("The CSV", path, err)
			case path != "":
				s.writeCSV(export, headers, path)
			}
		}
	})
}

func (s *Shell) writeCSV(export page.Export, headers bool, path string) {
	ctx, cancel := context.WithCancel(s.work.Context())
	begun := page.Toast{
		Mood:    page.Working,
		Text:    "Exporting " + page.CountedRows(export.Rows, export.What) + " to " + filepath.Base(path) + ".",
		Total:   export.Rows,
		Actions: []page.Action{{Label: "Cancel", Do: cancel, Keep: true}},
	}
	toast := s.toasts.show(begun)
	options := table.CSVOptions{Headers: headers, Keys: export.Keys, Format: export.Format, Note: export.Lacking}
	options.Progress = s.eachFrame(func(rows int) {
		begun.Done = rows
		toast.Update(begun)
	})
	s.work.Do(func(context.Context) func() {
		defer cancel()
		rows := 0
		err := disk.Replace(path, func(file io.Writer) (err error) {
			rows, err = table.WriteCSV(ctx, file, export.Source, export.Query, export.Columns, options)
			return err
		})
		cancelled := ctx.Err() != nil
		return func() {
			toast.Close()
			switch {
			case cancelled && err != nil:
				s.Toast(page.Toast{Mood: page.Done, Text: "The export was cancelled. No file was written."})
			case err != nil:
				s.tellNotWritten("The CSV", path, err)
			default:
				s.showCSV(export, rows, path)
			}
		}
	})
}

// eachFrame brings a number to show, where widgets may be touched, and skips those that come while one is on its way.
func (s *Shell) eachFrame(show func(int)) func(int) {
	var latest atomic.Int64
	var underWay atomic.Bool
	return func(n int) {
		latest.Store(int64(n))
		if underWay.Swap(true) {
			return
		}
		s.work.Run(func() {
			underWay.Store(false)
			show(int(latest.Load()))
		})
	}
}

func (s *Shell) showCSV(export page.Export, rows int, path string) {
	if export.Saved != nil {
		export.Saved()
	}
	s.Toast(page.Toast{
		Mood:   page.Done,
		Stay:   page.CSVStays,
		Text:   page.CountedRows(rows, export.What) + " exported to " + filepath.Base(path) + ".",
		Detail: filepath.Dir(path),
		Actions: []page.Action{
			{Label: "Open file", Do: func() { s.openPath(path) }, Keep: true},
			{Label: "Open folder", Do: func() { s.openPath(filepath.Dir(path)) }, Keep: true},
		},
	})
}

func (s *Shell) openPath(path string) {
	s.work.Do(func(ctx context.Context) func() {
		err := s.options.OpenPath(ctx, path)
		if err == nil {
			return nil
		}
		return func() {
			s.ToastFailure(m365.Failure{
				What: "No program opened " + path + ".", Technical: err.Error(), At: s.options.Now(),
			})
		}
	})
}
