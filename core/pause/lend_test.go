package pause_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/pause"
)

// inTurn has do run in a turn, which it lends.
func inTurn(t *testing.T, ctx context.Context, turns pause.Turns, do func(context.Context)) {
	t.Helper()
	require.NoError(t, turns.Take(ctx))
	ctx, end := pause.Lending(ctx, turns)
	defer end()
	do(ctx)
}

// sleep waits for somebody else so long.
func sleep(ctx context.Context, d time.Duration) error {
	return pause.Lend(ctx, func() error { return pause.Sleep(ctx, d) })
}

// isFree says that a turn can be had at once.
func isFree(turns pause.Places) bool {
	select {
	case turns <- struct{}{}:
		turns.Give()
		return true
	default:
		return false
	}
}

func TestWhoWaitsLendsTheTurnToOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := pause.NewPlaces(1)
		var order []string
		var both sync.WaitGroup
		both.Go(func() {
			inTurn(t, t.Context(), turns, func(ctx context.Context) {
				require.NoError(t, sleep(ctx, time.Minute))
				order = append(order, "waited")
			})
		})
		synctest.Wait()
		both.Go(func() {
			inTurn(t, t.Context(), turns, func(context.Context) { order = append(order, "went on") })
		})
		both.Wait()
		require.Equal(t, []string{"went on", "waited"}, order)
		require.True(t, isFree(turns))
	})
}

func TestWhoWaitedGoesOnOnlyInATurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := pause.NewPlaces(1)
		began := time.Now()
		var both sync.WaitGroup
		both.Go(func() {
			inTurn(t, t.Context(), turns, func(ctx context.Context) {
				require.NoError(t, sleep(ctx, time.Minute))
				require.Equal(t, time.Hour, time.Since(began), "the other had it until then")
				require.False(t, isFree(turns))
			})
		})
		synctest.Wait()
		both.Go(func() {
			inTurn(t, t.Context(), turns, func(context.Context) { time.Sleep(time.Hour) })
		})
		both.Wait()
		require.True(t, isFree(turns))
	})
}

func TestATurnWithinATurnIsLentWithIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		outer, inner := pause.NewPlaces(1), pause.NewPlaces(1)
		go inTurn(t, t.Context(), outer, func(ctx context.Context) {
			inTurn(t, ctx, inner, func(ctx context.Context) { _ = sleep(ctx, time.Minute) })
		})
		synctest.Wait()
		require.True(t, isFree(outer))
		require.True(t, isFree(inner))
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		require.True(t, isFree(outer))
		require.True(t, isFree(inner))
	})
}

func TestATurnIsLentOnceHoweverManyWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := pause.NewPlaces(2)
		inTurn(t, t.Context(), turns, func(ctx context.Context) {
			var group sync.WaitGroup
			for i := range 5 {
				group.Go(func() { require.NoError(t, sleep(ctx, time.Duration(i+1)*time.Minute)) })
			}
			synctest.Wait()
			require.Empty(t, turns)
			group.Wait()
			require.Len(t, turns, 1)
		})
		require.Empty(t, turns)
	})
}

func TestAWaitThatIsCancelledLeavesTheTurnWithOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := pause.NewPlaces(1)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			inTurn(t, ctx, turns, func(ctx context.Context) { require.ErrorIs(t, sleep(ctx, time.Hour), context.Canceled) })
		}()
		synctest.Wait()
		cancel()
		<-ended
		require.True(t, isFree(turns))
	})
}

func TestAWaitThatOutlivesItsTurnKeepsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := pause.NewPlaces(1)
		inTurn(t, t.Context(), turns, func(ctx context.Context) {
			go func() { _ = sleep(ctx, time.Minute) }()
			synctest.Wait()
		})
		time.Sleep(time.Hour)
		synctest.Wait()
		require.True(t, isFree(turns))
	})
}

func TestNobodyTakesATurnOnceTheirContextEnded(t *testing.T) {
	turns := pause.NewPlaces(1)
	require.NoError(t, turns.Take(t.Context()))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, turns.Take(ctx), context.Canceled)
}
