package shell

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// Clipboard takes what the person copies, and tells whether it is still there.
type Clipboard interface {
	SetContent(text string)
	// SetSecret is SetContent for what no history of the clipboard may keep.
	SetSecret(text string) error
	Content() string
}

// Options are what a Shell needs from outside.
type Options struct {
	Window   fyne.Window
	App      fyne.App
	Run      uithread.Runner
	Services Services
	// Version is shown in About.
	Version string
	// Demo marks the window as a demo.
	Demo bool
	// StartOver puts the demo back to its beginning; used where Demo is set.
	StartOver func(ctx context.Context) error

	// Suggestion fills the form of Setup while nothing is saved.
	Suggestion setup.Suggestion

	Now       func() time.Time
	After     uithread.Timer
	Clipboard Clipboard
	// SaveFile asks where to save a file; an empty path means that the person changed their mind.
	SaveFile func(ctx context.Context, suggestedName string) (path string, err error)
	// OpenFile asks for a file to read; an empty path means that the person changed their mind.
	OpenFile func(ctx context.Context) (path string, err error)
	// OpenPath opens a file, or a folder, with the system's program for it.
	OpenPath func(ctx context.Context, path string) error
	// UseScale says how large the window is drawn from the next change of its theme on, in percent.
	UseScale func(percent int)
	// Recoloured is called when the window has got other colours, for what the system draws around it.
	Recoloured func()
	// Broke is how an earlier run broke down; the zero value where none did.
	Broke Broke
	// Quit ends the program.
	Quit func()
}
