package directory

import "time"

// People go on signing in after the start, where Options.GoOn says so: from the seed and the clock, without anything kept.
// What is kept is when an account was blocked or let in, got a password or lost its sessions, because an attempt ends as the
// account was at its time.

const (
	// goingOnEvery is a length of time in which every second user signs in once.
	goingOnEvery = 30 * time.Minute
	// goingOnMost is how many of them are looked back: a week.
	goingOnMost = 7 * 48
	// noticedAfter is how long a user tries with a password and a session that are no good any more.
	noticedAfter = time.Hour
)

// standing is what became of an account at a time.
type standing struct {
	at            time.Time
	enabled, gone bool
	// password and sessions are since when they are good.
	password, sessions time.Time
}

// oldPassword says whether the user still tries with the password before.
func (s standing) oldPassword(at time.Time) bool { return at.Sub(s.password) < noticedAfter }

// oldSession says whether the user still comes with a session that was ended.
func (s standing) oldSession(at time.Time) bool { return at.Sub(s.sessions) < noticedAfter }

// good says whether an attempt gets in.
func (s standing) good(at time.Time) bool {
	return s.enabled && !s.oldPassword(at) && !s.oldSession(at)
}

// stand notes what a write made of an account. The caller holds the lock.
func (t *Tenant) stand(slot int, u *User, at time.Time) {
	t.standings[slot] = append(t.standings[slot], standing{at, u.AccountEnabled, u.Gone(), u.LastPasswordChange, u.SessionsValidFrom})
}

// standingAt is what an account was at a time. The caller holds the lock.
func (t *Tenant) standingAt(slot int, at time.Time) standing {
	was := standing{enabled: true}
	for _, next := range t.standings[slot] {
		if next.at.After(at) {
			break
		}
		was = next
	}
	return was
}

// goesOn says whether a user, as it was at the start, signs in day by day.
func (t *Tenant) goesOn(start *User) bool {
	return t.goOn && start.Slot < t.info.Users && start.AccountEnabled && !start.Service && start.LastSignIn.After(t.epoch.Add(-3*24*time.Hour))
}

// attempt is one of a user's sign-ins since the start.
type attempt struct {
	number int
	at     time.Time
	stood  standing
}

// attempts calls yield with the sign-ins of a user since the start, newest first. The caller holds the lock.
func (t *Tenant) attempts(start *User, yield func(attempt) bool) {
	if !t.goesOn(start) {
		return
	}
	now := t.now()
	last := int(now.Sub(t.epoch) / goingOnEvery)
	for number := last; number >= max(0, last-goingOnMost); number-- {
		d := newDraw(uint64(t.userDraw(start.Slot)), askGoingOn, uint64(number))
		at := t.epoch.Add(time.Duration(number)*goingOnEvery + d.span(1, goingOnEvery))
		if !d.chance(2, 500) || at.After(now) {
			continue
		}
		stood := t.standingAt(start.Slot, at)
		if !stood.gone && !yield(attempt{number, at, stood}) {
			return
		}
	}
}

// bringUpToDate gives a user the times of its last sign-ins. The caller holds the lock.
func (t *Tenant) bringUpToDate(u, start *User) {
	newest := true
	t.attempts(start, func(a attempt) bool {
		if newest && a.at.After(u.LastSignIn) {
			u.LastSignIn = a.at
		}
		newest = false
		if !a.stood.good(a.at) {
			return true
		}
		if a.at.After(u.LastGood) {
			u.LastGood = a.at
		}
		if a.at.After(u.LastNonInteractive) {
			u.LastNonInteractive = a.at
		}
		return false
	})
}

// signInsSince are the entries of the log since the start, newest first. The caller holds the lock.
func (t *Tenant) signInsSince(start *User) []SignIn {
	var all []SignIn
	t.attempts(start, func(a attempt) bool {
		all = append(all, t.makeSignIn(start, goingOnNumber+a.number, a.at, a.stood))
		return true
	})
	return all
}
