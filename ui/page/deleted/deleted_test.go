package deleted_test

import (
	"context"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/page/deleted"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

var noon = uitest.Noon

const (
	contosoID  = m365.TenantID("11111111-2222-3333-4444-555555555555")
	fabrikamID = m365.TenantID("66666666-7777-8888-9999-000000000000")
)

func tenants() []m365.Tenant {
	return []m365.Tenant{
		{ID: contosoID, Name: "Contoso Dental", DefaultDomain: "contoso.com", Status: m365.Synced},
		{ID: fabrikamID, Name: "Fabrikam Legal", DefaultDomain: "fabrikam.com", Status: m365.Synced},
		{ID: "c", Name: "Never", Status: m365.Deactivated},
	}
}

// harness is the page in a window, with Microsoft and the actions below it.
type harness struct {
	*uitest.Stage
	page *deleted.Page

	mu     sync.Mutex
	users  []m365.DeletedUser
	fails  error
	asked  []m365.TenantID
	reason string

	restored []action.Subject
}

func (d *harness) Tenants(context.Context) ([]m365.Tenant, error) { return tenants(), nil }

func (d *harness) DeletedUsers(_ context.Context, tenant m365.TenantID) ([]m365.DeletedUser, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, tenant)
	return d.users, d.fails
}

func (d *harness) Restore(s action.Subject)            { d.restored = append(d.restored, s) }
func (d *harness) RestoreReason(action.Subject) string { return d.reason }

func open(t *testing.T, tenant m365.TenantID, prepare func(*harness)) *harness {
	t.Helper()
	d := &harness{Stage: uitest.NewStage(t, fyne.NewSize(1440, 800)), users: users()}
	if prepare != nil {
		prepare(d)
	}
	d.page = deleted.New(deleted.Options{
		Host: d.Host, Work: d.Work, Tables: d.Host.Tables(), Tenants: d, Directory: d, Actions: d, Tenant: tenant,
	})
	d.Show(d.page.Content())
	d.page.Changed(page.Everything())
	d.Settle()
	t.Cleanup(d.page.Close)
	return d
}

func user(id, name, username string, days int) m365.DeletedUser {
	return m365.DeletedUser{
		User:    m365.User{Key: m365.UserKey{Tenant: contosoID, ID: id}, DisplayName: name, UserPrincipalName: username, Type: m365.Member},
		Deleted: noon.AddDate(0, 0, -days),
	}
}

func users() []m365.DeletedUser {
	adele, synced := user("u1", "Adele Vance", "adele@contoso.com", 3), user("u2", "Bianca Pisani", "bianca@contoso.com", 29)
	adele.Licenses = []string{"Microsoft 365 Business Premium", "Power BI Pro"}
	synced.OnPremisesSynced = true
	return []m365.DeletedUser{adele, synced, user("u3", "", "room@contoso.com", 0)}
}

func TestDeletedUsersAreListedWithTheirDaysAndWhatComesBack(t *testing.T) {
	d := open(t, contosoID, nil)
	d.Sees("Deleted Users", "Tenant: Contoso Dental", "1-3 of 3", "Adele Vance", "adele@contoso.com", "3 days ago", "27",
		"As it was, with 2 licenses where units are left", "Until the next sync, unless the", "Sessions do not")
	require.Equal(t, []m365.TenantID{contosoID}, d.asked, "asked once")
	steps := d.page.Trail()
	require.Equal(t, []string{"All Tenants", "Contoso Dental", "Deleted Users"}, []string{steps[0].Text, steps[1].Text, steps[2].Text})
}

func TestAClickOnRestoreAsksAboutThatUser(t *testing.T) {
	d := open(t, contosoID, nil)
	d.Tap("Select Bianca Pisani", "Row Actions", "Restore User")
	require.Len(t, d.restored, 1)
	require.Equal(t, "bianca@contoso.com", d.restored[0].User.UserPrincipalName)
	require.Equal(t, "Contoso Dental", d.restored[0].Tenant.Name)
	require.NoError(t, d.TapSecond("Adele Vance"))
	d.Tap("Restore User")
	require.Equal(t, "u1", d.restored[1].User.Key.ID)
}

func TestWhoMayNotRestoreReadsWhy(t *testing.T) {
	d := open(t, contosoID, func(d *harness) { d.reason = "Your access tier is Read only. This needs Full: choose it in Setup" })
	d.Tap("Select Adele Vance", "Row Actions")
	require.Contains(t, d.Why("Restore User"), "Your access tier is Read only")
	d.Press("Escape")
	require.Empty(t, d.restored)
}

func TestAListThatCannotBeReadSaysWhyAndReadsAgain(t *testing.T) {
	d := open(t, contosoID, func(d *harness) {
		d.fails = uitest.Refusal(m365.Failure{What: "Could not read the deleted users in Contoso Dental.", Do: "Retry."})
	})
	d.Sees("Could not read the deleted users in Contoso Dental.")
	d.mu.Lock()
	d.fails = nil
	d.mu.Unlock()
	d.Tap("Retry")
	d.Sees("Adele Vance")

	d.mu.Lock()
	d.fails = uitest.Refusal(m365.Failure{What: "You are offline."})
	d.mu.Unlock()
	d.page.Refresh()
	d.Settle()
	d.Sees("You are offline.", "Adele Vance")
}

func TestATenantInWhichNobodyWasDeletedSaysSo(t *testing.T) {
	d := open(t, contosoID, func(d *harness) { d.users = nil })
	d.Sees("Nobody was deleted here in the last 30 days.")
}

func TestARestorationIsFollowed(t *testing.T) {
	d := open(t, contosoID, nil)
	d.mu.Lock()
	d.users = d.users[1:]
	d.mu.Unlock()
	d.page.Changed(page.Changes{}.With(page.Change{Kind: page.CardsChanged, User: m365.UserKey{Tenant: fabrikamID, ID: "u1"}, Cards: []profile.Part{profile.Details}}))
	d.Settle()
	d.Sees("Adele Vance")
	d.page.Changed(page.Changes{}.With(page.Change{Kind: page.CardsChanged, User: m365.UserKey{Tenant: contosoID, ID: "u1"}, Cards: []profile.Part{profile.Details}}))
	d.Settle()
	d.SeesNot("Adele Vance")
	d.Sees("1-2 of 2")
}

func TestWithoutATenantThePageAsksForOne(t *testing.T) {
	d := open(t, "", nil)
	d.Sees("Choose the tenant whose deleted users you look for.")
	require.False(t, d.page.Grid.Count().Visible(), "nothing is counted yet")
	require.Empty(t, d.asked)
	d.Tap("Select Tenant")
	require.NoError(t, d.Type("Search tenants", "fabri"))
	d.Settle()
	d.SeesNot("Contoso Dental")
	d.Tap("Fabrikam Legal (fabrikam.com)")
	require.Equal(t, []page.Route{{Page: page.Deleted, Tenant: fabrikamID}}, d.Host.Routes)
}

func TestEnterInTheSearchTakesTheFirstTenantThatItFinds(t *testing.T) {
	d := open(t, "", nil)
	d.Tap("Select Tenant")
	require.NoError(t, d.Type("Search tenants", "fabri"))
	d.Key(fyne.KeyReturn)
	require.Equal(t, []page.Route{{Page: page.Deleted, Tenant: fabrikamID}}, d.Host.Routes)
}
