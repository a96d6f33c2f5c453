package change

import (
	"context"
	"errors"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/tunnel"
)

// failed is the result of a step with its reason. A secret that Microsoft's message repeats is taken out.
func (r *run) failed(state State, failure m365.Failure, err error) StepResult {
	if failure.At.IsZero() {
		failure.At = r.service.options.Now()
	}
	if failure.Technical == "" {
		failure.Technical = err.Error()
	}
	if found := call.As(err); found != nil {
		failure.Code = found.Code
		if failure.RequestID = found.RequestID; failure.RequestID == "" {
			failure.RequestID = found.ClientRequestID
		}
	}
	if secret := r.outcome.Plan.secret.Reveal(); secret != "" {
		for _, text := range []*string{&failure.What, &failure.Because, &failure.Do, &failure.Technical, &failure.Code, &failure.RequestID} {
			*text = strings.ReplaceAll(*text, secret, m365.Hidden)
		}
	}
	return StepResult{State: state, Failure: &failure, RequestID: failure.RequestID}
}

// refused says why Microsoft did not do a write.
func (r *run) refused(ctx context.Context, write Write, err error) m365.Failure {
	failure := r.service.options.Explain(err, r.outcome.Plan.Target.Tenant)
	found := call.As(err)
	if errors.Is(err, call.ErrID) {
		r.say(&failure, write, "what it is about has no id that Microsoft gives", "Nothing was sent. Refresh the tenant, then retry.")
	}
	if found == nil {
		return failure
	}
	because, do := r.restricted(ctx, write, found)
	if because == "" {
		because, do = r.reason(write, found)
	}
	if because == userGone && r.userIsThere(ctx) {
		because, do = "Microsoft did not find the user, and shows that the user is there", "Nothing was changed. Retry in a few minutes."
	}
	if because != "" {
		r.say(&failure, write, because, do)
	}
	return failure
}

const userGone = "the user was deleted meanwhile"

// userIsThere says that Microsoft shows the user, so that a refusal because of it will pass.
func (r *run) userIsThere(ctx context.Context) bool {
	looking, stop, alive := afterEnd(ctx)
	defer stop()
	if !alive {
		return false
	}
	_, err := r.service.look(looking, r.key()).user()
	return err == nil
}

// reason completes "Could not block the sign-in of Ada in Contoso: …" and names the next step; empty where nothing better
// is known than what core/call says.
func (r *run) reason(write Write, found *call.Error) (because, do string) {
	if because, do = knownMessage(found.Message, write); because != "" {
		return because, do
	}
	if because, do = effects[write.Kind].because(found); because != "" {
		return because, do
	}
	switch found.Kind {
	case call.Throttled:
		return "Microsoft limits the requests to this tenant at the moment", "Nothing was changed. Retry " + pause.InWords(found.RetryAfter) + "."
	case call.Busy:
		return "Microsoft is carrying out another change of it at the moment", "Nothing was changed. Retry in a minute."
	case call.NotFound:
		return userGone, "Refresh the tenant. A deleted user can be restored for 30 days on the page Deleted Users of the tenant."
	case call.Denied:
		return r.denied(write)
	case call.Network:
		if refused := tunnel.As(found); refused != nil {
			return refused.Because(), refused.Do()
		}
		return "Microsoft Graph could not be reached", "Nothing was sent. Check the network connection and the proxy, then retry."
	}
	return "", ""
}

// knownMessage puts a sentence of Microsoft's in our words; empty where it is not known.
func knownMessage(text string, write Write) (because, do string) {
	text = strings.ToLower(text)
	for _, known := range messages {
		if strings.Contains(text, known.part) {
			return strings.ReplaceAll(known.because, subjectHole, named(write)), known.do
		}
	}
	return "", ""
}

// message is a refusal that is known by a part of Microsoft's sentence, because its code says only "bad request".
type message struct {
	part string
	// because may hold subjectHole.
	because, do string
}

// subjectHole stands for the name of what the write is about.
const subjectHole = "{subject}"

// The parts are from the issues of Microsoft's documentation where the answers are quoted, as microsoft-graph-docs 14827 for
// mail-enabled groups, and from https://learn.microsoft.com/entra/identity/users/licensing-groups-resolve-problems.
var messages = []message{
	{"mail-enabled", "{subject} is mail-enabled, and Microsoft lets only Exchange change its members", "Change it in the Exchange admin center."},
	{"dynamic", "a rule decides who is in {subject}", "Change the rule of the group, or what the rule looks at."},
	{"on-premises mastered", "this is synced from on-premises, and Microsoft lets only the Active Directory there change it", "Change it in the Active Directory on premises; the next sync brings it."},
	{"available licenses", "no unit of {subject} is left", "Remove it from another user, or buy more units."},
	{"usage location", "the user has no valid usage location", "Choose a usage location together with the license."},
	{"inherited from a group", "{subject} comes from a group", "Remove the user from the group, or the license from the group."},
	{"mutually exclusive", "{subject} holds a service that another license of the user holds too", "Remove the other license first, or turn that service off in one of the two."},
	{"conflicting service plans", "{subject} holds a service that another license of the user holds too", "Remove the other license first, or turn that service off in one of the two."},
	{"depends on the service plan", "{subject} holds a service that needs another license", "Assign that license first."},
	{"last global administrator", "the user is the last Global Administrator, and Microsoft keeps one in every tenant", "Give the role to another user first."},
	{"only remaining global administrator", "the user is the last Global Administrator, and Microsoft keeps one in every tenant", "Give the role to another user first."},
	{"password complexity", "Microsoft did not accept the password: the tenant's rules are stricter, or it bans a word in it", "Reset it again with another or a longer one."},
	{"banned password", "Microsoft did not accept the password: the tenant bans a word in it", "Reset it again with another one."},
	{"writeback", "password writeback is not turned on in the tenant", "Reset the password in the Active Directory on premises, or turn on writeback in Microsoft Entra Connect."},
}

// couldNot is a write that was not done, with the reason by itself for lists that name user and tenant anyway.
func (r *run) couldNot(write Write, because, do string) (failure m365.Failure) {
	r.say(&failure, write, because, do)
	return failure
}

func (r *run) say(failure *m365.Failure, write Write, because, do string) {
	failure.What, failure.Because, failure.Do = "Could not "+r.doing(write)+": "+because+".", capital(because)+".", do
}

// doing is a write with the user and the tenant, to be read after "could not".
func (r *run) doing(write Write) string {
	return effects[write.Kind].doing(r.outcome.Plan.Target.Name, write) + " in " + r.outcome.Plan.Target.Tenant
}

// errOnlyAccepted says that Microsoft took a write of which it otherwise says that it is done; onlyAccepted says so to a person.
var errOnlyAccepted = errors.New("the request was accepted, which is not yet done")

const onlyAccepted = "Microsoft accepted it, and did not say that it is done"

// answerLost says what became of Microsoft's answer.
func answerLost(err error) string {
	if errors.Is(err, errOnlyAccepted) {
		return onlyAccepted
	}
	if call.Is(err, call.Malformed, call.TooLarge) {
		return "the answer was not Microsoft's"
	}
	return "Microsoft's answer did not arrive"
}

// suspect names who may have answered in Microsoft's place; empty where nobody did.
func suspect(err error) string {
	if call.Is(err, call.Malformed, call.TooLarge) {
		return " Check whether a proxy or a sign-in page of your network answers in its place."
	}
	return ""
}

// didNotHappen is a step that was sent into a failure, and that reading back shows as not done.
func (r *run) didNotHappen(write Write, err error) m365.Failure {
	return r.couldNot(write, answerLost(err)+", and reading back shows that it did not happen", effects[write.Kind].lost().undone+suspect(err))
}

// uncertain is a step of which nobody knows.
func (r *run) uncertain(write Write, err error) m365.Failure {
	return r.notKnown("this was done", write, capital(answerLost(err))+", and reading back did not tell.", suspect(err))
}

// notYetShown is a step that Microsoft accepted and may still do.
func (r *run) notYetShown(write Write) m365.Failure {
	return r.notKnown("this was done", write, onlyAccepted+"; reading back does not show it yet.", "")
}

// saidToBeSo is a step of which Microsoft says that it is so already, and does not show whether.
func (r *run) saidToBeSo(write Write) m365.Failure {
	return r.notKnown("this is so", write, "Microsoft refused it as done already, and reading back did not tell.", "")
}

// notKnown is a write of which nobody knows whether it is done, with the reason by itself as couldNot has it.
func (r *run) notKnown(whether string, write Write, because, suspected string) m365.Failure {
	return m365.Failure{
		What: "It is not known whether " + whether + ": " + r.doing(write) + ". " + because, Because: because,
		Do: effects[write.Kind].lost().uncertain + suspected,
	}
}

// notShownAsSo is a step of which Microsoft says that it is so already, and shows that it is not.
func (r *run) notShownAsSo(write Write) m365.Failure {
	return r.couldNot(write, "Microsoft refused it as done already, and reading back shows that it is not", "Nothing was changed. Look at the user in a few minutes, then retry.")
}

// tapLost is a TAP that was made and that nobody saw.
func (r *run) tapLost(write Write) m365.Failure {
	return r.couldNot(write, "it was created, but Microsoft's answer that holds it did not arrive, and Microsoft shows it only once", "Create another Temporary Access Password: it takes the place of this one.")
}

// uncheckable is a step that is not sent again, because it may have happened and cannot be checked.
func (r *run) uncheckable(ctx context.Context, write Write, err error) m365.Failure {
	if call.Is(err, call.NotFound) {
		return r.refused(ctx, write, err)
	}
	return r.couldNot(write, "whether it was done already could not be read, so it was not sent again", "Retry when Microsoft can be reached.")
}
