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
		Action: AddMethod, Title: "Add Authentication Method", Verb: "Add method",
		What:  "The user can prove with it who they are: with a phone when they sign in and when they reset their password, with an email address only for the reset. The tenant's policies decide what of that is allowed.",
		kinds: []WriteKind{PutMethod},
	}, map[WriteKind]effect{PutMethod: putMethod{}, WithdrawMethod: withdrawMethod{}})
}

// ofContact is what registering a contact and changing it share. A write names the contact by its id, and holds its value in
// After.
type ofContact struct{}

// putMethod registers a contact.
type putMethod struct{ ofContact }

// withdrawMethod takes a contact away whose value is known, so that it can be given back.
type withdrawMethod struct{ methodEffect }

func (ofContact) need(Write) need {
	return need{tier: access.Full, role: "Authentication Administrator", guarded: true}
}

func (putMethod) doing(user string, write Write) string {
	return "add the sign-in method " + named(write) + " to " + user
}

func (putMethod) plan(_ context.Context, d *draft, write Write) error {
	contact, value, err := d.contact(write)
	if err != nil {
		return err
	}
	methods, err := d.live.methods()
	if err != nil {
		return err
	}
	if held, has := methodOf(methods, contact); has {
		if contact.Same(held.Detail, value) {
			return nil
		}
		return d.refuse(ErrContact, fmt.Sprintf("%s has a method of this kind already: %s.", d.on(), methodName(held)), "Change it, or remove it first.")
	}
	if _, mobile := methodOf(methods, m365.MobilePhone); contact == m365.AlternatePhone && !mobile {
		return d.refuse(ErrContact, fmt.Sprintf("%s has no mobile phone, and Microsoft takes an alternate one only beside it.", d.on()), "Add a mobile phone.")
	}
	write.Name, write.Before, write.After, write.Detail = contact.Name, "", value, nil
	request := call.AddEmail(d.id(), value)
	if contact.PhoneType != "" {
		request = call.AddPhone(d.id(), contact.PhoneType, value)
	}
	d.step(write, fmt.Sprintf("Add the sign-in method %s: %s", contact.Name, value), request)
	return nil
}

func (withdrawMethod) plan(_ context.Context, d *draft, write Write) error {
	contact, known := m365.ContactOf(write.Subject)
	if !known {
		return d.refuse(ErrIntent, fmt.Sprintf("The sign-in method %q cannot be taken back.", named(write)), "")
	}
	methods, err := d.live.methods()
	if err != nil {
		return err
	}
	held, has := methodOf(methods, contact)
	if !has {
		return nil
	}
	d.noteDefault(held, methods)
	write.Name, write.Before, write.After, write.Detail = contact.Name, held.Detail, "", nil
	d.step(write, "Remove the sign-in method "+methodName(held), call.RemoveMethod(d.id(), contact.Segment, contact.ID))
	return nil
}

// contact is what a write is about, and its value in Microsoft's form.
func (d *draft) contact(write Write) (contact m365.Contact, value string, err error) {
	contact, known := m365.ContactOf(write.Subject)
	if !known {
		return contact, "", d.refuse(ErrIntent, fmt.Sprintf("The sign-in method %q cannot be registered here.", named(write)), "")
	}
	value, ok := contact.Read(write.After)
	if !ok {
		return contact, "", d.refuse(ErrContact, fmt.Sprintf("Microsoft takes no %s that is written so: %q.", lower(contact.Name), write.After), contact.Form())
	}
	return contact, value, nil
}

// methodOf is the method of a contact's sort; false where there is none.
func methodOf(methods []m365.AuthMethod, contact m365.Contact) (m365.AuthMethod, bool) {
	at := slices.IndexFunc(methods, func(m m365.AuthMethod) bool { return m.ID == contact.ID })
	if at < 0 {
		return m365.AuthMethod{}, false
	}
	return methods[at], true
}

func (ofContact) tells(now *snapshot, write Write) (verdict, error) {
	methods, err := now.methods()
	contact, known := m365.ContactOf(write.Subject)
	if err != nil || !known {
		return unclear, err
	}
	held, has := methodOf(methods, contact)
	return doneIf(has && contact.Same(held.Detail, write.After)), nil
}

func (ofContact) late() bool { return true }

func (ofContact) already(err error) bool { return call.Is(err, call.Conflict) }

func (ofContact) because(found *call.Error) (because, do string) {
	message := strings.ToLower(found.Message)
	if found.Kind == call.BadRequest && (strings.Contains(message, "phone number") || strings.Contains(message, "email")) {
		return "it does not take the number or the address", "Check it with the user: that it is complete, and that the country code is right."
	}
	return "", ""
}

func (ofContact) lost() lost { return usually }

func (ofContact) parts() []profile.Part { return []profile.Part{profile.Methods} }

func (ofContact) shows(Write, time.Time) shown { return shown{} }

func (putMethod) inverse() WriteKind { return WithdrawMethod }

func (withdrawMethod) inverse() WriteKind { return PutMethod }
