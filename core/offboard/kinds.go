package offboard

import (
	"cmp"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/change"
)

// Kind is what a step does. Its value is kept.
type Kind string

// The kinds, in the order in which they are safe: nobody gets in, then what is held is taken, the license that keeps the mailbox
// after the mailbox is looked after, and the account last.
const (
	Block    Kind = "block"
	Password Kind = "password"
	Sessions Kind = "sessions"
	Methods  Kind = "methods"
	Devices  Kind = "devices"
	Owner    Kind = "device-owner"
	Roles    Kind = "roles"
	Groups   Kind = "groups"
	Notice   Kind = "notice"
	Manager  Kind = "manager"
	Mailbox  Kind = "mailbox"
	Forward  Kind = "forward"
	Lists    Kind = "lists"
	// LicenseGroups are the groups that give licenses: they are left when licenses go.
	LicenseGroups Kind = "license-groups"
	Licenses      Kind = "licenses"
	Delete        Kind = "delete"
)

// Choosable is a kind as a person chooses it.
type Choosable struct {
	Kind Kind
	// Title is its name, and What what it does.
	Title, What string
	// Hand says that a person does it.
	Hand bool

	action change.Action
	// off says that it is not chosen unless somebody does.
	off bool
	// with is the kind with which it is chosen; empty for one that is chosen by itself.
	with Kind
	// done is what is said once it is.
	done string
}

var choosable = []Choosable{
	{Kind: Block, Title: "Block sign-in", What: "Nobody can sign in as the user.", action: change.Block, done: "Sign-in blocked"},
	{Kind: Password, Title: "Reset password", What: "To a long one that nobody sees and that is not kept.", action: change.LosePassword, done: "New password set, not shown"},
	{Kind: Sessions, Title: "Revoke all sessions", What: "Every device has to sign in again.", action: change.RevokeSessions, done: "Sessions revoked"},
	{Kind: Methods, Title: "Remove authentication methods", What: "Phones, authenticators and passkeys.", action: change.RemoveMethod},
	{Kind: Devices, Title: "Disable devices", What: "They cannot sign in to the tenant any more. Nothing on them is wiped.", action: change.DisableDevices},
	{Kind: Owner, Title: "Remove ownership of devices", What: "In the place of disabling them where they go to somebody else. It cannot be undone from here.", action: change.DisownDevices, off: true},
	{Kind: Roles, Title: "Remove roles", What: "Directory roles that are assigned directly.", action: change.ManageRoles},
	{Kind: Groups, Title: "Remove from groups", What: "Those that can be left here; the others are named with the reason.", action: change.ManageGroups},
	{Kind: Notice, Title: "Tell the manager", What: "A text about what was done, to copy.", Hand: true},
	{Kind: Manager, Title: "Clear manager", What: "The user leaves the organization chart.", action: change.EditUser, done: "Manager cleared"},
	{Kind: Mailbox, Title: "Convert mailbox to shared", What: "On the checklist: needs Exchange, before licenses are removed.", Hand: true},
	{Kind: Forward, Title: "Set forwarding and automatic reply", What: "On the checklist: needs Exchange.", Hand: true},
	{Kind: Lists, Title: "Leave mail-enabled groups", What: "On the checklist: needs Exchange.", Hand: true},
	{Kind: LicenseGroups, Title: "Leave groups that give licenses", with: Licenses, action: change.ManageGroups},
	{Kind: Licenses, Title: "Remove licenses", What: "Also by leaving the groups that give them. Waits until the checklist before it is done.", action: change.ManageLicenses},
	{Kind: Delete, Title: "Delete user", What: "Last of all. The user can be restored for 30 days; the mailbox is not kept beyond that.", action: change.DeleteUser, off: true, done: "User deleted"},
}

// Choices lists the kinds that can be chosen, in their order.
func Choices() []Choosable {
	return slices.DeleteFunc(slices.Clone(choosable), func(one Choosable) bool { return one.with != "" })
}

func (k Kind) choosable() Choosable {
	at := slices.IndexFunc(choosable, func(one Choosable) bool { return one.Kind == k })
	if at < 0 {
		return Choosable{Kind: k}
	}
	return choosable[at]
}

// keepsMailbox says that it is for a mailbox that stays.
func (k Kind) keepsMailbox() bool { return k == Mailbox || k == Forward }

// beforeLicenses says that the user's mailbox must be there for it.
func (k Kind) beforeLicenses() bool { return k == Mailbox || k == Forward || k == Lists }

// Choice is what a person chose, kept for the next time.
type Choice struct {
	Kinds []Kind
}

// Usual is the choice of somebody who never chose.
func Usual() Choice {
	var usual Choice
	for _, one := range Choices() {
		if !one.off {
			usual.Kinds = append(usual.Kinds, one.Kind)
		}
	}
	return usual
}

// Has says that a kind is chosen.
func (c Choice) Has(kind Kind) bool {
	return slices.Contains(c.Kinds, cmp.Or(kind.choosable().with, kind))
}

// takesLicenses says that licenses go with it.
func (k Kind) takesLicenses() bool { return k == Licenses || k == LicenseGroups }

// With is the choice with a kind, or without it, in the order of kinds.
func (c Choice) With(kind Kind, chosen bool) Choice {
	var with Choice
	for _, one := range Choices() {
		if one.Kind == kind && chosen || one.Kind != kind && c.Has(one.Kind) {
			with.Kinds = append(with.Kinds, one.Kind)
		}
	}
	return with
}
