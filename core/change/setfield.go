package change

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

// fieldEffect sets or clears one of the fields of a user. Those of one plan that follow each other go in one request.
type fieldEffect struct{}

func (fieldEffect) need(write Write) need {
	field, _ := FieldOf(write.Subject)
	return need{tier: access.Full, role: "User Administrator", guarded: field.guarded}
}

func (fieldEffect) doing(user string, write Write) string {
	return "set the " + named(write) + " of " + user
}

func (fieldEffect) plan(ctx context.Context, d *draft, write Write) error {
	field, known := FieldOf(write.Subject)
	if !known {
		return d.refuse(ErrIntent, fmt.Sprintf("The field %q cannot be changed.", named(write)), "")
	}
	began := write.Before
	write.Name, write.Before = field.Label, field.Of(d.user.User)
	wrong := field.Locked(d.user)
	if wrong == "" {
		wrong = field.Wrong(write.After)
	}
	switch {
	case write.Before == write.After:
		return nil
	case d.meanwhile(write, began, write.Before):
		return nil
	case wrong != "":
		d.object(write, wrong)
		return nil
	case field.Graph == Username:
		if err := d.planUsername(ctx, write); err != nil {
			return err
		}
	}
	text := "Clear " + field.Label
	if write.After != "" {
		text = fmt.Sprintf("Set %s to %s", field.Label, write.After)
	}
	d.step(write, text, call.SetFields(d.id(), map[string]any{field.Graph: field.value(write.After)}))
	return nil
}

func (fieldEffect) tells(now *snapshot, write Write) (verdict, error) {
	user, err := now.user()
	field, known := FieldOf(write.Subject)
	if err != nil || !known {
		return unclear, err
	}
	return doneIf(field.Of(user.User) == write.After), nil
}

func (fieldEffect) holds(user *snapshot, write Write) (now string, same bool, err error) {
	live, err := user.user()
	field, known := FieldOf(write.Subject)
	if err != nil || !known {
		return "", false, err
	}
	now = field.Of(live.User)
	return now, now == write.Before || now == write.After, nil
}

func (fieldEffect) late() bool { return false }

func (fieldEffect) already(error) bool { return false }

// because knows which field Microsoft names, where several go in one request.
func (fieldEffect) because(found *call.Error) (because, do string) {
	message := strings.ToLower(found.Message)
	for _, field := range userFields {
		if !strings.Contains(message, strings.ToLower(field.Graph)) {
			continue
		}
		switch {
		case field.Graph == Username && strings.Contains(message, "already exists"):
			return "the username is taken, perhaps by a user who is deleted and can still be restored", "Choose another username."
		case field.Graph == Username && strings.Contains(message, "domain"):
			return "the domain of the username is no verified domain of the tenant", "Choose a domain of the tenant."
		}
		return "Microsoft did not accept the value of " + field.Label, "Nothing was changed. Change the value, then try again."
	}
	return "", ""
}

func (fieldEffect) lost() lost { return usually }

func (fieldEffect) parts() []profile.Part { return []profile.Part{profile.Details} }

func (fieldEffect) shows(write Write, _ time.Time) shown {
	field, known := FieldOf(write.Subject)
	if !known {
		return shown{}
	}
	return shown{
		put:      func(user *m365.User) { field.put(user, write.After) },
		takeBack: func(user *m365.User, before m365.User) { field.put(user, field.Of(before)) },
	}
}

func (fieldEffect) inverse() WriteKind { return SetField }
