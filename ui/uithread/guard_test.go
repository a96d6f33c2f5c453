package uithread_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

func TestADefectOfAnEventEndsTheEventAloneWhereSomebodyHearsOfIt(t *testing.T) {
	require.Panics(t, func() { uithread.Guarded(func() { panic("adele") }) }, "a test fails by it")
	var told []error
	uithread.OnDefect(func(err error) { told = append(told, err) })
	defer uithread.OnDefect(nil)
	uithread.Guarded(func() { panic("adele") })
	ran := false
	uithread.Guarded(func() { ran = true })
	require.True(t, ran)
	require.Len(t, told, 1)
	require.ErrorContains(t, told[0], "a defect of the program")
	require.NotContains(t, told[0].Error(), "adele")
}
