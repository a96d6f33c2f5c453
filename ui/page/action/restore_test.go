package action_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// addressTaken is the refusal to restore a user whose address another has.
func addressTaken() error {
	return &change.Refusal{
		Reason: change.ErrAddressTaken, Action: change.RestoreUser, User: adele(contoso).User.Key,
		What: "Adele Vance in Contoso Dental cannot be restored as it was: Adelheid Vance has the address adele.vance@contoso.com by now.",
		Do:   "Take the address from the other user, then restore this one; or restore this one without it on the page Deleted Users.",
	}
}

func TestARestorationWithoutAnAddressIsOfferedAfterTheRefusalAlone(t *testing.T) {
	d := newHarness(t)
	d.changes.planErr = addressTaken()
	d.actions.Restore(adele(contoso))
	d.Settle()
	require.False(t, d.changes.intents[0].WithoutTaken)
	d.changes.planErr = nil
	d.changes.notes = []string{"The addresses that others have by now are taken from the user for good."}
	d.Tap("Restore without the address")
	require.True(t, d.changes.intents[1].WithoutTaken)
	d.Sees("The addresses that others have by now are taken from the user for good.")
	require.Empty(t, d.changes.carried, "it is confirmed like any other change")
	d.Tap("Restore user")
	require.Len(t, d.changes.carried, 1)
	d.Sees("Done")
}

func TestARestorationThatMicrosoftRefusesForAnAddressIsOfferedWithoutIt(t *testing.T) {
	d := newHarness(t)
	d.changes.results[0] = change.StepResult{State: change.Failed, Failure: &m365.Failure{
		What: "Could not restore Adele Vance.", Because: "Another user has an address of this user by now.",
	}}
	d.actions.Restore(adele(contoso))
	d.Settle()
	d.Tap("Restore user")
	delete(d.changes.results, 0)
	d.Tap("Restore without the address", "Restore user")
	require.True(t, d.changes.intents[1].WithoutTaken)
	require.Len(t, d.changes.carried, 2)
	d.Sees("Done")
}
