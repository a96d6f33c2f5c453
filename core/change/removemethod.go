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
		Action: RemoveMethod, Title: "Remove Authentication Method", Verb: "Remove method", Danger: true,
		What:    "The user can no longer sign in with it. If it is the only one, Microsoft asks them to set up another at the next sign-in, where the tenant requires one.",
		lasting: "A sign-in method cannot be given back.", instead: "The user registers it again.",
		kinds: []WriteKind{TakeMethod},
	}, map[WriteKind]effect{TakeMethod: methodEffect{}})
}

// methodEffect takes away a way in which the user proves who they are.
type methodEffect struct{}

func (methodEffect) need(Write) need {
	return need{tier: access.Full, role: "Authentication Administrator", guarded: true}
}

func (methodEffect) doing(user string, write Write) string {
	return "remove the sign-in method " + named(write) + " from " + user
}

func (methodEffect) plan(_ context.Context, d *draft, write Write) error {
	methods, err := d.live.methods()
	if err != nil {
		return err
	}
	for _, method := range methods {
		if method.ID != write.Subject || (write.Detail[DetailSegment] != "" && method.Segment != write.Detail[DetailSegment]) {
			continue
		}
		if method.Segment == "" {
			return d.refuse(ErrIntent, fmt.Sprintf("The sign-in method %q cannot be removed.", method.Name), "")
		}
		name := methodName(method)
		d.note("This cannot be undone: the user registers it again.")
		d.noteDefault(method, methods)
		write.Name, write.Before, write.After = name, "Registered", ""
		write.Detail = map[string]string{DetailSegment: method.Segment}
		d.step(write, "Remove the sign-in method "+name, call.RemoveMethod(d.id(), method.Segment, method.ID))
		return nil
	}
	return nil
}

// noteDefault warns of a method that Microsoft does not remove.
func (d *draft) noteDefault(method m365.AuthMethod, all []m365.AuthMethod) {
	others := slices.ContainsFunc(all, func(other m365.AuthMethod) bool {
		return other.ID != method.ID && other.Kind != passwordKind && other.Kind != tapKind && !d.takes(other)
	})
	for _, loss := range d.live.losses.All() {
		if loss.Read == call.ReadDefault && others {
			d.unread(loss.Err)
			d.note("Microsoft refuses to remove a default method while there are others.")
		}
	}
	if others && (method.Chosen || method.Default) {
		d.note(methodName(method) + " is the user's default method: Microsoft refuses to remove it while there are others. " + changeDefault)
	}
}

// takes says that the plan removes a method, before what is planned next.
func (d *draft) takes(method m365.AuthMethod) bool {
	return slices.ContainsFunc(d.plan.Steps, func(step Step) bool {
		return step.Write.Kind == TakeMethod && step.Write.Subject == method.ID
	})
}

// passwordKind is Graph's name of a password among the methods.
const passwordKind = "passwordAuthenticationMethod"

const changeDefault = "Change the default first: the user does it under Security info of their account (https://aka.ms/mysecurityinfo)."

// methodName tells a method from others of its kind: by the end of its number, or its device.
func methodName(method m365.AuthMethod) string {
	if method.Detail == "" {
		return method.Name
	}
	return method.Name + " (" + method.Detail + ")"
}

func (methodEffect) tells(now *snapshot, write Write) (verdict, error) {
	methods, err := now.methods()
	if err != nil {
		return unclear, err
	}
	return doneIf(!slices.ContainsFunc(methods, func(m m365.AuthMethod) bool { return m.ID == write.Subject })), nil
}

func (methodEffect) late() bool { return false }

func (methodEffect) already(err error) bool { return call.Is(err, call.NotFound) }

// because knows both sentences that were seen: "Cannot delete default method with other methods configured", and "matches the
// user's current default authentication method" (microsoft-graph-docs issues 14470 and 18091).
func (methodEffect) because(found *call.Error) (because, do string) {
	message := strings.ToLower(found.Message)
	if strings.Contains(message, "default method") || strings.Contains(message, "default authentication method") {
		return "it is the user's default method, which Microsoft does not remove while there are others", changeDefault
	}
	return "", ""
}

func (methodEffect) lost() lost { return usually }

func (methodEffect) parts() []profile.Part { return []profile.Part{profile.Methods} }

func (methodEffect) shows(Write, time.Time) shown { return shown{} }

func (methodEffect) inverse() WriteKind { return "" }
