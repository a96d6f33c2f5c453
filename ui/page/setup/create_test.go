package setup_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
)

func (w *world) CreateApplication(ctx context.Context, tenant m365.TenantID, tier access.Tier, onURL, doing func(string)) (string, error) {
	onURL(signInURL)
	if err := w.call(ctx, "Administrator", func() {}); err != nil {
		return "", err
	}
	doing("Creating the application")
	err := w.call(ctx, "CreateApplication", func() { w.created = append(w.created, string(tenant)+" "+string(tier)) })
	if err != nil {
		return "", err
	}
	return mspClient, w.notTakenBack
}

// openCreate fills in the tenant and answers the question.
func openCreate(t *testing.T, w *world) *harness {
	t.Helper()
	d := openForm(t, w)
	d.TypeIn("Tenant ID", "msp.example")
	d.Tap("Create it for me")
	d.Sees("This will be created in msp.example.", "http://localhost", "3 delegated permissions of the access Help desk")
	d.Tap("Create application")
	return d
}

func helpDesk(w *world) *world {
	w.suggested = setup.Suggestion{Tier: access.HelpDesk}
	return w
}

func TestTheApplicationIsCreatedAndTheSignInGoesOn(t *testing.T) {
	w := helpDesk(newWorld())
	w.held["Administrator"] = make(chan struct{})
	d := openCreate(t, w)
	d.Settle()
	d.Sees("Sign in as an administrator", "Copy link")
	close(w.held["Administrator"])
	d.Work.WaitAll()
	d.browserOpens()
	require.Equal(t, []string{string(mspTenant) + " help-desk"}, w.created)
	require.Equal(t, mspClient, w.saved[0].ClientID)
	d.Sees("Sign in in your browser")
	d.browserReturns(connection(), nil)
	d.Sees("Saved and authenticated")
}

func TestACreationNeedsATenant(t *testing.T) {
	d := openForm(t, helpDesk(newWorld()))
	d.Tap("Create it for me")
	d.Sees("Enter the ID of your CSP tenant")
}

func TestACreationThatIsRefusedSaysWhyAndTheManualWayIsThere(t *testing.T) {
	w := helpDesk(newWorld())
	w.fails["CreateApplication"] = errors.New("refused")
	d := openCreate(t, w)
	d.Work.WaitAll()
	d.Settle()
	d.Sees("Something went wrong.", "Or by hand", "Allow public client flows")
	d.Tap("Copy permissions", "Copy redirect address")
	require.Contains(t, d.Host.Copied[0], "User.Read.All")
	require.Equal(t, "http://localhost", d.Host.Copied[1])
}

func TestACreationCanBeCancelled(t *testing.T) {
	w := helpDesk(newWorld())
	w.held["Administrator"] = make(chan struct{})
	d := openCreate(t, w)
	d.Settle()
	d.Tap("Cancel")
	d.Work.WaitAll()
	d.Settle()
	d.Sees("Tenant ID", "Not saved")
	d.SeesNot("Something went wrong.")
	require.Empty(t, w.created)
}

func TestWhatACreationCouldNotTakeBackIsSaidAndTheSignInGoesOn(t *testing.T) {
	w := helpDesk(newWorld())
	w.notTakenBack = errors.New("not taken back")
	w.held["CreateApplication"] = make(chan struct{})
	d := openCreate(t, w)
	close(w.held["CreateApplication"]) // it ends before the sign-in, which waits for the browser, can begin
	d.Work.WaitAll()
	d.browserOpens()
	require.Len(t, d.Host.Failures, 1)
	d.browserReturns(connection(), nil)
}
