package signal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/signal"
)

func TestListenersHearInTheOrderInWhichTheyBegan(t *testing.T) {
	var changed signal.Signal[string]
	var heard []int
	for i := range 20 {
		changed.Listen(func(string) { heard = append(heard, i) })
	}
	changed.Emit("tenants")
	want := make([]int, 20)
	for i := range want {
		want[i] = i
	}
	require.Equal(t, want, heard)
}

func TestAStoppedListenerHearsNothingAndTheOthersStillDo(t *testing.T) {
	var changed signal.Signal[int]
	var first, second []int
	stop := changed.Listen(func(value int) { first = append(first, value) })
	changed.Listen(func(value int) { second = append(second, value) })
	changed.Emit(1)
	stop()
	stop()
	changed.Emit(2)
	require.Equal(t, []int{1}, first)
	require.Equal(t, []int{1, 2}, second)
}

func TestAListenerMayStopItselfWhileItHears(t *testing.T) {
	var changed signal.Signal[int]
	var heard []int
	var stop func()
	stop = changed.Listen(func(value int) {
		heard = append(heard, value)
		stop()
	})
	changed.Emit(1)
	changed.Emit(2)
	require.Equal(t, []int{1}, heard)
}
