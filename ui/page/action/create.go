package action

import (
	"context"
	"time"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Creation is a user to be created, as a page asks for it.
type Creation struct {
	Intent change.Intent
	Target change.Target
	// Objected hears what is wrong with fields, in the place of the question; Created who was created, as soon as that is known.
	Objected func([]change.Objection)
	Created  func(m365.UserKey)
}

// Create asks whether a user is to be created, with everything that belongs to it, and gives the password once that is done.
func (a *Actions) Create(c Creation) {
	f := a.newFlow(change.Of(change.CreateUser), c.Target)
	f.planner = func() planner { return a.planOf(c.Intent) }
	f.secret = newUserSecret(c.Intent.Password.MustChange)
	f.created = c.Created
	f.objected = func(objections []change.Objection) {
		f.form.close()
		c.Objected(objections)
	}
	f.back = f.closeForm
	f.start()
}

// closeForm leads back to the page.
func (f *flow) closeForm() { f.form.close() }

func newUserSecret(mustChange bool) *secretWords {
	return &secretWords{
		label: "Password of the new user", copies: "Copy Password", show: "Show password", done: "The user is created.",
		facts: func(time.Time) []string {
			if mustChange {
				return []string{"The user is asked for a password of their own at the first sign-in."}
			}
			return []string{"The user keeps this password until they change it."}
		},
	}
}

// Continue goes on with a creation of the journal that did not come to its end.
func (a *Actions) Continue(entryID string) {
	f := a.newFlow(change.Of(change.CreateUser), change.Target{})
	f.secret = newUserSecret(true)
	f.planner = func() planner {
		return func(ctx context.Context) (change.Plan, error) { return a.o.Changes.ContinuePlan(ctx, entryID) }
	}
	f.start()
}

// hasCreated says that the change created a user: what is not done follows alone.
func (f *flow) hasCreated() bool {
	for i, step := range f.outcome.Steps {
		if f.outcome.Plan.Steps[i].Write.Kind == change.MakeUser && step.State == change.Done {
			return true
		}
	}
	return f.outcome.Plan.Action == change.CreateUser && len(f.outcome.Steps) > 0 && f.outcome.Plan.Steps[0].Write.Kind != change.MakeUser
}
