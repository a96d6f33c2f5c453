package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/program"
	"github.com/tenantkeep/tenantkeep/ui/robot"
	"github.com/tenantkeep/tenantkeep/ui/shell"
)

// started is as near to the start of the process as Go allows.
var started = time.Now()

// firstRowsWithin is how long a start may take before the trace gives up.
const firstRowsWithin = time.Minute

// traceStart prints how long the start took: first when the window has been drawn, then when the rows of All Users stand
// in it.
type traceStart struct{}

// OpenBrowser opens the system's.
func (traceStart) OpenBrowser(url string) error { return desktop.OpenInBrowser(url) }

// Furnish leaves the window as it is for a person.
func (traceStart) Furnish(*shell.Options) {}

// Guide looks at the window until the rows are there.
func (traceStart) Guide(_ context.Context, opened program.Opened) error {
	look := robot.New(opened.Window.Canvas())
	shown := false
	ticker := time.NewTicker(pulseEvery)
	defer ticker.Stop()
	for time.Since(started) < firstRowsWithin {
		<-ticker.C
		onUI(func() {
			if !shown && look.Has("All Users") {
				shown = true
				printFigure("window", time.Since(started))
			}
		})
		rows := false
		onUI(func() { rows = opened.Shell.Idle() && look.Has("Rows of users") && hasRows(look) })
		if rows {
			onUI(func() {}) // one turn of the loop, in which the rows are painted
			printFigure("first-rows", time.Since(started))
			return nil
		}
	}
	return fmt.Errorf("no rows within %v", firstRowsWithin)
}

// hasRows says whether the page's foot counts rows: "1-100 of 12,406".
func hasRows(look *robot.Robot) bool {
	for _, text := range look.Texts() {
		_, total, found := strings.Cut(text, " of ")
		if count, err := strconv.Atoi(strings.ReplaceAll(total, ",", "")); found && err == nil && count > 0 {
			return true
		}
	}
	return false
}
