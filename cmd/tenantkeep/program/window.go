package program

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/instance"
	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// closeWithin is how long the end of the program waits for work that does not end at once.
const closeWithin = 5 * time.Second

// window is the window system and the one window in it.
type window struct {
	app    fyne.App
	window fyne.Window
	log    *slog.Logger
	// worked says that something was done in the window, which may have been drawn anew.
	worked chan struct{}
	// closed says that the window is gone, or goes now.
	closed atomic.Bool
}

func newWindow(app fyne.App, log *slog.Logger) *window {
	w := &window{app: app, window: app.NewWindow("Tenantkeep"), log: log, worked: make(chan struct{}, 1)}
	hintRenderer()
	endAlone(app.Lifecycle())
	w.window.SetMaster()
	if mark, err := icons.SVG(icons.App); err == nil {
		app.SetIcon(fyne.NewStaticResource("tenantkeep.svg", mark))
	}
	return w
}

// open shows the program. End is for when the window is gone.
func (w *window) open(ctx context.Context, folder *folder, program *program, simulated *simulation, guide Guide) (end func(context.Context) error) {
	w.window.SetOnClosed(func() { w.closed.Store(true) })
	starts, failed := instance.Hear(folder.path, w.raiseUnlessClosed, func(err error) { w.log.Error("a second start: a defect", "error", err) })
	if failed != nil {
		w.log.Warn("a second start will not find this one", "error", failed)
	}
	window := shell.New(w.shellOptions(folder, program, simulated, guide))
	uithread.OnDefect(window.Fail)
	places := &places{window: w, kept: settings{program.store}}
	if guide == nil {
		places.before(ctx)
	}
	window.Show()
	if guide == nil {
		places.follow()
	}
	sideButtons := hearSideButtons(w.window, window.Back, window.Forward)
	w.keepFitting(window.Fit)
	w.followTheme()
	program.start()
	program.background(w.dropFrames)
	led := w.lead(program.life, guide, Opened{
		Cloud: program.cloud, Store: program.store, Graph: program.graph, Integration: program.integration, Refresh: program.refresh,
		Shell: window, Window: w.window, SideButtons: sideButtons, Faults: simulated.faults(),
	})
	return func(ctx context.Context) error {
		w.closed.Store(true)
		ended := starts.Close() // before the work ends: from now on there is no window to raise
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeWithin)
		defer cancel()
		window.Close()
		kept := places.keep(ctx)
		return errors.Join(led(), ended, kept, program.close(ctx))
	}
}

func (w *window) shellOptions(folder *folder, program *program, simulated *simulation, guide Guide) shell.Options {
	options := shell.Options{
		Window:     w.window,
		App:        w.app,
		Run:        w.work,
		Services:   program.services(),
		Version:    program.version,
		Demo:       program.cloud.Demo,
		Suggestion: suggestion(program.cloud),
		Now:        time.Now,
		After:      uithread.AfterFunc,
		Clipboard:  desktop.NewClipboard(w.app.Clipboard(), w.window),
		SaveFile:   w.savePlaces(program.store).choose,
		OpenFile:   w.askWhich,
		OpenPath:   desktop.OpenPath,
		UseScale:   useScale,
		Recoloured: w.colourTitleBar,
		Broke:      folder.broke,
		Quit:       w.app.Quit,
	}
	if simulated != nil {
		options.StartOver = func(ctx context.Context) error { return startOver(ctx, program, simulated) }
	}
	if guide != nil {
		guide.Furnish(&options)
	}
	return options
}

// suggestion fills the form of Setup with what a custom cloud knows of itself. The demo shows everything that the program
// can do.
func suggestion(in cloud.Cloud) setup.Suggestion {
	suggested := setup.Suggestion{Tenant: string(in.Tenant), ClientID: in.ClientID}
	if in.Demo {
		suggested.Tier = access.Full
	}
	return suggested
}

// startOver puts the simulated cloud back to its beginning and forgets what the program knows of it.
func startOver(ctx context.Context, program *program, simulated *simulation) error {
	if err := simulated.StartOver(); err != nil {
		return err
	}
	return program.forget(ctx, true)
}
