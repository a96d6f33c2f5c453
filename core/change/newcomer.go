package change

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// lockedBy is what changes wait for each other by: a user, or the username of one who is not created.
func (p Plan) lockedBy() m365.UserKey {
	key := p.Target.Key
	if key.ID == "" {
		key.ID = strings.ToLower(p.Target.Username)
	}
	return key
}

// enter says that a plan is being carried out, until leave is called.
func (s *Service) enter(plan string) (leave func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.underway[plan] = struct{}{}
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.underway, plan)
	}
}

func (s *Service) isUnderway(plan string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, is := s.underway[plan]
	return is
}

// lacksUser says why a step is not sent that follows a creation; empty where the user is there.
func (r *run) lacksUser(i int) string {
	switch steps := r.outcome.Plan.Steps; {
	case r.key().ID != "" || steps[i].Write.Kind == MakeUser:
		return ""
	case r.outcome.Steps[0].State == Done:
		return "Not sent, because Microsoft did not tell the id of the new user. Continue the change on the Activity page."
	}
	return "Not sent, because the user was not created."
}

// adopt makes what follows about the user who was created. The journal has the id before the next request.
func (r *run) adopt(ctx context.Context, write Write, id string) {
	user := userOf(write)
	user.Created, user.LastPasswordReset = r.service.options.Now(), r.service.options.Now()
	if id == "" {
		found, err := r.service.look(ctx, r.key()).named(write.Subject)
		if err != nil || found == nil {
			return
		}
		id, user.Created = found.Key.ID, found.Created
	}
	r.newcomer = true
	plan := &r.outcome.Plan
	plan.Target.Key.ID = id
	plan.Steps = slices.Clone(plan.Steps)
	for i := range plan.Steps {
		plan.Steps[i].Request = plan.Steps[i].Request.For(id)
	}
	user.Key = r.key()
	r.service.recent.begin(user.Key, recentChange{returns: true})(true)
	if err := r.service.options.Journal.Again(context.WithoutCancel(ctx), r.entry(Running)); err != nil {
		r.service.options.Log.Warn("the id of a new user was not recorded", "tenant", user.Key.Tenant, "user", id, "error", err)
	}
	if err := r.service.options.Users.PutIn(context.WithoutCancel(ctx), user); err != nil {
		r.service.options.Log.Warn("local snapshot not changed", "tenant", user.Key.Tenant, "user", id, "error", err)
		return
	}
	r.service.Changed.Emit(Event{User: user.Key})
}

// replicating are the pauses before a request is sent again that Microsoft refused because it did not find a user whom it
// had created a moment before: not all of its servers know the user at once.
var replicating = []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second, 8 * time.Second, 8 * time.Second}

// sendOnceKnown sends a request. About a user who was created in this run it is sent again while Microsoft does not find the
// user, which it says before it does anything.
func (r *run) sendOnceKnown(ctx context.Context, request call.Request) (call.Answer, error) {
	answer, err := r.service.options.Directory.Send(ctx, r.key().Tenant, request)
	if !r.newcomer {
		return answer, err
	}
	for _, pause := range replicating {
		if !call.Is(err, call.NotFound) || r.service.options.Sleep(ctx, pause) != nil {
			break
		}
		answer, err = r.service.options.Directory.Send(ctx, r.key().Tenant, request)
	}
	return answer, err
}
