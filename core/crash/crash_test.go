package crash_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/crash"
)

func work(what func()) (err error) {
	defer crash.Into(&err)
	what()
	return nil
}

func TestAPanicIsAnErrorThatSaysWhere(t *testing.T) {
	var none map[string]int
	err := work(func() { none["a"] = 1 })
	var caught *crash.Error
	require.ErrorAs(t, err, &caught)
	require.Contains(t, caught.What, "nil map")
	require.Contains(t, caught.Where[0], "crash_test.TestAPanicIsAnErrorThatSaysWhere")
}

func TestWhatSomebodyPanickedWithIsNotTold(t *testing.T) {
	err := work(func() { panic("adele@contoso.com") })
	require.Error(t, err)
	require.NotContains(t, err.Error(), "adele")
}

func TestWorkWithoutAPanicKeepsItsError(t *testing.T) {
	require.NoError(t, work(func() {}))
	full := errors.New("disk full")
	inner := func() (err error) {
		defer crash.Into(&err)
		return full
	}
	require.ErrorIs(t, inner(), full)
}
