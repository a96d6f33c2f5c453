package change

import (
	"context"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/call"
)

func init() {
	offer(Operation{
		Action: ChangeMethod, Title: "Change Authentication Method", Verb: "Change method",
		What:  "The new number or address takes the place of the old one, with which the user can no longer prove who they are.",
		kinds: []WriteKind{SetMethod},
	}, map[WriteKind]effect{SetMethod: setMethod{}})
}

// setMethod gives a registered contact another value.
type setMethod struct{ ofContact }

func (setMethod) doing(user string, write Write) string {
	return "change the sign-in method " + named(write) + " of " + user
}

func (setMethod) plan(_ context.Context, d *draft, write Write) error {
	contact, value, err := d.contact(write)
	if err != nil {
		return err
	}
	methods, err := d.live.methods()
	if err != nil {
		return err
	}
	held, has := methodOf(methods, contact)
	switch {
	case !has:
		return d.refuse(ErrContact, fmt.Sprintf("%s has no such method any more: %s.", d.on(), contact.Name), "Add it instead.")
	case contact.Same(held.Detail, value):
		return nil
	}
	write.Name, write.Before, write.After, write.Detail = contact.Name, held.Detail, value, nil
	request := call.ChangeEmail(d.id(), contact.ID, value)
	if contact.PhoneType != "" {
		request = call.ChangePhone(d.id(), contact.ID, contact.PhoneType, value)
	}
	d.step(write, fmt.Sprintf("Change the sign-in method %s from %s to %s", contact.Name, held.Detail, value), request)
	return nil
}

func (setMethod) inverse() WriteKind { return SetMethod }
