package refresh_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
)

// renamed is that a user has another name, and complete what knows the user by it.
func renamed(id, name string, complete bool) m365.UserChange {
	return m365.UserChange{ID: id, Complete: complete, Apply: func(u *m365.User) {
		u.Key, u.DisplayName = m365.UserKey{Tenant: contoso, ID: id}, name
	}}
}

func moved(id, city string) m365.UserChange {
	return m365.UserChange{ID: id, Apply: func(u *m365.User) { u.City = city }}
}

func licensed(id string, skus ...string) m365.UserChange {
	return m365.UserChange{ID: id, Apply: func(u *m365.User) { u.SKUs = skus }}
}

func gone(id string) m365.UserChange { return m365.UserChange{ID: id, Gone: true} }

// readOnce is a refresher of a tenant that was read once, by a clock of the test.
func readOnce(t *testing.T, directory *cloud) (*refresh.Service, *fakeStore, *time.Time) {
	t.Helper()
	store := newShelf(m365.Tenant{ID: contoso, Name: "Contoso", Status: m365.Synced})
	now := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
	refresher := service(directory, store, func(o *refresh.Options) { o.Now = func() time.Time { return now } })
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	now = now.Add(15 * time.Minute)
	directory.asked = nil
	return refresher, store, &now
}

func people() *cloud {
	return &cloud{
		pages: map[m365.TenantID][][]m365.User{contoso: {{user(contoso, "adele", "e5"), user(contoso, "megan")}}},
		fails: map[string]error{},
	}
}

func TestOnlyWhatChangedIsReadOnceATenantWasReadWhole(t *testing.T) {
	directory := people()
	refresher, store, _ := readOnce(t, directory)
	directory.changes = [][]m365.UserChange{
		{moved("adele", "Ulm"), gone("megan"), renamed("new", "New", true)},
		{},
		{renamed("adele", "Adele V", false), gone("long gone"), moved("adele", "Ulm")},
	}
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Equal(t, []string{"since latest"}, directory.asked, "one request for the users")
	adele := user(contoso, "adele", "e5")
	adele.City, adele.DisplayName, adele.Licenses = "Ulm", "Adele V", []string{"product e5"}
	require.ElementsMatch(t, []string{"Adele V", "New"}, []string{store.users[contoso][0].DisplayName, store.users[contoso][1].DisplayName})
	require.Contains(t, store.users[contoso], adele, "what was told counts on top of what was known")
	directory.changes = nil
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Equal(t, []string{"since latest", "since latest+"}, directory.asked)
}

func TestAUserWhoIsDeletedAndRestoredInBetweenIsThere(t *testing.T) {
	directory := people()
	refresher, store, _ := readOnce(t, directory)
	directory.changes = [][]m365.UserChange{{gone("adele"), renamed("adele", "Back", true), renamed("megan", "M", false), gone("megan")}}
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Len(t, store.users[contoso], 1)
	require.Equal(t, "Back", store.users[contoso][0].DisplayName)
}

func TestRolesAreFollowedThoughNoUserChanged(t *testing.T) {
	directory := people()
	directory.roles = map[string][]m365.RoleAssignment{"adele": {{RoleName: "Global Reader"}}}
	refresher, store, _ := readOnce(t, directory)
	directory.roles = map[string][]m365.RoleAssignment{"megan": {{RoleName: "User Administrator"}}, "a group": {{RoleName: "x"}}}
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Equal(t, []string{"since latest"}, directory.asked)
	roles := map[string][]string{}
	for _, user := range store.users[contoso] {
		roles[user.Key.ID] = user.Roles
	}
	require.Equal(t, map[string][]string{"adele": nil, "megan": {"User Administrator"}}, roles)
}

func TestAllButTheUsersIsReadOnceAnHour(t *testing.T) {
	directory := people()
	refresher, store, now := readOnce(t, directory)
	require.Equal(t, 1, directory.rest)
	for _, step := range []struct {
		what   string
		passed time.Duration
		rest   int
		do     func()
	}{
		{"a quarter of an hour later", 0, 1, func() {}},
		{"an hour later", 45 * time.Minute, 2, func() {}},
		{"after the clock was set back", -20 * time.Minute, 3, func() {}},
		{"where a person looks", 15 * time.Minute, 4, func() { refresher.Look(contoso) }},
		{"nobody looks any more", 15 * time.Minute, 4, func() { refresher.Look("") }},
		{"where somebody came", 15 * time.Minute, 5, func() { directory.changes = [][]m365.UserChange{{renamed("new", "New", true)}} }},
		{"where somebody left", 15 * time.Minute, 5, func() { directory.changes = [][]m365.UserChange{{gone("new")}} }},
		{"with a product that others have", 15 * time.Minute, 5, func() {
			directory.changes = [][]m365.UserChange{{moved("adele", "Ulm")}, {licensed("megan", "e5")}}
		}},
		{"with a new product", 15 * time.Minute, 6, func() { directory.changes = [][]m365.UserChange{{licensed("megan", "e3", "e5")}} }},
	} {
		*now = now.Add(step.passed)
		step.do()
		require.NoError(t, refresher.Due(t.Context()))
		require.Equal(t, step.rest, directory.rest, step.what)
	}
	require.NotContains(t, directory.asked, "all")
	require.Equal(t, []string{"product e3", "product e5"}, store.users[contoso][1].Licenses)
	require.NoError(t, refresher.All(t.Context()))
	require.Equal(t, 7, directory.rest, "by hand")
}

func TestRolesAndProductsStayAsTheyWereWhereOnlyUsersAreRead(t *testing.T) {
	directory := people()
	directory.roles = map[string][]m365.RoleAssignment{"adele": {{RoleName: "Global Reader"}}}
	refresher, store, _ := readOnce(t, directory)
	directory.changes = [][]m365.UserChange{{moved("adele", "Ulm")}}
	require.NoError(t, refresher.Due(t.Context()))
	require.Equal(t, 1, directory.rest)
	adele := user(contoso, "adele", "e5")
	adele.City, adele.Roles, adele.Licenses = "Ulm", []string{"Global Reader"}, []string{"product e5"}
	require.Contains(t, store.users[contoso], adele)
}

func TestRolesThatCouldNotBeReadAreAskedForAgain(t *testing.T) {
	directory := people()
	directory.fails["Roles"+string(contoso)] = &call.Error{Kind: call.Server}
	refresher, store, now := readOnce(t, directory)
	delete(directory.fails, "Roles"+string(contoso))
	require.NotEmpty(t, store.snapshots[contoso].Lacks)
	require.NoError(t, refresher.Due(t.Context()))
	require.Equal(t, 2, directory.rest)
	*now = now.Add(15 * time.Minute)
	require.NoError(t, refresher.Due(t.Context()))
	require.Equal(t, 2, directory.rest)
}

func TestARefreshByHandDoesNotMakeDoWithOneThatReadsLess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		directory := people()
		refresher, _, _ := readOnce(t, directory)
		release := make(chan struct{})
		directory.following = func() { <-release }
		due, byHand := make(chan error), make(chan error)
		go func() { due <- refresher.Due(t.Context()) }()
		synctest.Wait()
		go func() { byHand <- refresher.All(t.Context()) }()
		synctest.Wait()
		require.Equal(t, 1, directory.rest)
		close(release)
		require.NoError(t, <-due)
		require.NoError(t, <-byHand)
		require.Equal(t, 2, directory.rest)
	})
}

func TestAProductThatIsNewAndAnotherThatWasRenamedHaveAllRead(t *testing.T) {
	directory := people()
	refresher, store, _ := readOnce(t, directory)
	directory.skus = []m365.SKU{{ID: "e5", PartNumber: "SPE_E5"}, {ID: "e3", PartNumber: "SPE_E3"}}
	directory.changes = [][]m365.UserChange{{licensed("megan", "e3")}}
	require.NoError(t, refresher.Due(t.Context()))
	require.Equal(t, []string{"since latest", "all"}, directory.asked)
	require.Equal(t, []string{"product SPE_E5"}, store.users[contoso][0].Licenses)
}

func TestProductsThatCannotBeReadKeepTheNamesTheyHad(t *testing.T) {
	directory := people()
	directory.skus = []m365.SKU{{ID: "e5", PartNumber: "SPE_E5"}}
	refresher, store, now := readOnce(t, directory)
	named := slices.Clone(store.users[contoso][0].Licenses)
	*now = now.Add(time.Hour)
	directory.fails["SKUs"+string(contoso)] = &call.Error{Kind: call.Server}
	directory.changes = [][]m365.UserChange{{moved("adele", "Ulm")}}
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Equal(t, []string{"since latest"}, directory.asked, "nobody is read whole for it")
	clear(directory.fails)
	directory.changes = nil
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Equal(t, []string{"since latest", "since latest+"}, directory.asked, "nor once they can be read again")
	for _, user := range store.users[contoso] {
		if user.Key.ID == "adele" {
			require.Equal(t, named, user.Licenses)
			require.Equal(t, "Ulm", user.City)
		}
	}
}

func TestAClockThatWasSetBackHasAllRead(t *testing.T) {
	directory := people()
	refresher, _, now := readOnce(t, directory)
	require.NoError(t, refresher.SignIns(t.Context()))
	*now = now.Add(-72 * time.Hour)
	require.NoError(t, refresher.Due(t.Context()))
	require.NoError(t, refresher.SignIns(t.Context()))
	require.Equal(t, []string{"since latest", "all", "since latest+"}, directory.asked)
	require.Equal(t, []time.Time{{}, {}}, directory.since)
	require.Equal(t, 1, refresher.Compared().Tenants)
}

func TestATenantIsReadWholeWhereWhatChangedCannotBeHad(t *testing.T) {
	many := make([]m365.UserChange, 10_001)
	for i := range many {
		many[i] = renamed(time.Duration(i).String(), "x", true)
	}
	for name, test := range map[string]struct {
		change func(*cloud)
		asked  []string
	}{
		"the mark expired":   {func(c *cloud) { c.fails["EachChangedUsers"+string(contoso)] = &call.Error{Kind: call.NotFound} }, []string{"since latest", "all"}},
		"the end is missing": {func(c *cloud) { c.fails["EachChangedUsers"+string(contoso)] = &call.Error{Kind: call.Incomplete} }, []string{"since latest", "all"}},
		"Microsoft fails":    {func(c *cloud) { c.fails["EachChangedUsers"+string(contoso)] = &call.Error{Kind: call.Server} }, []string{"since latest", "all"}},
		"the answer is cut": {func(c *cloud) {
			c.fails["EachChangedUsers"+string(contoso)] = &call.Error{Kind: call.Network, BrokeOff: true}
		}, []string{"since latest", "all"}},
		"the link is to elsewhere": {func(c *cloud) {
			c.fails["EachChangedUsers"+string(contoso)] = &call.Error{Kind: call.ForeignHost}
		}, []string{"since latest", "all"}},
		"who left is back in part": {func(c *cloud) { c.changes = [][]m365.UserChange{{gone("adele")}, {moved("adele", "Ulm")}} }, []string{"since latest", "all"}},
		"it is told for ever":      {func(c *cloud) { c.changes = slices.Repeat([][]m365.UserChange{{moved("adele", "Ulm")}, {}}, 501) }, []string{"since latest", "all"}},
		"too much changed":         {func(c *cloud) { c.changes = [][]m365.UserChange{many} }, []string{"since latest", "all"}},
		"a stranger is in part":    {func(c *cloud) { c.changes = [][]m365.UserChange{{moved("stranger", "Ulm")}} }, []string{"since latest", "all"}},
		"products are new names":   {func(c *cloud) { c.skus = []m365.SKU{{ID: "e5", PartNumber: "SPE_E5"}} }, []string{"all"}},
	} {
		t.Run(name, func(t *testing.T) {
			directory := people()
			refresher, store, _ := readOnce(t, directory)
			test.change(directory)
			require.NoError(t, refresher.Tenant(t.Context(), contoso))
			require.Equal(t, test.asked, directory.asked)
			require.Len(t, store.users[contoso], 2)
			require.Equal(t, "latest", store.readings[contoso].Mark)
		})
	}
}

func TestAFailureThatWouldFailTheWholeToo(t *testing.T) {
	for _, err := range []error{&call.Error{Kind: call.Network}, &call.Error{Kind: call.Throttled}, &call.Error{Kind: call.Unauthorized}, errors.New("no token")} {
		directory := people()
		refresher, store, _ := readOnce(t, directory)
		directory.fails["EachChangedUsers"+string(contoso)] = err
		require.ErrorIs(t, refresher.Tenant(t.Context(), contoso), err)
		require.Equal(t, []string{"since latest"}, directory.asked)
		require.NotNil(t, store.tenant(contoso).RefreshFailure)
		require.Equal(t, "latest", store.readings[contoso].Mark, "it goes on from there")
	}
}

func TestWithoutAMarkATenantIsReadWholeEveryTime(t *testing.T) {
	directory := people()
	directory.fails["UserMark"+string(contoso)] = &call.Error{Kind: call.BadRequest}
	refresher, store, _ := readOnce(t, directory)
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Equal(t, []string{"all"}, directory.asked)
	require.Empty(t, store.snapshots[contoso].Lacks)
}

func TestOnceADayTheWholeIsHeldAgainstWhatWasFollowed(t *testing.T) {
	directory := people()
	refresher, _, now := readOnce(t, directory)
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Zero(t, refresher.Compared())
	directory.asked = nil
	*now = now.Add(24 * time.Hour)
	directory.pages[contoso] = [][]m365.User{{user(contoso, "adele"), user(contoso, "megan"), user(contoso, "untold")}}
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Equal(t, []string{"since latest+", "all", "since latest++"}, directory.asked)
	require.Equal(t, refresh.Comparison{Tenants: 1, Users: 3, Different: 2, Last: *now}, refresher.Compared(), "Adele's product and a user were never told")

	*now = now.Add(24 * time.Hour)
	directory.pages[contoso] = [][]m365.User{{user(contoso, "adele"), user(contoso, "megan")}}
	directory.before = func(m365.TenantID) { directory.changes = [][]m365.UserChange{{gone("untold")}} }
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Equal(t, 2, refresher.Compared().Different, "what changes while the list is read is no difference")
}

func TestLastSignInsAreReadAfterTheUsersAndThenOnlyThoseSince(t *testing.T) {
	directory := people()
	directory.signIns = []m365.LastSignIn{{ID: "adele", At: time.Unix(1.7e9, 0)}, {ID: "deleted", At: time.Unix(1.7e9, 0)}}
	refresher, store, now := readOnce(t, directory)
	require.Empty(t, directory.since, "the users are there before")
	require.Equal(t, m365.Unknown, store.tenant(contoso).SignInActivity)
	first := *now
	for _, passed := range []time.Duration{0, time.Minute, 14 * time.Minute, 24 * time.Hour} {
		*now = now.Add(passed)
		require.NoError(t, refresher.SignIns(t.Context()))
	}
	require.Equal(t, []time.Time{{}, first.Add(-6 * time.Hour), {}}, directory.since)
	require.Equal(t, m365.Available, store.tenant(contoso).SignInActivity)
	require.False(t, store.users[contoso][0].LastSignIn.IsZero())
}

func TestWhereMicrosoftDoesNotTellWhoSignedInSinceAllAreReadEverySixHours(t *testing.T) {
	directory := people()
	refresher, store, now := readOnce(t, directory)
	require.NoError(t, refresher.SignIns(t.Context()))
	directory.fails["EachLastSignIn"+string(contoso)] = &call.Error{Kind: call.BadRequest}
	*now = now.Add(time.Hour)
	require.NoError(t, refresher.SignIns(t.Context()))
	require.Equal(t, m365.Available, store.tenant(contoso).SignInActivity, "nothing is lost by it")
	delete(directory.fails, "EachLastSignIn"+string(contoso))
	directory.since = nil
	for _, passed := range []time.Duration{time.Hour, 3 * time.Hour, time.Hour} {
		*now = now.Add(passed)
		require.NoError(t, refresher.SignIns(t.Context()))
	}
	require.Equal(t, []time.Time{{}}, directory.since)
}

func TestWhereOnlyThoseSinceAreRefusedAllAreReadAndNoneIsLost(t *testing.T) {
	for name, refused := range map[string]*call.Error{
		"by the directory":   {Kind: call.Denied, Status: 403, Err: errDenied},
		"for want of P1":     {Kind: call.NeedsPremium, Status: 403, Err: errPremium},
		"as not known":       {Kind: call.NotFound, Status: 404},
		"as not built":       {Kind: call.Server, Status: 501},
		"as taking too long": {Kind: call.Server, Status: 504},
		"by a web page":      {Kind: call.Malformed, Status: 403},
		"as not understood":  {Kind: call.BadRequest, Status: 400},
	} {
		t.Run(name, func(t *testing.T) {
			directory := people()
			directory.signIns = []m365.LastSignIn{{ID: "adele", At: time.Unix(1.7e9, 0)}}
			refresher, store, now := readOnce(t, directory)
			require.NoError(t, refresher.SignIns(t.Context()))
			directory.filtered = refused
			for range 4 * 24 {
				*now = now.Add(15 * time.Minute)
				require.NoError(t, refresher.SignIns(t.Context()))
				require.Equal(t, m365.Available, store.tenant(contoso).SignInActivity)
				require.Empty(t, store.tenant(contoso).Lacks)
			}
			require.Less(t, len(directory.since), 10, "and what is refused is not asked for again and again")
			directory.filtered = nil
			for range 2 * 24 {
				*now = now.Add(15 * time.Minute)
				require.NoError(t, refresher.SignIns(t.Context()))
			}
			require.False(t, directory.since[len(directory.since)-1].IsZero(), "it is used once Microsoft takes it again")
		})
	}
}

func TestLastSignInsThatAreWithheldSinceSaySoWithTheNextReading(t *testing.T) {
	directory := people()
	refresher, store, now := readOnce(t, directory)
	require.NoError(t, refresher.SignIns(t.Context()))
	directory.fails["EachLastSignIn"+string(contoso)] = &call.Error{Kind: call.Denied, Status: 403, Err: errDenied}
	for range 2 {
		*now = now.Add(15 * time.Minute)
		require.NoError(t, refresher.SignIns(t.Context()))
	}
	require.Equal(t, m365.NoPermission, store.tenant(contoso).SignInActivity)
}

func TestLastSignInsThatAreNotToldSayWhyAndAreAskedForAgainLater(t *testing.T) {
	for name, test := range map[string]struct {
		err   error
		said  m365.Availability
		lacks int
		after time.Duration
	}{
		"no P1":         {errPremium, m365.NeedsPremium, 0, 24 * time.Hour},
		"no permission": {errDenied, m365.NoPermission, 0, 24 * time.Hour},
		"a failure":     {nil, m365.Unreadable, 1, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			directory := people()
			refresher, store, now := readOnce(t, directory)
			directory.fails["EachLastSignIn"+string(contoso)] = &call.Error{Op: call.ReadActivity.Op, Kind: call.Server, Err: test.err}
			require.NoError(t, refresher.SignIns(t.Context()))
			require.Equal(t, test.said, store.tenant(contoso).SignInActivity)
			require.Len(t, store.tenant(contoso).Lacks, test.lacks)
			*now = now.Add(test.after - time.Minute)
			require.NoError(t, refresher.SignIns(t.Context()))
			require.Len(t, directory.since, 1)
			*now = now.Add(time.Minute)
			delete(directory.fails, "EachLastSignIn"+string(contoso))
			require.NoError(t, refresher.SignIns(t.Context()))
			require.Equal(t, m365.Available, store.tenant(contoso).SignInActivity)
			require.Empty(t, store.tenant(contoso).Lacks)
		})
	}
}

func TestARestoredUserGetsBackWhenTheyLastSignedIn(t *testing.T) {
	directory := people()
	refresher, _, now := readOnce(t, directory)
	require.NoError(t, refresher.SignIns(t.Context()))
	directory.changes = [][]m365.UserChange{{renamed("restored", "Back", true)}}
	*now = now.Add(time.Hour)
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.NoError(t, refresher.SignIns(t.Context()))
	require.Equal(t, []time.Time{{}, {}}, directory.since, "all are read at once")
}

func TestLastSignInsWaitForEveryRefreshUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		directory := people()
		refresher, _, _ := readOnce(t, directory)
		release := make(chan struct{})
		directory.fails["EachChangedUsers"+string(contoso)] = &call.Error{Kind: call.NotFound}
		directory.before = func(m365.TenantID) { <-release }
		refreshed, filled := make(chan error), make(chan error)
		go func() { refreshed <- refresher.Tenant(t.Context(), contoso) }()
		synctest.Wait()
		go func() { filled <- refresher.SignIns(t.Context()) }()
		synctest.Wait()
		require.Empty(t, directory.since)
		close(release)
		require.NoError(t, <-refreshed)
		require.NoError(t, <-filled)
		require.Len(t, directory.since, 1)
	})
}

func TestARoundLooksOnceForLastSignInsThatAreDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var took atomic.Int64
		directory := &cloud{fails: map[string]error{}, following: func() { // each ends at a time of its own
			time.Sleep(time.Duration(took.Add(1)) * time.Second)
		}}
		store, tick := newShelf(), make(chan time.Time)
		for i := range 50 {
			id := m365.TenantID(fmt.Sprint("client ", i))
			store.tenants[id] = m365.Tenant{ID: id, Status: m365.Synced}
			directory.fails["EachLastSignIn"+string(id)] = &call.Error{Kind: call.NeedsPremium, Err: errPremium}
		}
		refresher := service(directory, store, func(o *refresh.Options) { o.Tick = tick })
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); refresher.Run(ctx) }()
		time.Sleep(15 * time.Minute)
		before := store.howOftenAsked()
		tick <- time.Now()
		time.Sleep(10 * time.Minute)
		asked := store.howOftenAsked() - before
		cancel()
		<-ended
		require.LessOrEqual(t, asked, 50+3, "each tenant once, and all together when the round has ended")
	})
}

func TestTheTenantThatAPersonLooksAtGoesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		var order []m365.TenantID
		directory := &cloud{before: func(id m365.TenantID) {
			order = append(order, id)
			<-release
		}}
		store := newShelf()
		for _, id := range []m365.TenantID{"a", "b", "c", "d", "e"} {
			store.tenants[id] = m365.Tenant{ID: id, Status: m365.Synced}
		}
		refresher := service(directory, store, func(o *refresh.Options) { o.Parallel = 1 })
		done := make(chan error, 5)
		for _, id := range []m365.TenantID{"a", "b", "c", "d", "e"} {
			go func() { done <- refresher.Tenant(t.Context(), id) }()
			synctest.Wait()
		}
		refresher.Look("d")
		close(release)
		for range 5 {
			require.NoError(t, <-done)
		}
		require.Equal(t, []m365.TenantID{"a", "d", "b", "c", "e"}, order)
	})
}

func TestLastSignInsAreReadAnewWhereTheClockWasSetBack(t *testing.T) {
	directory := people()
	refresher, _, now := readOnce(t, directory)
	require.NoError(t, refresher.SignIns(t.Context()))
	*now = now.Add(-30 * 24 * time.Hour)
	require.NoError(t, refresher.SignIns(t.Context()))
	require.Equal(t, []time.Time{{}, {}}, directory.since)
}

func TestTheWholeIsReadWhereTheClockWasSetBack(t *testing.T) {
	directory := people()
	refresher, _, now := readOnce(t, directory)
	directory.asked = nil
	*now = now.Add(-30 * 24 * time.Hour)
	require.NoError(t, refresher.Tenant(t.Context(), contoso))
	require.Contains(t, directory.asked, "all")
}
