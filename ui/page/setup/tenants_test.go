package setup_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

// client is a client tenant whose relationship is healthy.
func client(n int, name string, status m365.TenantStatus) m365.Tenant {
	return m365.Tenant{
		ID: clientID(n), Name: name, Status: status, DefaultDomain: strings.ToLower(strings.Fields(name)[0]) + ".com",
		Access: m365.Access{State: m365.AccessHealthy, Ends: noon.AddDate(0, 8, 0)},
	}
}

func clientID(n int) m365.TenantID {
	return m365.TenantID(fmt.Sprintf("8f3c%04x-0000-4000-8000-00000000%04x", n, 0x41a0+n))
}

func adventure() m365.Tenant { return client(1, "Adventure Works", m365.Deactivated) }
func contoso() m365.Tenant   { return client(2, "Contoso Dental", m365.Synced) }

func northwind() m365.Tenant {
	tenant := client(3, "Northwind Traders", m365.Pending)
	tenant.Doing = "Creating enterprise application"
	return tenant
}

func wide() m365.Tenant {
	tenant := client(4, "Wide World Importers", m365.Failed)
	tenant.Failure = &m365.Failure{What: "Microsoft did not answer.", Do: "Try again.", Code: "503", RequestID: "5b2c", Technical: "timeout"}
	return tenant
}

func own() m365.Tenant {
	return m365.Tenant{ID: mspTenant, Name: "MSP Example", Primary: true, Status: m365.Synced, Access: m365.Access{State: m365.AccessPrimary}}
}

// with is a tenant with an access of its own.
func with(tenant m365.Tenant, state m365.AccessState, ends time.Time) m365.Tenant {
	tenant.Access = m365.Access{State: state, Ends: ends}
	return tenant
}

// openTenants opens the tab of the tenants.
func openTenants(t *testing.T, tenants ...m365.Tenant) *harness {
	t.Helper()
	return open(t, connected(tenants...), setup.TabTenants)
}

// tick ticks the rows of tenants.
func (d *harness) tick(names ...string) {
	d.T.Helper()
	for _, name := range names {
		d.Tap("Select " + name)
	}
}

// statusFilter shows only the tenants of a status.
func (d *harness) statusFilter(status m365.TenantStatus) {
	d.T.Helper()
	d.Tap("Filter Status", string(status), "Apply")
}

func TestTheTabShowsStatusAccessAndEnd(t *testing.T) {
	d := openTenants(t, own(), adventure(), contoso(), northwind(), wide())
	d.Sees("MSP Example (your tenant)", "Your tenant: cannot be unsynced", "Adventure Works", "Deactivated", "8f3c…41a1",
		"Synced", "Healthy", "2027-07-23", "Pending", "Creating enterprise application…", "Failed", "Microsoft did not answer.", "1-5 of 5")
}

func TestATenantOfWhichMicrosoftAskedToWaitSaysUntilWhen(t *testing.T) {
	d := openTenants(t, contoso(), northwind())
	until := noon.Add(90 * time.Second)
	d.Host.Waits = map[m365.TenantID]time.Time{contoso().ID: until, northwind().ID: until}
	d.tell(page.Changes{}.With(page.Change{Kind: page.Throttled}))
	d.Sees("Pending", "Microsoft asked to wait until 12:01:30", "Healthy")
	d.SeesNot("Creating enterprise application…")
	d.Clock.Advance(2 * time.Minute)
	d.tell(page.Changes{Clock: true})
	d.Sees("Creating enterprise application…")
	d.SeesNot("asked to wait")
}

func TestAccessIsToldInWords(t *testing.T) {
	ends := noon.AddDate(0, 0, 12)
	barred := contoso()
	barred.RefreshFailure = &m365.Failure{What: "A policy blocked the sign-in.", Code: "AADSTS53003"}
	lost := contoso()
	lost.RefreshFailure = &m365.Failure{What: "Microsoft did not answer."}
	failed := wide()
	failed.Access.State = m365.AccessNotInAny
	waiting := northwind()
	waiting.Doing = ""
	for name, c := range map[string]struct {
		tenant m365.Tenant
		says   string
	}{
		"healthy":                          {contoso(), "Healthy"},
		"ending":                           {with(contoso(), m365.AccessEnding, ends), "GDAP ends soon: in 12 d"},
		"ended":                            {with(contoso(), m365.AccessEnded, ends), "GDAP ended"},
		"no role":                          {with(contoso(), m365.AccessNoRole, ends), "No role: your GDAP security group lacks the needed one"},
		"in no group":                      {with(contoso(), m365.AccessNotInAny, ends), "Not in group: you are in no security group of this GDAP"},
		"unknown":                          {with(contoso(), m365.AccessUnknown, time.Time{}), "Not checked"},
		"unread":                           {with(contoso(), m365.AccessUnread, ends), "Not read"},
		"a sync that waits":                {waiting, "Healthy"},
		"a sign-in that is blocked":        {barred, "Sign-in blocked: A policy blocked the sign-in."},
		"a refresh that failed once":       {lost, "Healthy"},
		"a sync that failed without cause": {wide(), "Sync failed: Microsoft did not answer."},
		"a sync that failed for its GDAP":  {failed, "Not in group: you are in no security group of this GDAP"},
	} {
		t.Run(name, func(t *testing.T) { openTenants(t, c.tenant).Sees(c.says) })
	}
}

const (
	selectToSync   = "Select the tenants to sync"
	selectToUnsync = "Select the tenants to unsync"
	syncedAlready  = "The selected tenants are synced, or being synced, already"
	notSynced      = "None of the selected tenants is synced"
	ownTenant      = "Your own tenant can be synced, but not unsynced"
)

func TestSyncAndUnsyncAreOnWhereTheyWouldDoSomethingAndSayWhyNotElse(t *testing.T) {
	idle := own()
	idle.Status = m365.Deactivated
	for name, c := range map[string]struct {
		own          m365.Tenant
		ticks        []string
		sync, unsync string
	}{
		"nothing":                       {own(), nil, selectToSync, selectToUnsync},
		"one that is not synced":        {own(), []string{"Adventure Works"}, "", notSynced},
		"one that is synced":            {own(), []string{"Contoso Dental"}, syncedAlready, ""},
		"one that is being synced":      {own(), []string{"Northwind Traders"}, syncedAlready, ""},
		"one that failed":               {own(), []string{"Wide World Importers"}, "", ""},
		"one of each":                   {own(), []string{"Adventure Works", "Contoso Dental"}, "", ""},
		"the own tenant":                {own(), []string{"MSP Example (your tenant)"}, syncedAlready, ownTenant},
		"the own tenant, not synced":    {idle, []string{"MSP Example (your tenant)"}, "", notSynced},
		"the own tenant beside another": {own(), []string{"MSP Example (your tenant)", "Contoso Dental"}, syncedAlready, ""},
		"ticked and unticked":           {own(), []string{"Adventure Works", "Adventure Works"}, selectToSync, selectToUnsync},
	} {
		t.Run(name, func(t *testing.T) {
			d := openTenants(t, c.own, adventure(), contoso(), northwind(), wide())
			d.tick(c.ticks...)
			require.Equal(t, c.sync, d.Why("Sync"))
			require.Equal(t, c.unsync, d.Why("Unsync"))
			require.Equal(t, c.sync != "", d.Disabled("Sync"))
			require.Equal(t, c.unsync != "", d.Disabled("Unsync"))
		})
	}
}

func TestASignInStandsInThePlaceOfSyncWhileNobodyIsSignedIn(t *testing.T) {
	d := openTenants(t, adventure(), contoso())
	d.tick("Adventure Works")
	require.False(t, d.Disabled("Sync"))
	d.do(func() { d.connection.HomeAccountID = "" })
	d.connector.Load()
	d.Settle()
	require.False(t, d.Has("Sync"))
	d.Tap("Sign in")
	require.Len(t, d.Host.SignIns, 1)
}

func TestSyncNamesTheTenantsAndAsks(t *testing.T) {
	for name, c := range map[string]struct {
		ticks []string
		says  []string
		verb  string
		ids   []m365.TenantID
	}{
		"one": {
			[]string{"Adventure Works"},
			[]string{"Adventure Works will be synced.", "enterprise application"},
			"Sync 1 tenant",
			[]m365.TenantID{clientID(1)},
		},
		"two, and one that is left out": {
			[]string{"Adventure Works", "Wide World Importers", "Contoso Dental"},
			[]string{"Adventure Works and Wide World Importers will be synced.", "1 selected tenant is left out: it is synced, or being synced, already."},
			"Sync 2 tenants",
			[]m365.TenantID{clientID(1), clientID(4)},
		},
		"one, and two that are left out": {
			[]string{"Adventure Works", "Northwind Traders", "Contoso Dental"},
			[]string{"Adventure Works will be synced.", "2 selected tenants are left out: they are synced, or being synced, already."},
			"Sync 1 tenant",
			[]m365.TenantID{clientID(1)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := openTenants(t, own(), adventure(), contoso(), northwind(), wide())
			d.tick(c.ticks...)
			d.Tap("Sync")
			d.Sees(c.says...)
			d.Tap("Cancel")
			require.Empty(t, d.synced)
			d.Tap("Sync", c.verb)
			require.Equal(t, [][]m365.TenantID{c.ids}, d.synced)
			require.Empty(t, d.unsynced)
			d.Sees("0 selected")
			require.Equal(t, selectToSync, d.Why("Sync"))
		})
	}
}

func TestUnsyncNamesTheTenantsAndAsks(t *testing.T) {
	for name, c := range map[string]struct {
		ticks []string
		says  []string
		verb  string
		ids   []m365.TenantID
	}{
		"one": {
			[]string{"Contoso Dental"},
			[]string{"Contoso Dental will be unsynced.", "The users of this tenant leave Tenantkeep at once."},
			"Unsync 1 tenant",
			[]m365.TenantID{clientID(2)},
		},
		"the own tenant is left out": {
			[]string{"MSP Example (your tenant)", "Contoso Dental", "Northwind Traders", "Wide World Importers"},
			[]string{
				"Contoso Dental, Northwind Traders and Wide World Importers will be unsynced.", "The users of these tenants leave Tenantkeep at once.",
				"1 selected tenant is left out: it is not synced, or your own tenant, which cannot be unsynced.",
			},
			"Unsync 3 tenants",
			[]m365.TenantID{clientID(2), clientID(3), clientID(4)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := openTenants(t, own(), adventure(), contoso(), northwind(), wide())
			d.tick(c.ticks...)
			d.Tap("Unsync")
			d.Sees(c.says...)
			d.Tap("Cancel")
			require.Empty(t, d.unsynced)
			d.Tap("Unsync", c.verb)
			require.Equal(t, [][]m365.TenantID{c.ids}, d.unsynced)
			require.Empty(t, d.synced)
			d.Sees("0 selected")
		})
	}
}

func TestAQuestionNamesTwoTenantsOfOneNameApart(t *testing.T) {
	idle, twin, both := adventure(), contoso(), wide()
	idle.Name, both.Name = "Contoso", "Wide World"
	twin.DefaultDomain = "contoso-retail.com"
	d := openTenants(t, append(uitest.Twins(idle, twin), both)...)
	d.Sees("adventure.com", "contoso-retail.com")
	d.Tap("Select rows", "Select all rows across all pages", "Sync")
	d.Sees("Contoso (adventure.com) and Wide World will be synced.")
	d.Tap("Cancel", "Unsync")
	d.Sees("Contoso (contoso-retail.com) and Wide World will be unsynced.")
}

func TestAQuestionAboutManyTenantsCountsThem(t *testing.T) {
	d := openTenants(t, many(60)...)
	d.Tap("Select rows", "Select all rows across all pages", "Sync")
	d.Sees("Client 01, Client 02, Client 03, Client 04, Client 05, Client 06, Client 07, Client 08 and 52 more will be synced.")
}

// many are clients that are not synced.
func many(count int) []m365.Tenant {
	tenants := make([]m365.Tenant, count)
	for i := range tenants {
		tenants[i] = client(i+1, fmt.Sprintf("Client %02d", i+1), m365.Deactivated)
	}
	return tenants
}

func TestAllRowsAreThoseOfAllPagesThatFitTheFilters(t *testing.T) {
	tenants := many(60)
	for i := range 20 {
		tenants[i].Status = m365.Synced
	}
	tenants[59].Status = m365.Failed
	ids := page.IDs(tenants[20:59])
	d := openTenants(t, tenants...)
	d.statusFilter(m365.Deactivated)
	d.Sees("1-25 of 39")
	d.Tap("Select rows", "Select all rows across all pages", "Sync")
	d.SeesNot("left out")
	d.Tap("Sync 39 tenants")
	require.Len(t, d.synced, 1)
	require.ElementsMatch(t, ids, d.synced[0])
}

func TestTheButtonsFollowTheFiltersWhereAllRowsAreSelected(t *testing.T) {
	d := openTenants(t, adventure(), contoso())
	d.Tap("Select rows", "Select all rows across all pages")
	require.False(t, d.Disabled("Sync"))
	require.False(t, d.Disabled("Unsync"))
	d.statusFilter(m365.Synced)
	require.Equal(t, syncedAlready, d.Why("Sync"))
	d.Tap("Unsync", "Unsync 1 tenant")
	require.Equal(t, [][]m365.TenantID{{clientID(2)}}, d.unsynced)
}

func TestWhatCannotBeginIsSaid(t *testing.T) {
	d := openTenants(t, adventure())
	d.fails["Sync"] = errors.New("signed out")
	d.tick("Adventure Works")
	d.Tap("Sync", "Sync 1 tenant")
	require.Len(t, d.Host.Failed, 1)
}

func TestATenantThatIsSyncedIsSyncedAgainFromItsMenu(t *testing.T) {
	d := openTenants(t, own(), contoso(), adventure())
	require.NoError(t, d.TapSecond("Contoso Dental"))
	d.Tap("Sync again")
	d.Sees("Contoso Dental will be synced again.")
	d.Tap("Sync tenant")
	require.Equal(t, [][]m365.TenantID{{contoso().ID}}, d.synced)
	for _, other := range []string{"MSP Example (your tenant)", "Adventure Works"} {
		require.NoError(t, d.TapSecond(other))
		d.SeesNot("Sync again")
		d.Press("Escape")
	}
}

func TestASyncThatBeganGoesOnWithoutThePage(t *testing.T) {
	d := openTenants(t, adventure())
	d.held["Sync"] = make(chan struct{})
	d.tick("Adventure Works")
	d.Tap("Sync")
	require.NoError(t, d.Robot.Tap("Sync 1 tenant"))
	d.work.Cancel()
	d.page.Close()
	close(d.held["Sync"])
	d.Settle()
	require.Equal(t, [][]m365.TenantID{{clientID(1)}}, d.synced)
	require.Empty(t, d.Host.Failed)
}

func TestAFailedSyncShowsWhyAndRetries(t *testing.T) {
	for name, cell := range map[string]string{"from its status": "Failed", "from its access": "Sync failed: Microsoft did not answer."} {
		t.Run(name, func(t *testing.T) {
			d := openTenants(t, contoso(), wide())
			d.Tap(cell)
			d.Sees("Sync of Wide World Importers failed", "Microsoft did not answer.", "Try again.", "Code 503", "Request id 5b2c")
			d.Tap("Copy details")
			require.Contains(t, d.Host.Copied[0], "timeout")
			d.Tap("Retry")
			require.Equal(t, [][]m365.TenantID{{clientID(4)}}, d.synced)
		})
	}
}

func TestASyncThatLacksASignInGoesOnAfterIt(t *testing.T) {
	ended := wide()
	ended.Failure = &m365.Failure{What: "Nobody is signed in.", SignIn: true}
	d := openTenants(t, ended)
	d.Tap("Failed", "Sign in")
	require.Empty(t, d.synced)
	d.Host.SignIns[0]()
	d.Settle()
	require.Equal(t, [][]m365.TenantID{{clientID(4)}}, d.synced)
}

// lost is a tenant that was not synced for want of a network.
func lost(tenant m365.Tenant) m365.Tenant {
	tenant.Status = m365.Failed
	tenant.Failure = &m365.Failure{What: "Microsoft's server could not be found.", Offline: true}
	return tenant
}

func TestTenantsThatWereNotSyncedForWantOfANetworkAreSaidOnce(t *testing.T) {
	d := openTenants(t, lost(adventure()), contoso(), lost(northwind()))
	d.Sees("You were offline, so 2 tenants were not synced.", "Sync failed: you were offline")
	d.SeesNot("could not be found")
	d.Tap("Retry")
	require.Equal(t, [][]m365.TenantID{{clientID(1), clientID(3)}}, d.synced)

	d = openTenants(t, lost(adventure()), contoso(), wide())
	d.SeesNot("not synced.")
}

func TestTenantsThatWereNotSyncedForWantOfANetworkAreSaidAndTriedAgainBesideThoseThatFailedOtherwise(t *testing.T) {
	d := openTenants(t, lost(adventure()), lost(northwind()), wide())
	d.Sees("You were offline, so 2 tenants were not synced.")
	d.Tap("Retry")
	require.Equal(t, [][]m365.TenantID{{clientID(1), clientID(3)}}, d.synced)
}

func TestAReasonIsReadWholeInANarrowWindow(t *testing.T) {
	d := openTenants(t, with(wide(), m365.AccessNoRole, noon))
	d.Win.Resize(fyne.NewSize(800, 640))
	d.Settle()
	d.Sees("No role: your GDAP security", "group lacks the needed one")
}

func TestTheDialogOfAFailedTenantBeginsWithTheWordsOfItsCell(t *testing.T) {
	d := openTenants(t, with(wide(), m365.AccessNoRole, noon))
	d.Tap("No role: your GDAP security group lacks the needed one")
	d.Sees("Sync of Wide World Importers failed", "No role: your GDAP security group lacks the needed one", "Microsoft did not answer.")
	d.Tap("Copy details")
	require.Contains(t, d.Host.Copied[0], "No role: your GDAP security group lacks the needed one. Microsoft did not answer.")
}

func TestATenantThatKeepsTheTechnicianOutSaysWhyWithoutRetry(t *testing.T) {
	policy := &m365.Failure{What: "A policy blocked the sign-in.", Do: "Exclude service provider users.", Code: "AADSTS53003"}
	unsynced, meanwhile := adventure(), contoso()
	unsynced.Failure, meanwhile.RefreshFailure = policy, policy
	for name, tenant := range map[string]m365.Tenant{"unsynced": unsynced, "synced": meanwhile} {
		t.Run(name, func(t *testing.T) {
			d := openTenants(t, tenant)
			d.SeesNot("Healthy")
			d.Tap("Sign-in blocked: A policy blocked the sign-in.")
			d.Sees("Access to "+tenant.Name, "Exclude service provider users.", "Code AADSTS53003")
			require.False(t, d.Has("Retry"))
		})
	}
}

func TestTheContextMenuCopiesTheTenantAndOpensWhatFailed(t *testing.T) {
	d := openTenants(t, contoso(), wide())
	second := func(name string) {
		require.NoError(t, d.TapSecond(name))
		d.Settle()
	}
	second("Contoso Dental")
	require.False(t, d.Has("Details"))
	d.Tap("Copy tenant name")
	second("Contoso Dental")
	d.Tap("Copy tenant ID")
	second("Synced")
	d.Tap("Copy value")
	require.Equal(t, []string{"Contoso Dental", string(clientID(2)), "Synced"}, d.Host.Copied)
	second("Wide World Importers")
	d.Tap("Details")
	d.Sees("Sync of Wide World Importers failed")
}

func TestTheTenantsThatFailedAreShownAlone(t *testing.T) {
	for name, show := range map[string]func() *harness{
		"as the page opens": func() *harness { return open(t, connected(contoso(), wide()), setup.TabFailed) },
		"on the open page": func() *harness {
			d := open(t, connected(contoso(), wide()), setup.TabAuthenticate)
			d.page.ShowFailed()
			d.Settle()
			return d
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := show()
			d.Sees("Wide World Importers", "1-1 of 1")
			d.SeesNot("Contoso Dental")
			d.Tap("Reset Filters")
			d.Sees("Contoso Dental", "1-2 of 2")
		})
	}
}

const listing = "Listing the client tenants."

func TestRefreshListsTheTenantsAnew(t *testing.T) {
	d := openTenants(t, contoso())
	d.tenants = append(d.tenants, adventure())
	d.held["Reload"] = make(chan struct{})
	require.NoError(t, d.Robot.Tap("Refresh"))
	require.NoError(t, d.Robot.Tap("Refresh"))
	require.Len(t, d.Host.Toasts, 1, "once at a time")
	require.Equal(t, page.Toast{Mood: page.Working, Text: listing}, d.Host.Toasts[0])
	require.Empty(t, d.Host.Closed)
	close(d.held["Reload"])
	d.Settle()
	require.Equal(t, []string{listing}, d.Host.Closed)
	d.Sees("Adventure Works", "1-2 of 2")
	d.page.Refresh()
	d.Settle()
	require.Equal(t, 2, d.reloads)
}

func TestAListThatCannotBeReadAnewSaysWhy(t *testing.T) {
	d := openTenants(t, contoso())
	d.fails["Reload"] = uitest.Refusal(m365.Failure{What: "Partner Center did not answer."})
	d.Tap("Refresh")
	require.Equal(t, []m365.Failure{{What: "Partner Center did not answer."}}, d.Host.Failures)
	require.Equal(t, []string{listing}, d.Host.Closed)
	delete(d.fails, "Reload")
	d.Tap("Refresh")
	require.Equal(t, 1, d.reloads)
}

func TestAPageThatIsLeftWhileTheTenantsAreListedLeavesNoMessageBehind(t *testing.T) {
	d := openTenants(t, contoso())
	d.held["Reload"] = make(chan struct{})
	require.NoError(t, d.Robot.Tap("Refresh"))
	d.leave()
	require.Equal(t, []string{listing}, d.Host.Closed)
	require.Empty(t, d.Host.Failures)
}

func TestTenantsAreReadAgainAsTheyChange(t *testing.T) {
	d := openTenants(t, adventure(), with(contoso(), m365.AccessEnding, noon.AddDate(0, 0, 12)))
	d.tick("Adventure Works")
	d.tenants = d.tenants[1:]
	d.tell(page.Changes{Users: true, Progress: true})
	d.Sees("Adventure Works", "1 selected")
	d.tell(page.Changes{Tenants: true})
	d.Sees("1-1 of 1", "0 selected")
	require.Equal(t, selectToSync, d.Why("Sync"), "what has gone is not ticked")
	d.Clock.Advance(23 * time.Hour)
	d.tell(page.Changes{Clock: true})
	d.Sees("GDAP ends soon: in 11 d")
}

func TestTheButtonsFollowTheStatusOfTheTickedTenants(t *testing.T) {
	d := openTenants(t, adventure())
	d.tick("Adventure Works")
	d.tenants[0].Status = m365.Pending
	d.tell(page.Changes{Tenants: true})
	require.Equal(t, syncedAlready, d.Why("Sync"))
	require.False(t, d.Disabled("Unsync"))
}

func TestTenantsThatCannotBeReadAreSaidAndTheRowsStay(t *testing.T) {
	d := openTenants(t, contoso())
	d.fails["Tenants"] = errors.New("disk")
	d.tell(page.Changes{Tenants: true})
	require.Len(t, d.Host.Failed, 1)
	d.Sees("Contoso Dental", "1-1 of 1")
}

func TestAnEmptyListSaysWhereTenantsComeFrom(t *testing.T) {
	openTenants(t).Sees("No tenants are listed yet.")
}

func TestTheFilterOfAccessOffersStatesAndTheCellsKeepTheirText(t *testing.T) {
	litware := with(client(6, "Litware Labs", m365.Synced), m365.AccessEnding, noon.AddDate(0, 0, 12))
	tailspin := with(client(7, "Tailspin Toys", m365.Synced), m365.AccessEnded, noon.AddDate(0, 0, -1))
	d := openTenants(t, own(), with(adventure(), m365.AccessNoRole, noon), contoso(), litware, tailspin, wide())
	d.Tap("Filter Access")
	d.Sees("Healthy", "GDAP ends soon", "GDAP ended", "No role", "Your tenant", "Sync failed")
	d.SeesNot("in 12 d", "lacks the needed one")
	d.Tap("GDAP ends soon", "No role", "Apply")
	d.Sees("1-2 of 2", "GDAP ends soon: in 12 d", "No role: your GDAP security group lacks the needed one")

	d.page.Export()
	var names []string
	export := d.Host.Exports[0]
	require.Equal(t, "tenant-sync", export.File)
	require.NoError(t, export.Source.Each(t.Context(), export.Query, func(row table.Row) error {
		names = append(names, row.Cells[0].Text)
		return nil
	}))
	require.Equal(t, []string{"Adventure Works", "Litware Labs"}, names)
	require.Len(t, export.Columns, 5, "the state is not shown")
}

func TestTenantsThatAFilterHidesAreNamedBeforeTheyAreSynced(t *testing.T) {
	d := openTenants(t, adventure(), contoso(), wide())
	d.tick("Adventure Works")
	d.statusFilter(m365.Failed)
	d.Sees("1 selected, not shown")
	d.tick("Wide World Importers")
	d.Sees("2 selected, 1 not shown")
	d.Tap("Row Actions")
	d.Sees("Not shown: Adventure Works")
	d.Press("Escape")
	d.Tap("Sync")
	d.Sees("Not shown: Adventure Works.")
	d.Press("Escape")

	d.Tap("Row Actions", "Export Selected Rows to CSV")
	require.Equal(t, 1, d.Host.Exports[0].Rows, "what is not shown is not written")
	d.Tap("Row Actions", "Uncheck All")
	d.Sees("0 selected")
}

func TestTenantsAreFoundByNameAndID(t *testing.T) {
	for column, text := range map[string]string{"Tenant Name": "contoso", "Tenant ID": "8f3c0002"} {
		t.Run(column, func(t *testing.T) {
			d := openTenants(t, adventure(), contoso(), wide())
			d.Tap("Filter " + column)
			d.TypeIn("contains", text)
			d.Tap("Apply")
			d.Sees("Contoso Dental", "1-1 of 1")
		})
	}
}

func TestFiltersAreKeptBetweenRuns(t *testing.T) {
	d := openTenants(t, contoso(), wide())
	d.statusFilter(m365.Failed)
	d.Sees("1-1 of 1", "Wide World Importers")
	d.Pass(time.Second)
	d.leave()
	d.show(setup.TabTenants)
	d.Sees("1-1 of 1", "Wide World Importers")
}

func TestTheReasonOfAFailedSyncIsReadBeforeItsTenant(t *testing.T) {
	failed := wide()
	failed.Failure = &m365.Failure{
		What:    "Could not create the enterprise application in Wide World Importers: your account is not allowed to.",
		Because: "Your account is not allowed to.",
	}
	d := openTenants(t, failed)
	d.Sees("Your account is not allowed to.")
	d.SeesNot("Could not create")
}

func TestTheTabCountsTheTenantsThatAreShown(t *testing.T) {
	d := openTenants(t, adventure(), contoso(), wide())
	require.Contains(t, d.Texts(), "3")
	d.page.ShowFailed()
	d.Settle()
	require.Contains(t, d.Texts(), "1")
	require.NotContains(t, d.Texts(), "3")
}

func TestATenantWhoseConsentIsOfASmallerAccessNeedsAnUpdate(t *testing.T) {
	old := contoso()
	old.Consented = "read-only"
	w := connected(own(), old)
	w.connection.Tier = "full"
	d := open(t, w, setup.TabTenants)
	d.Sees("Needs update: sync it for Full")
	d.tick("Contoso Dental")
	d.Tap("Sync", "Sync 1 tenant")
	require.Equal(t, [][]m365.TenantID{{old.ID}}, d.synced)
}
