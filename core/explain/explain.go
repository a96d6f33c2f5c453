// Package explain is the one place where an error becomes sentences that a technician can act on.
package explain

import (
	"errors"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/product"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/release"
)

// Explainer turns errors into sentences. Now dates them.
type Explainer struct {
	Now func() time.Time
	// Home is the partner's own tenant; nil where there is none.
	Home func() m365.TenantID
	// Folder is where the program's data lies.
	Folder string
}

// Explain returns what happened to the tenant and what to do. An error that no part of the program knows is answered as
// such, with the error in the details.
func (e Explainer) Explain(err error, tenantName string) m365.Failure {
	failure := e.sentences(err, tenantName)
	failure.At, failure.Offline = e.Now(), refusal.Unreachable(err)
	return failure
}

// folder is the data folder with a space behind it, for a sentence.
func (e Explainer) folder() string {
	if e.Folder == "" {
		return ""
	}
	return e.Folder + " "
}

func (e Explainer) isHome(tenant m365.TenantID) bool {
	return e.Home != nil && tenant != "" && tenant == e.Home()
}

// sentences asks the part that the innermost error comes from: a request that failed for want of a token is a matter of
// the sign-in, however many layers carried it.
func (e Explainer) sentences(err error, tenantName string) m365.Failure {
	var signIn *refusal.Error
	own, isOwn := integration.Explain(err, tenantName, e.isHome)
	switch {
	case change.As(err) != nil:
		return change.Explain(err)
	case offboard.As(err) != nil:
		return offboard.As(err).Explain()
	case isOwn:
		return own
	case errors.As(err, &signIn) || errors.Is(err, refusal.ErrSignedOut):
		return refusal.Explain(err, tenantName)
	case call.As(err) != nil:
		failure := call.Explain(err, tenantName)
		if found := call.As(err); found.Kind == call.Denied && e.isHome(found.Tenant) {
			failure.Do = call.AtHome
		}
		return failure
	case release.As(err) != nil:
		return release.Explain(err)
	case product.As(err) != nil:
		return product.Explain(err)
	case disk.IsFull(err):
		return m365.Failure{
			What:      "The disk with Tenantkeep's data folder " + e.folder() + "is full, so nothing could be kept.",
			Do:        "Free some space on it, then try again; refreshes go on by themselves. What was sent to Microsoft is not taken back.",
			Technical: err.Error(),
		}
	case errors.Is(err, disk.ErrReadOnly):
		return m365.Failure{
			What:      "Tenantkeep's data folder " + e.folder() + "cannot be written to, so nothing could be kept.",
			Do:        "Make its disk and the folder writable, or name another folder with --data, then start Tenantkeep again. What was sent to Microsoft is not taken back.",
			Technical: err.Error(),
		}
	}
	failure := refusal.Explain(err, tenantName)
	if !refusal.Knows(err) {
		failure.What = "Something went wrong inside Tenantkeep."
		failure.Do = "Try again. If it stays, copy the details for your support."
	}
	return failure
}
