package pause_test

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/pause"
)

func TestSleepWaitsAndNoLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		require.NoError(t, pause.Sleep(t.Context(), time.Hour))
		require.Equal(t, time.Hour, time.Since(begun))
	})
}

func TestSleepEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, pause.Sleep(ctx, time.Hour), context.Canceled)
}

func TestAPauseIsSaidInWholeMinutesRoundedUp(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "in a few minutes", time.Second: "in a minute", time.Minute: "in a minute",
		61 * time.Second: "in 2 minutes", 5 * time.Minute: "in 5 minutes",
		2 * time.Hour: "in 120 minutes", 3 * time.Hour: "in 3 hours", 24 * time.Hour: "in 24 hours", 25 * time.Hour: "another day", math.MaxInt64: "another day",
	} {
		require.Equal(t, want, pause.InWords(d), d)
	}
}
