package page

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Tables is what every table of the window has in common.
type Tables struct {
	Run       uithread.Runner
	Timer     widget.Timer
	Layouts   grid.LayoutStore
	Printer   table.Printer
	Density   grid.Density
	PageSize  int
	Clipboard func(text string)
	Explain   func(error) string
	// OnDensity and OnPageSize hear what the person chose for all tables, OnError of a layout that was not kept.
	OnDensity  func(grid.Density)
	OnPageSize func(int)
	OnError    func(error)
}

// Options are the options of a grid with what all have in common filled in.
func (t Tables) Options(name, noun string, source table.Source) grid.Options {
	return grid.Options{
		Name: name, Noun: noun, Source: source,
		Run: t.Run, Timer: t.Timer, Store: t.Layouts, Printer: t.Printer, Density: t.Density, PageSize: t.PageSize,
		Clipboard: t.Clipboard, Explain: t.Explain,
		OnDensity: t.OnDensity, OnPageSize: t.OnPageSize, OnError: t.OnError,
	}
}

// Head is the line above a table: title and badge at the left, what can be done at the right. Refresh it when the badge or
// a button has changed its width.
func Head(title string, badge fyne.CanvasObject, deeds ...fyne.CanvasObject) *fyne.Container {
	objects := []fyne.CanvasObject{widget.NewTitle(title), AtLeast(Tight, 0, badge), Space()}
	return Row(Near, append(objects, deeds...)...)
}

// Body is a page's content within the margins of the window.
func Body(objects ...fyne.CanvasObject) *fyne.Container {
	return Inset(Apart, Margin, Apart, Margin, Column(Gap, objects...))
}
