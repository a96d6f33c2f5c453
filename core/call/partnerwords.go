package call

import (
	"strings"

	"github.com/tenantkeep/tenantkeep/core/pause"
)

// partnerWords completes "Could not create the enterprise application in Contoso: …" and names the next step.
func (e *Error) partnerWords() (because, do string) {
	//exhaustive:enforce
	switch e.Kind {
	case Throttled:
		return "Partner Center limits the requests at the moment", "Retry " + pause.InWords(e.RetryAfter) + "."
	case Denied:
		return "your account may not do that",
			"Your account must be a native member, not a guest, of AdminAgents, and of a security group of the GDAP relationship that has the Cloud Application Administrator, Application Administrator or Global Administrator role."
	case NotFound:
		return "Partner Center knows no relationship with this customer",
			"Check that the GDAP relationship is active. A new one takes a few minutes to take effect."
	case Unauthorized:
		return "Partner Center did not accept the sign-in" + e.mfa(), "Sign in again with multifactor authentication. It must not be bypassed for your account, for example by a trusted location."
	case Conflict:
		return "it exists already", "Sync the tenant again."
	case BadRequest:
		return "Partner Center did not accept the request",
			"Check that the application is registered as multi-tenant and that Application (client) ID is the right one."
	case Server:
		return "Partner Center failed", "Retry in a few minutes."
	case Network:
		return e.networkWords()
	case ForeignHost:
		return "the answer led to an address outside Partner Center, which was not followed",
			"Check that no proxy changes the traffic to Partner Center."
	case Incomplete:
		return "Partner Center's list did not come to its end, so it would not be complete", "Retry in a few minutes."
	case TooLarge:
		return "the answer was longer than any that Partner Center is known to give",
			"Retry. If it stays, check whether a proxy of your network answers in its place, then copy the details and report them."
	case Malformed, NeedsPremium, Busy:
	}
	return "the answer was not Partner Center's",
		"Check whether a proxy or a sign-in page of your network answers in its place, then retry."
}

func (e *Error) mfa() string {
	if strings.Contains(strings.ToUpper(e.Message), "MFA") {
		return ", because it was made without multifactor authentication"
	}
	return ""
}
