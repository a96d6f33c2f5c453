package find

import (
	"cmp"
	"context"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/roster"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// User is a user as the local data has them, with what they are found by.
type User struct {
	Key         m365.UserKey
	DisplayName string
	// FullName is the given name and the surname.
	FullName string
	Username string
	Mail     string
	Nickname string
	// Aliases are the addresses beside Mail.
	Aliases []string
	// Viewed says that the user was viewed lately.
	Viewed bool
}

// Store is the local data.
type Store interface {
	// Roster is all users as they are stored now, and the synced tenants by the numbers that it knows them by.
	Roster(ctx context.Context) (roster.Roster, map[int64]m365.Tenant, error)
	// UsersNumbered are the users of those numbers, without those who have gone, and those who were viewed lately besides.
	UsersNumbered(ctx context.Context, numbers []int64) ([]User, error)
	// UsersWithID are the numbers of up to most users whose object id begins so.
	UsersWithID(ctx context.Context, begin string, most int) ([]int64, error)
}

// Options are what Users need; a nil Log discards it, a nil Now is the computer's clock.
type Options struct {
	Store Store
	Sleep func(ctx context.Context, d time.Duration) error
	Now   func() time.Time
	Log   *slog.Logger
	// Held is told how many users are held in memory, whenever they were read; nil tells nobody.
	Held func(users int)
}

// Users finds users of the local data. Any number of goroutines may use it at once.
type Users struct {
	o     Options
	index Index
	wake  chan struct{}
	// read is what NamesRead tells, closed once.
	read chan struct{}
	once sync.Once
	// awaited says that somebody waits for the next reading.
	awaited atomic.Bool
}

// NewUsers makes Users who are found once Run has read the names.
func NewUsers(o Options) *Users {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	u := &Users{o: o, wake: make(chan struct{}, 1), read: make(chan struct{})}
	u.Follow()
	return u
}

// How long Run waits between two readings, so that many changes cost one: at least, at most, and after one that failed.
const (
	pauseBetween = time.Second
	pauseAtMost  = time.Minute
	pauseFailed  = time.Minute
)

// restFor is how many times as long as a reading took Run waits after it, where nobody waits for the next one: while hundreds of
// tenants are read, names change all the time.
const restFor = 10

// Run reads names whenever they changed, until ctx ends. Those that cannot be read are found as they were, and read again later.
func (u *Users) Run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-u.wake:
		}
		u.awaited.Store(false)
		begun := u.o.Now()
		err := u.Read(ctx)
		if err == nil || ctx.Err() != nil {
			err = u.rest(ctx, min(restFor*u.o.Now().Sub(begun), pauseAtMost))
		} else {
			u.o.Log.Error("the names that users are found by could not be read", "error", err)
			u.Follow()
			err = u.o.Sleep(ctx, pauseFailed)
		}
		if err != nil {
			return nil
		}
	}
}

// rest waits for a while, or until somebody waits for a reading.
func (u *Users) rest(ctx context.Context, wait time.Duration) error {
	for {
		if err := u.o.Sleep(ctx, pauseBetween); err != nil {
			return err
		}
		if wait -= pauseBetween; wait <= 0 || u.awaited.Load() {
			return nil
		}
	}
}

// NamesRead is closed once the names were read for the first time, which takes some seconds after the start, or could not be.
func (u *Users) NamesRead() <-chan struct{} { return u.read }

// Follow says that users or tenants may have changed.
func (u *Users) Follow() {
	select {
	case u.wake <- struct{}{}:
	default:
	}
}

// Hurry says that somebody waits for what may have changed.
func (u *Users) Hurry() {
	u.awaited.Store(true)
}

// Read brings the index up to date with the local data.
func (u *Users) Read(ctx context.Context) error {
	defer u.once.Do(func() { close(u.read) })
	all, tenants, err := u.o.Store.Roster(ctx)
	if err != nil {
		return err
	}
	u.index.Put(all, tenants)
	if u.o.Held != nil {
		u.o.Held(all.Users())
	}
	return nil
}

// Found is a user who fits a query.
type Found struct {
	User
	Match
}

// The texts of a user in the order of Found.Spans; the aliases stand from OfAliases on.
const (
	OfDisplayName = iota
	OfUsername
	OfFullName
	OfMail
	OfNickname
	ofTenantName
	ofTenantAlias
	OfAliases
)

// candidates is among how many users the best are looked for.
const candidates = 60

// leastID is how much of an object id is looked for.
const leastID = 8

var idPattern = regexp.MustCompile(`^[0-9a-f][0-9a-f-]{7,35}$`)

// Find are the users that fit best, at most most of them. Users who were viewed lately are among the first. Before the names were
// read (NamesRead) nobody fits but to an empty query or an id.
func (u *Users) Find(ctx context.Context, q Query, tenants map[m365.TenantID]m365.Tenant, most int) ([]Found, error) {
	u.Hurry()
	numbers := u.index.Candidates(q, candidates)
	byID := len(q.whole) >= leastID && idPattern.MatchString(q.whole)
	if byID {
		more, err := u.o.Store.UsersWithID(ctx, q.whole, most)
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, more...)
	}
	users, err := u.o.Store.UsersNumbered(ctx, numbers)
	if err != nil {
		return nil, err
	}
	var found []Found
	for _, user := range users {
		tenant, known := tenants[user.Key.Tenant]
		if !known {
			continue
		}
		match := q.Match(append([]string{
			OfDisplayName: user.DisplayName, OfUsername: user.Username, OfFullName: user.FullName, OfMail: user.Mail,
			OfNickname: user.Nickname, ofTenantName: tenant.Name, ofTenantAlias: tenant.Alias,
		}, user.Aliases...)...)
		if byID && strings.HasPrefix(user.Key.ID, q.whole) {
			match.Rank = Exact
		}
		if match.Rank == Unfit {
			continue
		}
		if user.Viewed {
			match.Rank = min(match.Rank, Recent)
		}
		found = append(found, Found{user, match})
	}
	slices.SortFunc(found, better)
	return found[:min(len(found), most)], nil
}

// better puts those first that fit better, then those whose name says less besides.
func better(a, b Found) int {
	return cmp.Or(
		cmp.Compare(a.Rank, b.Rank),
		cmp.Compare(len(a.DisplayName), len(b.DisplayName)),
		cmp.Compare(table.Fold(a.DisplayName), table.Fold(b.DisplayName)),
		cmp.Compare(a.Key.String(), b.Key.String()),
	)
}
