package program

import (
	"context"
	"errors"
	"image"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/refresh"
	"github.com/tenantkeep/tenantkeep/store"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// Guide uses the program in the place of a person, and prints what it finds. What people install has none.
type Guide interface {
	// OpenBrowser stands in the place of the system's browser.
	OpenBrowser(url string) error
	// Furnish changes what the window is made of.
	Furnish(window *shell.Options)
	// Guide uses the open window, on a goroutine of its own. The program ends when it returns, and with its error.
	Guide(ctx context.Context, opened Opened) error
}

// Opened is the program once its window is on the screen.
type Opened struct {
	Cloud       cloud.Cloud
	Store       *store.Store
	Graph       *graph.Client
	Integration *integration.Service
	Refresh     *refresh.Service
	Shell       *shell.Shell
	Window      fyne.Window
	// Faults are those of the simulated cloud in the process; nil where there is none.
	Faults *fault.Rules
	// SideButtons says that the side buttons of a mouse go back and forward.
	SideButtons bool
}

// Corner is where the window's content begins on the screen. Call it on the window's goroutine.
func (o Opened) Corner() image.Point {
	view := viewportOf(o.Window)
	if view == nil {
		return image.Point{}
	}
	x, y := view.GetPos()
	return image.Pt(x, y)
}

var errClosedEarly = errors.New("the window was closed before its guide had done all")

// lead has a guide use the window, and ends the program after it. result tells, when the window is gone, how that went.
func (w *window) lead(ctx context.Context, guide Guide, opened Opened) (result func() error) {
	if guide == nil {
		return func() error { return nil }
	}
	ended := make(chan error, 1)
	go func() {
		ended <- guide.Guide(ctx, opened)
		uithread.Fyne(w.app.Quit)
	}()
	return func() error {
		select {
		case err := <-ended:
			return err
		default:
			return errClosedEarly
		}
	}
}
