package action

import (
	"errors"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Restore brings a deleted user back. Where others have an address of the user by now, it offers to do it without that.
func (a *Actions) Restore(s Subject) {
	f := a.newFlow(change.Of(change.RestoreUser), s.target())
	intent := change.Intent{Action: change.RestoreUser, User: s.User.Key}
	f.planner = func() planner { return a.planOf(intent) }
	f.ways = func(refusal error, outcome change.Outcome) *widget.Action {
		if intent.WithoutTaken || !errors.Is(refusal, change.ErrAddressTaken) && !change.AddressTaken(outcome) {
			return nil
		}
		return &widget.Action{Label: "Restore without the address", Do: func() {
			intent.WithoutTaken = true
			f.planAgain()
		}}
	}
	f.start()
}
