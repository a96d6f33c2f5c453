package refusal

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// advice is what a person reads about an error. {tenant} stands for the tenant's name.
type advice struct{ what, do string }

// Explain turns an error of this package, or of the network, into sentences about the tenant: what happened and what to do.
// Code and correlation id are Microsoft's; At is left to the caller. An error that it does not know is still answered, with
// the error as Technical.
func Explain(err error, tenantName string) m365.Failure {
	if err == nil {
		return m365.Failure{}
	}
	chosen, _ := choose(err)
	failure := m365.Failure{
		What:      fill(chosen.what, tenantName),
		Do:        fill(chosen.do, tenantName),
		Technical: redact(err.Error()),
	}
	var refused *ServerError
	if errors.As(err, &refused) {
		failure.Code, failure.RequestID = refused.Code(), refused.CorrelationID
	}
	failure.SignIn = NeedsInteraction(err)
	return failure
}

func fill(sentence, tenantName string) string {
	if tenantName == "" {
		if rest, first := strings.CutPrefix(sentence, "{tenant}"); first {
			sentence = "This tenant" + rest
		}
		tenantName = "this tenant"
	}
	return strings.ReplaceAll(sentence, "{tenant}", tenantName)
}

// Knows says whether an error is of the sign-in or of the network, so that Explain has a sentence of its own for it.
func Knows(err error) bool {
	_, known := choose(err)
	return known
}

func choose(err error) (found advice, known bool) {
	if found, ok := ownAdvice(err); ok {
		return found, true
	}
	var refused *ServerError
	if errors.As(err, &refused) {
		home, atHome := homeOf(err)
		if found, ok := strangerAdvice(refused, home); ok && atHome {
			return found, true
		}
		return refusalAdvice(refused, atHome), true
	}
	if found, ok := networkAdvice(err); ok {
		return found, true
	}
	return advice{
		what: "Something went wrong with the sign-in for {tenant}.",
		do:   "Try again. If it stays, copy the details for your support.",
	}, false
}

// homeOf is the MSP's own tenant, and false where the error is about another one.
func homeOf(err error) (m365.TenantID, bool) {
	var ours *Error
	if errors.As(err, &ours) && ours.Home {
		return ours.Tenant, true
	}
	return "", false
}

// ownAdvice is for the errors that this package makes by itself.
func ownAdvice(err error) (advice, bool) {
	var (
		syntax    *SyntaxError
		client    *ClientIDError
		missing   *NotFoundError
		other     *OtherCloudError
		tenant    *WrongTenantError
		clients   *ClientTenantError
		account   *WrongAccountError
		declined  *DeclinedError
		partner   *NoPartnerCenterError
		nowhere   *NoLoopbackError
		bare      *NoMFAError
		elsewhere *ForeignAddressError
		another   *OtherTenantError
	)
	switch {
	case errors.Is(err, ErrSignedOut):
		return advice{"Nobody is signed in.", "Sign in to go on."}, true
	case errors.Is(err, ErrClosed):
		return advice{"Tenantkeep is closing.", ""}, true
	case errors.As(err, &elsewhere):
		return advice{
			"What answered in the place of Microsoft's sign-in service wanted to go on at " + quoted(elsewhere.Address) + ". Nothing was sent there.",
			"Check whether a proxy, or the login page of a Wi-Fi network, stands in between, or use another network.",
		}, true
	case errors.Is(err, ErrUnreadable):
		return foreign, true
	case errors.As(err, &syntax):
		return advice{
			quoted(syntax.Input) + " is neither a tenant id nor a domain.",
			"Enter the tenant id, such as 00000000-0000-0000-0000-000000000000, or a domain of the tenant, such as contoso.com.",
		}, true
	case errors.As(err, &client):
		return advice{
			quoted(client.Input) + " is not an application id.",
			"Copy the Application (client) ID from the app registration's overview in the Entra admin center.",
		}, true
	case errors.As(err, &missing):
		return advice{
			"Microsoft knows no tenant " + quoted(missing.Input) + " in the " + missing.Cloud + " cloud.",
			"Check the spelling. The tenant id is on the overview page of the Entra admin center.",
		}, true
	case errors.As(err, &other):
		return advice{
			"The tenant " + quoted(other.Input) + " is in the " + other.Lives + " cloud, not in " + other.Asked + ".",
			"Choose the " + other.Lives + " cloud and try again.",
		}, true
	case errors.As(err, &tenant):
		return wrongTenantAdvice(tenant), true
	case errors.As(err, &clients):
		return clientTenantAdvice(clients), true
	case errors.As(err, &another):
		return advice{
			"Microsoft answered for the tenant " + string(another.Got) + " in the place of {tenant}. Nothing of it was kept or changed.",
			"Sign out and sign in again. If it stays, check whether a proxy changes the traffic to Microsoft, and copy the details for your support.",
		}, true
	case errors.As(err, &account):
		return advice{
			"You are signed in as " + account.Want + ", and the browser signed in as " + account.Got + ".",
			"Repeat the step as " + account.Want + ", or sign out first to change the account.",
		}, true
	case errors.As(err, &declined):
		return advice{
			"Not all permissions were accepted.",
			"Sign in again and accept all permissions, or choose a lower access tier.",
		}, true
	case errors.As(err, &bare):
		return advice{
			bare.Username + " signed in without multifactor authentication (MFA). Partner Center and the clients' tenants refuse that, so no tenant can be synced.",
			"Set up MFA for the account at aka.ms/mfasetup, or have an administrator require it, then sign out and sign in again.",
		}, true
	case errors.As(err, &nowhere):
		return advice{
			"The browser cannot come back to Tenantkeep: this computer does not let it listen on 127.0.0.1.",
			"Allow Tenantkeep in the security program or firewall of this computer, then sign in again.",
		}, true
	case errors.As(err, &partner):
		return advice{
			"The " + partner.Cloud + " cloud has no Partner Center that Tenantkeep can use.",
			"Give the consent in the client tenant by hand.",
		}, true
	}
	return advice{}, false
}

func wrongTenantAdvice(wrong *WrongTenantError) advice {
	want, got := placed(wrong.WantName, wrong.WantDomain, wrong.Want), placed(wrong.GotName, wrong.GotDomain, wrong.Got)
	signedIn := "You signed in as " + wrong.Username + ", an account of " + got
	native := "Sign in with a native member of " + cmp.Or(wrong.WantName, wrong.WantDomain, "the tenant "+string(wrong.Want))
	if wrong.Guest {
		return advice{
			signedIn + " that is only a guest in " + want + ".",
			"A guest account cannot be used for GDAP. " + native + ": an account that was created there.",
		}
	}
	if wrong.Visits {
		name := cmp.Or(wrong.WantName, wrong.WantDomain, "that tenant")
		return advice{
			signedIn + ". The Tenant ID is that of " + want + ", where this account is a partner or a guest.",
			"If " + name + " is a client of yours, enter your own tenant as Tenant ID under Setup, Integrations: " +
				cmp.Or(wrong.GotDomain, string(wrong.Got)) + ". Otherwise sign in with a native member of " + name + ": a guest cannot be used for GDAP.",
		}
	}
	return advice{
		signedIn + ". Tenantkeep expects an account of " + want + ".",
		native + ", or enter the other tenant as Tenant ID under Setup, Integrations.",
	}
}

func clientTenantAdvice(wrong *ClientTenantError) advice {
	given := "The Tenant ID is that of " + placed(wrong.GivenName, wrong.GivenDomain, wrong.Given)
	if wrong.Own != "" {
		return advice{
			given + ", a client of " + placed(wrong.OwnName, wrong.OwnDomain, wrong.Own) + ".",
			"Enter your own CSP tenant as Tenant ID: " + cmp.Or(wrong.OwnDomain, string(wrong.Own)) + ".",
		}
	}
	return advice{
		given + ", and you signed in with an account of another tenant that manages it as a partner.",
		cmp.Or(wrong.GivenName, wrong.GivenDomain, "That tenant") + " is a client of yours. Enter your own CSP tenant as Tenant ID under Setup, Integrations: its domain stands behind the @ of the account that you chose. Find my tenant, under that field, enters it for you.",
	}
}

// placed is a tenant with all that is known of it: "Contoso (contoso.com, 2222...)".
func placed(name, domain string, id m365.TenantID) string {
	known := slices.DeleteFunc([]string{name, domain, string(id)}, func(part string) bool { return part == "" })
	switch {
	case len(known) < 2 && id != "":
		return "the tenant " + string(id)
	case len(known) < 2:
		return strings.Join(known, "")
	}
	return known[0] + " (" + strings.Join(known[1:], ", ") + ")"
}

// unknownAccount reads what Microsoft says with AADSTS50020 of an account and of the tenant that does not know it.
var unknownAccount = regexp.MustCompile(
	`User account '([^']+)' from identity provider 'https://sts\.windows\.net/([0-9a-f-]{36})/?' does not exist in tenant '([^']+)'`)

// strangerAdvice names both tenants where Microsoft refused an account of another tenant, and said which.
func strangerAdvice(refused *ServerError, home m365.TenantID) (advice, bool) {
	said := unknownAccount.FindStringSubmatch(refused.Description)
	if said == nil {
		return advice{}, false
	}
	wrong := &WrongTenantError{
		Want: home, WantName: said[3], Got: m365.TenantID(said[2]), GotDomain: m365.DomainOf(said[1]), Username: said[1],
	}
	if wrong.WantName == string(home) {
		wrong.WantName = ""
	}
	return wrongTenantAdvice(wrong), true
}

// cancelledInBrowser is for who pressed Cancel, whatever page it was on.
var cancelledInBrowser = advice{"The sign-in was cancelled in the browser.", "Nothing was changed. Sign in again when you are ready, and accept the permissions that Microsoft lists."}

// leftInBrowser is for who left Microsoft's pages. They say the same of Cancel in the list of accounts and of permissions
// that were not accepted, and nothing at all where an administrator has to approve first.
func leftInBrowser(refused *ServerError) advice {
	if refused.Sub == "" && refused.Description == "" {
		return advice{
			"The sign-in was left in the browser.",
			"Sign in again when you are ready. Where Microsoft's page said that an administrator has to approve, sign in with an account that may accept permissions for {tenant}: a Cloud Application Administrator or a Global Administrator.",
		}
	}
	return cancelledInBrowser
}

func quoted(text string) string { return "\u201c" + text + "\u201d" }

// refusalAdvice is for what Microsoft's sign-in service said. Codes choose the words only: Microsoft says that they change.
func refusalAdvice(refused *ServerError, home bool) advice {
	if refused.Status == 0 && refused.Kind == "access_denied" && (len(refused.Codes) == 0 || refused.Has(declinedConsent)) {
		return leftInBrowser(refused)
	}
	for _, code := range refused.Codes {
		for _, family := range families {
			if family.has(code) {
				return family.advice(home)
			}
		}
	}
	switch {
	case refused.Foreign:
		return foreign
	case len(refused.Codes) > 0:
		return unknownAdvice(refused)
	case isNotConsented(refused):
		return notConsented.advice(home)
	case strings.Contains(strings.ToLower(refused.Description), "cancel"):
		return cancelledInBrowser
	case wantsPerson(refused):
		return needsProof.advice(home)
	case refused.Kind == "invalid_grant":
		return sessionEnded.advice(home)
	case isBusy(refused):
		return busy.advice(home)
	case refused.Status == 0 && refused.Description == "":
		return advice{"The sign-in was not completed in the browser.", "Sign in again."}
	}
	return advice{
		"Microsoft refused the sign-in for {tenant}.",
		"Try again. If it stays, copy the details: Microsoft's code says more.",
	}
}

// foreign is for an answer of something else than Microsoft's sign-in service, whatever its status.
var foreign = advice{
	"The answer did not come from Microsoft's sign-in service.",
	"Check whether a proxy, or the login page of a Wi-Fi network, stands in between, then try again.",
}

// unknownAdvice hands over a code that has no sentences: what its kind means would be a guess.
func unknownAdvice(refused *ServerError) advice {
	what := "Microsoft refused the sign-in for {tenant} with " + refused.Code()
	if refused.CorrelationID != "" {
		what += " (correlation ID " + refused.CorrelationID + ")"
	}
	do := "Try again. If it stays, look the code up at login.microsoftonline.com/error, or copy the details for your support."
	switch {
	case isBusy(refused):
		do = "Try again in a few minutes. If it stays, look the code up at login.microsoftonline.com/error."
	case isNotConsented(refused):
		do = "Sync the tenant again, or sign in again as an administrator. If it stays, look the code up at login.microsoftonline.com/error."
	case wantsPerson(refused), refused.Kind == "invalid_grant":
		do = "Sign in again and complete every step in the browser. If it stays, look the code up at login.microsoftonline.com/error."
	}
	return advice{what + ".", do}
}

func isNotConsented(refused *ServerError) bool {
	return refused.Kind == "consent_required" || refused.Sub == "consent_required"
}

func wantsPerson(refused *ServerError) bool {
	return refused.Kind == "interaction_required" || refused.Kind == "login_required" || refused.Claims != ""
}

func isBusy(refused *ServerError) bool {
	return refused.Status == 429 || refused.Status >= 500 || refused.Kind == "temporarily_unavailable" || refused.Kind == "server_error"
}
