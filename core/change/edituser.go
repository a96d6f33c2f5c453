package change

import (
	"fmt"
	"strings"
)

func init() {
	offer(Operation{
		Action: EditUser, Place: 150, Title: "Edit User", Verb: "Save changes",
		What:  "Only what you changed is sent. A field that you cleared is cleared at Microsoft.",
		kinds: []WriteKind{SetField, SetManager}, inOrder: true, many: "Change fields of %s",
	}, map[WriteKind]effect{SetField: fieldEffect{}, SetManager: managerEffect{}})
}

// Objection is why a field is not set as it was asked for.
type Objection struct {
	// Field is its name in Graph, ManagerField or LicensesField.
	Field string
	// Why is a sentence for the person.
	Why string
	// Changed says that somebody else changed the field meanwhile; Now is the value that Microsoft shows, NowID that of a
	// manager's id.
	Changed    bool
	Now, NowID string
}

// Label is how a person knows the field.
func (o Objection) Label() string {
	field, known := FieldOf(o.Field)
	switch {
	case known:
		return field.Label
	case o.Field == LicensesField:
		return "Licenses"
	}
	return "Manager"
}

// object notes what is wrong with a field, so that all of them are said at once.
func (d *draft) object(write Write, why string) {
	d.objections = append(d.objections, Objection{Field: write.Subject, Why: why})
}

// meanwhile says that a field is not as it was when the change began, which would overwrite the change of somebody else. An
// edit is refused then; an undo leaves the field as it is.
func (d *draft) meanwhile(write Write, began, now string) bool {
	if began == now || d.intent.Overwrites {
		return false
	}
	switch d.intent.Action {
	case EditUser:
		d.objections = append(d.objections, Objection{
			Field: write.Subject, Changed: true, Now: write.Before, NowID: write.Detail[DetailFrom],
			Why: "Somebody changed it meanwhile: it is " + quoted(write.Before) + " now.",
		})
	case Undo:
		d.left = append(d.left, fmt.Sprintf("%s was changed since and stays as it is: %s.", named(write), quoted(write.Before)))
	default:
		return false
	}
	return true
}

func quoted(value string) string {
	if value == "" {
		return "empty"
	}
	return "“" + value + "”"
}

// checkFields refuses a plan with fields that cannot be set so.
func (d *draft) checkFields() error {
	if len(d.objections) == 0 {
		return nil
	}
	names := make([]string, len(d.objections))
	for i, one := range d.objections {
		names[i] = one.Label() + ": " + one.Why
	}
	refused := &Refusal{
		Reason: ErrFields, Action: d.intent.Action, User: d.intent.User, Objections: d.objections,
		What: fmt.Sprintf("Nothing was sent for %s. %s", d.on(), strings.Join(names, " ")),
	}
	if d.intent.Action != EditUser && d.intent.Action != CreateUser {
		refused.Do = "Set the fields with Edit User."
	}
	return refused
}
