package change

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// fresh is how long after a change Microsoft may still show what was before it.
const fresh = 10 * time.Minute

// kept is how long a change is remembered after its end. No refresh takes as long.
const kept = 24 * time.Hour

// recent are the changes that the lists show and that a refresh may not have seen, by user and in the order in which they
// were sent.
type recent struct {
	now func() time.Time

	mu  sync.Mutex
	set map[m365.UserKey][]*recentChange
	// left are the users who were deleted here, as they were.
	left map[m365.UserKey]m365.User
}

// recentChange changes a user with put, or takes them out of the lists, or brings them back.
type recentChange struct {
	put             func(*m365.User)
	leaves, returns bool
	// ended is zero while Microsoft has not answered.
	ended time.Time
}

func newRecent(now func() time.Time) *recent {
	return &recent{now: now, set: make(map[m365.UserKey][]*recentChange), left: make(map[m365.UserKey]m365.User)}
}

// begin remembers a change that is about to be sent. over must be called with whether it was done: one that was not is
// forgotten.
func (r *recent) begin(user m365.UserKey, change recentChange) (over func(done bool)) {
	this := &change
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forgetOld()
	r.set[user] = append(r.set[user], this)
	return func(done bool) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if done {
			this.ended = r.now()
			return
		}
		r.forget(user, func(one *recentChange) bool { return one == this })
	}
}

// recall remembers a change that ended at a time.
func (r *recent) recall(user m365.UserKey, shows shown, creates bool, ended time.Time) {
	change := &recentChange{put: shows.put, leaves: shows.leaves, returns: shows.returns || creates, ended: ended}
	if user.ID == "" || change.put == nil && !change.leaves && !change.returns {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.set[user] = append(r.set[user], change)
}

func (r *recent) forgetOld() {
	before := r.now().Add(-kept)
	for user := range r.set {
		r.forget(user, func(one *recentChange) bool { return !one.ended.IsZero() && one.ended.Before(before) })
	}
}

func (r *recent) forget(user m365.UserKey, which func(*recentChange) bool) {
	r.set[user] = slices.DeleteFunc(r.set[user], which)
	if len(r.set[user]) == 0 {
		delete(r.set, user)
	}
}

// adjust puts the changes into a user that a reading gave which began at a time, and says whether the user is still there. One
// that began long enough after a change has seen it, and knows better.
func (r *recent) adjust(user *m365.User, began time.Time) (there bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	there = true
	for _, one := range r.set[user.Key] {
		switch {
		case !one.ended.IsZero() && !began.Before(one.ended.Add(fresh)):
		case one.put != nil:
			one.put(user)
		default:
			there = one.returns
		}
	}
	return there
}

// stays are the users of a tenant who came here, by a creation or a restoration, and whom a reading that began at a time may
// not show yet.
func (r *recent) stays(tenant m365.TenantID, began time.Time) (ids []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for user, changes := range r.set {
		here := false
		for _, one := range changes {
			if one.put == nil && (one.ended.IsZero() || began.Before(one.ended.Add(fresh))) {
				here = one.returns
			}
		}
		if here && user.Tenant == tenant {
			ids = append(ids, user.ID)
		}
	}
	return ids
}

// gone is a user who was deleted here, as they were.
func (r *recent) gone(key m365.UserKey) (m365.User, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	user, known := r.left[key]
	return user, known
}

func (r *recent) keepGone(user m365.User) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.left[user.Key] = user
}

func (r *recent) forgetGone(key m365.UserKey) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.left, key)
}

// Adjust puts into a user that a refresh is about to store what was changed here and what the refresh, which began to read
// at a time, may not have seen. It says whether the user is still there: false where they were deleted here.
func (s *Service) Adjust(user *m365.User, began time.Time) (there bool) {
	return s.recent.adjust(user, began)
}

// Stays lists the users of a tenant who were created or restored here, and whom a refresh that began to read at a time may not
// have seen: that it leaves them out says nothing.
func (s *Service) Stays(tenant m365.TenantID, began time.Time) (ids []string) {
	return s.recent.stays(tenant, began)
}

// Remembered is how long before a start of the program changes of the journal may have begun that Recall is about.
const Remembered = time.Hour

// Recall puts changes of the journal, in their order, among those that a refresh may not have seen: they were made before the
// program was started. One whose end nobody recorded ends now.
func (s *Service) Recall(entries []Entry) {
	for _, entry := range entries {
		ended := entry.Ended
		if ended.IsZero() {
			ended = s.options.Now()
		}
		for _, step := range entry.Steps {
			if effect, known := effects[step.Write.Kind]; known && step.State == Done {
				s.recent.recall(entry.Target.Key, effect.shows(step.Write, step.At), step.Write.Kind == MakeUser, ended)
			}
		}
	}
}

// show changes the local snapshot as if the write were done. over must be called with whether it was: the snapshot of one that
// was not is taken back.
func (s *Service) show(ctx context.Context, key m365.UserKey, write Write) (over func(done bool)) {
	shows := effects[write.Kind].shows(write, s.options.Now())
	switch {
	case shows.leaves:
		return s.leave(ctx, key)
	case shows.returns:
		return s.comeBack(ctx, key)
	case shows.put == nil:
		return func(bool) {}
	}
	end := s.recent.begin(key, recentChange{put: shows.put})
	var before m365.User
	s.patch(ctx, key, func(user *m365.User) {
		before = *user
		shows.put(user)
	})
	return func(done bool) {
		end(done)
		if !done {
			s.patch(ctx, key, func(user *m365.User) { shows.takeBack(user, before) })
		}
	}
}

// patch changes the stored user and tells it. The local snapshot is a copy, so its failure does not stop a change.
func (s *Service) patch(ctx context.Context, key m365.UserKey, change func(*m365.User)) {
	if err := s.options.Users.Patch(context.WithoutCancel(ctx), key, change); err != nil {
		s.options.Log.Warn("local snapshot not changed", "tenant", key.Tenant, "user", key.ID, "error", err)
		return
	}
	s.Changed.Emit(Event{User: key})
}

// with is a sorted list with name in it once. Lists are copied, because others may hold them.
func with(names []string, name string) []string {
	at, found := slices.BinarySearch(names, name)
	if found {
		return names
	}
	return slices.Insert(slices.Clone(names), at, name)
}

func without(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(one string) bool { return one == name })
}
