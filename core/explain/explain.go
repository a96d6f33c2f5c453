// Package explain is the one place where an error becomes sentences that a technician can act on.
package explain

import (
	"cmp"
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
}

// Explain returns what happened to the tenant and what to do. An error that no part of the program knows is answered as
// such, with the error in the details.
func (e Explainer) Explain(err error, tenantName string) m365.Failure {
	failure := e.sentences(err, tenantName)
	failure.At, failure.Offline = e.Now(), refusal.Unreachable(err)
	return failure
}

func (e Explainer) isHome(tenant m365.TenantID) bool {
	return e.Home != nil && tenant != "" && tenant == e.Home()
}

// sentences asks the part that the innermost error comes from: a request that failed for want of a token is a matter of
// the sign-in, however many layers carried it.
func (e Explainer) sentences(err error, tenantName string) m365.Failure {
	var signIn *refusal.Error
	var lacking *integration.LackingError
	var several *integration.SeveralError
	var offered *integration.NotOfferedError
	switch {
	case change.As(err) != nil:
		return change.Explain(err)
	case offboard.As(err) != nil:
		return offboard.As(err).Explain()
	case errors.Is(err, integration.ErrNotSynced):
		return m365.Failure{
			What: "The tenant is not synced, so nothing was sent to it.",
			Do:   "Sync it in Setup, then try again.",
		}
	case errors.Is(err, integration.ErrPrimary):
		return m365.Failure{
			What: "The primary tenant cannot be unsynced.",
			Do:   "Take it out of the selection and unsync the others.",
		}
	case errors.Is(err, integration.ErrTurningOff):
		return m365.Failure{
			What: "Microsoft 365 is being turned off, so no tenant can be synced.",
			Do:   "Take Turn Off back in Setup first, or let it end and turn on again.",
		}
	case errors.Is(err, integration.ErrNotOurs):
		return m365.Failure{
			What:      "The enterprise application in " + cmp.Or(tenantName, "this tenant") + " belongs to another organization. It was not deleted.",
			Do:        "Compare the Application (client) ID in Setup with the one of your app registration.",
			Technical: err.Error(),
		}
	case errors.Is(err, integration.ErrStillThere):
		return m365.Failure{
			What:      "Microsoft still shows the enterprise application in " + cmp.Or(tenantName, "this tenant") + " after its deletion.",
			Do:        "Try again in a few minutes.",
			Technical: err.Error(),
		}
	case errors.As(err, &several):
		return m365.Failure{
			What:      "Several applications of your tenant are called " + several.Name + ", so none was changed.",
			Do:        "Enter the Application (client) ID of the right one, or delete the others under App registrations in the Entra admin center.",
			Technical: err.Error(),
		}
	case errors.As(err, &offered):
		return m365.Failure{
			What:      string(offered.API) + " does not offer all permissions that the access tier needs. Nothing was created.",
			Do:        "Choose a lower access tier, or register the application by hand. The details name the permissions.",
			Technical: err.Error(),
		}
	case errors.Is(err, integration.ErrBorrowed):
		return m365.Failure{
			What:      "All is done, but the permissions of Microsoft Graph Command Line Tools could not be taken back.",
			Do:        "In entra.microsoft.com, under Enterprise applications, Microsoft Graph Command Line Tools, Permissions, revoke Application.ReadWrite.All and DelegatedPermissionGrant.ReadWrite.All.",
			Technical: err.Error(),
		}
	case errors.Is(err, integration.ErrRemovalKept):
		return m365.Failure{
			What:      "Microsoft 365 stays on, but the permission Application.ReadWrite.All could not be taken back in your own tenant.",
			Do:        "An administrator can: in entra.microsoft.com, under Enterprise applications, Tenantkeep, Permissions, revoke Application.ReadWrite.All.",
			Technical: err.Error(),
		}
	case errors.Is(err, integration.ErrNoAdministrator):
		return m365.Failure{
			What: "Microsoft has no client in this cloud with which Tenantkeep could create its application.",
			Do:   "Register it by hand: the steps are in Setup.",
		}
	case errors.As(err, &lacking) && e.isHome(lacking.Tenant):
		return m365.Failure{
			What:      "The consent in your own tenant does not hold all permissions that the access tier needs.",
			Do:        call.GrantAtHome("the permissions that the details name") + " Then try again.",
			Technical: err.Error(),
		}
	case errors.As(err, &lacking):
		return m365.Failure{
			What:      "The consent in " + cmp.Or(tenantName, "this tenant") + " does not hold all permissions that the access tier needs.",
			Do:        "Sync the tenant again in a few minutes. The details name the permissions that are missing.",
			Technical: err.Error(),
		}
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
	}
	if disk.IsFull(err) {
		return m365.Failure{
			What:      "The disk with Tenantkeep's data is full, so nothing could be kept.",
			Do:        "Free some space on it, then try again. What was sent to Microsoft is not taken back.",
			Technical: err.Error(),
		}
	}
	if errors.Is(err, disk.ErrReadOnly) {
		return m365.Failure{
			What:      "Tenantkeep's data folder cannot be written to, so nothing could be kept.",
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
