package setup_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
)

func (w *world) Borrowed(ctx context.Context) (borrowed m365.Borrowed, found bool, err error) {
	err = w.call(ctx, "Borrowed", func() {
		if w.borrowed != nil {
			borrowed, found = *w.borrowed, true
		}
	})
	return borrowed, found, err
}

func (w *world) TakeBackBorrowed(ctx context.Context, tenant m365.TenantID, onURL func(string)) error {
	onURL(signInURL)
	return w.call(ctx, "TakeBackBorrowed", func() { w.returned, w.borrowed = append(w.returned, tenant), nil })
}

func (w *world) LeaveBorrowed(ctx context.Context, _ m365.TenantID) error {
	return w.call(ctx, "LeaveBorrowed", func() { w.borrowed = nil })
}

// interrupted is a world whose last run ended in the middle of a creation.
func interrupted() *world {
	w := newWorld()
	w.connection.On = true
	w.borrowed = &m365.Borrowed{Tenant: mspTenant, Tier: "full"}
	return w
}

func TestACreationThatWasInterruptedGoesOnAsItWasBegun(t *testing.T) {
	w := interrupted()
	d := open(t, w, setup.TabAuthenticate)
	d.Sees("Creating the application was interrupted.", "DelegatedPermissionGrant.ReadWrite.All", "Take back", "Leave them")
	w.held["CreateApplication"] = make(chan struct{})
	d.Tap("Go on")
	w.do(func() { w.borrowed = nil })
	close(w.held["CreateApplication"])
	d.Work.WaitAll()
	d.browserOpens()
	require.Equal(t, []string{string(mspTenant) + " full"}, w.created)
	d.browserReturns(connection(), nil)
	d.Sees("Saved and authenticated")
	d.SeesNot("Take back")
}

func TestWhatACreationHadBorrowedIsTakenBackInTheBrowser(t *testing.T) {
	w := interrupted()
	w.held["TakeBackBorrowed"] = make(chan struct{})
	d := open(t, w, setup.TabAuthenticate)
	d.Tap("Take back")
	d.Settle()
	d.Sees("Take the permissions back in your browser", "Copy link", "Cancel")
	d.SeesNot("Leave them")
	close(w.held["TakeBackBorrowed"])
	d.Work.WaitAll()
	d.Settle()
	d.SeesNot("interrupted", "Take back")
	d.Sees("Connect your CSP tenant")
	require.Equal(t, []m365.TenantID{mspTenant}, w.returned)
}

func TestWhatCannotBeTakenBackIsSaidAndStaysOffered(t *testing.T) {
	w := interrupted()
	w.fails["TakeBackBorrowed"] = errors.New("refused")
	d := open(t, w, setup.TabAuthenticate)
	d.Tap("Take back")
	d.Work.WaitAll()
	d.Settle()
	require.Len(t, d.Host.Failures, 1)
	d.Sees("Take back", "Go on")
}

func TestWhatIsBorrowedCanBeLeft(t *testing.T) {
	d := open(t, interrupted(), setup.TabAuthenticate)
	d.Tap("Leave them")
	d.Sees("Tenantkeep tells of it no more.", "Enterprise applications")
	d.Tap("Leave them")
	d.Settle()
	d.SeesNot("Take back")
	require.Nil(t, d.borrowed)
}

func TestWhoIsConnectedIsOfferedToTakeBackAndNotToGoOn(t *testing.T) {
	w := connected(own(), contoso())
	w.borrowed = &m365.Borrowed{Tenant: mspTenant, Tier: "full"}
	d := open(t, w, setup.TabTenants)
	d.Sees("Microsoft Graph Command Line Tools may still hold", "Take back", "Contoso Dental")
	d.SeesNot("interrupted", "Go on")
	w.do(func() { w.off = &m365.TurnOff{Permitting: true} })
	d.connector.Load()
	d.Settle()
	d.Sees("Turn Off was interrupted")
	d.SeesNot("Take back")
}

func TestWhatACreationLeavesBorrowedIsOfferedAtOnce(t *testing.T) {
	w := helpDesk(newWorld())
	w.held["CreateApplication"] = make(chan struct{})
	w.fails["CreateApplication"] = errors.New("lost")
	d := openCreate(t, w)
	w.do(func() { w.borrowed = &m365.Borrowed{Tenant: mspTenant, Tier: "help-desk"} })
	close(w.held["CreateApplication"])
	d.Work.WaitAll()
	d.Settle()
	d.Sees("Something went wrong.", "Take back", "Go on")
}
