package bulk

import "github.com/tenantkeep/tenantkeep/core/m365"

// Secret is the new password of the user, to be shown; empty where there is none. Where the state is Unknown, nobody knows
// whether it was set.
func (u User) Secret() m365.Secret { return u.secret }

// Forget drops the passwords of all users, and the plans that hold them.
func (r *Run) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.all {
		user := &r.all[i]
		if user.secret.Empty() {
			continue
		}
		user.secret = m365.Secret{}
		user.Plan = user.Plan.WithoutSecret()
		user.outcome.Plan = user.Plan
	}
}
