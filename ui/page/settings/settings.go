// Package settings is the page Setup > My Settings: how times are told, how the window looks, how it works, and what lies on
// this computer.
package settings

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Host is what the page asks of the window.
type Host interface {
	Now() time.Time
	Preferences() Preferences
	// Prefer makes the window follow, at once.
	Prefer(Preferences)
	Ask(page.Question)
	Toast(page.Toast) page.Notice
	Fail(error)
	Copy(text string)
	// SaveText asks where to, and writes a text to a file.
	SaveText(name, text string)
	ShowSheet(page.Sheet) (closeSheet func())
	// Begin starts what outlives the page, and says where it could not start.
	Begin(start func(ctx context.Context) error)
}

// Options are what a Page needs.
type Options struct {
	Host     Host
	Work     *uithread.Work
	Computer Computer
	// OpenPath opens a folder with the system's program for it.
	OpenPath func(ctx context.Context, path string) error
	// Demo says that nobody outside of this computer is asked.
	Demo bool
}

// Page is My Settings.
type Page struct {
	o       Options
	content *fyne.Container
	// shows bring the controls up to date with what is preferred.
	shows []func(Preferences)
	size  *widget.CutText
}

// New makes the page.
func New(o Options) *Page {
	p := &Page{o: o, size: note("")}
	head := page.Row(page.Near, widget.NewTitle("My Settings"), page.Fill(note("Kept on this computer. Everything takes effect at once.")))
	sections := page.Column(page.Gap, p.times(), p.look(), p.work(), p.computer())
	p.content = page.LongBody(page.AtLeast(0, widget.Size("button"), head), page.Fill(page.Scrolled(page.AboveFoot(sections))))
	p.Show()
	return p
}

// Content is the page.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Trail says where the page is.
func (p *Page) Trail() []page.Step { return []page.Step{{Text: "Setup"}, {Text: "My Settings"}} }

// Changed tells the time anew.
func (p *Page) Changed(changes page.Changes) {
	if changes.Clock {
		p.Show()
	}
	if changes.Tenants {
		p.readSize()
	}
}

// Save keeps nothing: the page always shows what is preferred.
func (p *Page) Save() any { return nil }

// Restore brings nothing back.
func (p *Page) Restore(any) {}

// Close has nothing to end.
func (p *Page) Close() {}

// Show brings the page up to date with what is preferred.
func (p *Page) Show() {
	now := p.o.Host.Preferences()
	for _, show := range p.shows {
		show(now)
	}
	page.Lay(p.content)
}

// prefer changes one thing of what is preferred.
func (p *Page) prefer(change func(*Preferences)) {
	preferred := p.o.Host.Preferences()
	change(&preferred)
	p.o.Host.Prefer(preferred)
	p.Show()
}
