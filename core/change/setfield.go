package change

import (
	"context"
	"fmt"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func init() { learn(map[WriteKind]effect{SetField: fieldEffect{}}) }

// fieldEffect sets or clears one of the fields of a user. No operation asks for it by itself; a license needs a usage
// location.
type fieldEffect struct{}

func (fieldEffect) need(Write) need { return need{tier: access.Full, role: "User Administrator"} }

func (fieldEffect) doing(user string, write Write) string {
	return "set the " + lower(named(write)) + " of " + user
}

func (fieldEffect) plan(_ context.Context, d *draft, write Write) error {
	field, known := fields[write.Subject]
	if !known {
		return d.refuse(ErrIntent, fmt.Sprintf("The field %q cannot be changed.", named(write)), "")
	}
	write.Before = *field(&d.user.User)
	if write.Before == write.After {
		return nil
	}
	var value any
	text := "Clear " + lower(named(write))
	if write.After != "" {
		value, text = write.After, fmt.Sprintf("Set %s to %s", lower(named(write)), write.After)
	}
	d.step(write, text, call.SetFields(d.id(), map[string]any{write.Subject: value}))
	return nil
}

func (fieldEffect) tells(now *snapshot, write Write) (verdict, error) {
	user, err := now.user()
	field, known := fields[write.Subject]
	if err != nil || !known {
		return unclear, err
	}
	return doneIf(*field(&user.User) == write.After), nil
}

func (fieldEffect) late() bool { return false }

func (fieldEffect) already(error) bool { return false }

func (fieldEffect) because(*call.Error) (because, do string) { return "", "" }

func (fieldEffect) lost() lost { return usually }

func (fieldEffect) parts() []profile.Part { return []profile.Part{profile.Details} }

func (fieldEffect) shows(write Write, _ time.Time) shown {
	field, known := fields[write.Subject]
	if !known {
		return shown{}
	}
	return shown{
		put:      func(user *m365.User) { *field(user) = write.After },
		takeBack: func(user *m365.User, _ m365.User) { *field(user) = write.Before },
	}
}

func (fieldEffect) inverse() WriteKind { return SetField }

// fields are the texts of a user that can be set, by their names in Graph.
var fields = settable()

func settable() map[string]func(*m365.User) *string {
	found := make(map[string]func(*m365.User) *string)
	for _, text := range m365.Texts() {
		if text.Settable {
			found[text.Graph] = text.Of
		}
	}
	return found
}
