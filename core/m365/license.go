package m365

// licenseStates are Microsoft's words for the states, from good to bad.
var licenseStates = []struct {
	word  string
	state LicenseState
}{
	{"Active", LicenseActive},
	{"ActiveWithError", LicenseActiveError},
	{"Disabled", LicenseDisabled},
	{"Error", LicenseError},
}

// LicenseStateOf reads the state of a licenseAssignmentState. A word that is not known is kept as it is.
func LicenseStateOf(word string) LicenseState {
	for _, known := range licenseStates {
		if known.word == word {
			return known.state
		}
	}
	return LicenseState(word)
}

// Worse says that a state is worse than another. One that is not known is worse than Active and better than the others.
func (s LicenseState) Worse(other LicenseState) bool { return s.rank() > other.rank() }

func (s LicenseState) rank() int {
	for i, known := range licenseStates {
		if known.state == s {
			return 2 * i
		}
	}
	return 1
}

// LicenseProblem puts the error of a licenseAssignmentState in words; empty where there is none.
// See learn.microsoft.com/entra/identity/users/licensing-groups-resolve-problems.
func LicenseProblem(word string) string {
	switch word {
	case "", "None":
		return ""
	case "CountViolation":
		return "No units of the product are left"
	case "MutuallyExclusiveViolation":
		return "One of its services cannot be held together with a service of another license of the user"
	case "DependencyViolation":
		return "It has a service that needs a service of another license, which the user lacks"
	case "ProhibitedInUsageLocationViolation":
		return "Microsoft does not offer it in the user's usage location, or the user has none"
	case "UniquenessViolation":
		return "An address of the user, as a proxy address, is already used by somebody else"
	case "Other":
		return "Microsoft does not say why; the audit log of the tenant may"
	}
	return "Microsoft's reason: " + word
}

// PlanStatus puts the provisioningStatus of a service plan in words, and says whether the user has the plan: one that
// waits or failed is not switched off.
func PlanStatus(word string) (on bool, status string) {
	switch word {
	case "Success":
		return true, "On"
	case "Disabled":
		return false, "Off"
	case "Error":
		return true, "Error"
	case "PendingInput":
		return true, "Waiting for input"
	case "PendingActivation":
		return true, "Waiting for activation"
	case "PendingProvisioning":
		return true, "Being set up"
	case "":
		return true, "Not known"
	}
	return true, word
}
