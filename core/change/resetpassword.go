package change

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func init() {
	offer(Operation{
		Action: ResetPassword, Place: 110, Title: "Reset Password", Verb: "Reset password",
		What:    "The present password stops working at once. You are shown the new one, once, to give it to the user.",
		lasting: resetLasts, instead: resetAgain, home: passwordAtHome,
		kinds: []WriteKind{SetPassword}, asks: just(Write{Kind: SetPassword}), many: "Reset password of %s",
	}, map[WriteKind]effect{SetPassword: passwordEffect{}})
}

const (
	resetLasts = "A password reset cannot be undone: nobody knows the old password."
	resetAgain = "Reset it again."
)

// https://learn.microsoft.com/entra/external-id/user-properties: the account and its password are elsewhere.
var passwordAtHome = homeOnly{
	external, "An external user signs in with the account of their own organization",
	"The user's own organization can reset it, in its own tenant.",
}

// passwordEffect gives the user another password.
type passwordEffect struct{}

func (passwordEffect) need(write Write) need {
	role := "Helpdesk Administrator"
	if write.Detail[detailSynced] != "" {
		role = "Authentication Administrator"
	}
	return need{tier: access.HelpDesk, role: role, guarded: true}
}

func (passwordEffect) doing(user string, _ Write) string { return "reset the password of " + user }

func (passwordEffect) plan(ctx context.Context, d *draft, write Write) error {
	options := d.intent.Password
	if unseen(write) {
		options = unseenPassword
	} else {
		d.noteBlocked()
	}
	password, err := d.service.newPassword(options, d.user.User)
	if err != nil {
		return d.refuse(ErrIntent, err.Error(), "Choose another length.")
	}
	d.plan.secret = password
	if err := d.checkFederated(ctx); err != nil {
		return err
	}
	if d.user.Type == m365.Guest {
		d.note("A guest who signs in with an account of another organization keeps that account's password.")
	}
	if !d.user.OnPremisesSynced {
		d.step(write, "Set a new password", call.SetPassword(d.id(), password, options.MustChange))
		return nil
	}
	if d.mine() {
		return d.refuse(ErrOwnAccount, "Microsoft does not reset the password of your own account in this way.",
			"Change it yourself at the next sign-in, or ask a colleague.")
	}
	d.note(d.plan.Target.Name + " is synced from on-premises: the password goes through the authentication methods, and password writeback carries it to the Active Directory in the background. The tenant needs writeback turned on.")
	if !options.MustChange {
		d.note("Microsoft has a synced user change the password at the next sign-in, whatever is chosen here.")
	}
	write.Detail = maps.Clone(write.Detail)
	if write.Detail == nil {
		write.Detail = make(map[string]string)
	}
	write.Detail[detailSynced] = strconv.FormatBool(true)
	d.step(write, "Set a new password with writeback to on-premises", call.ResetSyncedPassword(d.id(), password))
	return nil
}

// checkFederated refuses a password that Microsoft does not set: a user of a federated domain signs in with another identity
// provider. Writeback sets it for those who are synced, in the Active Directory that the provider may ask.
//
// https://learn.microsoft.com/graph/api/resources/passwordprofile: it cannot be used for federated users.
func (d *draft) checkFederated(ctx context.Context) error {
	organization, err := d.service.options.Directory.Organization(ctx, d.intent.User.Tenant)
	if err != nil || organization.DefaultDomain == "" && organization.InitialDomain == "" { // it told none of its domains
		d.unread(err)
		d.note("It is not known whether the user's domain is federated: then the user signs in with another identity provider, and Microsoft may refuse the reset.")
		return nil
	}
	domain := organization.FederatedDomain(d.user.UserPrincipalName)
	switch {
	case domain == "":
		return nil
	case d.user.OnPremisesSynced:
		d.note("The domain " + domain + " is federated: the user signs in with another identity provider. The new password works there only where that provider asks the Active Directory on premises.")
		return nil
	}
	return d.refuse(ErrFederated,
		fmt.Sprintf("The domain %s of %s is federated: the user signs in with another identity provider, and Microsoft sets no password there.", domain, d.on()),
		"Reset the password at that identity provider.")
}

// tells nothing: Microsoft shows when the password was changed last, and that may have been somebody else.
func (passwordEffect) tells(*snapshot, Write) (verdict, error) { return never, nil }

// goesOn is true of a password for on-premises, which Microsoft carries there after it answered.
func (passwordEffect) goesOn(write Write) bool { return write.Detail[detailSynced] != "" }

// secret is shown too where it is not known whether the password was set: it may be the user's only one.
func (passwordEffect) secret(planned m365.Secret, state State, _ call.Answer) m365.Secret {
	if state == Done || state == Unknown {
		return planned
	}
	return m365.Secret{}
}

func (passwordEffect) late() bool { return false }

func (passwordEffect) already(error) bool { return false }

// because knows the sentences with which Graph refuses a password of a federated user.
func (passwordEffect) because(found *call.Error) (because, do string) {
	message := strings.ToLower(found.Message)
	if strings.Contains(message, "federated") || strings.Contains(message, "userprincipalname is invalid") {
		return "the user's domain is federated, and Microsoft sets no password there", "Reset the password at the identity provider of the domain."
	}
	return "", ""
}

func (passwordEffect) lost() lost {
	return lost{
		once:      "A password is not sent twice.",
		undone:    "Nothing was changed. Begin anew.",
		uncertain: "Try the password that is shown. Where it does not work, reset the password again.",
	}
}

// parts are also the methods: Microsoft tells there since when the password is good.
func (passwordEffect) parts() []profile.Part { return []profile.Part{profile.Details, profile.Methods} }

// shows says that the password is new. A later date is that of a password which the user chose since.
func (passwordEffect) shows(_ Write, at time.Time) shown {
	return shown{
		put: func(user *m365.User) {
			if user.LastPasswordReset.Before(at) {
				user.LastPasswordReset = at
			}
		},
		takeBack: func(user *m365.User, before m365.User) { user.LastPasswordReset = before.LastPasswordReset },
	}
}

func (passwordEffect) inverse() WriteKind { return "" }
