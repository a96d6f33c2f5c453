package change

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/card"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func init() {
	offer(Operation{
		Action: CreatePass, Place: 120, Title: "Create Temporary Access Password", Verb: "Create pass",
		What:    "The user can sign in with the pass until it expires, for example to set up a new phone. It takes the place of a pass that the user has already. The password stays as it is.",
		lasting: "A Temporary Access Pass cannot be taken back by an undo.", instead: "Remove it on the Authentication tab of the user.",
		home: homeOnly{
			func(user m365.User) bool { return user.Type == m365.Guest || external(user) },
			"Microsoft gives guests no Temporary Access Pass", "The user's own organization can create one, in its own tenant.",
		},
		kinds: []WriteKind{MakePass}, asks: just(Write{Kind: MakePass}),
	}, map[WriteKind]effect{MakePass: passEffect{}})
}

// passEffect makes a Temporary Access Pass.
type passEffect struct{}

func (passEffect) need(Write) need {
	return need{tier: access.HelpDesk, role: "Authentication Administrator", guarded: true}
}

func (passEffect) doing(user string, _ Write) string {
	return "create a Temporary Access Pass for " + user
}

// usualPass is the lifetime of a pass where the tenant's policy cannot be read; it is the usual of Microsoft's own policy.
const usualPass = time.Hour

func (passEffect) plan(ctx context.Context, d *draft, write Write) error {
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
		write.Detail = map[string]string{detailPasses: strings.Join(held, ",")}
	}
	if err != nil || len(held) > 0 {
		d.note("A pass that the user already has stops working: the new one takes its place.")
	}
	write.After = passInWords(pass)
	d.step(write, "Create a pass for "+write.After, call.CreatePass(d.id(), pass.Lifetime, pass.Once))
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

func (passEffect) tells(now *snapshot, write Write) (verdict, error) {
	methods, err := now.methods()
	if err != nil {
		return unclear, err
	}
	before, known := write.Detail[detailPasses]
	if !known {
		return unclear, nil
	}
	old := strings.Split(before, ",")
	return doneIf(slices.ContainsFunc(passesAmong(methods), func(id string) bool { return !slices.Contains(old, id) })), nil
}

func (passEffect) secret(_ m365.Secret, state State, answer call.Answer) m365.Secret {
	if state == Done {
		return answer.Secret
	}
	return m365.Secret{}
}

func (passEffect) late() bool { return false }

func (passEffect) already(error) bool { return false }

func (passEffect) because(found *call.Error) (because, do string) {
	if (found.Kind == call.Denied || found.Kind == call.BadRequest) && strings.Contains(strings.ToLower(found.Message), "policy") {
		return "the tenant's policy does not allow it", enablePasses
	}
	return "", ""
}

func (passEffect) lost() lost {
	return lost{
		once:      "A Temporary Access Pass is not asked for twice.",
		undone:    "Nothing was changed. Begin anew.",
		uncertain: "Create another pass: it takes the place of the first.",
	}
}

func (passEffect) cards() []card.Part { return []card.Part{card.Methods} }

func (passEffect) shows(Write, time.Time) shown { return shown{} }

func (passEffect) inverse() WriteKind { return "" }
