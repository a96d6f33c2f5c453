package change

import (
	"context"
	"fmt"
	"slices"
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
		write.Name, write.Before, write.After = name, "Registered", ""
		write.Detail = map[string]string{DetailSegment: method.Segment}
		d.step(write, "Remove the sign-in method "+name, call.RemoveMethod(d.id(), method.Segment, method.ID))
		return nil
	}
	return nil
}

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

func (methodEffect) because(*call.Error) (because, do string) { return "", "" }

func (methodEffect) lost() lost { return usually }

func (methodEffect) parts() []profile.Part { return []profile.Part{profile.Methods} }

func (methodEffect) shows(Write, time.Time) shown { return shown{} }

func (methodEffect) inverse() WriteKind { return "" }
