package refusal

import (
	"slices"
	"strconv"
	"strings"
)

// family is a group of AADSTS codes with the same sentences. Meanings:
// https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
type family struct {
	codes []int
	counsel
}

// counsel is the advice for any tenant, and another for the MSP's own where that differs.
type counsel struct {
	any  advice
	home advice
}

// bars are the codes of refusals that stay until somebody changes the tenant, the relationship or a policy. Trying again, or
// signing in again, changes nothing.
var bars = []int{
	50020, 50034, 16000, 16003, 50014, 90072, 50105, 53000, 53001, 53002, 53003, 530032, 530034, 50177, 50178, 5000224, 7000112,
}

// Bars says whether a code as ServerError.Code gives it keeps the account out of a tenant until somebody changes something
// there.
func Bars(code string) bool {
	digits, found := strings.CutPrefix(code, "AADSTS")
	number, err := strconv.Atoi(digits)
	return found && err == nil && slices.Contains(bars, number)
}

func (f family) has(code int) bool { return slices.Contains(f.codes, code) }

func (a counsel) advice(home bool) advice {
	if home && a.home.what != "" {
		return a.home
	}
	return a.any
}

// The advice that also serves refusals without a known code.
var (
	needsProof = counsel{any: advice{
		"{tenant} asks for a further proof of who you are, such as multifactor authentication.",
		"Sign in again and complete every step in the browser.",
	}}
	notConsented = counsel{
		any: advice{
			"Tenantkeep has no consent in {tenant}, or the consent has not reached all of Microsoft's servers yet.",
			"Sync the tenant again in a few minutes.",
		},
		home: advice{
			"The permissions were not accepted in {tenant}.",
			"Sign in again and accept them, as an administrator who can consent for the organization. If the Tenant ID is that of a client, enter your own CSP tenant in its place.",
		},
	}
	sessionEnded = counsel{any: advice{
		"Your sign-in has ended: it was not used for too long, was revoked, or your password changed.",
		"Sign in again.",
	}}
	busy = counsel{any: advice{
		"Microsoft's sign-in service is too busy to answer for {tenant}.",
		"Try again in a few minutes.",
	}}
)

var families = []family{
	{provesMore, needsProof},
	{expiredSession, sessionEnded},
	{[]int{65001, 90094, 650056}, notConsented},
	{[]int{650051, 50000, 90033, 90015, 90024, 90055, 50196}, busy},
	{[]int{90099}, counsel{any: advice{
		"Tenantkeep is not authorized in {tenant} for partner administrators.",
		"Sync the tenant: that gives the consent through Partner Center.",
	}}},
	{[]int{700016}, counsel{
		any: advice{
			"Tenantkeep's enterprise application is not in {tenant}, or not yet on all of Microsoft's servers.",
			"Sync the tenant again in a few minutes.",
		},
		home: advice{
			"{tenant} has no application of this id.",
			"Check the Application (client) ID and the Tenant ID under Setup, Integrations. The Tenant ID has to be that of your own CSP tenant, not of a client.",
		},
	}},
	{[]int{500011}, counsel{
		any: advice{
			"A Microsoft service that Tenantkeep needs is not set up in {tenant}.",
			"Have an administrator of the tenant sign in to that service once, then try again.",
		},
		home: advice{
			"Partner Center is not set up in {tenant}.",
			"Check that this is your CSP partner tenant, and have an administrator sign in to Partner Center once.",
		},
	}},
	{[]int{declinedConsent}, counsel{any: advice{
		"The permissions were declined.",
		"Sign in again and choose Accept. The list in the window says what each is for; a lower access tier asks for fewer.",
	}}},
	{[]int{50020, 50034, 16000, 16003, 50014, 90072}, counsel{
		any: advice{
			"Your account has no access to {tenant}.",
			"Check that the GDAP relationship is active, and that you are a native member, not a guest, of a security group that it is assigned to.",
		},
		home: advice{
			"This account does not exist in {tenant}.",
			"Sign in with an account that is a member of that tenant, or correct the Tenant ID.",
		},
	}},
	{[]int{50105}, counsel{any: advice{
		"The enterprise application in {tenant} is limited to assigned users, and you are not among them.",
		"Assign your account to the application in the Entra admin center, or turn off \u201cAssignment required\u201d.",
	}}},
	{[]int{53000, 53001}, counsel{any: advice{
		"A Conditional Access policy of {tenant} lets in only devices that are managed and compliant.",
		"Use a compliant device, or have the policy exclude service provider users.",
	}}},
	{[]int{53002}, counsel{any: advice{
		"A Conditional Access policy of {tenant} lets in approved applications only.",
		"Have the policy exclude Tenantkeep or service provider users.",
	}}},
	{[]int{53003, 530032}, counsel{any: advice{
		"A Conditional Access policy of {tenant} blocked the sign-in.",
		"Have an administrator of the tenant exclude service provider users from the policy. The sign-in log of the tenant names it.",
	}}},
	{[]int{53004}, counsel{any: advice{
		"Your account has to set up multifactor authentication, and Microsoft blocks that here because the sign-in looks risky.",
		"Set it up from a known network and device, then sign in again.",
	}}},
	{[]int{530034}, counsel{any: advice{
		"Microsoft blocks your account from {tenant}, because it looks at risk in your own tenant.",
		"Have the risk of your account reviewed in Entra ID Protection of your own tenant, then sign in again.",
	}}},
	{[]int{50177}, counsel{any: advice{
		"A Conditional Access policy of {tenant} asks for terms of use or another external step, which partner accounts cannot complete.",
		"Have the policy exclude service provider users.",
	}}},
	{[]int{50178}, counsel{any: advice{
		"A Conditional Access policy of {tenant} uses session controls, which do not work for partner accounts.",
		"Have the policy exclude service provider users.",
	}}},
	{[]int{90002, 900023}, counsel{any: advice{
		"Microsoft knows no tenant of this id or domain.",
		"Check the spelling, and that the tenant still exists.",
	}}},
	{[]int{5000224}, counsel{any: advice{
		"{tenant} is switched off or was deleted at Microsoft.",
		"Ask Microsoft's support about the tenant, or unsync it.",
	}}},
	{[]int{90038}, counsel{any: advice{
		"{tenant} is in another Microsoft cloud than the one Tenantkeep is connected to.",
		"Choose the cloud of the tenant and sign in again.",
	}}},
	{[]int{50194}, counsel{any: advice{
		"The application may be used in its own tenant only.",
		"In the app registration, under Authentication, set the supported account types to accounts in any organizational directory.",
	}}},
	{[]int{7000218}, counsel{any: advice{
		"The application is not registered as a desktop application.",
		"In the app registration, under Authentication, turn on \u201cAllow public client flows\u201d and add the platform Mobile and desktop applications.",
	}}},
	{[]int{50011, 500113}, counsel{any: advice{
		"The application does not accept the answer address of a desktop program.",
		"In the app registration, under Authentication, add the platform Mobile and desktop applications with the redirect address http://localhost.",
	}}},
	{[]int{70011, 28002}, counsel{any: advice{
		"The application asked for a permission that Microsoft does not know in this cloud.",
		"Check that the right cloud is chosen, and copy the details for your support.",
	}}},
	{[]int{7000112}, counsel{any: advice{
		"Tenantkeep's application is disabled in {tenant}.",
		"Turn its sign-in on again under Enterprise applications in the Entra admin center.",
	}}},
	{[]int{50053}, counsel{any: advice{
		"Your account is locked after too many wrong passwords, or the sign-in came from an address that Microsoft blocks.",
		"Wait some minutes, or have an administrator reset your password.",
	}}},
	{[]int{50057}, counsel{any: advice{
		"Your account is disabled.",
		"Have an administrator of your own tenant enable it.",
	}}},
	{[]int{50055}, counsel{any: advice{
		"Your password has expired.",
		"Sign in again and choose a new password in the browser.",
	}}},
	{[]int{50126}, counsel{any: advice{
		"The user name or the password is wrong.",
		"Sign in again.",
	}}},
	{[]int{50002, 500021, 500022}, counsel{any: advice{
		"This network allows sign-ins to chosen tenants only, and {tenant} is not among them.",
		"Use another network, or have the tenant added to the network's tenant restrictions.",
	}}},
}
