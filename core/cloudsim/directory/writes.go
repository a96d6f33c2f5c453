package directory

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// change is one write, as the journal keeps it. Exactly one of the pointers is set.
type change struct {
	Tenant  string            `json:"tenant"`
	Slot    int               `json:"slot"`
	User    *User             `json:"user,omitempty"`
	Member  *memberChange     `json:"member,omitempty"`
	Role    *assignmentChange `json:"role,omitempty"`
	Methods *Methods          `json:"methods,omitempty"`
	Device  *deviceChange     `json:"device,omitempty"`
	At      time.Time         `json:"at,omitzero"`
	// SignedIn is a user who signed in, and did not change otherwise.
	SignedIn *User `json:"signedIn,omitempty"`
}

type memberChange struct {
	Group int  `json:"group"`
	In    bool `json:"in"`
}

type deviceChange struct {
	Position int  `json:"position"`
	Disabled bool `json:"disabled"`
	Disowned bool `json:"disowned,omitempty"`
}

type assignmentChange struct {
	Assignment RoleAssignment `json:"assignment"`
	Held       bool           `json:"held"`
}

// commit writes a change to the journal and then to memory. The caller holds the lock.
func (t *Tenant) commit(c change) error {
	c.Tenant, c.At = t.info.ID, t.now().UTC()
	if err := t.record(c); err != nil {
		return fmt.Errorf("directory: keep a change to %s: %w", t.info.DefaultDomain, err)
	}
	t.apply(c)
	return nil
}

// apply does what a change says. The caller holds the lock.
func (t *Tenant) apply(c change) {
	if t.consumed == nil {
		t.consumed = t.countUnits(t.atStart)
	}
	t.writes++
	was := t.copied(c.Slot)
	switch {
	case c.User != nil:
		if c.Slot >= t.slots() {
			t.created = c.Slot - t.baseSlots() + 1
		}
		t.users[c.Slot] = c.User
		t.touch(c.Slot, was, c.User)
		t.stand(c.Slot, c.User, c.At)
	case c.SignedIn != nil:
		t.users[c.Slot] = c.SignedIn
	case c.Member != nil:
		t.members[membership{c.Member.Group, c.Slot}] = c.Member.In
		var u User
		if c.Member.Group == licenceGroup && t.groupLicensing && t.current(&u, c.Slot) {
			// The products of the group come to the user, or leave it.
			t.touch(c.Slot, was, &u)
		}
	case c.Role != nil && c.Role.Held:
		delete(t.unassigned, c.Role.Assignment.ID)
		same := func(one RoleAssignment) bool { return one.ID == c.Role.Assignment.ID }
		if !slices.ContainsFunc(t.roles, same) && !slices.ContainsFunc(t.rolesAtStart(), same) {
			t.roles = append(t.roles, c.Role.Assignment)
		}
	case c.Role != nil:
		t.unassigned[c.Role.Assignment.ID] = true
	case c.Device != nil:
		position := c.Slot*devicesEach + c.Device.Position
		t.disabled[position], t.disowned[position] = c.Device.Disabled, c.Device.Disowned
	case c.Methods != nil:
		t.methods[c.Slot] = c.Methods
	}
}

// copied is a user to be kept, as it is now; nil for none. The caller holds the lock.
func (t *Tenant) copied(slot int) *User {
	u := &User{}
	if !t.current(u, slot) {
		return nil
	}
	u.Direct, u.OtherMails, u.Licences = slices.Clone(u.Direct), slices.Clone(u.OtherMails), slices.Clone(u.Licences)
	return u
}

// touch notes that a user was written to, what it was before, and what it has ever had. The caller holds the lock.
func (t *Tenant) touch(slot int, was, u *User) {
	t.sequence++
	t.touched[slot] = t.sequence
	t.past[slot] = append(t.past[slot], version{t.sequence, was})
	ever, known := t.ever[slot]
	if !known {
		ever = &User{}
		if t.atStart(ever, slot) {
			ever.Direct, ever.Licences = nil, nil
		}
		t.ever[slot] = ever
	}
	had, has := reflect.ValueOf(ever).Elem(), reflect.ValueOf(u).Elem()
	for i := range had.NumField() {
		if had.Field(i).IsZero() {
			had.Field(i).Set(has.Field(i))
		}
	}
}

// SignIn makes a user sign in. That is no change that a delta query tells.
func (t *Tenant) SignIn(slot int, at time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var u User
	if !t.current(&u, slot) || u.Purged {
		return fmt.Errorf("directory: user %d of %s: %w", slot, t.info.DefaultDomain, ErrNotFound)
	}
	kept := u
	kept.Direct, kept.OtherMails, kept.Licences = slices.Clone(u.Direct), slices.Clone(u.OtherMails), nil
	kept.LastSignIn, kept.LastNonInteractive, kept.LastGood = at, at, at
	return t.commit(change{Slot: slot, SignedIn: &kept})
}

// ChangeUser lets edit change a user, deleted or not. Nothing is kept when edit fails, or when the user principal name is
// taken (ErrTaken).
func (t *Tenant) ChangeUser(slot int, edit func(*User) error) (User, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var u User
	if !t.current(&u, slot) || u.Purged {
		return User{}, fmt.Errorf("directory: user %d of %s: %w", slot, t.info.DefaultDomain, ErrNotFound)
	}
	return t.edit(u, edit)
}

// CreateUser makes a user that edit fills in.
func (t *Tenant) CreateUser(edit func(*User) error) (User, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	slot := t.slots()
	now := t.now().UTC()
	return t.edit(User{
		Slot: slot, ID: t.cipher.id(object{kindUser, t.index, uint64(slot)}), UserType: "Member", Manager: NoManager,
		Tenant: &t.info, Created: now, LastPasswordChange: now, SessionsValidFrom: now,
	}, edit)
}

func (t *Tenant) edit(u User, edit func(*User) error) (User, error) {
	u.Direct, u.OtherMails = slices.Clone(u.Direct), slices.Clone(u.OtherMails)
	was := u.UserPrincipalName
	wasGone := u.Gone()
	if err := edit(&u); err != nil {
		return User{}, err
	}
	if !u.Gone() && (wasGone || !strings.EqualFold(was, u.UserPrincipalName)) {
		if other, taken := t.named(u.UserPrincipalName); taken && other != u.Slot {
			return User{}, fmt.Errorf("directory: %s of %s: %w", u.UserPrincipalName, t.info.DefaultDomain, ErrTaken)
		}
	}
	u.Licences = nil
	kept := u
	if err := t.commit(change{Slot: u.Slot, User: &kept}); err != nil {
		return User{}, err
	}
	t.current(&u, u.Slot)
	return u, nil
}

// SetMember puts a user into a group or takes it out. It is false when that changes nothing.
func (t *Tenant) SetMember(group Group, slot int, in bool) (bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.isMember(group.Number, slot) == in {
		return false, nil
	}
	return true, t.commit(change{Slot: slot, Member: &memberChange{group.Number, in}})
}

// IsMember says that a user is in a group directly.
func (t *Tenant) IsMember(group Group, slot int) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.isMember(group.Number, slot)
}

// AddRole assigns a role. It is false when the assignment is there already.
func (t *Tenant) AddRole(role, principal, scope string) (RoleAssignment, bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	one := newAssignment(role, principal, scope)
	if slices.ContainsFunc(t.assignments(), func(other RoleAssignment) bool { return other.ID == one.ID }) {
		return one, false, nil
	}
	return one, true, t.commit(change{Role: &assignmentChange{one, true}})
}

// RemoveRole takes a role assignment away. It is false when there is none.
func (t *Tenant) RemoveRole(id string) (bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := t.assignments()
	i := slices.IndexFunc(all, func(one RoleAssignment) bool { return one.ID == id })
	if i < 0 {
		return false, nil
	}
	return true, t.commit(change{Role: &assignmentChange{all[i], false}})
}

// EachTouched calls yield with the users written to after a sequence, deleted ones too, in the order of slots from one on,
// with what each was at that sequence, nil for nothing, and with all that it has ever had. They are only good during the call,
// and yield must not call the tenant.
func (t *Tenant) EachTouched(after int64, from int, yield func(u, was, ever *User) bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var slots []int
	for slot, sequence := range t.touched {
		if sequence > after && slot >= from {
			slots = append(slots, slot)
		}
	}
	slices.Sort(slots)
	var u User
	for _, slot := range slots {
		if t.current(&u, slot) && !yield(&u, t.at(after, slot), t.ever[slot]) {
			return
		}
	}
}

// at is a user that was written to after a sequence, as it was then; nil where it was not there yet.
func (t *Tenant) at(sequence int64, slot int) *User {
	for _, one := range t.past[slot] {
		if one.sequence > sequence {
			return one.was
		}
	}
	return nil
}
