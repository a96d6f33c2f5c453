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

// local is local data of one tenant that cannot be read at first.
type local struct{ fails, readings int }

func (l *local) Roster(context.Context) (roster.Roster, map[int64]m365.Tenant, error) {
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
