package shell

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/release"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	// askPause is the least time between the last question and one at start.
	askPause = 24 * time.Hour
	// closedFor is how long a version is not told at start after the person closed the message about it.
	closedFor = 7 * 24 * time.Hour
	// newsStays is how long a newer version stays in the corner: the person may be busy with a start.
	newsStays = 5 * time.Minute
	// newsWidth and newsHeight are the room for what is new in a release; more of it scrolls.
	newsWidth  = 540
	newsHeight = 440
)

// The values of settingUpdates. Empty means that the person never chose.
const (
	updatesOn  = "on"
	updatesOff = "off"
)

// updates is what the window keeps about newer releases of the program.
type updates struct {
	atStart string
	asked   time.Time
	hushed  hushed
	// asking says that the person waits for an answer.
	asking bool
}

// hushed is a version that is not told at start, until a time or for good.
type hushed struct {
	version string
	until   time.Time
}

func (h hushed) forGood() bool { return h.version != "" && h.until.IsZero() }

// covers says whether a version is not told at a time.
func (h hushed) covers(version string, now time.Time) bool {
	return h.version == version && (h.forGood() || now.Before(h.until))
}

// kept is the text that it is kept as: "0.2.0", or "0.2.0 2026-11-30T12:00:00Z".
func (h hushed) kept() string {
	if h.until.IsZero() {
		return h.version
	}
	return h.version + " " + h.until.Format(time.RFC3339)
}

// readHushed reads that text. One that cannot be read covers nothing.
func readHushed(kept string) hushed {
	version, until, dated := strings.Cut(kept, " ")
	if !dated {
		return hushed{version: version}
	}
	at, err := time.Parse(time.RFC3339, until)
	if err != nil {
		return hushed{}
	}
	return hushed{version: version, until: at}
}

// readUpdates takes what was kept of it.
func readUpdates(kept map[string]string) updates {
	asked, err := time.Parse(time.RFC3339, kept[settingUpdatesAsked])
	if err != nil {
		asked = time.Time{}
	}
	return updates{atStart: kept[settingUpdates], asked: asked, hushed: readHushed(kept[settingUpdatesHushed])}
}

// due says whether a start asks. A last question in the future means that the clock was wrong then or is now.
func (u updates) due(now time.Time) bool {
	return u.atStart == updatesOn && (now.Sub(u.asked) >= askPause || u.asked.After(now))
}

// updateCommands are those of the Help menu. The demo has none: it asks nobody outside.
func (s *Shell) updateCommands() []command {
	if !s.asksForReleases() {
		return nil
	}
	return []command{
		{menu: menuHelp, label: "Check for Updates…", run: s.CheckForUpdates, group: true},
		{
			menu: menuHelp, label: "Check for Updates at Start", run: s.ToggleUpdatesAtStart,
			checked: func() bool { return s.updates.atStart == updatesOn },
		},
	}
}

func (s *Shell) asksForReleases() bool { return !s.options.Demo && s.options.Services.Releases != nil }

// CheckForUpdates asks whether a newer release is out, and says what came back.
func (s *Shell) CheckForUpdates() {
	if s.updates.asking {
		return
	}
	s.updates.asking = true
	asking := s.Toast(page.Toast{Mood: page.Working, Text: "Asking github.com for the newest release…"})
	s.askForRelease(func(answer release.Answer, err error) {
		s.updates.asking = false
		asking.Close()
		switch {
		case err != nil:
			s.Fail(err)
		case !answer.Newer:
			s.Toast(page.Toast{Mood: page.Done, Text: s.upToDate(answer.Newest)})
		case s.wentOn():
			s.tellRelease(answer.Newest)
		default:
			s.showRelease(answer.Newest)
		}
	})
}

// wentOn says that the person does something else meanwhile: a dialog would take the keyboard away from it.
func (s *Shell) wentOn() bool {
	_, types := s.window.Canvas().Focused().(*widget.Entry)
	return types || s.window.Canvas().Overlays().Top() != nil
}

// checkAtStart asks where the person wants that, and says only that a newer release is out: whoever starts the program has
// other things to do.
func (s *Shell) checkAtStart() {
	if !s.asksForReleases() || !s.updates.due(s.Now()) {
		return
	}
	s.askForRelease(func(answer release.Answer, err error) {
		if err == nil && answer.Newer && !s.updates.hushed.covers(answer.Newest.Version, s.Now()) {
			s.tellRelease(answer.Newest)
		}
	})
}

func (s *Shell) askForRelease(then func(release.Answer, error)) {
	s.updates.asked = s.Now()
	s.keeper.Keep(settingUpdatesAsked, s.updates.asked.Format(time.RFC3339))
	s.work.Do(func(ctx context.Context) func() {
		answer, err := s.options.Services.Releases.Check(ctx)
		return func() { then(answer, err) }
	})
}

// ToggleUpdatesAtStart lets every start check for updates, or none again. The first time it says what that sends.
func (s *Shell) ToggleUpdatesAtStart() {
	switch s.updates.atStart {
	case updatesOn:
		s.setUpdatesAtStart(updatesOff)
	case updatesOff:
		s.setUpdatesAtStart(updatesOn)
	default:
		s.Ask(page.Question{
			Title: "Check for updates at start",
			Text:  "Tenantkeep asks github.com for the newest release. Nothing about you or your tenants is sent.",
			More:  []string{"It asks at most once a day, and says so where a newer one is out. It downloads and installs nothing."},
			Verb:  "Check at start",
			Do:    func() { s.setUpdatesAtStart(updatesOn) },
		})
	}
}

func (s *Shell) setUpdatesAtStart(value string) {
	s.updates.atStart = value
	s.keeper.Keep(settingUpdates, value)
	s.refreshMenu()
}

// tellRelease says in the corner that a newer release is out.
func (s *Shell) tellRelease(newest release.Release) {
	s.Toast(page.Toast{
		Mood: page.Working, Text: s.isOut(newest), Stay: newsStays,
		Actions: []page.Action{
			{Label: "What is new", Do: func() { s.showRelease(newest) }},
			{Label: "Skip this version", Do: func() { s.hush(hushed{version: newest.Version}) }},
		},
		Dismissed: func() { s.hushAWhile(newest) },
	})
}

// showRelease shows what is new in a newer release, and leads to its page.
func (s *Shell) showRelease(newest release.Release) {
	s.ShowSheet(page.Sheet{
		Title:   "A newer " + appName + " is out",
		Body:    page.Column(page.Near, widget.NewParagraph(s.isOut(newest), newsWidth), drawNews(newest)),
		Width:   newsWidth + 2*page.Margin,
		Actions: []page.Action{{Label: "Open release page", Do: func() { s.openReleasePage(newest) }}},
		Closed:  func() { s.hushAWhile(newest) },
	})
}

// drawNews is what is new, which scrolls where it is longer than news should be.
func drawNews(newest release.Release) fyne.CanvasObject {
	news := page.Column(page.Near)
	if newest.Title != "" {
		news.Add(widget.NewParagraph(newest.Title, newsWidth))
	}
	for _, line := range newest.New {
		news.Add(widget.NewMutedParagraph(line, newsWidth))
	}
	room := page.Fill(page.AtLeast(0, min(newsHeight, news.MinSize().Height), page.Scrolled(news)))
	if len(news.Objects) == 0 {
		room.Hide()
	}
	return room
}

func (s *Shell) openReleasePage(newest release.Release) {
	s.Begin(func(ctx context.Context) error { return s.options.Services.Portals.Open(ctx, newest.Page) })
}

// hushAWhile does not tell a version at the next starts, because the person has read about it.
func (s *Shell) hushAWhile(newest release.Release) {
	if s.updates.hushed.version == newest.Version && s.updates.hushed.forGood() {
		return
	}
	s.hush(hushed{version: newest.Version, until: s.Now().Add(closedFor)})
}

func (s *Shell) hush(what hushed) {
	s.updates.hushed = what
	s.keeper.Keep(settingUpdatesHushed, what.kept())
}

// isOut is the sentence about a newer release.
func (s *Shell) isOut(newest release.Release) string {
	day := ""
	if !newest.Published.IsZero() {
		day = " (" + s.Printer().Day(newest.Published) + ")"
	}
	return appName + " " + newest.Version + " is out" + day + ". You have " + s.options.Version + "."
}

// upToDate is the sentence where there is none. A development version is newer than the newest release.
func (s *Shell) upToDate(newest release.Release) string {
	text := appName + " " + newest.Version + " is the newest release."
	if newest.Version != s.options.Version {
		text += " You have " + s.options.Version + "."
	}
	return text
}
