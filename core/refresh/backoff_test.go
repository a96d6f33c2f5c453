package refresh_test

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
)

var errLost = &call.Error{Op: "read the users", Kind: call.Network, Err: &net.OpError{Op: "dial", Err: errors.New("no route")}}

// days runs a refresher minute by minute, and notes in which minute each tenant was asked.
type days struct {
	*refresh.Service
	directory *cloud
	store     *fakeStore
	tick      chan time.Time
	minute    int
	asked     map[m365.TenantID][]int
}

func runDays(t *testing.T, ids ...m365.TenantID) *days {
	d := &days{directory: &cloud{fails: map[string]error{}}, tick: make(chan time.Time), asked: map[m365.TenantID][]int{}}
	d.store = newShelf()
	for _, id := range ids {
		d.store.tenants[id] = m365.Tenant{ID: id, Status: m365.Synced}
		d.directory.fails["UserMark"+string(id)] = errors.New("every refresh reads the whole")
	}
	d.directory.before = func(id m365.TenantID) {
		d.directory.mu.Lock()
		defer d.directory.mu.Unlock()
		d.asked[id] = append(d.asked[id], d.minute)
	}
	d.Service = service(d.directory, d.store, func(o *refresh.Options) {
		o.Tick = d.tick
		o.Explain = func(err error, _ string) m365.Failure { return m365.Failure{What: err.Error(), At: time.Now()} }
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		d.Run(ctx)
		close(ended)
	}()
	t.Cleanup(func() { cancel(); <-ended })
	synctest.Wait()
	return d
}

// fail lets the users of some tenants not be read from now on; without an error they can be again.
func (d *days) fail(err error, ids ...m365.TenantID) {
	d.directory.mu.Lock()
	defer d.directory.mu.Unlock()
	for _, id := range ids {
		d.directory.fails["EachUserPage"+string(id)] = err
	}
}

func (d *days) pass(minutes int) {
	for range minutes {
		time.Sleep(time.Minute) // of the bubble's own clock
		d.minute++
		d.tick <- time.Now()
		synctest.Wait()
	}
}

func TestATenantThatFailsAgainAndAgainIsAskedLessAndLessOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := runDays(t, contoso)
		d.pass(16)
		require.Equal(t, []int{0, 15}, d.asked[contoso], "once it is a quarter of an hour old")
		d.fail(errors.New("refused"), contoso)
		d.pass(300)
		require.Equal(t, []int{0, 15, 30, 35, 45, 65, 105, 165, 225, 285}, d.asked[contoso])

		d.fail(nil, contoso)
		d.pass(50)
		require.Equal(t, []int{345, 360}, d.asked[contoso][len(d.asked[contoso])-2:], "and as often as ever once it answers")
		d.fail(errors.New("refused"), contoso)
		d.pass(20)
		require.Equal(t, []int{375, 380}, d.asked[contoso][len(d.asked[contoso])-2:], "a new failure begins anew")
	})
}

func TestATenantThatFailsIsAskedAtOnceByHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := runDays(t, contoso)
		d.fail(errors.New("refused"), contoso)
		d.pass(61)
		asked := len(d.asked[contoso])
		require.NoError(t, d.Some(t.Context(), []m365.TenantID{contoso}))
		require.NoError(t, d.All(t.Context()))
		require.Len(t, d.asked[contoso], asked+2)
	})
}

func TestAFailureOfTheLastRunIsWaitedForToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failed := m365.Tenant{ID: contoso, Status: m365.Synced, RefreshFailure: &m365.Failure{At: time.Now().Add(-2 * time.Minute)}}
		d := runDays(t)
		d.store.mu.Lock()
		d.store.tenants[contoso] = failed
		d.store.mu.Unlock()
		d.pass(4)
		require.Equal(t, []int{3}, d.asked[contoso])
	})
}

func TestOnceTheNetworkIsLostForManyTenantsInARowTheOthersAreNotTriedInVain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ids []m365.TenantID
		for i := range 60 {
			ids = append(ids, m365.TenantID(strconv.Itoa(i)))
		}
		d := runDays(t, ids...)
		tries := func() (tries int) {
			for _, id := range ids {
				tries += len(d.asked[id])
			}
			clear(d.asked)
			return tries
		}
		require.Equal(t, len(ids), tries())
		d.fail(errLost, ids...)
		require.NoError(t, d.All(t.Context()))
		require.LessOrEqual(t, tries(), 16, "by hand")
		require.False(t, d.Progress().Running)
		failed := slices.DeleteFunc(slices.Clone(ids), func(id m365.TenantID) bool { return d.store.tenant(id).RefreshFailure == nil })
		require.LessOrEqual(t, len(failed), 16, "who was not tried did not fail")
		d.pass(60)
		require.InDelta(t, 65, tries(), 5, "somebody looks every minute")

		d.fail(nil, ids...)
		d.pass(2)
		for _, id := range ids {
			require.Nil(t, d.store.tenant(id).RefreshFailure, id)
			require.NotEmpty(t, d.asked[id], id)
		}
	})
}

func TestWhileTheNetworkIsLostOneTenantLooksForItAndAllFollowOnceItIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ids := []m365.TenantID{"a", "b", "c", "d"}
		d := runDays(t, ids...)
		d.fail(errLost, ids...)
		d.pass(240)
		for _, id := range ids {
			d.asked[id] = slices.DeleteFunc(d.asked[id], func(minute int) bool { return minute <= 180 })
		}
		tries := 0
		for _, id := range ids {
			tries += len(d.asked[id])
		}
		require.GreaterOrEqual(t, tries, 60, "somebody looks every minute")
		require.LessOrEqual(t, tries, 60+2*len(ids), "and the others wait")

		d.fail(nil, ids...)
		d.pass(2)
		for _, id := range ids {
			require.Nil(t, d.store.tenant(id).RefreshFailure, id)
		}
	})
}

func TestWhatLostTheNetworkIsReadAgainOnceItIsBackHoweverFreshItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ids := []m365.TenantID{"a", "b", "c", "d"}
		d := runDays(t, ids...)
		d.fail(errLost, ids...)
		require.NoError(t, d.All(t.Context()), "by hand, a moment after they were read")
		d.fail(nil, ids...)
		d.pass(2)
		for _, id := range ids {
			require.Nil(t, d.store.tenant(id).RefreshFailure, id)
		}
	})
}

func TestWhatFailedByHandIsTriedAgainAfterThePauseHoweverFreshItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := runDays(t, contoso)
		d.fail(errors.New("refused"), contoso)
		require.NoError(t, d.All(t.Context()))
		d.pass(6)
		require.Equal(t, []int{0, 0, 5}, d.asked[contoso])
	})
}

func TestWhileTheDiskIsFullOneTenantLooksForRoomAndAllFollowOnceThereIsSome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ids := []m365.TenantID{"a", "b", "c", "d"}
		d := runDays(t, ids...)
		told := 0
		defer d.FailureUnkept.Listen(func(m365.Failure) { told++ })()
		full := func(full bool) {
			d.store.mu.Lock()
			defer d.store.mu.Unlock()
			d.store.full = full
		}
		full(true)
		d.fail(disk.ErrFull, ids...)
		d.pass(75)
		tries := 0
		for _, id := range ids {
			tries += len(d.asked[id])
			require.Nil(t, d.store.tenant(id).RefreshFailure, "there is no room for it")
		}
		require.LessOrEqual(t, tries, 2*len(ids)+60, "one looks")
		require.Equal(t, 1, told)
		require.NoError(t, d.Some(t.Context(), ids))
		require.Equal(t, 2, told, "who asks is told again")

		full(false)
		d.fail(nil, ids...)
		d.pass(7)
		for _, id := range ids {
			require.GreaterOrEqual(t, d.asked[id][len(d.asked[id])-1], 76, id)
		}
		require.Equal(t, 2, told)
		d.fail(disk.ErrFull, ids...)
		full(true)
		d.pass(20)
		require.Equal(t, 3, told, "a disk that fills again is told again")
	})
}

func TestATenantThatIsCutOffAloneWaitsLikeAnyOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := runDays(t, contoso, fabrikam)
		d.fail(&call.Error{Op: "read the users", Kind: call.Network, Err: io.ErrUnexpectedEOF}, contoso)
		d.pass(52)
		require.Equal(t, []int{0, 15, 20, 30, 50}, d.asked[contoso])
	})
}
