// Command bench measures the speed that the program promises to keep. It prints a line for every bar and fails when one
// is short:
//
//	bar NAME MEASURED LIMIT ok
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

// bar is one promise: measured must be at least (or at most) limit.
type bar struct {
	name     string
	measured float64
	limit    float64
	atLeast  bool
	unit     string
	// floor is what the same takes without the program, as floorOf says; 0 is not known.
	floor   float64
	floorOf string
}

func (b bar) ok() bool {
	if b.measured == 0 {
		return false // it did not run
	}
	if b.atLeast {
		return b.measured >= b.limit
	}
	return b.measured <= b.limit
}

func (b bar) String() string {
	verdict := "ok"
	if !b.ok() {
		verdict = "short"
	}
	return fmt.Sprintf("bar %s %.4g%s %.4g%s %s", b.name, b.measured, b.unit, b.limit, b.unit, verdict)
}

// beside is the line that sets the bar beside its floor.
func (b bar) beside() string {
	return fmt.Sprintf("floor %s %.4g%s beside %.4g%s (%.2fx): %s", b.name, b.measured, b.unit, b.floor, b.unit, b.measured/b.floor, b.floorOf)
}

// programs are the binaries that measuring takes: the tour has the program in it.
type programs struct{ tour, cloudsim string }

func main() {
	var built programs
	flag.StringVar(&built.tour, "tour", "build/measured/tour", "the built `tour`")
	flag.StringVar(&built.cloudsim, "cloudsim", "build/measured/cloudsim", "the built simulated `cloud`")
	users := flag.Int("scale", 0, "measure the local data with so many `users` alone; 0 measures everything at the usual sizes")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	measure := func() ([]bar, error) { return everything(ctx, built) }
	if *users > 0 {
		measure = func() ([]bar, error) { return atScale(ctx, built, *users) }
	}
	if err := run(measure); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// everything is measured at the usual sizes.
func everything(ctx context.Context, built programs) ([]bar, error) {
	dir, err := os.MkdirTemp("", "tenantkeep-bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	bars, err := benchmarks(ctx, dir)
	if err != nil {
		return nil, err
	}
	measured, err := inWindow(ctx, built, filepath.Clean(dir))
	return append(bars, measured...), err
}

func run(measure func() ([]bar, error)) error {
	bars, err := measure()
	if err != nil {
		return err
	}
	for _, b := range bars {
		if b.floor > 0 {
			fmt.Println(b.beside())
		}
	}
	short := 0
	for _, b := range bars {
		fmt.Println(b)
		if !b.ok() {
			short++
		}
	}
	if short > 0 {
		return fmt.Errorf("%d of %d bars are short", short, len(bars))
	}
	return nil
}
