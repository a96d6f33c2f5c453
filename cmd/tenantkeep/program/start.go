// Package program is the desktop program: what the command line says, one program a data folder, the log, the try of
// OpenGL, what is below the window wired together, and the window.
package program

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/home"
	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/instance"
	"github.com/tenantkeep/tenantkeep/core/cloud"
)

const appID = "io.github.tenantkeep.tenantkeep"

// Start runs the program as a command line says, and returns its exit code. guide, where there is one, uses it.
func Start(args []string, version string, guide Guide) int {
	limitMalloc()
	desktop.AttachTerminal()
	options, err := parseOptions(args, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		err = early(err)
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err == nil && options.version:
		fmt.Println("tenantkeep", version)
		return 0
	case err == nil && options.probeOpenGL:
		return answerProbe(os.Stdout)
	case err == nil:
		err = start{options, version, guide}.run()
	}
	if err == nil {
		return 0
	}
	fmt.Fprintln(os.Stderr, "tenantkeep:", err)
	if guide == nil {
		tellUnseen(err)
	}
	return 1
}

// start is one start of the program.
type start struct {
	options options
	version string
	// guide is nil where a person uses the program.
	guide Guide
}

func (s start) run() error {
	if s.guide == nil {
		desktop.DetachTerminal()
	}
	folder, raised, err := enter(s.options)
	if err != nil || raised {
		return early(err)
	}
	opengl := probeOpenGL(s.options)
	log, closeLog, err := folder.log(s.terminal())
	if err != nil {
		return early(err, folder.close)
	}
	log.Info("started", "version", s.version)
	err = s.runIn(folder, opengl, log)
	elsewhere := withoutOpenGL(err)
	switch {
	case elsewhere != "":
		log.Info("drawing with Direct3D instead", "program", elsewhere)
		err = nil
	case err != nil:
		log.Error("ended", "error", err)
	}
	err = errors.Join(withLog(err, folder.logFile()), closeLog(), folder.close())
	if err == nil && elsewhere != "" {
		err = runInstead(elsewhere)
	}
	return err
}

// enterWithin is how long a start waits for the one before it: that may still try OpenGL and open its data, or close them.
const enterWithin = probeWithin + 20*time.Second

// enter takes the data folder, or raises the window of the program that works on it.
func enter(options options) (taken *folder, raised bool, err error) {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.Now().Add(enterWithin); ; <-ticker.C {
		taken, err = openFolder(options.data, options.demo)
		if errors.Is(err, errAlreadyRunning) {
			if err = instance.Raise(taken.path); err == nil {
				return nil, true, nil
			}
		}
		again := errors.Is(err, instance.ErrUnanswered) || errors.Is(err, home.ErrInUse)
		if !again || time.Now().After(deadline) {
			return taken, false, err
		}
	}
}

// terminal is where the log goes besides its file: to the terminal in development, unless a guide prints there.
func (s start) terminal() io.Writer {
	if !strings.HasSuffix(s.version, "-dev") || s.guide != nil {
		return io.Discard
	}
	return os.Stderr
}

// runIn opens the program and then its window. Whether a window can be drawn is found out meanwhile.
func (s start) runIn(folder *folder, opengl *openGL, log *slog.Logger) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	chosen, simulated, err := chooseCloud(ctx, folder, s.options, log)
	if err != nil {
		return early(err)
	}
	if simulated != nil {
		defer func() { _ = simulated.Close() }()
	}
	browse := desktop.OpenInBrowser
	if s.guide != nil {
		browse = s.guide.OpenBrowser
	}
	opening := open(ctx, environment{
		cloud: chosen, folder: folder.path, version: s.version, openBrowser: browse, log: log, logLevel: &folder.logLevel,
		supply: desktop.SupplyNow,
	})
	if err := opengl.wait(log); err != nil {
		return errors.Join(err, opening.giveUp(ctx))
	}
	app.SetMetadata(fyne.AppMetadata{
		ID: appID, Name: "Tenantkeep", Version: s.version, Migrations: map[string]bool{"fyneDo": true},
	})
	window := newWindow(app.NewWithID(appID), log)
	end := opening.giveUp
	window.await(opening, patience, eachFrame, func() {
		if opening.refused != nil {
			end = window.refuse(folder, opening.refused)
			return
		}
		end = window.open(ctx, folder, opening.program, simulated, s.guide)
	})
	window.app.Run()
	return end(ctx)
}

// chooseCloud is the demo's cloud, one named on the command line, or Microsoft's global one.
func chooseCloud(ctx context.Context, folder *folder, options options, log *slog.Logger) (cloud.Cloud, *simulation, error) {
	if options.demo {
		simulated, err := simulate(ctx, folder, options, log)
		if err != nil {
			return cloud.Cloud{}, nil, err
		}
		chosen, err := simulated.cloud()
		return chosen, simulated, err
	}
	if options.cloudFile == "" {
		return cloud.Global, nil, nil
	}
	if ready, found := cloud.Named(options.cloudFile); found {
		return ready, nil, nil
	}
	chosen, err := cloud.Read(options.cloudFile)
	return chosen, nil, err
}
