package page

import (
	"time"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// Wait says until when Microsoft asked to leave a tenant alone; empty once that has passed, and where it did not.
func Wait(until time.Time, times table.Printer) string {
	if !until.After(times.Today()) {
		return ""
	}
	return "Microsoft asked to wait until " + times.Clock(until)
}
