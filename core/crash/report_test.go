package crash_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/crash"
)

func TestAReportTellsTheFaultAndTheCallsAndNoValue(t *testing.T) {
	text := crash.Report(`panic: runtime error: index out of range [3] with length 2

goroutine 1 [running, locked to thread]:
github.com/tenantkeep/tenantkeep/ui/grid.(*Grid).draw(0xc000123, {0xc0004, 0x6})
	/home/jo.canary/src/ui/grid/grid.go:88 +0x1d
main.main()
	C:/Users/canary/main.go:12 +0x2f
`)
	require.Equal(t, "runtime error: index out of range\ngrid.(*Grid).draw grid.go:88\nmain.main main.go:12", text)
}

func TestAReportDoesNotTellWhatSomebodyPanickedWith(t *testing.T) {
	for _, written := range []string{
		"panic: canary\n\ngoroutine 1 [running]:\nmain.main()\n\t/x/main.go:1 +0x1\n",
		"panic: main.fault{name:\"canary\"} [recovered]\n\tpanic: canary\n\ngoroutine 7 [running]:\nmain.main({\"canary\"})\n\t/x/main.go:1 +0x1\n",
		"fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [select]:\nmain.main()\n\t/canary/main.go:1\n",
	} {
		text := crash.Report(written)
		require.NotContains(t, text, "canary")
		require.Contains(t, text, "main.main main.go:1")
	}
	require.Empty(t, crash.Report(""))
}
