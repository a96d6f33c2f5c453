//go:build !windows

package grid

import (
	"runtime"
	"runtime/debug"
	"slices"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/tenantkeep/tenantkeep/ui/theme"
)

const (
	wheelRounds = 9
	// wheelTurns of wheelNotches each make a round, of one and the other in turn.
	wheelTurns   = 20
	wheelNotches = 50
)

// BenchmarkWheelStepAgainstTable compares the processor time of both, so that what else the machine does is in neither.
// They take short turns: what slows the processor down for a while slows down both. The garbage of a round is collected
// at its end and counts for Fyne's table, which left all but a few thousandths of it. The middle of the rounds counts.
func BenchmarkWheelStepAgainstTable(b *testing.B) {
	test.NewTempApp(b)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	rows := benchUsers()
	own, other := gridToScroll(b, rows), tableToScroll(b, rows)
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	var ratios, steps []float64
	for b.Loop() {
		for range wheelRounds {
			var took, tookOther time.Duration
			for range wheelTurns {
				took += processorTime(b, func() { turn(own) })
				tookOther += processorTime(b, func() { turn(other) })
			}
			tookOther += processorTime(b, runtime.GC)
			ratios = append(ratios, took.Seconds()/tookOther.Seconds())
			steps = append(steps, float64(took.Nanoseconds())/wheelTurns/wheelNotches)
		}
	}
	b.ReportMetric(median(ratios), "of-fynes-table")
	b.ReportMetric(median(steps), "processor-ns/step")
}

func turn(c fyne.Canvas) {
	for range wheelNotches {
		notch(c)
	}
}

// processorTime is how long do keeps processors busy.
func processorTime(b *testing.B, do func()) time.Duration {
	b.Helper()
	begun := processorTimeSoFar(b)
	do()
	return processorTimeSoFar(b) - begun
}

func processorTimeSoFar(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
