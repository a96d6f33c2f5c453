package user_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/user"
)

func (d *desk) changed(changes page.Changes) {
	d.t.Helper()
	d.page.Changed(changes)
	d.settle()
}

func TestTheLastKnownRowsAreShownAtOnceAndThenTheLiveOnes(t *testing.T) {
	w := rich()
	w.last = lastCards()
	let := w.hold(profile.Parts()...)
	d := openDeskHeld(t, w, func(o *user.Options) { o.Tab = profile.Groups })
	d.sees("Everybody", "Read 3 hours ago, reading again")
	d.seesNot("Leeds practice")
	require.Equal(t, "1", d.count("Sign-in Logs"))
	before, err := d.PlaceOf("Everybody")
	require.NoError(t, err)
	let()
	d.settle()
	d.sees("Everybody", "Leeds practice", "Read just now")
	d.seesNot("reading again")
	after, err := d.PlaceOf("Everybody")
	require.NoError(t, err)
	require.Equal(t, before, after, "rows keep their place")
	require.Equal(t, "50", d.count("Sign-in Logs"))
}

func TestTheOpenCardAndTheDetailsAreReadFirst(t *testing.T) {
	w := rich()
	let := w.hold(profile.Details, profile.SignIns)
	d := openDeskHeld(t, w, func(o *user.Options) { o.Tab = profile.SignIns })
	d.until(func() bool { return len(w.readsOf()) == 2 })
	require.ElementsMatch(t, []profile.Part{profile.Details, profile.SignIns}, w.readsOf())
	let()
	d.settle()
	require.ElementsMatch(t, profile.Parts(), w.readsOf(), "each card is read once")
}

func TestATabThatIsOpenedIsReadBeforeItsTurn(t *testing.T) {
	w := rich()
	let := w.hold(profile.Details)
	d := openDeskHeld(t, w)
	require.NoError(t, d.Tap("Devices"))
	d.until(func() bool { return d.Sees("LEEDS-LT-014") })
	d.until(func() bool { return d.count("Roles") == "2" }) // the others follow the first that is there
	let()
	d.settle()
	require.ElementsMatch(t, profile.Parts(), w.readsOf(), "each card is read once")
}

var errGroups = failureError{m365.Failure{
	What: "The groups of Adele Vance could not be read.", Do: "Try again in a minute.", Code: "503", RequestID: "r-1", Technical: "GET memberOf: 503",
}}

func TestOneCardFailsAloneAndIsRetriedAlone(t *testing.T) {
	w := rich()
	w.fails[profile.Groups] = errGroups
	d := openDesk(t, w)
	require.Equal(t, "3", d.count("Devices"))
	require.Empty(t, d.count("Groups"))
	d.seesNot("could not be read")
	d.tap("Groups")
	d.sees("The groups of Adele Vance could not be read. Try again in a minute.", "Not read yet")
	d.seesNot("This user is a member of no group", "Code 503")
	d.tap("Copy details")
	require.Contains(t, d.host.copied[0], "Request id: r-1")
	w.do(func() { delete(w.fails, profile.Groups); w.reads = nil })
	d.tap("Retry")
	d.sees("Leeds practice")
	d.seesNot("could not be read")
	require.Equal(t, []profile.Part{profile.Groups}, w.readsOf())
	require.Equal(t, "4", d.count("Groups"))
}

func TestAFailedReadingLeavesTheOldRowsInTheirPlace(t *testing.T) {
	w := rich()
	d := openDesk(t, w, func(o *user.Options) { o.Tab = profile.Groups })
	before, err := d.PlaceOf("Leeds practice")
	require.NoError(t, err)
	w.do(func() { w.fails[profile.Groups] = errGroups })
	d.page.Refresh()
	d.settle()
	d.sees("could not be read", "Retry", "Copy details", "Read just now")
	after, err := d.PlaceOf("Leeds practice")
	require.NoError(t, err)
	require.Equal(t, before, after)
	d.filter("Group Name", "rota")
	d.sees("Rota")
	d.seesNot("Leeds practice")
	w.do(func() { delete(w.fails, profile.Groups) })
	d.tap("Retry")
	d.seesNot("could not be read")
}

func TestDetailsThatCannotBeReadLeaveTheLocalPicture(t *testing.T) {
	w := rich()
	w.fails[profile.Details] = errGroups
	d := openDesk(t, w)
	d.sees("Practice Manager", "could not be read", "Read 20 minutes ago", "Not in the local data")
	w.do(func() { delete(w.fails, profile.Details) })
	d.tap("Retry")
	d.sees("Miriam Graham", "Read just now")
	d.seesNot("could not be read")
}

func TestRefreshReadsEveryCardAnewAndTheTenantNot(t *testing.T) {
	w := rich()
	d := openDesk(t, w)
	w.do(func() { w.reads = nil })
	d.page.Refresh()
	d.settle()
	require.ElementsMatch(t, profile.Parts(), w.readsOf())
	require.Empty(t, d.host.refreshed)
}

func TestTheButtonOfATableReadsItsCardOnly(t *testing.T) {
	w := rich()
	d := openDesk(t, w, func(o *user.Options) { o.Tab = profile.Devices })
	w.do(func() { w.reads = nil })
	d.tap("Refresh")
	require.Equal(t, []profile.Part{profile.Devices}, w.readsOf())
}

func TestManyRefreshesWhileACardIsReadMakeOneMoreReading(t *testing.T) {
	w := rich()
	d := openDesk(t, w)
	w.do(func() { w.reads = nil })
	let := w.hold(profile.Parts()...)
	for range 20 {
		d.page.Refresh()
	}
	let()
	d.settle()
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
	d := openDesk(t, w)
	d.sees("Allowed", "Block Sign In")
	let := w.hold(profile.Parts()...)
	w.do(func() { w.users[0].SignIn = m365.Blocked })
	d.page.Changed(page.Changes{Users: true})
	d.until(func() bool { return d.Sees("Unblock Sign In") })
	d.sees("Blocked")
	d.seesNot("Allowed")
	w.do(func() { w.users[0].SignIn = m365.Allowed })
	d.page.Changed(page.Changes{Users: true})
	d.until(func() bool { return d.Sees("Allowed") })
	let()
	d.settle()
}

func TestAStatusThatChangedElsewhereIsShownOnceItIsRead(t *testing.T) {
	w := rich()
	c := w.live[profile.Details]
	c.Details.SignIn = m365.Blocked
	c.Details.JobTitle = "Director"
	w.live[profile.Details] = c
	d := openDesk(t, w)
	d.sees("Blocked", "Unblock Sign In", "Director")
	d.changed(page.Changes{Users: true})
	d.sees("Blocked", "Director")
}

func TestAReadingFromBeforeADeedDoesNotTakeItBack(t *testing.T) {
	w := rich()
	letOld := w.hold(profile.Details)
	d := openDeskHeld(t, w)
	w.do(func() { w.users[0].SignIn = m365.Blocked })
	d.page.Changed(page.Changes{Users: true, AllCards: true})
	d.until(func() bool { return d.Sees("Blocked") })
	letNew := w.hold(profile.Details)
	letOld()
	d.until(func() bool { return strings.Count(fmt.Sprint(w.readsOf()), "details") == 2 })
	d.sees("Blocked")
	d.seesNot("Allowed")
	w.do(func() {
		c := w.live[profile.Details]
		c.Details.SignIn = m365.Blocked
		w.live[profile.Details] = c
	})
	letNew()
	d.settle()
	d.sees("Blocked", "Read just now")
}

func TestLastKnownDetailsDoNotTakeBackAStatusThatWasChangedHere(t *testing.T) {
	w := rich()
	w.last = lastCards()
	c := w.last[profile.Details]
	c.Taken, c.Details.SignIn, c.Details.JobTitle = ago(time.Minute), m365.Blocked, "Director"
	w.last[profile.Details] = c
	let := w.hold(profile.Parts()...)
	d := openDeskHeld(t, w)
	d.sees("Allowed", "Director", "Miriam Graham", "Read 1 minute ago, reading again")
	let()
	d.settle()
}

func TestLastKnownDetailsThatAreOlderThanTheLocalPictureGiveTheManagerOnly(t *testing.T) {
	w := rich()
	w.last = lastCards()
	c := w.last[profile.Details]
	c.Details.JobTitle = "Director"
	w.last[profile.Details] = c
	let := w.hold(profile.Parts()...)
	d := openDeskHeld(t, w)
	d.sees("Practice Manager", "Miriam Graham", "Read 20 minutes ago, reading again")
	let()
	d.settle()
}

func TestADeedReadsTheCardsAnew(t *testing.T) {
	w := rich()
	d := openDesk(t, w)
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
	d := openDesk(t, w)
	w.do(func() { w.reads = nil })
	other := m365.UserKey{Tenant: w.users[0].Key.Tenant, ID: "somebody-else"}
	d.changed(page.Changes{Cards: map[m365.UserKey][]profile.Part{other: {profile.Roles}}})
	require.Empty(t, w.readsOf(), "it was somebody else")
	d.changed(page.Changes{Cards: map[m365.UserKey][]profile.Part{w.users[0].Key: {profile.Groups, profile.Licenses}}})
	require.ElementsMatch(t, []profile.Part{profile.Groups, profile.Licenses}, w.readsOf())
}

func TestARefreshReadsTheCardsThatShowWhatItFound(t *testing.T) {
	w := rich()
	d := openDesk(t, w)
	w.do(func() { w.reads = nil; w.users[0].Roles = append(slices.Clone(w.users[0].Roles), "Zone Administrator") })
	d.changed(page.Changes{Users: true})
	require.ElementsMatch(t, []profile.Part{profile.Details, profile.Roles}, w.readsOf())
}

func TestARefreshOfOtherUsersAsksMicrosoftNothing(t *testing.T) {
	w := rich()
	d := openDesk(t, w)
	w.do(func() { w.reads = nil; w.users[1].JobTitle = "Director" })
	d.changed(page.Changes{Users: true, Tenants: true, Progress: true})
	require.Empty(t, w.readsOf())
}

func TestAgesAreToldAnewWithoutReading(t *testing.T) {
	w := rich()
	d := openDesk(t, w)
	d.tap("Groups")
	w.do(func() { w.reads = nil })
	d.clock.advance(10 * time.Minute)
	d.changed(page.Changes{Clock: true})
	d.sees("last sign-in 14 minutes ago", "Read 10 minutes ago")
	require.Empty(t, w.readsOf())
}

func TestAPageThatIsLeftEndsItsReadings(t *testing.T) {
	w := rich()
	w.hold(profile.Parts()...)
	d := openDeskHeld(t, w)
	d.leave()
	d.root.WaitIdle() // does not return while one is held
	require.Empty(t, d.host.failed)
}

func TestAUserThatIsGoneIsSaidToBe(t *testing.T) {
	w := rich()
	d := openDesk(t, w)
	gone := w.users[0]
	w.do(func() { w.users = w.users[1:] })
	d.changed(page.Changes{Users: true})
	d.sees("This user is not in the local data any more")
	d.seesNot("Reset Password", "Practice Manager")
	require.Equal(t, "User", d.page.Trail()[1].Text)
	d.tap("All Users")
	require.Equal(t, []page.Route{{Page: page.Users}}, d.host.routes)
	w.do(func() { w.users = append(w.users, gone) })
	d.changed(page.Changes{Users: true})
	d.sees("Practice Manager", "Reset Password")
	d.seesNot("not in the local data any more")
	d.tap("Roles")
	d.sees("User Administrator")
}

func TestCardsThatCannotBeRememberedAreSaidAndReadLive(t *testing.T) {
	w := rich()
	w.lastErr = errors.New("disk full")
	d := openDesk(t, w)
	require.Len(t, d.host.failed, 1)
	require.Equal(t, "4", d.count("Groups"))
}

func TestAViewedUserIsRememberedOnce(t *testing.T) {
	w := rich()
	d := openDesk(t, w)
	for range 3 {
		d.changed(page.Everything())
	}
	require.Equal(t, 1, w.visits)
	require.Equal(t, 1, d.host.visited)
}

func TestAManagerWhoIsNotInTheLocalDataLeadsNowhere(t *testing.T) {
	for name, last := range map[string]map[profile.Part]profile.Snapshot{"known before": lastCards(), "read now": nil} {
		t.Run(name, func(t *testing.T) {
			w := rich()
			w.last, w.users = last, w.users[:1]
			d := openDesk(t, w)
			d.sees("Miriam Graham")
			_ = d.Tap("Miriam Graham")
			require.Empty(t, d.host.routes)
		})
	}
}

func TestWhateverHappensTheCardsEndAsMicrosoftHasThem(t *testing.T) {
	for seed := range 8 {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := rich()
			d := openDesk(t, w)
			for step := range 12 {
				switch (step*7 + seed*3) % 5 {
				case 0:
					w.do(func() { w.fails[profile.Parts()[step%7]] = errGroups })
					d.page.Refresh()
				case 1:
					d.page.Changed(page.Changes{Users: true, AllCards: true})
				case 2:
					_ = d.Tap(titles[(step+seed)%7])
				case 3:
					w.do(func() { clear(w.fails) })
					d.page.Changed(page.Changes{AllCards: true})
				case 4:
					d.page.NextTab(1)
				}
			}
			w.do(func() { clear(w.fails) })
			d.page.Refresh()
			d.settle()
			for title, want := range map[string]string{
				"Roles": "2", "Licenses": "2", "Devices": "3", "Groups": "4", "Sign-in Logs": "50", "Authentication": "4",
			} {
				require.Equal(t, want, d.count(title), title)
			}
			d.seesNot("could not be read", "reading again")
		})
	}
}
