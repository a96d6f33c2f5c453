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
}

func (b bar) ok() bool {
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

// programs are the binaries that are measured.
type programs struct{ tenantkeep, cloudsim string }

func main() {
	var built programs
	flag.StringVar(&built.tenantkeep, "program", "build/tenantkeep", "the built `program`")
	flag.StringVar(&built.cloudsim, "cloudsim", "build/cloudsim", "the built simulated `cloud`")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, built); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, built programs) error {
	dir, err := os.MkdirTemp("", "tenantkeep-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	bars, err := benchmarks(ctx)
	if err != nil {
		return err
	}
	measured, err := inWindow(ctx, built, filepath.Clean(dir))
	if err != nil {
		return err
	}
	bars = append(bars, measured...)
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
