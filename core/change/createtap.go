package change

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func init() {
	offer(Operation{
		Action: CreateTAP, Place: 120, Title: "Create Temporary Access Password", Verb: "Create Temporary Access Password",
		What:    "The user can sign in with it until it expires, for example to set up a new phone. It takes the place of one that the user has already. The user's own password stays as it is.",
		lasting: "A Temporary Access Password cannot be taken back by an undo.", instead: "Remove it on the Authentication tab of the user.",
		home: homeOnly{
			func(user m365.User) bool { return user.Type == m365.Guest || external(user) },
			"Microsoft gives guests no Temporary Access Password", "The user's own organization can create one, in its own tenant.",
		},
		kinds: []WriteKind{MakeTAP}, asks: just(Write{Kind: MakeTAP}),
	}, map[WriteKind]effect{MakeTAP: tapEffect{}})
}

// tapEffect makes a Temporary Access Password.
type tapEffect struct{}

func (tapEffect) need(Write) need {
	return need{tier: access.HelpDesk, role: "Authentication Administrator", guarded: true}
}

func (tapEffect) doing(user string, _ Write) string {
	return "create a Temporary Access Password for " + user
}

// usualTAP is the lifetime of a TAP where the tenant's policy cannot be read; it is the usual of Microsoft's own policy.
const usualTAP = time.Hour

func (tapEffect) plan(ctx context.Context, d *draft, write Write) error {
	tap, err := d.tapWithinPolicy(ctx)
	if err != nil {
		return err
	}
	methods, err := d.live.methods()
	d.unread(err)
	d.noteBlocked()
	held := tapsAmong(methods)
	if err == nil {
		write.Detail = map[string]string{detailTAPs: strings.Join(held, ",")}
	}
	if err != nil || len(held) > 0 {
		d.note("A Temporary Access Password that the user already has stops working: the new one takes its place.")
	}
	write.After = tapInWords(tap)
	d.step(write, "Create a Temporary Access Password for "+write.After, call.CreateTAP(d.id(), tap.Lifetime, tap.Once))
	return nil
}

// tapWithinPolicy asks the tenant's policy whether the TAP is allowed.
func (d *draft) tapWithinPolicy(ctx context.Context) (TAPOptions, error) {
	tap := d.intent.TAP
	policy, err := d.service.options.Directory.TAPPolicy(ctx, d.intent.User.Tenant)
	switch {
	case err != nil:
		d.unread(err)
		d.note("The tenant's policy for Temporary Access Passwords could not be read: Microsoft may refuse this one.")
		if tap.Lifetime == 0 {
			tap.Lifetime = usualTAP
		}
		return tap, nil
	case !policy.Enabled:
		return tap, d.refuse(ErrTAPOff, d.plan.Target.Tenant+" does not allow Temporary Access Passwords.", enableTAP)
	case len(policy.Groups) > 0 || len(policy.Excluded) > 0:
		d.note("The tenant allows Temporary Access Passwords to some groups only: Microsoft may refuse this one.")
	}
	if tap.Lifetime == 0 {
		tap.Lifetime = policy.Usual
	}
	if tap.Lifetime < policy.Shortest || (policy.Longest > 0 && tap.Lifetime > policy.Longest) {
		return tap, d.refuse(ErrTAPLimits,
			fmt.Sprintf("%s allows Temporary Access Passwords from %s to %s, not for %s.", d.plan.Target.Tenant, inWords(policy.Shortest), inWords(policy.Longest), inWords(tap.Lifetime)),
			"Choose a lifetime within that.")
	}
	if policy.OnceOnly && !tap.Once {
		return tap, d.refuse(ErrTAPLimits, d.plan.Target.Tenant+" allows only Temporary Access Passwords that work once.", "Choose one-time use.")
	}
	return tap, nil
}

// enableTAP says how a tenant comes to allow TAPs
// (https://learn.microsoft.com/entra/identity/authentication/howto-authentication-temporary-access-pass).
const enableTAP = "Enable it in the Microsoft Entra admin center of the tenant: Authentication methods > Policies > Temporary Access Pass."

// tapKind is Graph's name of a Temporary Access Pass among the methods.
const tapKind = "temporaryAccessPassAuthenticationMethod"

func tapsAmong(methods []m365.AuthMethod) []string {
	var ids []string
	for _, method := range methods {
		if method.Kind == tapKind {
			ids = append(ids, method.ID)
		}
	}
	return ids
}

func tapInWords(tap TAPOptions) string {
	if tap.Once {
		return inWords(tap.Lifetime) + ", one use"
	}
	return inWords(tap.Lifetime)
}

func (tapEffect) tells(now *snapshot, write Write) (verdict, error) {
	methods, err := now.methods()
	if err != nil {
		return unclear, err
	}
	before, known := write.Detail[detailTAPs]
	if !known {
		return unclear, nil
	}
	old := strings.Split(before, ",")
	return doneIf(slices.ContainsFunc(tapsAmong(methods), func(id string) bool { return !slices.Contains(old, id) })), nil
}

func (tapEffect) secret(_ m365.Secret, state State, answer call.Answer) m365.Secret {
	if state == Done {
		return answer.Secret
	}
	return m365.Secret{}
}

func (tapEffect) late() bool { return false }

func (tapEffect) already(error) bool { return false }

func (tapEffect) because(found *call.Error) (because, do string) {
	if (found.Kind == call.Denied || found.Kind == call.BadRequest) && strings.Contains(strings.ToLower(found.Message), "policy") {
		return "the tenant's policy does not allow it", enableTAP
	}
	return "", ""
}

func (tapEffect) lost() lost {
	return lost{
		once:      "A Temporary Access Password is not asked for twice.",
		undone:    "Nothing was changed. Begin anew.",
		uncertain: "Create another Temporary Access Password: it takes the place of the first.",
	}
}

func (tapEffect) parts() []profile.Part { return []profile.Part{profile.Methods} }

func (tapEffect) shows(Write, time.Time) shown { return shown{} }

func (tapEffect) inverse() WriteKind { return "" }
