package change

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// mine says that the user is the signed-in account.
func (d *draft) mine() bool {
	who := d.service.options.Who()
	return who != "" && strings.EqualFold(who, d.user.UserPrincipalName)
}

func planSignIn(_ context.Context, d *draft, deed Deed) error {
	status := m365.SignInStatus(deed.After)
	if d.user.SignIn == status {
		return nil
	}
	text := "Unblock the sign-in"
	if status == m365.Blocked {
		text = "Block the sign-in"
		if d.mine() {
			return d.refuse(ErrOwnAccount, "This is the account that you are signed in with: blocking it would lock you out.",
				"Ask a colleague to block it from another account.")
		}
		d.note("A block ends no session that is running: revoke the sessions as well.")
	}
	if d.user.OnPremisesSynced {
		// https://learn.microsoft.com/entra/identity/users/users-revoke-access, "Hybrid environments".
		d.note(d.plan.Target.Name + " is synced from on-premises: the next sync overwrites this, unless the account is changed in the Active Directory there too.")
	}
	deed.Before = string(d.user.SignIn)
	d.step(deed, text, call.SetSignIn(d.id(), status))
	return nil
}

func planPassword(_ context.Context, d *draft, deed Deed) error {
	options := d.intent.Password
	password, err := d.service.newPassword(options, d.user.User)
	if err != nil {
		return d.refuse(ErrIntent, err.Error(), "Choose another length.")
	}
	d.plan.secret = password
	d.noteBlocked()
	deed.Detail = map[string]string{detailChanged: d.user.LastPasswordReset.UTC().Format(time.RFC3339Nano)}
	if d.user.Type == m365.Guest {
		d.note("A guest who signs in with an account of another organization keeps that account's password.")
	}
	if !d.user.OnPremisesSynced {
		d.step(deed, "Set a new password", call.SetPassword(d.id(), password, options.MustChange))
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
	deed.Detail[detailSynced] = strconv.FormatBool(true)
	d.step(deed, "Set a new password with writeback to on-premises", call.ResetSyncedPassword(d.id(), password))
	return nil
}

// usualPass is the lifetime of a pass where the tenant's policy cannot be read; it is the usual of Microsoft's own policy.
const usualPass = time.Hour

func planPass(ctx context.Context, d *draft, deed Deed) error {
	pass, err := d.passWithinPolicy(ctx)
	if err != nil {
		return err
	}
	methods, err := d.live.methods()
	if err != nil && !withheld(err) {
		return err
	}
	d.noteBlocked()
	held := passesAmong(methods)
	if err == nil {
		deed.Detail = map[string]string{detailPasses: strings.Join(held, ",")}
	}
	if err != nil || len(held) > 0 {
		d.note("A pass that the user already has stops working: the new one takes its place.")
	}
	deed.After = passInWords(pass)
	d.step(deed, "Create a pass for "+deed.After, call.CreatePass(d.id(), pass.Lifetime, pass.Once))
	return nil
}

// passWithinPolicy asks the tenant's policy whether the pass is allowed.
func (d *draft) passWithinPolicy(ctx context.Context) (PassOptions, error) {
	pass := d.intent.Pass
	policy, err := d.service.options.Directory.PassPolicy(ctx, d.intent.User.Tenant)
	switch {
	case withheld(err):
		d.note("The tenant's policy for Temporary Access Passes could not be read: Microsoft may refuse this one.")
		if pass.Lifetime == 0 {
			pass.Lifetime = usualPass
		}
		return pass, nil
	case err != nil:
		return pass, err
	case !policy.Enabled:
		return pass, d.refuse(ErrPassesOff, d.plan.Target.Tenant+" does not allow Temporary Access Passes.", enablePasses)
	case len(policy.Groups) > 0 || len(policy.Excluded) > 0:
		d.note("The tenant allows passes to some groups only: Microsoft may refuse this one.")
	}
	if pass.Lifetime == 0 {
		pass.Lifetime = policy.Usual
	}
	if pass.Lifetime < policy.Shortest || (policy.Longest > 0 && pass.Lifetime > policy.Longest) {
		return pass, d.refuse(ErrPassLimits,
			fmt.Sprintf("%s allows Temporary Access Passes from %s to %s, not for %s.", d.plan.Target.Tenant, inWords(policy.Shortest), inWords(policy.Longest), inWords(pass.Lifetime)),
			"Choose a lifetime within that.")
	}
	if policy.OnceOnly && !pass.Once {
		return pass, d.refuse(ErrPassLimits, d.plan.Target.Tenant+" allows only Temporary Access Passes that work once.", "Choose a pass for one use.")
	}
	return pass, nil
}

// enablePasses says how a tenant comes to allow passes
// (https://learn.microsoft.com/entra/identity/authentication/howto-authentication-temporary-access-pass).
const enablePasses = "Enable it in the Microsoft Entra admin center of the tenant: Authentication methods > Policies > Temporary Access Pass."

// passKind is Graph's name of a Temporary Access Pass among the methods.
const passKind = "temporaryAccessPassAuthenticationMethod"

func passesAmong(methods []m365.AuthMethod) []string {
	var ids []string
	for _, method := range methods {
		if method.Kind == passKind {
			ids = append(ids, method.ID)
		}
	}
	return ids
}

func passInWords(pass PassOptions) string {
	if pass.Once {
		return inWords(pass.Lifetime) + ", one use"
	}
	return inWords(pass.Lifetime)
}

// inWords is a lifetime as people say it: "90 minutes", "8 hours".
func inWords(d time.Duration) string {
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "day"}, {time.Hour, "hour"}} {
		if d >= unit.size && d%unit.size == 0 {
			return plural(int(d/unit.size), unit.name)
		}
	}
	return plural(int(d/time.Minute), "minute")
}

func plural(count int, name string) string {
	if count == 1 {
		return "1 " + name
	}
	return strconv.Itoa(count) + " " + name + "s"
}

func planSessions(_ context.Context, d *draft, deed Deed) error {
	// https://learn.microsoft.com/graph/api/user-revokesigninsessions and entra/identity-platform/configurable-token-lifetimes.
	d.note("Access that was given out lives on for 60 to 90 minutes; after that the user signs in again everywhere.")
	d.step(deed, "Revoke all sessions", call.RevokeSessions(d.id()))
	return nil
}

// noteBlocked says that a new way in is of no use yet.
func (d *draft) noteBlocked() {
	if d.user.SignIn == m365.Blocked {
		d.note("The sign-in of " + d.plan.Target.Name + " is blocked: unblock it too, or this does not help.")
	}
}

// methodName tells a method from others of its kind: by the end of its number, or its device.
func methodName(method m365.AuthMethod) string {
	if method.Detail == "" {
		return method.Name
	}
	return method.Name + " (" + method.Detail + ")"
}

func planTakeMethod(_ context.Context, d *draft, deed Deed) error {
	methods, err := d.live.methods()
	if err != nil {
		return err
	}
	for _, method := range methods {
		if method.ID != deed.Subject || (deed.Detail[DetailSegment] != "" && method.Segment != deed.Detail[DetailSegment]) {
			continue
		}
		if method.Segment == "" {
			return d.refuse(ErrIntent, fmt.Sprintf("The sign-in method %q cannot be removed.", method.Name), "")
		}
		name := methodName(method)
		d.note("This cannot be undone: the user registers it again.")
		deed.Name, deed.Before, deed.After = name, "Registered", ""
		deed.Detail = map[string]string{DetailSegment: method.Segment}
		d.step(deed, "Remove the sign-in method "+name, call.RemoveMethod(d.id(), method.Segment, method.ID))
		return nil
	}
	return nil
}
