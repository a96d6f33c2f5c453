package grid

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

const (
	benchRows    = 100_000
	benchColumns = 10
)

// BenchmarkWheelStep is one notch of the wheel over 100,000 users with 10 columns: this grid, and Fyne's table with labels.
func BenchmarkWheelStep(b *testing.B) {
	test.NewTempApp(b)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	for name, open := range map[string]func(*testing.B, []table.Row) fyne.Canvas{"grid": gridToScroll, "fyne table": tableToScroll} {
		b.Run(name, func(b *testing.B) {
			c := open(b, benchUsers())
			notch(c)
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				notch(c)
			}
		})
	}
}

func gridToScroll(b *testing.B, rows []table.Row) fyne.Canvas {
	work := uithread.NewWork(b.Context(), func(func()) {}, uithread.AfterFunc)
	g := New(Options{Name: "bench", Source: table.NewSlice(benchModel(), nil), Work: work})
	b.Cleanup(g.Close)
	work.WaitIdle()
	window := test.NewTempWindow(b, g)
	window.Resize(fyne.NewSize(1400, 900))
	g.useRows(rows)
	notch(window.Canvas())
	if g.body.offset == 0 {
		b.Fatal("nothing was scrolled")
	}
	return window.Canvas()
}

func tableToScroll(b *testing.B, rows []table.Row) fyne.Canvas {
	model := benchModel()
	printer := table.Printer{Now: time.Now}
	tbl := fynewidget.NewTable(
		func() (int, int) { return len(rows), benchColumns },
		func() fyne.CanvasObject { return fynewidget.NewLabel("") },
		func(id fynewidget.TableCellID, object fyne.CanvasObject) {
			object.(*fynewidget.Label).SetText(printer.Text(model[id.Col].Kind, rows[id.Row].Cells[id.Col]))
		})
	for i := range benchColumns {
		tbl.SetColumnWidth(i, 132)
	}
	window := test.NewTempWindow(b, tbl)
	window.Resize(fyne.NewSize(1400, 900))
	return window.Canvas()
}

// notch turns the wheel by one notch in the middle of a window.
func notch(c fyne.Canvas) { test.Scroll(c, fyne.NewPos(700, 450), 0, -25) }

// BenchmarkRedraw draws a screen of rows anew of which nothing has changed.
func BenchmarkRedraw(b *testing.B) {
	test.NewTempApp(b)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	queue := &uithread.Queue{}
	work := uithread.NewWork(b.Context(), queue.Run, uithread.AfterFunc)
	g := New(Options{Name: "bench", Source: table.NewSlice(benchModel(), benchUsers()[:500]), Work: work, PageSize: 500})
	defer g.Close()
	window := test.NewTempWindow(b, g)
	window.Resize(fyne.NewSize(1400, 900))
	work.WaitIdle()
	queue.Flush()
	b.ReportAllocs()
	for b.Loop() {
		g.Redraw()
	}
}

func benchModel() []table.Column {
	columns := make([]table.Column, benchColumns)
	for i := range columns {
		columns[i] = table.Column{ID: fmt.Sprint(i), Title: fmt.Sprint("Column ", i), Width: 132}
	}
	columns[0].Fixed = true
	columns[5].Kind = table.State
	columns[6].Kind, columns[7].Kind = table.Time, table.Time
	return columns
}

func benchUsers() []table.Row {
	now := time.Now()
	rows := make([]table.Row, benchRows)
	for i := range rows {
		rows[i] = table.Row{Key: fmt.Sprint("user", i), Cells: []table.Cell{
			{Text: fmt.Sprint("Adele Vance ", i), Link: true},
			{Text: fmt.Sprintf("adele.vance.%d@contoso-dental.example", i)},
			{Text: []string{"", "Global Administrator", "User Administrator"}[i%3]},
			{Text: fmt.Sprint("Adventure Works ", i%200)},
			{Text: []string{"Member", "Guest"}[i%2]},
			{Text: []string{"Allowed", "Blocked"}[i%2], Tone: []table.Tone{table.Good, table.Danger}[i%2]},
			{Time: now.Add(-time.Duration(i) * time.Minute)},
			{Time: now.Add(-time.Duration(i) * time.Hour)},
			{Text: "Microsoft 365 Business Premium, Visio Plan 2"},
			{Text: fmt.Sprint("Department ", i%40)},
		}}
	}
	return rows
}
