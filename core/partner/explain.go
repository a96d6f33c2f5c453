package partner

import (
	"fmt"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
)

// Explain says in plain words what happened and what to do. tenantName is the customer's name as the person knows it; it
// may be empty for a call that is about no customer. An error that holds no Error of this package gets a general sentence.
func Explain(err error, tenantName string) m365.Failure {
	failed := As(err)
	if failed == nil {
		return m365.Failure{
			What:      "Partner Center could not be reached" + place(" for ", tenantName) + ".",
			Do:        "Retry. Copy the details for support when it happens again.",
			Technical: err.Error(),
		}
	}
	because, do := failed.words()
	return m365.Failure{
		What:      fmt.Sprintf("Could not %s%s: %s.", failed.Op, place(" in ", tenantName), because),
		Do:        do,
		Code:      failed.Code,
		RequestID: failed.CorrelationID,
		At:        failed.At,
		Technical: err.Error(),
	}
}

func place(preposition, name string) string {
	if name == "" {
		return ""
	}
	return preposition + name
}

// words completes "Could not create the enterprise application in Contoso: …" and names the next step.
func (e *Error) words() (because, do string) {
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
		return "Partner Center could not be reached", "Check the network connection and the proxy, then retry."
	case ForeignHost:
		return "the answer led to an address outside Partner Center, which was not followed",
			"Check that no proxy changes the traffic to Partner Center."
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
