package shell_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/release"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

const (
	checkNow     = "Check for Updates…"
	checkAtStart = "Check for Updates at Start"
	whatIsSent   = "Tenantkeep asks github.com for the newest release. Nothing about you or your tenants is sent."
	isOut        = "Tenantkeep 1.3.0 is out (3 Nov 2026). You have 1.2.3."
)

// feed is the project's releases as a test wants them.
type feed struct {
	mu     sync.Mutex
	answer release.Answer
	err    error
	asked  int
	// holds keeps the answer back until it is closed; nil answers at once.
	holds chan struct{}
}

func (f *feed) Check(ctx context.Context) (release.Answer, error) {
	f.mu.Lock()
	f.asked++
	answer, err, holds := f.answer, f.err, f.holds
	f.mu.Unlock()
	if holds == nil {
		return answer, err
	}
	select {
	case <-holds:
		return answer, err
	case <-ctx.Done():
		return release.Answer{}, ctx.Err()
	}
}

func (f *feed) questions() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

// newerFeed tells of a release that is newer than the window's.
func newerFeed(version string) *feed {
	return &feed{answer: release.Answer{Newer: true, Newest: release.Release{
		Version: version, Title: "Reports", Published: time.Date(2026, 11, 3, 9, 30, 0, 0, time.UTC),
		New:  []string{"Added", "• Reports on MFA and licenses."},
		Page: "https://github.com/tenantkeep/tenantkeep/releases/tag/v" + version,
	}}}
}

// sameFeed tells of no newer one.
func sameFeed(version string) *feed {
	return &feed{answer: release.Answer{Newest: release.Release{Version: version}}}
}

// with gives the window the releases.
func with(f *feed) func(*shell.Options) {
	return func(o *shell.Options) { o.Services.Releases = f }
}

// later opens the window some time after noon.
func later(by time.Duration) func(*shell.Options) {
	return func(o *shell.Options) {
		now := o.Now
		o.Now = func() time.Time { return now().Add(by) }
	}
}

// atStart is a world in which every start checks for updates.
func atStart() *world {
	w := connected(1, 1)
	w.settings["updates"] = "on"
	return w
}

// helpItem is a line of the menu Help; nil where there is none.
func (d *harness) helpItem(label string) *menuLine { return d.find("Help", label) }

func TestANewerReleaseIsShownWithWhatIsNew(t *testing.T) {
	w := connected(1, 1)
	d := open(t, w, with(newerFeed("1.3.0")))
	d.menu("Help", checkNow)
	d.Sees("A newer Tenantkeep is out", isOut, "Reports", "Added", "• Reports on MFA and licenses.")
	require.Empty(t, w.opened, "nothing is opened unasked")
	d.Tap("Open release page")
	require.Equal(t, []string{"https://github.com/tenantkeep/tenantkeep/releases/tag/v1.3.0"}, w.opened)
	d.SeesNot(isOut)
}

func TestEnterClosesTheDialogOfANewerReleaseAndOpensNothing(t *testing.T) {
	w := connected(1, 1)
	d := open(t, w, with(newerFeed("1.3.0")))
	d.menu("Help", checkNow)
	d.Sees(isOut)
	d.Key(fyne.KeyReturn)
	d.Settle()
	d.SeesNot(isOut)
	require.Empty(t, w.opened)
}

func TestAReleaseWithoutADateIsSaidWithoutOne(t *testing.T) {
	f := newerFeed("1.3.0")
	f.answer.Newest.Published = time.Time{}
	d := open(t, connected(1, 1), with(f))
	d.menu("Help", checkNow)
	d.Sees("Tenantkeep 1.3.0 is out. You have 1.2.3.")
}

func TestAReleaseThatTellsNothingLeavesNoGap(t *testing.T) {
	f := newerFeed("1.3.0")
	f.answer.Newest.Title, f.answer.Newest.New = "", nil
	d := open(t, connected(1, 1), with(f))
	d.menu("Help", checkNow)
	sentence, err := d.PlaceOf(isOut)
	require.NoError(t, err)
	closing, err := d.PlaceOf("Close")
	require.NoError(t, err)
	require.Less(t, closing.Y-sentence.Y, float32(60))
}

func TestAnAnswerThatIsNoNewsIsAToast(t *testing.T) {
	limited := release.Explain(&release.Error{Kind: release.Limited})
	for name, c := range map[string]struct {
		feed *feed
		says []string
	}{
		"the newest release runs":  {sameFeed("1.2.3"), []string{"Tenantkeep 1.2.3 is the newest release."}},
		"a development version":    {sameFeed("1.2.0"), []string{"Tenantkeep 1.2.0 is the newest release. You have 1.2.3."}},
		"GitHub takes no question": {&feed{err: uitest.Refusal(limited)}, []string{limited.What, limited.Do, "Copy details"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, connected(1, 1), with(c.feed))
			d.menu("Help", checkNow)
			d.Sees(c.says...)
			d.SeesNot("Asking github.com")
			require.Nil(t, d.Win.Canvas().Overlays().Top())
			d.Tap("Close message")
			d.menu("Help", checkNow)
			require.Equal(t, 2, c.feed.questions(), "it can be asked again")
		})
	}
}

func TestWhileGitHubIsAskedTheWindowSaysSoAndAsksOnce(t *testing.T) {
	f := newerFeed("1.3.0")
	f.holds = make(chan struct{})
	d := open(t, connected(1, 1), with(f))
	d.helpItem(checkNow).Action()
	d.helpItem(checkNow).Action()
	d.Sees("Asking github.com for the newest release…")
	close(f.holds)
	d.Settle()
	d.Sees(isOut)
	d.Tap("Close")
	require.Equal(t, 1, f.questions())
	d.SeesNot("Asking github.com")
}

func TestAnAnswerDoesNotCoverADialogThatWasOpenedMeanwhile(t *testing.T) {
	f := newerFeed("1.3.0")
	f.holds = make(chan struct{})
	d := open(t, connected(1, 1), with(f))
	d.helpItem(checkNow).Action()
	d.shell.Ask(page.Question{Title: "Sync", Text: "Sync them?", Verb: "Sync", Do: func() {}})
	close(f.holds)
	d.Settle()
	d.Sees("Sync them?")
	d.SeesNot(isOut)
	d.Tap("Cancel")
	d.Sees(isOut)
	d.Tap("What is new")
	d.Sees("• Reports on MFA and licenses.", "Open release page")
}

func TestAnAnswerTakesTheKeyboardFromNobodyWhoTypes(t *testing.T) {
	f := newerFeed("1.3.0")
	f.holds = make(chan struct{})
	d := open(t, connected(1, 1), with(f))
	d.Tap("All Users")
	d.helpItem(checkNow).Action()
	require.NoError(t, d.Robot.Focus("Search name or username"))
	typing := d.Win.Canvas().Focused()
	close(f.holds)
	d.Settle()
	require.Equal(t, typing, d.Win.Canvas().Focused())
	d.Sees(isOut, "What is new")
}

func TestClosingTheWindowEndsTheQuestion(t *testing.T) {
	f := newerFeed("1.3.0")
	f.holds = make(chan struct{})
	d := open(t, connected(1, 1), with(f))
	d.helpItem(checkNow).Action()
	d.shell.Close()
	d.Queue.Flush()
	d.SeesNot(isOut, "Something went wrong")
}

func TestAStartAsksOnlyWhereThePersonChoseThatAndOnceADay(t *testing.T) {
	ago := func(d time.Duration) string { return noon.Add(-d).Format(time.RFC3339) }
	for name, c := range map[string]struct {
		settings map[string]string
		asks     int
	}{
		"nobody chose it":                    {nil, 0},
		"it was switched off":                {map[string]string{"updates": "off"}, 0},
		"it is on":                           {map[string]string{"updates": "on"}, 1},
		"it asked today":                     {map[string]string{"updates": "on", "updates-asked": ago(24*time.Hour - time.Second)}, 0},
		"it asked a day ago":                 {map[string]string{"updates": "on", "updates-asked": ago(24 * time.Hour)}, 1},
		"the clock was wrong last time":      {map[string]string{"updates": "on", "updates-asked": ago(-time.Hour)}, 1},
		"the last time cannot be read":       {map[string]string{"updates": "on", "updates-asked": "yesterday"}, 1},
		"it asked long ago and is off today": {map[string]string{"updates": "off", "updates-asked": ago(1000 * time.Hour)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w, f := connected(1, 1), sameFeed("1.2.3")
			for setting, value := range c.settings {
				w.settings[setting] = value
			}
			d := open(t, w, with(f))
			require.Equal(t, c.asks, f.questions())
			d.Pass(48 * time.Hour)
			require.Equal(t, c.asks, f.questions(), "only a start asks")
			open(t, w, with(f))
			require.Equal(t, c.asks, f.questions(), "one start a day asks")
		})
	}
}

func TestAQuestionByHandCountsForTheDay(t *testing.T) {
	w, f := atStart(), sameFeed("1.2.3")
	w.settings["updates-asked"] = noon.Add(-23 * time.Hour).Format(time.RFC3339)
	d := open(t, w, with(f))
	d.menu("Help", checkNow)
	open(t, w, with(f), later(23*time.Hour))
	require.Equal(t, 1, f.questions())
	open(t, w, with(f), later(24*time.Hour))
	require.Equal(t, 2, f.questions())
}

func TestAStartIsQuietWithoutNews(t *testing.T) {
	for name, f := range map[string]*feed{
		"up to date":              sameFeed("1.2.3"),
		"GitHub was not reached":  {err: uitest.Refusal(m365.Failure{What: "It went wrong."})},
		"the version was skipped": newerFeed("1.3.0"),
	} {
		t.Run(name, func(t *testing.T) {
			w := atStart()
			w.settings["updates-hushed"] = "1.3.0"
			d := open(t, w, with(f))
			require.Equal(t, 1, f.questions())
			d.SeesNot("Tenantkeep 1.", "It went wrong.", "Asking github.com", "Close message")
			require.Nil(t, d.Win.Canvas().Overlays().Top())
		})
	}
}

func TestANewerReleaseIsSaidInTheCornerAtAStart(t *testing.T) {
	w := atStart()
	d := open(t, w, with(newerFeed("1.3.0")))
	d.Sees(isOut, "What is new", "Skip this version")
	require.Nil(t, d.Win.Canvas().Overlays().Top(), "nothing stands in the way")
	d.Tap("What is new")
	d.Sees("A newer Tenantkeep is out", "• Reports on MFA and licenses.")
	d.Tap("Open release page")
	require.Equal(t, []string{"https://github.com/tenantkeep/tenantkeep/releases/tag/v1.3.0"}, w.opened)
}

func TestHowLongAReleaseIsNotSaidAgain(t *testing.T) {
	const day = 24 * time.Hour
	closes := func(d *harness) { d.Tap("Close message") }
	reads := func(d *harness) { d.Tap("What is new"); d.Tap("Close") }
	skips := func(d *harness) { d.Tap("Skip this version"); d.SeesNot(isOut) }
	for name, c := range map[string]struct {
		does  func(d *harness)
		later time.Duration
		feed  *feed
		says  bool
	}{
		"closed, it is not said the next day":            {closes, day, newerFeed("1.3.0"), false},
		"closed, it is not said for a week":              {closes, 7*day - time.Second, newerFeed("1.3.0"), false},
		"closed, it is said again after a week":          {closes, 7 * day, newerFeed("1.3.0"), true},
		"closed, a later one is said":                    {closes, day, newerFeed("1.4.0"), true},
		"read and closed, it is not said the next day":   {reads, day, newerFeed("1.3.0"), false},
		"read and closed, it is said again after a week": {reads, 7 * day, newerFeed("1.3.0"), true},
		"skipped, it is not said again":                  {skips, 365 * day, newerFeed("1.3.0"), false},
		"skipped, a later one is said":                   {skips, day, newerFeed("1.4.0"), true},
		"skipped and read by hand, it is still skipped": {func(d *harness) {
			skips(d)
			d.menu("Help", checkNow)
			d.Sees(isOut)
			d.Tap("Close")
		}, 365 * day, newerFeed("1.3.0"), false},
		"gone by itself, it is said the next day": {func(d *harness) {
			d.Pass(4 * time.Minute)
			d.Sees(isOut)
			d.Pass(2 * time.Minute)
			d.SeesNot(isOut)
		}, day, newerFeed("1.3.0"), true},
	} {
		t.Run(name, func(t *testing.T) {
			w := atStart()
			d := open(t, w, with(newerFeed("1.3.0")))
			d.Sees(isOut)
			c.does(d)
			next := open(t, w, with(c.feed), later(c.later))
			require.Equal(t, 1, c.feed.questions())
			require.Equal(t, c.says, next.Robot.Sees(" is out (3 Nov 2026)."))
		})
	}
}

func TestAHushedVersionThatCannotBeReadHushesNothing(t *testing.T) {
	w := atStart()
	w.settings["updates-hushed"] = "1.3.0 soon"
	open(t, w, with(newerFeed("1.3.0"))).Sees(isOut)
}

func TestTheFirstChoiceOfAStartThatChecksSaysWhatIsSent(t *testing.T) {
	w, f := connected(1, 1), newerFeed("1.3.0")
	d := open(t, w, with(f))
	ticked := func() bool { return d.helpItem(checkAtStart).Checked }
	require.False(t, ticked(), "off until chosen")

	d.menu("Help", checkAtStart)
	d.Sees(whatIsSent)
	d.Tap("Cancel")
	require.False(t, ticked())
	require.Empty(t, w.settings["updates"])

	d.menu("Help", checkAtStart)
	d.Sees(whatIsSent)
	d.Tap("Check at start")
	require.True(t, ticked())
	require.Equal(t, "on", w.settings["updates"])
	require.Zero(t, f.questions(), "the next start asks")

	d.menu("Help", checkAtStart)
	require.False(t, ticked())
	d.menu("Help", checkAtStart)
	d.SeesNot(whatIsSent)
	require.True(t, ticked())
	require.True(t, open(t, w, with(f)).helpItem(checkAtStart).Checked, "it is kept")
	require.Equal(t, 1, f.questions())
}

func TestTheDemoAsksNobodyAndOffersNothingOfIt(t *testing.T) {
	f := newerFeed("1.3.0")
	for name, change := range map[string]func(*shell.Options){
		"the demo":            func(o *shell.Options) { o.Demo = true; o.Services.Releases = f },
		"nobody can be asked": func(o *shell.Options) { o.Services.Releases = nil },
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, atStart(), change)
			require.Nil(t, d.helpItem(checkNow))
			require.Nil(t, d.helpItem(checkAtStart))
			require.NotNil(t, d.helpItem("About Tenantkeep"))
			require.Zero(t, f.questions())
		})
	}
}

func TestANewerReleaseIsDrawnInItsTheme(t *testing.T) {
	for _, look := range []look{light, small} {
		w := troubled()
		w.settings["updates"] = "on"
		d := open(t, w, with(newerFeed("1.3.0")))
		d.Win.Resize(look.size)
		d.shell.SetTheme(look.mode)
		d.Settle()
		uitest.RequireTheme(t, d.Picture(look.name+"-release-toast"), look.mode)
		d.Tap("What is new")
		uitest.RequireTheme(t, d.Picture(look.name+"-release"), look.mode)
	}
}

func TestTheLongestDialogOfANewerReleaseFitsTheSmallestWindow(t *testing.T) {
	f := newerFeed("1.3.0")
	f.answer.Newest.Title = strings.Repeat("W", 80)
	f.answer.Newest.New = nil
	for range 9 {
		f.answer.Newest.New = append(f.answer.Newest.New, strings.Repeat("W", 160))
	}
	d := open(t, connected(1, 1), with(f))
	d.Win.Resize(small.size)
	d.menu("Help", checkNow)
	d.Picture("release-longest")
	for _, name := range []string{"A newer Tenantkeep is out", "Open release page", "Close"} {
		place, err := d.PlaceOf(name)
		require.NoError(t, err)
		require.Greater(t, place.Y, float32(0))
		require.Less(t, place.Y+buttonHeight, small.size.Height)
	}
}

// buttonHeight is at least that of what the dialog's edges hold.
const buttonHeight = 32
