package directory

import (
	"errors"
	"strings"
	"time"
)

// The errors of writes.
var (
	ErrNotFound = errors.New("there is no such object")
	ErrTaken    = errors.New("another object has the same value for property userPrincipalName")
)

// slots counts the places for users. The caller holds the lock.
func (t *Tenant) slots() int { return t.baseSlots() + t.created }

// atStart computes the user that a slot held at the start. The caller holds the lock.
func (t *Tenant) atStart(u *User, slot int) bool {
	if slot >= t.baseSlots() {
		return false
	}
	t.makeUser(u, slot)
	t.makeDirect(u)
	t.findLicences(u)
	return true
}

// current is the user that a slot holds now; it may be deleted. The caller holds the lock.
func (t *Tenant) current(u *User, slot int) bool {
	if slot < 0 || slot >= t.slots() {
		return false
	}
	changed, ok := t.users[slot]
	if !ok {
		found := t.atStart(u, slot)
		t.bringUpToDate(u, u)
		return found
	}
	direct, licences := append(u.Direct[:0], changed.Direct...), u.Licences
	*u = *changed
	u.Direct, u.Licences, u.Tenant = direct, licences, &t.info
	t.findLicences(u)
	if t.goOn {
		var start User
		t.atStart(&start, slot)
		t.bringUpToDate(u, &start)
	}
	return true
}

// retention is how long a deleted user can be restored.
const retention = 30 * 24 * time.Hour

// restorable says that a deleted user is still there to be restored.
func (t *Tenant) restorable(u *User) bool {
	return !u.Purged && !u.Deleted.IsZero() && t.now().Sub(u.Deleted) < retention
}

// EachUser calls yield with the users from a slot on, in the order of slots, until it returns false. The user is only good
// during the call, and yield must not call the tenant.
func (t *Tenant) EachUser(from int, yield func(*User) bool) {
	t.each(from, yield, func(u *User) bool { return !u.Gone() })
}

// EachDeleted is EachUser for the users that are deleted and can be restored.
func (t *Tenant) EachDeleted(from int, yield func(*User) bool) { t.each(from, yield, t.restorable) }

// EachKept is EachUser for the users that are there and those that can be restored.
func (t *Tenant) EachKept(from int, yield func(*User) bool) {
	t.each(from, yield, func(u *User) bool { return !u.Gone() || t.restorable(u) })
}

// EachEver is EachUser for the users that were ever there.
func (t *Tenant) EachEver(from int, yield func(*User) bool) {
	t.each(from, yield, func(*User) bool { return true })
}

func (t *Tenant) each(from int, yield func(*User) bool, wanted func(*User) bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var u User
	for slot := max(from, 0); slot < t.slots(); slot++ {
		if t.current(&u, slot) && wanted(&u) && !yield(&u) {
			return
		}
	}
}

// User finds a user by object id.
func (t *Tenant) User(id string) (User, bool) {
	u, ok := t.lookUp(id)
	return u, ok && !u.Gone()
}

// Deleted finds a deleted user that can be restored.
func (t *Tenant) Deleted(id string) (User, bool) {
	u, ok := t.lookUp(id)
	return u, ok && t.restorable(&u)
}

func (t *Tenant) lookUp(id string) (User, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	slot, ok := t.slotOf(id)
	if !ok {
		return User{}, false
	}
	var u User
	found := t.current(&u, slot)
	return u, found
}

// UserAt is the user of a slot, if it is not deleted.
func (t *Tenant) UserAt(slot int) (User, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var u User
	found := t.current(&u, slot) && !u.Gone()
	return u, found
}

// DeletedAt is the user of a slot, if it is deleted and can be restored.
func (t *Tenant) DeletedAt(slot int) (User, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var u User
	found := t.current(&u, slot) && t.restorable(&u)
	return u, found
}

// UserNamed finds a user by its user principal name, in any letter case.
func (t *Tenant) UserNamed(upn string) (User, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	slot, ok := t.named(upn)
	if !ok {
		return User{}, false
	}
	var u User
	found := t.current(&u, slot)
	return u, found
}

// SlotOf is the place of a user's object id, whether it is deleted or not.
func (t *Tenant) SlotOf(id string) (int, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.slotOf(id)
}

// SlotNamedAtStart is the place of the user who had a user principal name at the start.
func (t *Tenant) SlotNamedAtStart(upn string) (int, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.searchStart(upn, t.atStart)
}

// named is the slot of a user principal name that is not deleted. The caller holds the lock.
func (t *Tenant) named(upn string) (int, bool) {
	var u User
	for slot := range t.users {
		if t.current(&u, slot) && u.answersTo(upn) {
			return slot, true
		}
	}
	return t.searchStart(upn, t.current)
}

// answersTo says that the user has a user principal name, and is not deleted.
func (u *User) answersTo(upn string) bool {
	return !u.Gone() && strings.EqualFold(u.UserPrincipalName, upn)
}

// searchStart looks for a user principal name among the users of the start, as read shows them. The caller holds the lock.
func (t *Tenant) searchStart(upn string, read func(*User, int) bool) (int, bool) {
	local, _, _ := strings.Cut(upn, "@")
	var u User
	for slot := range t.info.Users {
		if t.accountAt(slot) == personAccount && !t.mayBe(slot, local) {
			continue
		}
		if read(&u, slot) && u.answersTo(upn) {
			return slot, true
		}
	}
	return 0, false
}

// mayBe says cheaply whether a person's address can begin with local: guests have more behind it.
func (t *Tenant) mayBe(slot int, local string) bool {
	own := t.names.local(slot)
	return len(local) >= len(own) && strings.EqualFold(local[:len(own)], own)
}
