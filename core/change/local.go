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
}

type recentChange struct {
	put func(*m365.User)
	// ended is zero while Microsoft has not answered.
	ended time.Time
}

func newRecent(now func() time.Time) *recent {
	return &recent{now: now, set: make(map[m365.UserKey][]*recentChange)}
}

// begin remembers a change that is about to be sent. over must be called with whether it was done: one that was not is
// forgotten.
func (r *recent) begin(user m365.UserKey, put func(*m365.User)) (over func(done bool)) {
	this := &recentChange{put: put}
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

// adjust puts the changes into a user that a reading gave which began at a time. One that began long enough after a change
// has seen it, and knows better.
func (r *recent) adjust(user *m365.User, began time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, one := range r.set[user.Key] {
		if one.ended.IsZero() || began.Before(one.ended.Add(fresh)) {
			one.put(user)
		}
	}
}

// Adjust puts into a user that a refresh is about to store what was changed here and what the refresh, which began to read
// at a time, may not have seen.
func (s *Service) Adjust(user *m365.User, began time.Time) { s.recent.adjust(user, began) }

// show changes the local snapshot as if the write were done. over must be called with whether it was: the snapshot of one that
// was not is taken back.
func (s *Service) show(ctx context.Context, key m365.UserKey, write Write) (over func(done bool)) {
	shows := effects[write.Kind].shows(write, s.options.Now())
	if shows.put == nil {
		return func(bool) {}
	}
	end := s.recent.begin(key, shows.put)
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
