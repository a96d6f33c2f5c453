package integration

import (
	"cmp"
	"errors"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Explain says in plain words what happened to the tenant and what to do, and whether the error is one of this package. isHome
// tells the partner's own tenant.
func Explain(err error, tenantName string, isHome func(m365.TenantID) bool) (failure m365.Failure, known bool) {
	tenant := cmp.Or(tenantName, "this tenant")
	var lacking *LackingError
	if errors.As(err, &lacking) {
		return lacking.explain(err, tenant, isHome(lacking.Tenant)), true
	}
	failure = explainSync(err)
	if failure.What == "" {
		failure = explainRegister(err)
	}
	if failure.What == "" {
		failure = explainRemoval(err, tenant)
	}
	return failure, failure.What != ""
}

// explainSync is about what cannot be synced or unsynced.
func explainSync(err error) m365.Failure {
	switch {
	case errors.Is(err, ErrNotSynced):
		return m365.Failure{
			What: "The tenant is not synced, so nothing was sent to it.",
			Do:   "Sync it in Setup, then try again.",
		}
	case errors.Is(err, ErrPrimary):
		return m365.Failure{
			What: "The primary tenant cannot be unsynced.",
			Do:   "Take it out of the selection and unsync the others.",
		}
	case errors.Is(err, ErrTurningOff):
		return m365.Failure{
			What: "Microsoft 365 is being turned off, so no tenant can be synced.",
			Do:   "Take Turn Off back in Setup first, or let it end and turn on again.",
		}
	default:
		return m365.Failure{}
	}
}

// explainRegister is about the creation of the application.
func explainRegister(err error) m365.Failure {
	var several *SeveralError
	var offered *NotOfferedError
	switch {
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
	case errors.Is(err, ErrRemovalKept):
		return m365.Failure{
			What:      "Microsoft 365 stays on, but the permission Application.ReadWrite.All could not be taken back in your own tenant.",
			Do:        "An administrator can: in entra.microsoft.com, under Enterprise applications, Tenantkeep, Permissions, revoke Application.ReadWrite.All.",
			Technical: err.Error(),
		}
	case errors.Is(err, ErrBorrowed):
		return m365.Failure{
			What:      "All is done, but the permissions of Microsoft Graph Command Line Tools could not be taken back.",
			Do:        "In entra.microsoft.com, under Enterprise applications, Microsoft Graph Command Line Tools, Permissions, revoke Application.ReadWrite.All and DelegatedPermissionGrant.ReadWrite.All.",
			Technical: err.Error(),
		}
	case errors.Is(err, ErrNoAdministrator):
		return m365.Failure{
			What: "Microsoft has no client in this cloud with which Tenantkeep could create its application.",
			Do:   "Register it by hand: the steps are in Setup.",
		}
	default:
		return m365.Failure{}
	}
}

// explainRemoval is about what is left of the application in a tenant.
func explainRemoval(err error, tenant string) m365.Failure {
	switch {
	case errors.Is(err, ErrNotOurs):
		return m365.Failure{
			What:      "The enterprise application in " + tenant + " belongs to another organization. It was not deleted.",
			Do:        "Compare the Application (client) ID in Setup with the one of your app registration.",
			Technical: err.Error(),
		}
	case errors.Is(err, ErrStillThere):
		return m365.Failure{
			What:      "Microsoft still shows the enterprise application in " + tenant + " after its deletion.",
			Do:        "Try again in a few minutes.",
			Technical: err.Error(),
		}
	default:
		return m365.Failure{}
	}
}

// explain is about a consent, of the partner's own tenant or of a client's.
func (e *LackingError) explain(err error, tenant string, home bool) m365.Failure {
	if home {
		return m365.Failure{
			What:      "The consent in your own tenant does not hold all permissions that the access tier needs.",
			Do:        call.GrantAtHome("the permissions that the details name") + " Then try again.",
			Technical: err.Error(),
		}
	}
	return m365.Failure{
		What:      "The consent in " + tenant + " does not hold all permissions that the access tier needs.",
		Do:        "Sync the tenant again in a few minutes. The details name the permissions that are missing.",
		Technical: err.Error(),
	}
}
