package refresh_test

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
)

const (
	contoso  = m365.TenantID("11111111-1111-1111-1111-111111111111")
	fabrikam = m365.TenantID("22222222-2222-2222-2222-222222222222")
)

var (
	errDenied  = errors.New("not allowed")
	errPremium = errors.New("no P1")
	errRemoved = errors.New("removed meanwhile")
)

// cloud is Graph with a few people.
type cloud struct {
	// uncounted are the users that Microsoft counts and does not list.
	uncounted int
	mu        sync.Mutex
	pages     map[m365.TenantID][][]m365.User
	skus      []m365.SKU
	bought    []m365.Subscription
	roles     map[string][]m365.RoleAssignment
	fails     map[string]error // by method and tenant
	asked     []string         // for every list of users, and what changed
	rest      int              // how often the roles were asked for
	changes   [][]m365.UserChange
	signIns   []m365.LastSignIn
	since     []time.Time // of every list of sign-ins
	filtered  error       // of a list of sign-ins since a time
	before    func(m365.TenantID)
	// asks is Microsoft's own time for a list of users, or of last sign-ins.
	asks      func(context.Context, m365.TenantID) error
	purchases atomic.Int32        // how often it was asked what a tenant bought
	following func()              // before what changed is told
	resting   func(m365.TenantID) // before the organization is told
	active    atomic.Int32
	most      atomic.Int32
}

func (c *cloud) fail(method string, id m365.TenantID) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.fails[method+string(id)]
}

func (c *cloud) Organization(_ context.Context, id m365.TenantID) (m365.Organization, error) {
	if c.resting != nil {
		c.resting(id)
	}
	return m365.Organization{ID: id, Name: "Contoso", DefaultDomain: "contoso.com"}, c.fail("Organization", id)
}

func (c *cloud) SharePointName(_ context.Context, id m365.TenantID) (string, error) {
	return "contoso", c.fail("SharePointName", id)
}

func (c *cloud) SKUs(_ context.Context, id m365.TenantID) ([]m365.SKU, error) {
	if err := c.fail("SKUs", id); err != nil {
		return nil, err
	}
	return append([]m365.SKU(nil), c.skus...), nil
}

func (c *cloud) Subscriptions(_ context.Context, id m365.TenantID) ([]m365.Subscription, error) {
	c.purchases.Add(1)
	return append([]m365.Subscription(nil), c.bought...), c.fail("Subscriptions", id)
}

func (c *cloud) Roles(_ context.Context, id m365.TenantID) (map[string][]m365.RoleAssignment, error) {
	c.mu.Lock()
	c.rest++
	c.mu.Unlock()
	return c.roles, c.fail("Roles", id)
}

// UserCount is that of the pages, with those that a test counts besides.
func (c *cloud) UserCount(_ context.Context, id m365.TenantID) (int, error) {
	users := c.uncounted
	for _, page := range c.pages[id] {
		users += len(page)
	}
	return users, c.fail("UserCount", id)
}

func (c *cloud) EachUserPage(ctx context.Context, id m365.TenantID, yield func([]m365.User) error) error {
	now := c.active.Add(1)
	defer c.active.Add(-1)
	for most := c.most.Load(); now > most && !c.most.CompareAndSwap(most, now); most = c.most.Load() {
	}
	c.ask("all")
	if c.before != nil {
		c.before(id)
	}
	if err := c.wait(ctx, id); err != nil {
		return err
	}
	for _, page := range c.pages[id] {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := yield(append([]m365.User(nil), page...)); err != nil {
			return err
		}
	}
	return c.fail("EachUserPage", id)
}

func (c *cloud) wait(ctx context.Context, id m365.TenantID) error {
	if c.asks == nil {
		return nil
	}
	return c.asks(ctx, id)
}

func (c *cloud) ask(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, what)
}

func (c *cloud) UserMark(_ context.Context, id m365.TenantID) (string, error) {
	return "latest", c.fail("UserMark", id)
}

func (c *cloud) EachChangedUsers(_ context.Context, id m365.TenantID, mark string, yield func([]m365.UserChange) error) (string, error) {
	c.ask("since " + mark)
	if c.following != nil {
		c.following()
	}
	for _, page := range c.changes {
		if err := yield(page); err != nil {
			return "", err
		}
	}
	return mark + "+", c.fail("EachChangedUsers", id)
}

func (c *cloud) EachLastSignIn(ctx context.Context, id m365.TenantID, since time.Time, yield func([]m365.LastSignIn) error) error {
	c.mu.Lock()
	c.since = append(c.since, since)
	c.mu.Unlock()
	if !since.IsZero() && c.filtered != nil {
		return c.filtered
	}
	if err := errors.Join(c.wait(ctx, id), c.fail("EachLastSignIn", id)); err != nil {
		return err
	}
	return yield(c.signIns)
}

// fakeStore keeps snapshots in memory as the store keeps them on disk.
type fakeStore struct {
	mu        sync.Mutex
	tenants   map[m365.TenantID]m365.Tenant
	users     map[m365.TenantID][]m365.User
	snapshots map[m365.TenantID]m365.Snapshot
	readings  map[m365.TenantID]m365.Reading
	full      bool // no failure can be kept
	asked     int  // how often it was asked how a tenant was read
}

func newShelf(tenants ...m365.Tenant) *fakeStore {
	s := &fakeStore{
		tenants:   map[m365.TenantID]m365.Tenant{},
		users:     map[m365.TenantID][]m365.User{},
		snapshots: map[m365.TenantID]m365.Snapshot{},
		readings:  map[m365.TenantID]m365.Reading{},
	}
	for _, tenant := range tenants {
		s.tenants[tenant.ID] = tenant
	}
	return s
}

func (s *fakeStore) Tenants(context.Context) ([]m365.Tenant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []m365.Tenant
	for _, tenant := range s.tenants {
		all = append(all, tenant)
	}
	return all, nil
}

func (s *fakeStore) Tenant(_ context.Context, id m365.TenantID) (m365.Tenant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tenants[id], nil
}

func (s *fakeStore) ReplaceUsers(
	ctx context.Context, id m365.TenantID, since m365.Reading, feed func(add func([]m365.User) error) (m365.Snapshot, error),
) (int, error) {
	var staged []m365.User
	snapshot, err := feed(func(page []m365.User) error {
		staged = append(staged, page...)
		return nil
	})
	if err != nil {
		return 0, err
	}
	if now, _ := s.Reading(ctx, id); now.Removals != since.Removals {
		return 0, errRemoved
	}
	if snapshot.Differed != nil {
		snapshot.Differed(differing(s.usersOf(id), staged))
	}
	snapshot.Whole = true
	return s.keep(id, staged, snapshot), nil
}

// differing are the ids of those that are not the same in both.
func differing(before, after []m365.User) (ids []string) {
	for _, user := range before {
		if !slices.ContainsFunc(after, func(other m365.User) bool { return reflect.DeepEqual(user, other) }) {
			ids = append(ids, user.Key.ID)
		}
	}
	for _, user := range after {
		if !slices.ContainsFunc(before, func(other m365.User) bool { return other.Key == user.Key }) {
			ids = append(ids, user.Key.ID)
		}
	}
	return ids
}

func (s *fakeStore) keep(id m365.TenantID, users []m365.User, snapshot m365.Snapshot) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users[id], s.snapshots[id] = users, snapshot
	tenant, reading := s.tenants[id], s.readings[id]
	tenant.Refreshed, tenant.RefreshFailure = snapshot.Taken, nil
	reading.Mark = snapshot.Mark
	if snapshot.Rest {
		reading.Names, reading.Rest = snapshot.Names, snapshot.Taken
		if len(snapshot.Lacks) > 0 {
			reading.Rest = time.Time{}
		}
	}
	if snapshot.Whole {
		reading.Whole = snapshot.Taken
	}
	s.tenants[id], s.readings[id] = tenant, reading
	return len(users)
}

func (s *fakeStore) usersOf(id m365.TenantID) []m365.User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.users[id])
}

func (s *fakeStore) markOf(id m365.TenantID) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.readings[id].Mark
}

func (s *fakeStore) ChangeUsers(
	_ context.Context, id m365.TenantID, _ m365.Reading,
	find func(known func(ids []string) (map[string]*m365.User, error)) (m365.Changes, error),
) (int, error) {
	found, err := find(func(ids []string) (map[string]*m365.User, error) { return s.known(id, ids), nil })
	if err != nil {
		return 0, err
	}
	users := slices.DeleteFunc(s.usersOf(id), func(user m365.User) bool {
		same := func(other m365.User) bool { return other.Key == user.Key }
		return slices.Contains(found.Gone, user.Key.ID) || slices.ContainsFunc(found.Users, same)
	})
	found.Mark = cmp.Or(found.Mark, s.markOf(id))
	return s.keep(id, append(users, found.Users...), found.Snapshot), nil
}

func (s *fakeStore) Reading(_ context.Context, id m365.TenantID) (m365.Reading, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	return s.readings[id], nil
}

func (s *fakeStore) howOftenAsked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

func (s *fakeStore) Readings(context.Context) (map[m365.TenantID]m365.Reading, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	return maps.Clone(s.readings), nil
}

func (s *fakeStore) known(id m365.TenantID, ids []string) map[string]*m365.User {
	known := make(map[string]*m365.User)
	for _, user := range s.usersOf(id) {
		if slices.Contains(ids, user.Key.ID) {
			known[user.Key.ID] = &user
		}
	}
	return known
}

func (s *fakeStore) HeldRoles(_ context.Context, id m365.TenantID) (map[string][]string, error) {
	held := make(map[string][]string)
	for _, user := range s.usersOf(id) {
		if len(user.Roles) > 0 {
			held[user.Key.ID] = user.Roles
		}
	}
	return held, nil
}

func (s *fakeStore) SetLastSignIns(_ context.Context, id m365.TenantID, signIns []m365.LastSignIn) (changed int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, signIn := range signIns {
		for i := range s.users[id] {
			if user := &s.users[id][i]; user.Key.ID == signIn.ID && !user.LastSignIn.Equal(signIn.At) {
				user.LastSignIn = signIn.At
				changed++
			}
		}
	}
	return changed, nil
}

func (s *fakeStore) SignInsRead(_ context.Context, id m365.TenantID, at time.Time, ofAll bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tenant, reading := s.tenants[id], s.readings[id]
	tenant.SignInActivity, tenant.Lacks, reading.SignIns = m365.Available, nil, at
	if ofAll {
		reading.AllSignIns = at
	}
	s.tenants[id], s.readings[id] = tenant, reading
	return nil
}

func (s *fakeStore) SignInsUnread(_ context.Context, id m365.TenantID, at time.Time, said m365.Availability, lack *m365.Lack) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tenant, reading := s.tenants[id], s.readings[id]
	tenant.SignInActivity, tenant.Lacks, reading.SignIns = said, nil, at
	if lack != nil {
		tenant.Lacks = []m365.Lack{*lack}
	}
	s.tenants[id], s.readings[id] = tenant, reading
	return nil
}

func (s *fakeStore) SetRefreshFailure(_ context.Context, id m365.TenantID, failure *m365.Failure) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.full {
		return disk.ErrFull
	}
	tenant := s.tenants[id]
	tenant.RefreshFailure = failure
	s.tenants[id] = tenant
	return nil
}

// unsync removes what is kept of a tenant.
func (s *fakeStore) unsync(id m365.TenantID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.users, id)
	s.tenants[id] = m365.Tenant{ID: id, Status: m365.Deactivated}
	s.readings[id] = m365.Reading{Removals: s.readings[id].Removals + 1, Deactivated: true}
}

func (s *fakeStore) tenant(id m365.TenantID) m365.Tenant {
	tenant, _ := s.Tenant(context.Background(), id)
	return tenant
}

func user(tenant m365.TenantID, id string, skus ...string) m365.User {
	return m365.User{Key: m365.UserKey{Tenant: tenant, ID: id}, DisplayName: id, SKUs: skus}
}

func service(directory *cloud, store *fakeStore, change ...func(*refresh.Options)) *refresh.Service {
	options := refresh.Options{
		Directory:   directory,
		Store:       store,
		ProductName: func(id, part string) string { return "product " + part },
		Availability: func(err error) m365.Availability {
			if errors.Is(err, errDenied) {
				return m365.NoPermission
			}
			if errors.Is(err, errPremium) {
				return m365.NeedsPremium
			}
			return m365.Unreadable
		},
		Explain: func(err error, name string) m365.Failure { return m365.Failure{What: name + ": " + err.Error()} },
		Ready:   func() bool { return true },
		Now:     time.Now,
		Every:   15 * time.Minute,
		Log:     slog.New(slog.DiscardHandler),
	}
	for _, apply := range change {
		apply(&options)
	}
	return refresh.New(options)
}

func TestATenantIsReadWhole(t *testing.T) {
	directory := &cloud{
		pages: map[m365.TenantID][][]m365.User{contoso: {
			{user(contoso, "adele", "e5", "unknown")}, {user(contoso, "megan")},
		}},
		skus: []m365.SKU{{ID: "e5", PartNumber: "SPE_E5"}},
		roles: map[string][]m365.RoleAssignment{"adele": {
			{RoleName: "User Administrator"}, {RoleName: "Global Reader"}, {RoleName: "User Administrator", ThroughGroup: "Admins"},
		}},
	}
	store := newShelf(m365.Tenant{ID: contoso, Name: "Contoso", Status: m365.Pending})
	require.NoError(t, service(directory, store).Tenant(t.Context(), contoso))

	adele := store.users[contoso][0]
	require.Equal(t, []string{"Global Reader", "User Administrator"}, adele.Roles, "each role once, sorted")
	require.Equal(t, []string{"product SPE_E5", "product unknown"}, adele.Licenses)
	require.Equal(t, []string{"e5", "unknown"}, adele.SKUs, "ids stay beside their names")
	require.Len(t, store.users[contoso], 2, "every page counts")
	snapshot := store.snapshots[contoso]
	require.Equal(t, "contoso", snapshot.Organization.SharePointName)
	require.Nil(t, store.tenant(contoso).RefreshFailure)
}

func TestWhatMicrosoftRefusesToShowLeavesTheRest(t *testing.T) {
	for _, method := range []string{"SKUs", "Roles", "SharePointName", "Subscriptions"} {
		t.Run(method, func(t *testing.T) {
			directory := &cloud{
				pages: map[m365.TenantID][][]m365.User{contoso: {{user(contoso, "adele")}}},
				fails: map[string]error{method + string(contoso): errDenied},
			}
			store := newShelf(m365.Tenant{ID: contoso, Status: m365.Synced})
			require.NoError(t, service(directory, store).Tenant(t.Context(), contoso))
			require.Len(t, store.users[contoso], 1)
			require.Equal(t, method == "Roles", store.snapshots[contoso].Roles == m365.NoPermission)
		})
	}
}

func TestWhatIsOptionalIsLostWithItsReasonAndTheRestIsThere(t *testing.T) {
	for method, of := range map[string]string{"SKUs": "license names", "Roles": "User Role", "SharePointName": "SharePoint portal", "Subscriptions": "license ends"} {
		t.Run(method, func(t *testing.T) {
			directory := &cloud{
				pages: map[m365.TenantID][][]m365.User{contoso: {{user(contoso, "adele", "e5")}}},
				fails: map[string]error{method + string(contoso): errors.New("no answer")},
			}
			store := newShelf(m365.Tenant{ID: contoso, Name: "Contoso", Status: m365.Synced})
			require.NoError(t, service(directory, store).Tenant(t.Context(), contoso))
			require.Len(t, store.users[contoso], 1)
			snapshot := store.snapshots[contoso]
			require.Equal(t, []m365.Lack{{Of: of, Part: method != "SKUs", Failure: m365.Failure{What: "Contoso: no answer"}}}, snapshot.Lacks)
			require.Equal(t, method == "Roles", snapshot.Roles == m365.Unreadable)
		})
	}
}

func TestAListThatDidNotComeToItsEndIsReadAgainAndNeverKeptShort(t *testing.T) {
	for unfinished, kept := range map[int]string{2: "new", 9: "old"} {
		left := unfinished
		directory := &cloud{pages: map[m365.TenantID][][]m365.User{contoso: {{user(contoso, "new")}}}, fails: map[string]error{}}
		directory.before = func(m365.TenantID) {
			delete(directory.fails, "EachUserPage"+string(contoso))
			if left--; left >= 0 {
				directory.fails["EachUserPage"+string(contoso)] = &call.Error{Op: "read the users", Kind: call.Incomplete}
			}
		}
		store := newShelf(m365.Tenant{ID: contoso, Status: m365.Synced})
		store.users[contoso] = []m365.User{user(contoso, "old")}
		err := service(directory, store).Tenant(t.Context(), contoso)
		require.Equal(t, kept == "old", err != nil)
		require.Equal(t, kept, store.users[contoso][0].DisplayName)
		require.Len(t, directory.asked, 3)
	}
}

func TestAListThatIsShorterThanMicrosoftsCountIsNotTakenForTheWhole(t *testing.T) {
	for name, test := range map[string]struct {
		more, readings int
		kept           string
		lacks          bool
	}{
		"as many":                               {0, 1, "new", false},
		"fewer by the index":                    {-1, 1, "new", false},
		"a few more, as after deletions":        {3, 2, "new", true},
		"many more, as where pages are lost":    {500, 3, "old", false},
		"the most that the index may be behind": {20, 2, "new", true},
	} {
		t.Run(name, func(t *testing.T) {
			directory := &cloud{
				uncounted: test.more,
				pages:     map[m365.TenantID][][]m365.User{contoso: {{user(contoso, "new")}, {user(contoso, "other")}}},
			}
			store := newShelf(m365.Tenant{ID: contoso, Name: "Contoso", Status: m365.Synced})
			store.users[contoso] = []m365.User{user(contoso, "old")}
			err := service(directory, store).Tenant(t.Context(), contoso)
			require.Equal(t, test.kept == "old", call.Is(err, call.Incomplete), "%v", err)
			require.Equal(t, test.kept, store.users[contoso][0].DisplayName)
			require.Len(t, directory.asked, test.readings)
			require.Equal(t, test.lacks, len(store.snapshots[contoso].Lacks) > 0)
			if test.lacks {
				require.Equal(t, "All Users", store.snapshots[contoso].Lacks[0].Of)
			}
		})
	}
}

func TestACountThatCannotBeReadStopsNothing(t *testing.T) {
	directory := &cloud{
		uncounted: 500, pages: map[m365.TenantID][][]m365.User{contoso: {{user(contoso, "new")}}},
		fails: map[string]error{"UserCount" + string(contoso): errors.New("no answer")},
	}
	store := newShelf(m365.Tenant{ID: contoso, Name: "Contoso", Status: m365.Synced})
	require.NoError(t, service(directory, store).Tenant(t.Context(), contoso))
	require.Empty(t, store.snapshots[contoso].Lacks)
}

func TestAnEmptyListIsBelievedOnlyWhereMicrosoftCountsNobody(t *testing.T) {
	for name, counts := range map[string]error{"the count is none": nil, "there is no count": errors.New("no answer")} {
		t.Run(name, func(t *testing.T) {
			directory := &cloud{
				pages: map[m365.TenantID][][]m365.User{contoso: {{}}}, fails: map[string]error{"UserCount" + string(contoso): counts},
			}
			store := newShelf(m365.Tenant{ID: contoso, Name: "Contoso", Status: m365.Synced})
			store.users[contoso] = []m365.User{user(contoso, "old")}
			err := service(directory, store).Tenant(t.Context(), contoso)
			require.Equal(t, counts != nil, call.Is(err, call.Incomplete), "%v", err)
			require.Len(t, store.users[contoso], map[bool]int{true: 1, false: 0}[counts != nil])
		})
	}
}

func TestADefectFailsOneTenantAndNotTheProgram(t *testing.T) {
	directory := &cloud{before: func(id m365.TenantID) {
		if id == contoso {
			panic("adele")
		}
	}}
	store := newShelf(m365.Tenant{ID: contoso, Name: "Contoso", Status: m365.Synced}, m365.Tenant{ID: fabrikam, Status: m365.Synced})
	require.NoError(t, service(directory, store).All(t.Context()))
	require.Contains(t, store.tenant(contoso).RefreshFailure.What, "a defect of the program")
	require.False(t, store.tenant(fabrikam).Refreshed.IsZero())
}

func TestAFailureKeepsTheOldSnapshotAndSaysWhy(t *testing.T) {
	for _, method := range []string{"Organization", "EachUserPage"} {
		t.Run(method, func(t *testing.T) {
			directory := &cloud{
				pages: map[m365.TenantID][][]m365.User{contoso: {{user(contoso, "new")}}, fabrikam: {{user(fabrikam, "new")}}},
				fails: map[string]error{method + string(contoso): errors.New("no answer")},
			}
			taken := time.Now().Add(-72 * time.Hour)
			store := newShelf(
				m365.Tenant{ID: contoso, Name: "Contoso", Status: m365.Synced, Refreshed: taken},
				m365.Tenant{ID: fabrikam, Name: "Fabrikam", Status: m365.Synced, Refreshed: taken},
			)
			store.users[contoso] = []m365.User{user(contoso, "old")}
			require.NoError(t, service(directory, store).All(t.Context()))

			require.Equal(t, "old", store.users[contoso][0].DisplayName)
			require.Equal(t, "Contoso: no answer", store.tenant(contoso).RefreshFailure.What)
			require.Equal(t, taken, store.tenant(contoso).Refreshed)
			require.Equal(t, "new", store.users[fabrikam][0].DisplayName, "the other tenant is refreshed all the same")
			require.Nil(t, store.tenant(fabrikam).RefreshFailure)
		})
	}
}

func TestOnlySyncedTenantsAreRefreshed(t *testing.T) {
	directory := &cloud{}
	store := newShelf(
		m365.Tenant{ID: contoso, Status: m365.Deactivated},
		m365.Tenant{ID: fabrikam, Status: m365.Failed},
	)
	require.NoError(t, service(directory, store).All(t.Context()))
	require.Empty(t, directory.asked)
}

func TestNothingIsReadBeforeSomebodySignsIn(t *testing.T) {
	directory := &cloud{}
	store := newShelf(m365.Tenant{ID: contoso, Status: m365.Synced})
	signedOut := func(o *refresh.Options) { o.Ready = func() bool { return false } }
	require.NoError(t, service(directory, store, signedOut).All(t.Context()))
	require.Empty(t, directory.asked)
}

func TestTwoRefreshesOfOneTenantBecomeOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		directory := &cloud{before: func(m365.TenantID) { <-release }}
		store := newShelf(m365.Tenant{ID: contoso, Status: m365.Synced})
		refresher := service(directory, store)
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() { require.NoError(t, refresher.Tenant(t.Context(), contoso)) })
		}
		synctest.Wait()
		close(release)
		both.Wait()
		require.Len(t, directory.asked, 1)
	})
}

// heldUp refreshes Contoso, of one user, but for what Microsoft answers before release is closed.
func heldUp() (refresher *refresh.Service, store *fakeStore, release chan struct{}) {
	release = make(chan struct{})
	directory := &cloud{
		before: func(m365.TenantID) { <-release },
		pages:  map[m365.TenantID][][]m365.User{contoso: {{user(contoso, "adele")}}},
	}
	store = newShelf(m365.Tenant{ID: contoso, Status: m365.Synced})
	return service(directory, store), store, release
}

func TestACancelledRefreshDoesNotTakeAnotherWithIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refresher, store, release := heldUp()
		ctx, cancel := context.WithCancel(t.Context())
		var both sync.WaitGroup
		both.Go(func() { require.ErrorIs(t, refresher.Tenant(ctx, contoso), context.Canceled) })
		synctest.Wait()
		both.Go(func() { require.NoError(t, refresher.Tenant(t.Context(), contoso)) })
		synctest.Wait()
		cancel()
		close(release)
		both.Wait()
		require.Len(t, store.users[contoso], 1)
		require.Nil(t, store.tenant(contoso).RefreshFailure, "a cancel is no failure")
	})
}

func TestATenantThatIsSyncedAgainDoesNotGetTheRefreshOfBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refresher, store, release := heldUp()
		var both sync.WaitGroup
		both.Go(func() { require.ErrorIs(t, refresher.Tenant(t.Context(), contoso), errRemoved) })
		synctest.Wait()
		store.unsync(contoso)
		store.tenants[contoso] = m365.Tenant{ID: contoso, Status: m365.Pending}
		store.readings[contoso] = m365.Reading{Removals: 1}
		both.Go(func() { require.NoError(t, refresher.Tenant(t.Context(), contoso)) })
		synctest.Wait()
		close(release)
		both.Wait()
		require.Len(t, store.users[contoso], 1)
		require.Nil(t, store.tenant(contoso).RefreshFailure)
	})
}

func TestManyTenantsAtOnceButBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		directory := &cloud{before: func(m365.TenantID) { <-release }}
		store := newShelf()
		for i := range 50 {
			id := m365.TenantID(string(rune('a' + i)))
			store.tenants[id] = m365.Tenant{ID: id, Status: m365.Synced}
		}
		refresher := service(directory, store, func(o *refresh.Options) { o.Parallel = 5 })
		var told atomic.Int64
		refresher.ProgressChanged.Listen(func(struct{}) { told.Add(1) })
		var all sync.WaitGroup
		all.Go(func() { require.NoError(t, refresher.All(t.Context())) })
		synctest.Wait()
		require.Equal(t, refresh.Progress{Running: true, Total: 50}.Total, refresher.Progress().Total)
		close(release)
		all.Wait()
		require.EqualValues(t, 5, directory.most.Load())
		require.Equal(t, refresh.Progress{Done: 50, Total: 50, Current: []m365.TenantID{}}, refresher.Progress())
		require.EqualValues(t, 100, told.Load(), "a start and an end for each")
	})
}

// allHeldUp refreshes ten tenants, one at once, of which each read waits for the channel.
func allHeldUp() (refresher *refresh.Service, directory *cloud, next chan struct{}) {
	next = make(chan struct{})
	directory = &cloud{before: func(m365.TenantID) { <-next }}
	store := newShelf()
	for i := range 10 {
		id := m365.TenantID(string(rune('a' + i)))
		store.tenants[id] = m365.Tenant{ID: id, Status: m365.Synced}
	}
	return service(directory, store, func(o *refresh.Options) { o.Parallel = 1 }), directory, next
}

func TestATenantThatIsAskedForTwiceCountsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refresher, _, next := allHeldUp()
		var both sync.WaitGroup
		both.Go(func() { require.NoError(t, refresher.All(t.Context())) })
		for range 3 {
			next <- struct{}{}
		}
		synctest.Wait()
		require.Equal(t, 3, refresher.Progress().Done)
		both.Go(func() { require.NoError(t, refresher.All(t.Context())) })
		synctest.Wait()
		progress := refresher.Progress()
		require.Equal(t, 10, progress.Total, "there are no more tenants")
		require.Zero(t, progress.Done, "each is to be read anew")
		require.Len(t, progress.Current, 10)
		close(next)
		both.Wait()
		require.Equal(t, refresh.Progress{Done: 10, Total: 10, Current: []m365.TenantID{}}, refresher.Progress())
	})
}

func TestATenantThatStillWaitsIsReadOnceForAllWhoAskedForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refresher, directory, next := allHeldUp()
		var both sync.WaitGroup
		both.Go(func() { require.NoError(t, refresher.All(t.Context())) })
		for range 3 {
			next <- struct{}{}
		}
		synctest.Wait()
		both.Go(func() { require.NoError(t, refresher.All(t.Context())) })
		synctest.Wait()
		close(next)
		both.Wait()
		require.LessOrEqual(t, len(directory.asked), 14, "only those four are read again that had begun before")
	})
}

func TestATenantThatIsUnsyncedBeforeItIsReadStaysAway(t *testing.T) {
	for name, hook := range map[string]func(c *cloud, unsync func()){
		"while it waits": func(c *cloud, unsync func()) {
			c.before = func(id m365.TenantID) {
				if id == contoso {
					unsync()
				}
			}
		},
		"while the rest is read": func(c *cloud, unsync func()) {
			c.resting = func(id m365.TenantID) {
				if id == fabrikam {
					unsync()
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			directory := &cloud{pages: map[m365.TenantID][][]m365.User{contoso: {{user(contoso, "adele")}}, fabrikam: {{user(fabrikam, "bea")}}}}
			store := newShelf(m365.Tenant{ID: contoso, Status: m365.Synced}, m365.Tenant{ID: fabrikam, Status: m365.Synced})
			refresher := service(directory, store, func(o *refresh.Options) { o.Parallel = 1 })
			refresher.Look(contoso) // is read first
			hook(directory, func() { store.unsync(fabrikam) })
			require.NoError(t, refresher.All(t.Context()))
			require.Len(t, store.users[contoso], 1)
			require.Empty(t, store.users[fabrikam])
			require.Equal(t, m365.Tenant{ID: fabrikam, Status: m365.Deactivated}, store.tenant(fabrikam), "nobody waits for its users, so that nothing failed")
			require.Equal(t, refresh.Progress{Done: 2, Total: 2, Current: []m365.TenantID{}}, refresher.Progress())
		})
	}
}

func TestRunRefreshesWhatIsDueAndEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		directory := &cloud{}
		store := newShelf(
			m365.Tenant{ID: contoso, Status: m365.Synced},
			m365.Tenant{ID: fabrikam, Status: m365.Synced, Refreshed: time.Now()},
		)
		tick := make(chan time.Time)
		refresher := service(directory, store, func(o *refresh.Options) { o.Tick = tick })
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			refresher.Run(ctx)
			close(ended)
		}()
		synctest.Wait()
		require.Len(t, directory.asked, 1, "only the old one")
		time.Sleep(16 * time.Minute) // of the bubble's own clock
		tick <- time.Now()
		synctest.Wait()
		require.Len(t, directory.asked, 3, "both are due")
		cancel()
		<-ended
	})
}
