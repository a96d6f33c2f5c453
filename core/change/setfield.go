package change

import (
	"context"
	"fmt"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/card"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func init() { learn(map[DeedKind]effect{SetField: fieldEffect{}}) }

// fieldEffect sets or clears one of the fields of a user. No operation asks for it by itself; a license needs a usage
// location.
type fieldEffect struct{}

func (fieldEffect) need(Deed) need { return need{tier: access.Full, role: "User Administrator"} }

func (fieldEffect) doing(user string, deed Deed) string {
	return "set the " + lower(named(deed)) + " of " + user
}

func (fieldEffect) plan(_ context.Context, d *draft, deed Deed) error {
	field, known := fields[deed.Subject]
	if !known {
		return d.refuse(ErrIntent, fmt.Sprintf("The field %q cannot be changed.", named(deed)), "")
	}
	deed.Before = *field(&d.user.User)
	if deed.Before == deed.After {
		return nil
	}
	var value any
	text := "Clear " + lower(named(deed))
	if deed.After != "" {
		value, text = deed.After, fmt.Sprintf("Set %s to %s", lower(named(deed)), deed.After)
	}
	d.step(deed, text, call.SetFields(d.id(), map[string]any{deed.Subject: value}))
	return nil
}

func (fieldEffect) tells(p *picture, deed Deed) (verdict, error) {
	user, err := p.user()
	field, known := fields[deed.Subject]
	if err != nil || !known {
		return unclear, err
	}
	return doneIf(*field(&user.User) == deed.After), nil
}

func (fieldEffect) late() bool { return false }

func (fieldEffect) already(error) bool { return false }

func (fieldEffect) because(*call.Error) (because, do string) { return "", "" }

func (fieldEffect) lost() lost { return usually }

func (fieldEffect) cards() []card.Part { return []card.Part{card.Details} }

func (fieldEffect) shows(deed Deed, _ time.Time) shown {
	field, known := fields[deed.Subject]
	if !known {
		return shown{}
	}
	return shown{
		put:      func(user *m365.User) { *field(user) = deed.After },
		takeBack: func(user *m365.User, _ m365.User) { *field(user) = deed.Before },
	}
}

func (fieldEffect) inverse() DeedKind { return SetField }

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
