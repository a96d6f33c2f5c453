package setup_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
)

func openCheck(t *testing.T) *harness {
	t.Helper()
	return open(t, connected(own(), contoso()), setup.TabCheck)
}

func TestTheCheckRunsWhenItsTabIsOpenedAndShowsEveryFinding(t *testing.T) {
	d := openCheck(t)
	require.Equal(t, 1, d.checks)
	d.Sees("Checked just now, in 2.1 s. 1 of 3 hold for you; 2 of 6 tenants are healthy.", "You: j.tan@msp.example", "Holds", "Attention",
		"Could not tell", "Broken", "Soon", "Contoso Dental", "none of your groups is mapped", "2 broken", "1 soon", "1 more")
	d.SeesNot("Proseware")
	d.Tap("Show")
	d.Sees("Proseware")
	d.Tap("Check again")
	require.Equal(t, 2, d.checks)
}

func TestAFindingOffersItsRemedy(t *testing.T) {
	d := openCheck(t)
	d.Tap("Activate in My groups")
	require.Equal(t, []integration.Remedy{integration.ActivateGroup}, d.opened)
	d.Tap("Copy words for the customer")
	require.Equal(t, "A policy keeps us out.", d.Host.Copied[0])
	d.Tap("Sync again")
	require.Equal(t, [][]m365.TenantID{{clientID(4)}}, d.synced)
	d.Tap("Copy report")
	require.Contains(t, d.Host.Copied[1], "Broken: Contoso Dental")
}

func TestACheckThatFailsSaysWhyAndCanBeRepeated(t *testing.T) {
	w := connected(own())
	w.fails["CheckSetup"] = errors.New("refused")
	d := open(t, w, setup.TabCheck)
	d.Sees("Something went wrong.")
	w.do(func() { w.fails = nil })
	d.Tap("Check again")
	d.Sees("Contoso Dental")
}

func TestNothingIsCheckedBeforeASignIn(t *testing.T) {
	d := open(t, newWorld(), setup.TabCheck)
	require.Zero(t, d.checks)
	d.Sees("Nothing was checked yet.")
}
