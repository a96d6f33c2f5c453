package m365

import (
	"slices"
	"strings"
)

// interrupted are the codes of sign-ins that stopped for something the user is asked to do, and usually go on. All but the
// last four are those of Microsoft's published sign-in workbook; the last four ask for a second factor, a device or a
// confirmation, and are of the same sort.
var interrupted = []int{
	50058, // not enough session information for single sign-on
	50140, // "Keep me signed in"
	51006, // integrated Windows authentication is needed
	50059, // no tenant in the request
	65001, // consent is asked for
	52004, // consent to LinkedIn is asked for
	50055, // the password is expired
	50144, // the password of Active Directory is expired
	50072, // a second factor is to be registered
	50074, // a second factor is asked for
	16000, // an account is to be chosen
	16001, // an account was chosen that is not signed in
	16003, // the account is not in the tenant yet
	50127, // the broker app is to be installed
	50125, // a password is being reset or registered
	50129, // the device is to be joined to the workplace
	50143, // the session belongs to another tenant
	81010, // seamless single sign-on: the Kerberos ticket is no good
	81014, // seamless single sign-on
	81012, // seamless single sign-on: another account is signed in on the device
	50076, // a second factor is asked for by Conditional Access
	50079, // a second factor is to be registered by Conditional Access
	50097, // the device is to prove itself
	50199, // the user confirms the sign-in
}

// OutcomeOf says how a sign-in with Microsoft's error code ended.
func OutcomeOf(code int) SignInOutcome {
	switch {
	case code == 0:
		return SignInSuccess
	case slices.Contains(interrupted, code):
		return SignInInterrupted
	}
	return SignInFailure
}

// RequirementOf reads authenticationRequirement; empty for what is not known.
func RequirementOf(word string) string {
	switch word {
	case "singleFactorAuthentication":
		return "Single-factor"
	case "multiFactorAuthentication":
		return "Multifactor"
	}
	return ""
}

// Place joins town, state and country in one line. What is missing, or the same as what stands before it, is left out.
func Place(parts ...string) string {
	var line []string
	for _, part := range parts {
		part = strings.TrimSpace(part)
		if part != "" && (len(line) == 0 || line[len(line)-1] != part) {
			line = append(line, part)
		}
	}
	return strings.Join(line, ", ")
}

// PolicyApplied reads the result of a Conditional Access policy: whether it took part in the sign-in. Policies that are
// off, report only or for others did not.
func PolicyApplied(result string) bool { return result == "success" || result == "failure" }
