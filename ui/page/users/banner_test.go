package users_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

const day = 24 * time.Hour

// stale is a tenant whose last refresh failed, with a picture of an age; none where that is zero.
func stale(name, what string, users int, age time.Duration) m365.Tenant {
	tenant := m365.Tenant{
		ID: m365.TenantID("id of " + name), Name: name, Status: m365.Synced, Users: users, RefreshFailure: &m365.Failure{What: what},
	}
	if age > 0 {
		tenant.Refreshed = noon.Add(-age)
	}
	return tenant
}

// ended is a tenant whose relationship ended.
func ended() m365.Tenant {
	tenant := tailspin()
	tenant.Refreshed = noon.Add(-3 * day)
	tenant.RefreshFailure = &m365.Failure{
		What: "Tailspin Toys could not be refreshed: your GDAP relationship ended on 12 Nov.", Do: "Ask the customer to approve a new one.",
		Code: "AADSTS50020", RequestID: "5b2c", Technical: "token refused",
	}
	return tenant
}

// lost is a tenant that did not answer.
func lost() m365.Tenant {
	tenant := fabrikam()
	tenant.Refreshed = noon.Add(-day)
	tenant.RefreshFailure = &m365.Failure{What: "Microsoft did not answer."}
	return tenant
}

// offline is a tenant that failed for want of a network.
func offline(tenant m365.Tenant) m365.Tenant {
	tenant.RefreshFailure.Offline, tenant.RefreshFailure.At = true, noon
	return tenant
}

// readAfter is a tenant that was refreshed since the others failed.
func readAfter(tenant m365.Tenant) m365.Tenant {
	tenant.Refreshed = noon.Add(time.Minute)
	return tenant
}

// roleless is a tenant whose roles may not be read.
func roleless(tenant m365.Tenant) m365.Tenant {
	tenant.Roles = m365.NoPermission
	return tenant
}

// lacking is a tenant that was refreshed but for some things.
func lacking(tenant m365.Tenant, things ...string) m365.Tenant {
	for _, of := range things {
		tenant.Lacks = append(tenant.Lacks, m365.Lack{Of: of, Failure: m365.Failure{
			What: "Could not read it: Microsoft's service failed.", Do: "Retry in a few minutes.", Code: "generalException",
		}})
	}
	return tenant
}

func TestTheBannerMovesNoRowUnderThePointer(t *testing.T) {
	p := fakeOf(contoso(), fabrikam())
	d := open(t, p)
	place := func() fyne.Position {
		at, err := d.PlaceOf(userOf(contoso(), 1).DisplayName)
		require.NoError(t, err)
		return at
	}
	turn := func(tenants ...m365.Tenant) {
		p.change(func(p *fake) { p.tenants = tenants })
		d.tell(page.Changes{Tenants: true})
	}
	before := place()
	test.MoveMouse(d.Win.Canvas(), before.AddXY(10, 5))
	turn(contoso(), lost())
	d.Sees("Microsoft did not answer.")
	require.Equal(t, before, place())
	turn(contoso(), fabrikam())
	d.SeesNot("Microsoft did not answer.")
	require.Equal(t, before, place())

	turn(contoso(), lost())
	test.MoveMouse(d.Win.Canvas(), fyne.NewPos(2, 2))
	require.Greater(t, place().Y, before.Y, "the first row is seen again once the pointer has gone")
	test.MoveMouse(d.Win.Canvas(), place().AddXY(10, 5))
	below := place()
	turn(contoso(), fabrikam())
	require.Equal(t, below, place(), "nor where there is nothing above")
}

func TestTheBannerMovesNoTitleUnderThePointer(t *testing.T) {
	for _, title := range []string{"Sort by Username", "Filter Username", "Resize Username", "Select rows"} {
		t.Run(title, func(t *testing.T) {
			p := fakeOf(contoso(), fabrikam())
			d := open(t, p)
			place := func() fyne.Position {
				at, err := d.PlaceOf(title)
				require.NoError(t, err)
				return at
			}
			turn := func(tenants ...m365.Tenant) {
				p.change(func(p *fake) { p.tenants = tenants })
				d.tell(page.Changes{Tenants: true})
			}
			before := place()
			test.MoveMouse(d.Win.Canvas(), before.AddXY(4, 8))
			turn(contoso(), lost())
			require.Equal(t, before, place())
			d.SeesNot("Microsoft did not answer.")
			test.MoveMouse(d.Win.Canvas(), before.AddXY(60, 8))
			d.Settle()
			require.Equal(t, before, place(), "nor on the way to the next title")
			test.MoveMouse(d.Win.Canvas(), fyne.NewPos(2, 2))
			d.Settle()
			d.Sees("Microsoft did not answer.")
			below := place()
			require.Greater(t, below.Y, before.Y)
			test.MoveMouse(d.Win.Canvas(), below.AddXY(4, 8))
			turn(contoso(), fabrikam())
			require.Equal(t, below, place())
			test.MoveMouse(d.Win.Canvas(), fyne.NewPos(2, 2))
			d.Settle()
			require.Equal(t, before, place())
			d.SeesNot("Microsoft did not answer.")
		})
	}
}

func TestTheBannerSaysWhichTenantsWhyAndHowOld(t *testing.T) {
	for name, c := range map[string]struct {
		tenants []m365.Tenant
		says    string
	}{
		"one that names itself": {
			[]m365.Tenant{stale("Contoso", "Contoso could not be refreshed: no consent.", 3, 3*day)},
			"Contoso could not be refreshed: no consent. Showing 3 users as of 3 days ago.",
		},
		"one whose failure does not name it": {
			[]m365.Tenant{stale("Contoso", "Microsoft did not answer.", 1, 2*time.Hour)},
			"Contoso could not be refreshed. Microsoft did not answer. Showing 1 user as of 2 hours ago.",
		},
		"one that was never read": {
			[]m365.Tenant{stale("Contoso", "Contoso refused.", 0, 0)},
			"Contoso refused. No users of it are shown.",
		},
		"two, in the order of their names": {
			[]m365.Tenant{stale("fabrikam", "x", 5, 4*day), {ID: "h", Name: "Healthy", Status: m365.Synced}, stale("Contoso", "y", 5, day)},
			"2 tenants could not be refreshed: Contoso and fabrikam. The oldest part of what is shown is as of 4 days ago.",
		},
		"more than are named": {
			[]m365.Tenant{stale("A", "x", 1, day), stale("B", "x", 1, day), stale("C", "x", 1, day), stale("D", "x", 1, day), stale("E", "x", 1, day)},
			"5 tenants could not be refreshed: A, B, C and 2 more. The oldest part of what is shown is as of yesterday.",
		},
		"several that were never read": {
			[]m365.Tenant{stale("A", "x", 0, 0), stale("B", "x", 0, 0)},
			"2 tenants could not be refreshed: A and B. No users of them are shown.",
		},
		"all of several, without a network": {
			[]m365.Tenant{offline(stale("A", "x", 1, day)), offline(stale("B", "x", 1, 2*day)), contoso()},
			"You are offline. The oldest part of what is shown is as of 2 days ago.",
		},
		"several, without a network that is back": {
			[]m365.Tenant{offline(stale("A", "x", 1, day)), offline(stale("B", "x", 1, 2*day)), readAfter(contoso())},
			"2 tenants could not be refreshed: A and B. The oldest part of what is shown is as of 2 days ago.",
		},
		"some of several, without a network": {
			[]m365.Tenant{offline(stale("A", "x", 1, day)), stale("B", "x", 1, 2*day)},
			"2 tenants could not be refreshed: A and B.",
		},
		"roles that may not be read": {
			[]m365.Tenant{contoso(), roleless(fabrikam()), roleless(tailspin())},
			"User roles of Fabrikam Legal and Tailspin Toys are not shown: your GDAP roles, or the consent, do not let you read them.",
		},
		"something that could not be read": {
			[]m365.Tenant{contoso(), lacking(fabrikam(), "User Role")},
			"User Role of Fabrikam Legal could not be read, or not whole. Could not read it: Microsoft's service failed.",
		},
		"things of several that could not be read": {
			[]m365.Tenant{lacking(contoso(), "Last Sign In", "User Role"), lacking(fabrikam(), "User Role")},
			"Last Sign In and User Role of Contoso Dental and Fabrikam Legal could not be read, or not whole.",
		},
		"what could not be read before what may not": {
			[]m365.Tenant{roleless(contoso()), lacking(fabrikam(), "Last Sign In")},
			"Last Sign In of Fabrikam Legal could not be read",
		},
		"what is old before what is missing": {
			[]m365.Tenant{roleless(contoso()), lost()},
			"Fabrikam Legal could not be refreshed. Microsoft did not answer. Showing 2 users as of yesterday.",
		},
	} {
		t.Run(name, func(t *testing.T) { open(t, fakeOf(c.tenants...)).Sees(c.says) })
	}
}

func TestTheBannerNamesTwoTenantsOfOneNameApart(t *testing.T) {
	for name, c := range map[string]struct {
		first, twin m365.Tenant
		says        string
	}{
		"one of them is old": {contoso(), lost(), "Contoso Dental (fabrikam.com) could not be refreshed. Microsoft did not answer."},
		"both are old":       {ended(), lost(), "could not be refreshed: Contoso Dental (fabrikam.com) and Contoso Dental (tailspin.com)."},
		"roles are missing":  {contoso(), roleless(fabrikam()), "User roles of Contoso Dental (fabrikam.com) are not shown"},
	} {
		t.Run(name, func(t *testing.T) {
			c.first.Name = "Contoso Dental"
			open(t, fakeOf(uitest.Twins(c.first, c.twin)...)).Sees(c.says)
		})
	}
}

func TestACountWithoutTheUsersOfATenantSaysThatThereAreMore(t *testing.T) {
	for name, test := range map[string]struct {
		tenants []m365.Tenant
		more    bool
	}{
		"all read":                          {[]m365.Tenant{contoso()}, false},
		"one is old":                        {[]m365.Tenant{stale("Contoso", "x", 1, day)}, false},
		"one never read":                    {[]m365.Tenant{contoso(), stale("A", "refused", 0, 0)}, true},
		"one that Microsoft counts more of": {[]m365.Tenant{lacking(contoso(), "All Users")}, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, fakeOf(test.tenants...))
			require.Equal(t, test.more, d.Has("3+"))
			d.page.Export()
			require.Equal(t, test.more || name == "one is old", d.Host.Exports[0].Lacking != "")
		})
	}
}

func TestAListThatIsCompleteHasNoBanner(t *testing.T) {
	failed := lost()
	failed.Status = m365.Failed
	d := open(t, fakeOf(contoso(), failed))
	d.SeesNot("could not be refreshed", "are not shown", "Retry")
}

func TestRetryReachesEveryTenantOfTheBanner(t *testing.T) {
	d := open(t, fakeOf(contoso(), ended(), lost()))
	d.Tap("Retry")
	require.Equal(t, [][]m365.TenantID{{fabrikamID, tailspinID}}, d.Host.Refreshed)
}

func TestTheBannerOffersASignInWhereATenantWaitsForIt(t *testing.T) {
	waiting := lost()
	waiting.RefreshFailure.SignIn = true
	d := open(t, fakeOf(contoso(), ended(), waiting))
	require.False(t, d.Has("Retry"))
	d.Tap("Sign in")
	require.Empty(t, d.Host.Refreshed)
	d.Host.SignIns[0]()
	require.Equal(t, [][]m365.TenantID{{fabrikamID, tailspinID}}, d.Host.Refreshed)
}

func TestTheBannerIsAboutTheTenantsInView(t *testing.T) {
	d := open(t, fakeOf(contoso(), ended(), lost()))
	d.choose("Select Tenant", "Contoso Dental")
	d.SeesNot("could not be refreshed")
	d.choose("Tenant: Contoso Dental", "Fabrikam Legal")
	d.Sees("Fabrikam Legal could not be refreshed.")
	d.SeesNot("GDAP relationship ended")
	d.Tap("Retry")
	require.Equal(t, [][]m365.TenantID{{fabrikamID}}, d.Host.Refreshed)
	d.Tap("Reset Filters")
	d.Sees("2 tenants could not be refreshed")
}

func TestTheBannerOfAListOfOneTenantIsAboutThat(t *testing.T) {
	d := open(t, fakeOf(contoso(), ended(), lost()), only(contoso()))
	d.SeesNot("could not be refreshed")
}

func TestTheBannerGoesOnceTheTenantIsRefreshed(t *testing.T) {
	d := open(t, fakeOf(contoso(), lost()))
	d.change(func(p *fake) { p.tenants[1] = fabrikam() })
	d.tell(page.Changes{Users: true})
	d.Sees("Fabrikam Legal could not be refreshed.")
	d.tell(page.Changes{Tenants: true})
	d.SeesNot("could not be refreshed", "Retry")
}

func TestTheBannerTellsItsAgeAnew(t *testing.T) {
	d := open(t, fakeOf(lost()))
	d.Clock.Advance(day)
	d.tell(page.Changes{Clock: true})
	d.Sees("as of 2 days ago")
}

func TestDetailsSayWhatToDoAboutEveryTenant(t *testing.T) {
	d := open(t, fakeOf(contoso(), ended(), lost()))
	d.Tap("Details")
	d.Sees("Not refreshed", "Tailspin Toys", "your GDAP relationship ended on 12 Nov", "Ask the customer to approve a new one.",
		"Showing 1 user as of 3 days ago.", "Code AADSTS50020", "Request id 5b2c",
		"Fabrikam Legal", "Microsoft did not answer.", "Showing 2 users as of yesterday.")
	d.SeesNot("Contoso Dental")
	d.Tap("Copy details")
	for _, part := range []string{string(tailspinID), "AADSTS50020", "token refused", string(fabrikamID), "Microsoft did not answer."} {
		require.Contains(t, d.Host.Copied[0], part)
	}
	d.Tap("Retry")
	require.Equal(t, [][]m365.TenantID{{fabrikamID, tailspinID}}, d.Host.Refreshed)
	require.Nil(t, d.Win.Canvas().Overlays().Top())
}

func TestDetailsSayWhatOfATenantCouldNotBeRead(t *testing.T) {
	d := open(t, fakeOf(contoso(), lacking(fabrikam(), "User Role")))
	d.Tap("Details")
	d.Sees("Not read whole", "Fabrikam Legal", "Retry in a few minutes.", "Code generalException")
	d.Tap("Copy details")
	require.Contains(t, d.Host.Copied[0], "generalException")
	d.Tap("Retry")
	require.Equal(t, [][]m365.TenantID{{fabrikamID}}, d.Host.Refreshed)
}

func TestAnAddressThatOnlyAPortalNeedsIsNoMatterOfTheUsers(t *testing.T) {
	d := open(t, fakeOf(lacking(contoso(), "SharePoint portal")))
	d.SeesNot("could not be read")
}
