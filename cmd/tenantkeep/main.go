// Command tenantkeep is the desktop program.
package main

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

	"github.com/tenantkeep/tenantkeep/core/cloud"
)

// version is set when a release is built.
var version = "0.1.0-dev"

// started is as near to the start of the process as Go allows.
var started = time.Now()

const appID = "io.github.tenantkeep.tenantkeep"

func main() {
	if err := run(os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "tenantkeep:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	options, err := parseOptions(args, os.Stderr)
	if err != nil {
		return err
	}
	if options.version {
		fmt.Println("tenantkeep", version)
		return nil
	}
	folder, err := openFolder(options.data, options.demo)
	if err != nil {
		return err
	}
	log, closeLog, err := folder.log(terminal(options))
	if err != nil {
		return closing(err, folder.close())
	}
	err = runIn(folder, options, log)
	if err != nil {
		log.Error("ended", "error", err)
	}
	return closing(err, closeLog(), folder.close())
}

// terminal is where the log goes besides its file: to the terminal in development, unless the program prints results of
// its own there.
func terminal(options options) io.Writer {
	if !strings.HasSuffix(version, "-dev") || options.traceStart || options.tour != "" {
		return io.Discard
	}
	return os.Stderr
}

func runIn(folder *folder, options options, log *slog.Logger) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	chosen, simulated, err := chooseCloud(ctx, folder, options, log)
	if err != nil {
		return err
	}
	if simulated != nil {
		defer func() { _ = simulated.Close() }()
	}
	app.SetMetadata(fyne.AppMetadata{
		ID: appID, Name: "Tenantkeep", Version: version, Migrations: map[string]bool{"fyneDo": true},
	})
	window := newWindow(app.NewWithID(appID), log)
	return window.run(ctx, folder, chosen, simulated, options)
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
