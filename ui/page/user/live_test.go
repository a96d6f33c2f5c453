package user_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/user"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func (d *harness) changed(changes page.Changes) {
	d.T.Helper()
	d.page.Changed(changes)
	d.Settle()
}

func TestTheLastKnownRowsAreShownAtOnceAndThenTheLiveOnes(t *testing.T) {
	w := rich()
	w.last = lastCards()
	let := w.hold(profile.Parts()...)
	d := openHeld(t, w, func(o *user.Options) { o.Tab = profile.Groups })
	d.until(func() bool { return d.Robot.Sees("Everybody") })
	d.Sees("Everybody", "Read 3 hours ago, reading again")
	d.SeesNot("Leeds practice")
	require.Equal(t, "1", d.count("Sign-in Logs"))
	before, err := d.PlaceOf("Everybody")
	require.NoError(t, err)
	let()
	d.Settle()
	d.Sees("Everybody", "Leeds practice", "Read just now")
	d.SeesNot("reading again")
	after, err := d.PlaceOf("Everybody")
	require.NoError(t, err)
	require.Equal(t, before, after, "rows keep their place")
	require.Equal(t, "50", d.count("Sign-in Logs"))
}

func TestTheOpenCardAndTheDetailsAreReadFirst(t *testing.T) {
	w := rich()
	let := w.hold(profile.Details, profile.SignIns)
	d := openHeld(t, w, func(o *user.Options) { o.Tab = profile.SignIns })
	d.until(func() bool { return len(w.readsOf()) == 2 })
	require.ElementsMatch(t, []profile.Part{profile.Details, profile.SignIns}, w.readsOf())
	let()
	d.Settle()
	require.ElementsMatch(t, profile.Parts(), w.readsOf(), "each card is read once")
}

func TestATabThatIsOpenedIsReadBeforeItsTurn(t *testing.T) {
	w := rich()
	let := w.hold(profile.Details)
	d := openHeld(t, w)
	require.NoError(t, d.Robot.Tap("Devices"))
	d.until(func() bool { return d.Robot.Sees("LEEDS-LT-014") })
	d.until(func() bool { return d.count("Roles") == "2" }) // the others follow the first that is there
	let()
	d.Settle()
	require.ElementsMatch(t, profile.Parts(), w.readsOf(), "each card is read once")
}

var errGroups = uitest.Refusal(m365.Failure{
	What: "The groups of Adele Vance could not be read.", Do: "Try again in a minute.", Code: "503", RequestID: "r-1", Technical: "GET memberOf: 503",
})

func TestOneCardFailsAloneAndIsRetriedAlone(t *testing.T) {
	w := rich()
	w.fails[profile.Groups] = errGroups
	d := open(t, w)
	require.Equal(t, "3", d.count("Devices"))
	require.Empty(t, d.count("Groups"))
	d.SeesNot("could not be read")
	d.Tap("Groups")
	d.Sees("The groups of Adele Vance could not be read. Try again in a minute.", "Not read yet")
	d.SeesNot("This user is a member of no group", "Code 503")
	d.Tap("Copy details")
	require.Contains(t, d.Host.Copied[0], "Request id: r-1")
	w.do(func() { delete(w.fails, profile.Groups); w.reads = nil })
	d.Tap("Retry")
	d.Sees("Leeds practice")
	d.SeesNot("could not be read")
	require.Equal(t, []profile.Part{profile.Groups}, w.readsOf())
	require.Equal(t, "4", d.count("Groups"))
}

func TestACardThatCouldNotBeReadWholeIsMarkedWhereverItIsCounted(t *testing.T) {
	w := rich()
	groups := w.live[profile.Groups]
	groups.Lacks = []m365.Lack{{Of: "Groups", Part: true, Failure: m365.Failure{
		What: "Could not read the user's groups: Microsoft's list did not come to its end.", RequestID: "r-9",
	}}}
	w.live[profile.Groups] = groups
	d := open(t, w)
	require.Equal(t, "4+", d.count("Groups"))
	require.Equal(t, "3", d.count("Devices"))
	d.Tap("Groups")
	d.Sees("Leeds practice", "Not complete. Could not read the user's groups")
	d.Tap("Copy details")
	require.Contains(t, d.Host.Copied[0], "Request id: r-9")
	d.Sees("1-4 of 4+")
	d.exported()
	require.Contains(t, d.Host.Exports[0].Lacking, "Not complete. Could not read the user's groups")
	groups.Lacks = nil
	w.do(func() { w.live[profile.Groups] = groups })
	d.Tap("Retry")
	d.SeesNot("Not complete", "1-4 of 4+")
	require.Equal(t, "4", d.count("Groups"))
	d.exported()
	require.Empty(t, d.Host.Exports[1].Lacking)
}

func TestACardWithoutRowsThatWasNotReadWholeIsNotCalledEmpty(t *testing.T) {
	w := rich()
	roles := w.live[profile.Roles]
	roles.Roles = nil
	roles.Lacks = []m365.Lack{{Of: "Eligible roles", Part: true, Failure: m365.Failure{What: "Could not read which roles the user is eligible for."}}}
	w.live[profile.Roles] = roles
	d := open(t, w, func(o *user.Options) { o.Tab = profile.Roles })
	d.SeesNot("This user holds no directory role.")
	d.Sees("Not all roles of this user could be read", "Could not read which roles the user is eligible for.")
	require.Equal(t, "0+", d.count("Roles"))
}

func TestAColumnThatCouldNotBeReadSaysSoInEveryRowAndInAFile(t *testing.T) {
	for title, of := range map[string]struct {
		part   profile.Part
		read   call.Read
		column string
	}{
		"Licenses":       {profile.Licenses, call.ReadServices, "Service Enablement"},
		"Authentication": {profile.Methods, call.ReadDefault, "Default"},
	} {
		w := rich()
		card := w.live[of.part]
		card.Lacks = []m365.Lack{{Of: of.read.Feeds, Part: of.read.Means == call.Part, Failure: m365.Failure{What: "Could not " + of.read.Op + "."}}}
		w.live[of.part] = card
		d := open(t, w)
		d.Tap(title)
		titles, rows := d.exported()
		at := slices.Index(titles, of.column)
		for _, row := range rows {
			require.Equal(t, "Could not be read", row[at])
		}
	}
}

func TestRolesThatWereNotAllReadDoNotReplaceThoseOfTheHeader(t *testing.T) {
	w := rich()
	w.users[0].Roles = []string{"Role of the last refresh"}
	roles := w.live[profile.Roles]
	roles.Lacks = []m365.Lack{{Of: "Roles through groups", Part: true, Failure: m365.Failure{What: "Could not read which groups give the user roles."}}}
	w.live[profile.Roles] = roles
	open(t, w).Sees("Role of the last refresh")
}

func TestACardThatNeedsASignInOffersItAndIsReadAfterIt(t *testing.T) {
	w := rich()
	w.fails[profile.Groups] = uitest.Refusal(m365.Failure{What: "Nobody is signed in.", SignIn: true})
	d := open(t, w, func(o *user.Options) { o.Tab = profile.Groups })
	d.Sees("Nobody is signed in.")
	require.False(t, d.Has("Retry"))
	d.Tap("Sign in")
	require.Len(t, d.Host.SignIns, 1)
	w.do(func() { delete(w.fails, profile.Groups) })
	d.Host.SignIns[0]()
	d.Settle()
	d.Sees("Leeds practice")
}

func TestCardsThatFailedForWantOfASignInAreReadAfterIt(t *testing.T) {
	w := rich()
	w.fails[profile.Details] = uitest.Refusal(m365.Failure{What: "Nobody is signed in.", SignIn: true})
	w.fails[profile.Groups] = errGroups
	d := open(t, w)
	d.Host.Nobody = true
	w.do(func() { delete(w.fails, profile.Details); w.reads = nil })
	d.page.Changed(page.Changes{Connection: true})
	d.Settle()
	require.Empty(t, w.readsOf())
	d.Host.Nobody = false
	d.page.Changed(page.Changes{Connection: true})
	d.Settle()
	require.Equal(t, []profile.Part{profile.Details}, w.readsOf())
	d.SeesNot("Nobody is signed in.")
}

func TestWhoIsSignedOutFindsASignInInThePlaceOfWhatCannotBeDone(t *testing.T) {
	d := open(t, rich(), func(o *user.Options) { o.Host.(*uitest.Host).Nobody = true })
	require.False(t, d.Has("Reset Password"))
	d.Tap("Sign in")
	require.Len(t, d.Host.SignIns, 1)
}

func TestAFailedReadingLeavesTheOldRowsInTheirPlace(t *testing.T) {
	w := rich()
	d := open(t, w, func(o *user.Options) { o.Tab = profile.Groups })
	before, err := d.PlaceOf("Leeds practice")
	require.NoError(t, err)
	w.do(func() { w.fails[profile.Groups] = errGroups })
	d.page.Refresh()
	d.Settle()
	d.Sees("could not be read", "Retry", "Copy details", "Read just now")
	after, err := d.PlaceOf("Leeds practice")
	require.NoError(t, err)
	require.Equal(t, before, after)
	d.filter("Group Name", "rota")
	d.Sees("Rota")
	d.SeesNot("Leeds practice")
	w.do(func() { delete(w.fails, profile.Groups) })
	d.Tap("Retry")
	d.SeesNot("could not be read")
}

func TestDetailsThatCannotBeReadLeaveTheLocalPicture(t *testing.T) {
	w := rich()
	w.fails[profile.Details] = errGroups
	d := open(t, w)
	d.Sees("Practice Manager", "could not be read", "Read 20 minutes ago", "Not in the local data")
	w.do(func() { delete(w.fails, profile.Details) })
	d.Tap("Retry")
	d.Sees("Miriam Graham", "Read just now")
	d.SeesNot("could not be read")
}

func TestRefreshReadsEveryCardAnewAndTheTenantNot(t *testing.T) {
	w := rich()
	d := open(t, w)
	w.do(func() { w.reads = nil })
	d.page.Refresh()
	d.Settle()
	require.ElementsMatch(t, profile.Parts(), w.readsOf())
	require.Empty(t, d.Host.Refreshed)
}

func TestTheButtonOfATableReadsItsCardOnly(t *testing.T) {
	w := rich()
	d := open(t, w, func(o *user.Options) { o.Tab = profile.Devices })
	w.do(func() { w.reads = nil })
	d.Tap("Refresh")
	require.Equal(t, []profile.Part{profile.Devices}, w.readsOf())
}

func TestManyRefreshesWhileACardIsReadMakeOneMoreReading(t *testing.T) {
	w := rich()
	d := open(t, w)
	w.do(func() { w.reads = nil })
	let := w.hold(profile.Parts()...)
	for range 20 {
		d.page.Refresh()
	}
	let()
	d.Settle()
	for _, part := range profile.Parts() {
		count := 0
		for _, read := range w.readsOf() {
			if read == part {
				count++
			}
		}
		require.LessOrEqual(t, count, 2, part)
		require.GreaterOrEqual(t, count, 1, part)
	}
}

func TestAStatusThatChangesHereIsShownAtOnce(t *testing.T) {
	w := rich()
	d := open(t, w)
	d.Sees("Allowed", "Block Sign In")
	let := w.hold(profile.Parts()...)
	w.do(func() { w.users[0].SignIn = m365.Blocked })
	d.page.Changed(page.Changes{Users: true})
	d.until(func() bool { return d.Robot.Sees("Unblock Sign In") })
	d.Sees("Blocked")
	d.SeesNot("Allowed")
	w.do(func() { w.users[0].SignIn = m365.Allowed })
	d.page.Changed(page.Changes{Users: true})
	d.until(func() bool { return d.Robot.Sees("Allowed") })
	let()
	d.Settle()
}

func TestAStatusThatChangedElsewhereIsShownOnceItIsRead(t *testing.T) {
	w := rich()
	c := w.live[profile.Details]
	c.Details.SignIn = m365.Blocked
	c.Details.JobTitle = "Director"
	w.live[profile.Details] = c
	d := open(t, w)
	d.Sees("Blocked", "Unblock Sign In", "Director")
	d.changed(page.Changes{Users: true})
	d.Sees("Blocked", "Director")
}

func TestAReadingFromBeforeADeedDoesNotTakeItBack(t *testing.T) {
	w := rich()
	letOld := w.hold(profile.Details)
	d := openHeld(t, w)
	w.do(func() { w.users[0].SignIn = m365.Blocked })
	d.page.Changed(page.Changes{Users: true, AllCards: true})
	d.until(func() bool { return d.Robot.Sees("Blocked") })
	letNew := w.hold(profile.Details)
	letOld()
	d.until(func() bool { return strings.Count(fmt.Sprint(w.readsOf()), "details") == 2 })
	d.Sees("Blocked")
	d.SeesNot("Allowed")
	w.do(func() {
		c := w.live[profile.Details]
		c.Details.SignIn = m365.Blocked
		w.live[profile.Details] = c
	})
	letNew()
	d.Settle()
	d.Sees("Blocked", "Read just now")
}

func TestLastKnownDetailsDoNotTakeBackAStatusThatWasChangedHere(t *testing.T) {
	w := rich()
	w.last = lastCards()
	c := w.last[profile.Details]
	c.Taken, c.Details.SignIn, c.Details.JobTitle = ago(time.Minute), m365.Blocked, "Director"
	w.last[profile.Details] = c
	let := w.hold(profile.Parts()...)
	d := openHeld(t, w)
	d.Sees("Allowed", "Director", "Miriam Graham", "Read 1 minute ago, reading again")
	let()
	d.Settle()
}

func TestLastKnownDetailsThatAreOlderThanTheLocalPictureGiveTheManagerOnly(t *testing.T) {
	w := rich()
	w.last = lastCards()
	c := w.last[profile.Details]
	c.Details.JobTitle = "Director"
	w.last[profile.Details] = c
	let := w.hold(profile.Parts()...)
	d := openHeld(t, w)
	d.Sees("Practice Manager", "Miriam Graham", "Read 20 minutes ago, reading again")
	let()
	d.Settle()
}

func TestAChangeReadsTheCardsAnew(t *testing.T) {
	w := rich()
	d := open(t, w)
	w.do(func() {
		w.reads = nil
		c := w.live[profile.Groups]
		c.Groups = append(slices.Clone(c.Groups), m365.Group{ID: "g9", Name: "Finance"})
		w.live[profile.Groups] = c
	})
	d.changed(page.Changes{AllCards: true})
	require.ElementsMatch(t, profile.Parts(), w.readsOf())
	require.Equal(t, "5", d.count("Groups"))
}

func TestAChangeOfThisUserReadsTheCardsThatItNamesAlone(t *testing.T) {
	w := rich()
	d := open(t, w)
	w.do(func() { w.reads = nil })
	other := m365.UserKey{Tenant: w.users[0].Key.Tenant, ID: "somebody-else"}
	d.changed(page.Changes{Cards: map[m365.UserKey][]profile.Part{other: {profile.Roles}}})
	require.Empty(t, w.readsOf(), "it was somebody else")
	d.changed(page.Changes{Cards: map[m365.UserKey][]profile.Part{w.users[0].Key: {profile.Groups, profile.Licenses}}})
	require.ElementsMatch(t, []profile.Part{profile.Groups, profile.Licenses}, w.readsOf())
}

func TestARefreshReadsTheCardsThatShowWhatItFound(t *testing.T) {
	w := rich()
	d := open(t, w)
	w.do(func() { w.reads = nil; w.users[0].Roles = append(slices.Clone(w.users[0].Roles), "Zone Administrator") })
	d.changed(page.Changes{Users: true})
	require.ElementsMatch(t, []profile.Part{profile.Details, profile.Roles}, w.readsOf())
}

func TestARefreshOfOtherUsersAsksMicrosoftNothing(t *testing.T) {
	w := rich()
	d := open(t, w)
	w.do(func() { w.reads = nil; w.users[1].JobTitle = "Director" })
	d.changed(page.Changes{Users: true, Tenants: true, Progress: true})
	require.Empty(t, w.readsOf())
}

func TestAgesAreToldAnewWithoutReading(t *testing.T) {
	w := rich()
	d := open(t, w)
	d.Tap("Groups")
	w.do(func() { w.reads = nil })
	d.Clock.Advance(10 * time.Minute)
	d.changed(page.Changes{Clock: true})
	d.Sees("last sign-in 14 minutes ago", "Read 10 minutes ago")
	require.Empty(t, w.readsOf())
}

func TestAPageThatIsLeftEndsItsReadings(t *testing.T) {
	w := rich()
	w.hold(profile.Parts()...)
	d := openHeld(t, w)
	d.leave()
	d.Work.WaitIdle() // does not return while one is held
	require.Empty(t, d.Host.Failed)
}

func TestAUserThatIsGoneIsSaidToBe(t *testing.T) {
	w := rich()
	d := open(t, w)
	gone := w.users[0]
	w.do(func() { w.users = w.users[1:] })
	d.changed(page.Changes{Users: true})
	d.Sees("This user is not in the local data any more")
	d.SeesNot("Reset Password", "Practice Manager")
	require.Equal(t, "User", d.page.Trail()[1].Text)
	d.Tap("Deleted Users")
	require.Equal(t, []page.Route{{Page: page.Deleted, Tenant: gone.Key.Tenant}}, d.Host.Routes)
	w.do(func() { w.users = append(w.users, gone) })
	d.changed(page.Changes{Users: true})
	d.Sees("Practice Manager", "Reset Password")
	d.SeesNot("not in the local data any more")
	d.Tap("Roles")
	d.Sees("User Administrator")
}

func TestCardsThatCannotBeRememberedAreSaidAndReadLive(t *testing.T) {
	w := rich()
	w.lastErr = errors.New("disk full")
	d := open(t, w)
	require.Len(t, d.Host.Failed, 1)
	require.Equal(t, "4", d.count("Groups"))
}

func TestAViewedUserIsRememberedOnce(t *testing.T) {
	w := rich()
	d := open(t, w)
	for range 3 {
		d.changed(page.Everything())
	}
	require.Equal(t, 1, w.visits)
	require.Equal(t, 1, d.Host.Visits)
}

func TestAManagerWhoIsNotInTheLocalDataLeadsNowhere(t *testing.T) {
	for name, last := range map[string]map[profile.Part]profile.Snapshot{"known before": lastCards(), "read now": nil} {
		t.Run(name, func(t *testing.T) {
			w := rich()
			w.last, w.users = last, w.users[:1]
			d := open(t, w)
			d.Sees("Miriam Graham")
			_ = d.Robot.Tap("Miriam Graham")
			require.Empty(t, d.Host.Routes)
		})
	}
}

func TestWhateverHappensTheCardsEndAsMicrosoftHasThem(t *testing.T) {
	for seed := range 8 {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := rich()
			d := open(t, w)
			for step := range 12 {
				switch (step*7 + seed*3) % 5 {
				case 0:
					w.do(func() { w.fails[profile.Parts()[step%7]] = errGroups })
					d.page.Refresh()
				case 1:
					d.page.Changed(page.Changes{Users: true, AllCards: true})
				case 2:
					_ = d.Robot.Tap(titles[(step+seed)%7])
				case 3:
					w.do(func() { clear(w.fails) })
					d.page.Changed(page.Changes{AllCards: true})
				case 4:
					d.page.NextTab(1)
				}
			}
			w.do(func() { clear(w.fails) })
			d.page.Refresh()
			d.Settle()
			for title, want := range map[string]string{
				"Roles": "2", "Licenses": "2", "Devices": "3", "Groups": "4", "Sign-in Logs": "50", "Authentication": "4",
			} {
				require.Equal(t, want, d.count(title), title)
			}
			d.SeesNot("could not be read", "reading again")
		})
	}
}
