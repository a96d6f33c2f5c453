package call

import (
	"fmt"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/tunnel"
)

// Explain says in plain words what happened and what to do. tenantName is the tenant's name as the person knows it. An
// error that holds no Error of this package gets a general sentence.
func Explain(err error, tenantName string) m365.Failure {
	failed := As(err)
	if failed == nil {
		return m365.Failure{
			What:      fmt.Sprintf("Microsoft 365 could not be read for %s.", tenantName),
			Do:        "Retry. Copy the details for support when it happens again.",
			Technical: err.Error(),
		}
	}
	words := failed.words
	if failed.Service == PartnerCenter {
		words = failed.partnerWords
	}
	because, do := words()
	return m365.Failure{
		What:      "Could not " + failed.Op + place(tenantName) + ": " + because + ".",
		Because:   strings.ToUpper(because[:1]) + because[1:] + ".",
		Do:        do,
		Code:      failed.Code,
		RequestID: failed.supportID(),
		At:        failed.At,
		Technical: err.Error(),
		SignIn:    failed.Kind == Unauthorized,
	}
}

// place is where it failed; nothing for a call that is about no tenant.
func place(tenantName string) string {
	if tenantName == "" {
		return ""
	}
	return " in " + tenantName
}

// supportID is Microsoft's name of the request; without an answer only ours is known.
func (e *Error) supportID() string {
	if e.RequestID != "" {
		return e.RequestID
	}
	return e.ClientRequestID
}

// GrantAtHome says how the partner's own tenant comes to grant what the application asks for.
func GrantAtHome(permission string) string {
	return "An administrator of your own tenant grants " + permission + ": in the Entra admin center, under App registrations, Tenantkeep, " +
		"API permissions, add it and grant admin consent. Then sign in again."
}

// AtHome is what to do in the partner's own tenant where Microsoft does not allow a read.
const AtHome = "Check that your account has a role for it in your own tenant, as Global Reader. Where permissions were added to Tenantkeep since, " +
	"an administrator of your tenant grants them in the Entra admin center, under App registrations, Tenantkeep, API permissions; then sign in again."

// words completes "Could not read the users in Contoso: …" and names the next step.
func (e *Error) words() (because, do string) {
	//exhaustive:enforce
	switch e.Kind {
	case Throttled:
		return "Microsoft limits the requests to this tenant at the moment", "Retry " + pause.InWords(e.RetryAfter) + "."
	case Denied:
		return "your account is not allowed to",
			"Check that a security group of the GDAP relationship that you are in has a role for it, as Global Reader, and sync the tenant again if permissions were added to Tenantkeep since."
	case NeedsPremium:
		return "the tenant has no Entra ID P1", "Sign-in data needs an Entra ID P1 or P2 license in the tenant."
	case NotFound:
		return "Microsoft does not know it", "It may have been deleted. Refresh the tenant."
	case Unauthorized:
		return "Microsoft did not accept the sign-in", "Sign in again."
	case Conflict:
		return "it exists already or was changed meanwhile", "Refresh the tenant, then look again."
	case Busy:
		return "Microsoft is carrying out another change of it at the moment", "Retry in a minute."
	case BadRequest:
		return "Microsoft did not accept the request", "Copy the details and report them: Tenantkeep asked for something that this tenant does not support."
	case Server:
		return "Microsoft's service failed", "Retry in a few minutes. The Microsoft 365 service health page shows known outages."
	case Network:
		return e.networkWords()
	case Incomplete:
		return "Microsoft's list did not come to its end, so it would not be complete", "Retry in a few minutes."
	case TooLarge:
		return "the answer was longer than any that Microsoft is known to give",
			"Retry. If it stays, check whether a proxy of your network answers in its place, then copy the details and report them."
	case ForeignHost:
		return "Microsoft's answer led to an address outside its cloud, which was not followed",
			"Check that no proxy changes the traffic to Microsoft Graph."
	case Malformed:
	}
	return "the answer was not Microsoft's",
		"Check whether a proxy or a sign-in page of your network answers in its place, then retry."
}

func (e *Error) networkWords() (because, do string) {
	if refused := tunnel.As(e.Err); refused != nil {
		return refused.Because(), refused.Do()
	}
	if e.BrokeOff {
		return "the connection broke in the middle of the answer", "Check the network connection, then retry."
	}
	name := "Microsoft Graph"
	if e.Service != Graph {
		name = string(e.Service)
	}
	return name + " could not be reached", "Check the network connection and the proxy, then retry."
}
