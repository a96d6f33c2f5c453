package main

import (
	"context"
	"fmt"
	"time"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/program"
)

// traceRest is a start that is then left alone, and prints what the program holds once it has come to rest.
type traceRest struct{ traceStart }

const (
	// restsWithin is how long all users may take to be read into memory.
	restsWithin = 3 * time.Minute
	// restsFor is how long the program does next to nothing before it is at rest: it gives memory back within that time.
	restsFor = 15 * time.Second
	// restsAtMost is the share of one core that is next to nothing.
	restsAtMost = 0.05
)

// Guide waits.
func (g traceRest) Guide(ctx context.Context, opened program.Opened) error {
	if err := g.traceStart.Guide(ctx, opened); err != nil {
		return err
	}
	return printMemoryAtRest()
}

func printMemoryAtRest() error {
	for begun := time.Now(); time.Since(begun) < restsWithin; {
		before, err := processorTime()
		if err != nil {
			return err
		}
		<-time.After(restsFor)
		after, err := processorTime()
		if err != nil {
			return err
		}
		if (after - before).Seconds() < restsAtMost*restsFor.Seconds() {
			return printMemory("at-rest")
		}
	}
	return fmt.Errorf("no rest within %v", restsWithin)
}
