package settings

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Computer is what the program keeps on this computer.
type Computer interface {
	// DataFolder is where all of it lies, and DataSize how many bytes that are.
	DataFolder() string
	DataSize(ctx context.Context) (int64, error)
	// ClearClientData deletes what was read of clients and who is signed in, and the record of changes where that is wanted.
	ClearClientData(ctx context.Context, withRecord bool) error
	// ProductNames is how many products have a name, and of when Microsoft's list is; the zero time is the built-in one.
	ProductNames() (known int, of time.Time)
	// RefreshProductNames takes Microsoft's present list, if it is whole.
	RefreshProductNames(ctx context.Context) error
	// Diagnostics tells how the program stands, without anything of a client.
	Diagnostics(ctx context.Context) (string, error)
}

// computer are the settings of what lies on this computer.
func (p *Page) computer() fyne.CanvasObject {
	open := widget.NewButton(widget.Secondary, "Open folder", "", p.openFolder)
	open.SetTip(p.o.Computer.DataFolder())
	clean := widget.NewButton(widget.DangerText, "Clear client data…", "", p.askClear)
	return section("This computer",
		ending(row("Data", whole(p.size)), open, clean),
		p.diagnostics(),
		p.products(),
	)
}

// ending puts buttons at the end of a row.
func ending(row *fyne.Container, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	for _, button := range buttons {
		row.Add(button)
	}
	return row
}

func (p *Page) openFolder() {
	p.o.Work.Do(func(ctx context.Context) func() {
		if err := p.o.OpenPath(ctx, p.o.Computer.DataFolder()); err != nil {
			return func() { p.o.Host.Fail(fmt.Errorf("open the data folder: %w", err)) }
		}
		return nil
	})
}

// readSize tells how large the data is.
func (p *Page) readSize() {
	p.o.Work.Do(func(ctx context.Context) func() {
		bytes, err := p.o.Computer.DataSize(ctx)
		if err != nil {
			return func() { p.size.SetText(filepath.Clean(p.o.Computer.DataFolder())) }
		}
		return func() { p.size.SetText(sizeText(bytes) + " · users, tenants, layouts, journal") }
	})
}

func sizeText(bytes int64) string {
	const kilo, mega = 1 << 10, 1 << 20
	if bytes < mega {
		return fmt.Sprintf("%d KB", (bytes+kilo-1)/kilo)
	}
	return fmt.Sprintf("%d MB", (bytes+mega/2)/mega)
}

func (p *Page) askClear() {
	record := widget.NewCheck("Delete the record of changes in Activity too", false, nil)
	p.o.Host.Ask(page.Question{
		Title: "Clear client data",
		Text: "What was read of your clients is deleted from this computer: tenants, users, recently viewed. You are signed out, and " +
			"sync the tenants again to see them. Settings and layouts stay. Nothing changes in Microsoft 365.",
		Body: record, Verb: "Clear client data", Danger: true,
		Do: func() { p.clear(record.Checked()) },
	})
}

func (p *Page) clear(withRecord bool) {
	p.o.Host.Begin(func(ctx context.Context) error { return p.o.Computer.ClearClientData(ctx, withRecord) })
}

func (p *Page) logLevel() fyne.CanvasObject {
	return choose(p, LogLevels(), levelText,
		func(now Preferences) slog.Level { return now.LogLevel },
		func(to *Preferences, level slog.Level) { to.LogLevel = level })
}

func levelText(level slog.Level) string {
	switch level {
	case slog.LevelError:
		return "Errors"
	case slog.LevelDebug:
		return "Debug"
	}
	return "Info"
}
