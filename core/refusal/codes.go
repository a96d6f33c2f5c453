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
	50020, 50034, 51004, 16000, 16003, 50014, 90072, 90084, 50105, 53000, 53001, 53002, 53003, 53009, 53010, 53011, 530001, 530002,
	530003, 530031, 530032, 530034, 530035, 50127, 50129, 50131, 50155, 50177, 50178, 500212, 500213, 5000224, 7000112, 50002,
	500021, 500022, 5000211, 530004, 530021, 50005,
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
	needsProof = counsel{
		any: advice{
			"{tenant} asks for a further proof of who you are, such as multifactor authentication.",
			"Sign in again and complete every step in the browser. A client that asks each time does not trust your tenant's multifactor authentication: have it do so under External Identities, Cross-tenant access settings.",
		},
		home: advice{
			"{tenant} asks for a further proof of who you are, such as multifactor authentication.",
			"Sign in again and complete every step in the browser.",
		},
	}
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
	{[]int{50158, 50161}, counsel{any: advice{
		"{tenant} asks for a proof by another service than Microsoft's, such as another company's multifactor authentication.",
		"Sign in again and complete that step in the browser. For a client, have its policy exclude service provider users, who can often not complete it.",
	}}},
	{[]int{70043, 70044}, counsel{any: advice{
		"A policy asks you to sign in anew after a set time, and that has passed.",
		"Sign in again.",
	}}},
	{provesMore, needsProof},
	{expiredSession, sessionEnded},
	{[]int{65001, 90008, 90093, 90094, 90095, 650056}, notConsented},
	{[]int{650051, 50000, 50033, 50087, 50088, 50166, 90006, 90012, 90015, 90024, 90033, 90055, 90090, 90091, 50196}, busy},
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
	{[]int{50001, 500011, 500014, 650052, 650054}, counsel{
		any: advice{
			"A Microsoft service that Tenantkeep needs is not set up or not subscribed to in {tenant}.",
			"Have an administrator of the tenant sign in to that service once, or subscribe to it, then try again. Microsoft's message in the details names it.",
		},
		home: advice{
			"Partner Center is not set up in {tenant}.",
			"Check that this is your CSP partner tenant, and have an administrator sign in to Partner Center once.",
		},
	}},
	{[]int{65005}, counsel{any: advice{
		"The permissions that the application asks for in {tenant} and those of its registration do not fit each other.",
		"Compare API permissions of the app registration with the list under Setup, Integrations: each service there has to exist in the tenant. Check the Application (client) ID too.",
	}}},
	{[]int{650057}, counsel{
		any: advice{
			"The application's registration does not list a Microsoft service that it asked for in {tenant}.",
			"In the app registration, under API permissions, add the delegated permissions of Microsoft Graph and of Partner Center, then sync the tenant again.",
		},
		home: advice{
			"The application's registration does not list a Microsoft service that Tenantkeep needs.",
			"In the app registration, under API permissions, add the delegated permissions of Microsoft Graph and of Partner Center, then sign in again.",
		},
	}},
	{[]int{declinedConsent}, counsel{any: advice{
		"The permissions were declined.",
		"Sign in again and choose Accept. The list in the window says what each is for; a lower access tier asks for fewer.",
	}}},
	{[]int{50020, 50034, 51004, 16000, 16003, 50014, 90072, 90084}, counsel{
		any: advice{
			"Your account has no access to {tenant}.",
			"Check that the GDAP relationship is active, and that you are a native member, not a guest, of a security group that it is assigned to. If {tenant} holds a guest of your address, have it deleted there.",
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
	{[]int{53000, 530002, 530004}, counsel{any: advice{
		"A Conditional Access policy of {tenant} lets in compliant devices only, and this one is not.",
		"Use a device that your organization manages and finds compliant. For a client, have its policy exclude service provider users, or trust your tenant's compliant devices.",
	}}},
	{[]int{53001, 530003}, counsel{any: advice{
		"A Conditional Access policy of {tenant} lets in devices only that an organization manages, and this one is not managed.",
		"Join this computer to your organization and sign in again. For a client, have its policy exclude service provider users.",
	}}},
	{deviceProof, counsel{any: advice{
		"{tenant} asks this device to prove which one it is, and no proof came.",
		"Sign in again in a browser that knows the work account of this computer, such as Microsoft Edge. If it stays, register the computer with your organization, or have the policy exclude service provider users.",
	}}},
	{[]int{50127, 50129, 50155}, counsel{any: advice{
		"{tenant} lets in registered devices only, and this one is not registered or its registration was not accepted.",
		"Register this computer with your organization under Accounts, Access work or school, and sign in again. For a client, have its policy exclude service provider users.",
	}}},
	{lostDevice, counsel{any: advice{
		"The device that you signed in on is no longer in the directory, or was disabled there: its sign-ins have ended.",
		"Have it enabled, or register this computer with your organization again, then sign in again.",
	}}},
	{[]int{50131}, counsel{any: advice{
		"Conditional Access of {tenant} refused the sign-in, because of the state of this device or because the request looks suspicious.",
		"Sign in from a known network and a device that is registered and up to date. If it stays, an administrator of the tenant finds the policy in its sign-in log.",
	}}},
	{[]int{530001}, counsel{any: advice{
		"A Conditional Access policy of {tenant} asks for a browser that can prove which device it runs on, and this one cannot.",
		"Make Microsoft Edge the default browser, or have the policy exclude service provider users, then sign in again.",
	}}},
	{[]int{53002, 53009, 530021}, counsel{any: advice{
		"A Conditional Access policy of {tenant} lets in approved applications only.",
		"Have the policy exclude Tenantkeep or service provider users: no device setting makes a desktop program an approved one.",
	}}},
	{[]int{53003, 530031, 530032}, counsel{any: advice{
		"A Conditional Access policy of {tenant} blocked the sign-in.",
		"Have an administrator of the tenant exclude service provider users from the policy. The sign-in log of the tenant names it.",
	}}},
	{[]int{530035}, counsel{any: advice{
		"The security defaults of {tenant} blocked the sign-in as unsafe.",
		"Sign in with multifactor authentication from a known device and network. If it stays, have an administrator of the tenant look at its sign-in log.",
	}}},
	{[]int{53011}, counsel{any: advice{
		"Microsoft blocks your account from {tenant}, because your own tenant counts it as risky.",
		"Have an administrator of your own tenant dismiss or remediate the risk under Entra ID Protection, Risky users, then sign in again.",
	}}},
	{[]int{53010}, counsel{any: advice{
		"Your account has to set up multifactor authentication, and its organization allows that from chosen places or devices only.",
		"Set it up from such a place or device, or with a Temporary Access Password, then sign in again.",
	}}},
	{[]int{500212}, counsel{any: advice{
		"Your own tenant does not let its accounts into {tenant}.",
		"Have an administrator of your own tenant allow it under External Identities, Cross-tenant access settings, Outbound access.",
	}}},
	{[]int{500213}, counsel{any: advice{
		"{tenant} does not let in accounts of your tenant.",
		"Have an administrator there allow your tenant under External Identities, Cross-tenant access settings, Inbound access.",
	}}},
	{[]int{wrongTime}, counsel{any: advice{
		"Microsoft found the proof of your sign-in outside of its time: it has ended, or has not begun.",
		"Check the date and the clock of this computer, then sign in again.",
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
		"Have the policy exclude service provider users. If no policy asks for that, check that you are a native member of a security group of the GDAP relationship, and no guest in the tenant.",
	}}},
	{[]int{50178}, counsel{any: advice{
		"A Conditional Access policy of {tenant} uses session controls, which do not work for partner accounts.",
		"Have the policy exclude service provider users.",
	}}},
	{[]int{90002, 900023, 50059, 50128}, counsel{any: advice{
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
	{[]int{9002326, 9002327}, counsel{any: advice{
		"The application's redirect address is registered for a web page, not for a desktop program.",
		"In the app registration, under Authentication, remove http://localhost from Single-page application and Web, and add it under Mobile and desktop applications.",
	}}},
	{[]int{7000218}, counsel{any: advice{
		"The application is not registered as a desktop application.",
		"In the app registration, under Authentication, turn on \u201cAllow public client flows\u201d and add the platform Mobile and desktop applications.",
	}}},
	{[]int{50011, 500113, 900971, 70004}, counsel{any: advice{
		"The application does not accept the answer address of a desktop program.",
		"In the app registration, under Authentication, add the platform Mobile and desktop applications with the redirect address http://localhost.",
	}}},
	{[]int{70011, 28002, 700022, 700023}, counsel{any: advice{
		"The application asked for a permission that Microsoft does not know in this cloud.",
		"Check that the right cloud is chosen, and copy the details for your support.",
	}}},
	{[]int{7000112, 70001}, counsel{any: advice{
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
	{unproved, counsel{any: advice{
		"Your multifactor authentication was not completed: it was refused, it failed, or nobody answered in time.",
		"Sign in again and approve it. If you did not ask for it, change your password.",
	}}},
	{[]int{500200}, counsel{any: advice{
		"This is a personal Microsoft account, and {tenant} is for work accounts.",
		"Sign in with the work account of your own CSP tenant.",
	}}},
	{[]int{50006, 50007, 50008, 50107}, counsel{any: advice{
		"Microsoft did not accept the answer of the identity provider that your organization signs in with.",
		"Try again in a few minutes. If it stays, have an administrator of your own tenant check the federation of your domain.",
	}}},
	{unfinished, counsel{any: advice{
		"The sign-in in the browser was not finished, or its answer was used already.",
		"Sign in again and complete every step in the browser.",
	}}},
	{[]int{50005}, counsel{any: advice{
		"A Conditional Access policy of {tenant} does not let in computers of this kind.",
		"Use a device of another kind, or have the policy exclude service provider users.",
	}}},
	{[]int{50055, 50144}, counsel{any: advice{
		"Your password has expired.",
		"Sign in again and choose a new password in the browser.",
	}}},
	{[]int{50135, 50142}, counsel{any: advice{
		"Your password has to be changed, because a policy asks for it or your account looks at risk.",
		"Change it in the browser, then sign in again.",
	}}},
	{[]int{80001, 80002, 80005, 80007, 80010, 80014}, counsel{any: advice{
		"Your organization's own servers, which check your password, did not answer Microsoft.",
		"Try again in a few minutes. If it stays, have an administrator look at the agents of pass-through authentication.",
	}}},
	{[]int{50126, 50056, 50064}, counsel{any: advice{
		"The user name or the password is wrong.",
		"Sign in again.",
	}}},
	{[]int{50002, 500021, 500022, 5000211}, counsel{any: advice{
		"This network allows sign-ins to chosen tenants only, and {tenant} is not among them.",
		"Use another network, or have the tenant added to the network's tenant restrictions.",
	}}},
}
