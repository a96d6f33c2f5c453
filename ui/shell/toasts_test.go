package shell_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

func TestAToastStaysAsLongAsItsMoodSays(t *testing.T) {
	for name, c := range map[string]struct {
		toast page.Toast
		stays time.Duration
		goes  bool
	}{
		"a success 8 seconds": {page.Toast{Mood: page.Done, Text: "Done so"}, 8 * time.Second, true},
		"a CSV 5 minutes":     {page.Toast{Mood: page.Done, Text: "Done so", Stay: page.CSVStays}, 5 * time.Minute, true},
		"an error 8 seconds":  {page.Toast{Mood: page.Trouble, Text: "Done so"}, 8 * time.Second, true},
		"work until it ends":  {page.Toast{Mood: page.Working, Text: "Done so"}, time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, connected(1, 1))
			d.shell.Toast(c.toast)
			d.Pass(c.stays - time.Second)
			d.Sees("Done so")
			d.Pass(2 * time.Second)
			require.Equal(t, !c.goes, d.Robot.Sees("Done so"))
		})
	}
}

func TestARefusalThatIsHeardAgainTakesThePlaceOfTheFirst(t *testing.T) {
	w := connected(1, 1)
	d := open(t, w)
	for range 3 {
		w.changes.Emit(page.Change{Kind: page.JobEnded, JobID: "refresh", Text: "Nobody is signed in.", Failed: true})
		d.Settle()
	}
	said := 0
	for _, text := range d.Texts() {
		if text == "Nobody is signed in." {
			said++
		}
	}
	require.Equal(t, 1, said)
	d.Tap("Close message")
	d.SeesNot("Nobody is signed in.")
}

func TestTheXClosesAToast(t *testing.T) {
	d := open(t, connected(1, 1))
	d.shell.ToastFailure(m365.Failure{What: "It went wrong.", Do: "Try again."})
	d.Sees("It went wrong.", "Try again.")
	d.Tap("Close message")
	d.SeesNot("It went wrong.")
}

func TestAToastThatIsUpdatedStaysFromThenOn(t *testing.T) {
	d := open(t, connected(1, 1))
	notice := d.shell.Toast(page.Toast{Mood: page.Working, Text: "Begun"})
	d.Pass(time.Hour)
	notice.Update(page.Toast{Mood: page.Done, Text: "Ended"})
	d.Pass(7 * time.Second)
	d.Sees("Ended")
	d.SeesNot("Begun")
	d.Pass(2 * time.Second)
	d.SeesNot("Ended")
	notice.Update(page.Toast{Mood: page.Done, Text: "Late"})
	d.SeesNot("Late")
}

func TestClosingTheWindowWaitsForItsGoroutines(t *testing.T) {
	before := goleak.IgnoreCurrent()
	w := newWorld()
	d := openForm(t, w)
	d.fillForm()
	d.browserOpens()
	d.shell.Close()
	goleak.VerifyNone(t, before)
}

func TestManyChangesAreDrawnOnce(t *testing.T) {
	w := connected(2, 2)
	d := open(t, w)
	reads := w.tenantReads.Load()
	for range 1000 {
		w.tell(page.TenantsChanged, page.ProgressChanged)
	}
	d.told()
	require.LessOrEqual(t, w.tenantReads.Load()-reads, int64(4))
}
