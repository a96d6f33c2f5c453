package find_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/find"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/roster"
)

// local is local data of one tenant that cannot be read at first, and takes a while to be read.
type local struct {
	fails, readings int
	takes           time.Duration
}

func (l *local) Roster(context.Context) (roster.Roster, map[int64]m365.Tenant, error) {
	time.Sleep(l.takes)
	if l.readings++; l.readings <= l.fails {
		return nil, nil, errors.New("the database is locked")
	}
	return nil, nil, nil
}

func (l *local) UsersNumbered(context.Context, []int64) ([]find.User, error) { return nil, nil }

func (l *local) UsersWithID(context.Context, string, int) ([]int64, error) { return nil, nil }

func TestNamesThatCouldNotBeReadAreReadAgainLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		names := &local{fails: 2}
		users := find.NewUsers(find.Options{Store: names, Sleep: pause.Sleep})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		require.NoError(t, users.Run(ctx), "it ends with ctx alone")
		require.Equal(t, 3, names.readings)
	})
}

func TestTheNamesAreReadOnceAReadingEnded(t *testing.T) {
	for name, fails := range map[string]int{"well": 0, "in vain": 1} {
		t.Run(name, func(t *testing.T) {
			users := find.NewUsers(find.Options{Store: &local{fails: fails}, Sleep: pause.Sleep})
			select {
			case <-users.NamesRead():
				t.Error("nothing was read yet")
			default:
			}
			for range 2 {
				_ = users.Read(t.Context())
				<-users.NamesRead()
			}
		})
	}
}

// readingsIn counts the readings in a minute in which names change again and again.
func readingsIn(t *testing.T, takes time.Duration, meanwhile func(users *find.Users)) (readings int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		names := &local{takes: takes}
		users := find.NewUsers(find.Options{Store: names, Sleep: pause.Sleep})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		go func() {
			for pause.Sleep(ctx, 100*time.Millisecond) == nil {
				users.Follow()
				meanwhile(users)
			}
		}()
		require.NoError(t, users.Run(ctx))
		readings = names.readings
	})
	return readings
}

func TestNamesThatChangeAllTheTimeAreReadATenthOfTheTime(t *testing.T) {
	nobody := func(*find.Users) {}
	require.InDelta(t, 60, readingsIn(t, time.Millisecond, nobody), 2, "a reading that takes next to nothing is made each second")
	require.InDelta(t, 60/(0.5+5), readingsIn(t, 500*time.Millisecond, nobody), 2)
}

func TestNamesAreReadSoonWhereSomebodyWaitsForThem(t *testing.T) {
	require.InDelta(t, 60/(0.5+1), readingsIn(t, 500*time.Millisecond, (*find.Users).Hurry), 3)
	searching := func(users *find.Users) {
		_, err := users.Find(t.Context(), find.Query{}, nil, 10)
		require.NoError(t, err)
	}
	require.InDelta(t, 60/(0.5+1), readingsIn(t, 500*time.Millisecond, searching), 3)
}
