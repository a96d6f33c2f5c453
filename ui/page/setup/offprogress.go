package setup

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// offProgress shows how far a Turn Off is. What can be pressed stays while tenants are cleared: somebody may be pressing it.
type offProgress struct {
	heading *widget.Text
	said    *widget.Paragraph
	bar     *widget.Progress
	// failed is why the last step did not work, and of what failure that was drawn.
	failed *fyne.Container
	of     *m365.Failure
	// running and settled are the buttons while tenants wait, and where none does.
	running, settled *fyne.Container
	rows             *fyne.Container
	drawn            map[offRow]fyne.CanvasObject
}

// offRow is a tenant with what is said of it, which is drawn anew where it changes.
type offRow struct {
	tenant     m365.TenantID
	word, text string
}

func (t *turningOff) showProgress(off m365.TurnOff) {
	if t.progress == nil {
		t.progress = t.newProgress()
		p := t.progress
		t.body.Objects = []fyne.CanvasObject{p.heading, p.said, p.bar, p.failed, p.running, p.settled, p.rows}
	}
	t.progress.set(t, off)
}

func (t *turningOff) newProgress() *offProgress {
	return &offProgress{
		heading: widget.NewHeading(""), said: widget.NewParagraph("", cardWidth), bar: widget.NewProgress(),
		failed: container.NewStack(), rows: page.Column(0),
		running: page.Row(page.Near, widget.NewButton(widget.Secondary, "Stop", "", t.stop)),
		settled: page.Row(page.Near,
			widget.NewButton(widget.Primary, "Try again", "", t.tryAgain),
			widget.NewButton(widget.Secondary, "Copy what is left", icons.Copy, func() { t.host.Copy(leftText(*t.connector.off)) }),
			widget.NewButton(widget.DangerText, "Finish without them", "", t.askFinish),
			widget.NewButton(widget.Secondary, "Keep Microsoft 365 on", "", t.takeBack),
		),
	}
}

func (p *offProgress) set(t *turningOff, off m365.TurnOff) {
	waits := slices.ContainsFunc(off.Removals, func(r m365.Removal) bool { return r.State == m365.RemovalWaits })
	heading := "Turn Off is not finished"
	if waits {
		heading = "Turning off"
	}
	p.heading.SetText(heading)
	p.said.SetText(integration.OffProgress(off))
	p.bar.Set(float32(cleared(off)) / float32(max(1, len(off.Removals))))
	if failure := t.connector.failure; failure != p.of {
		p.of, p.failed.Objects = failure, t.failed()
	}
	p.failed.Hidden = p.of == nil
	p.running.Hidden, p.settled.Hidden = !waits, waits
	p.setRows(t.lines(off))
}

// setRows draws the rows that were not drawn so before.
func (p *offProgress) setRows(all []offLine) {
	before := p.drawn
	p.drawn = make(map[offRow]fyne.CanvasObject, len(all))
	rows := make([]fyne.CanvasObject, len(all))
	for i, one := range all {
		row := offRow{one.tenant, one.word, one.text}
		rows[i] = before[row]
		if rows[i] == nil {
			rows[i] = one.draw()
		}
		p.drawn[row] = rows[i]
	}
	p.rows.Objects, p.rows.Hidden = separated(rows), len(rows) == 0
}

// cleared counts the tenants that nothing is left in.
func cleared(off m365.TurnOff) (count int) {
	for _, removal := range off.Removals {
		if removal.State == m365.RemovalDone {
			count++
		}
	}
	return count
}

// offLine is the line of a tenant.
type offLine struct {
	tenant m365.TenantID
	line
}

// lines are the tenants that something is under way in, or left in: those first that nobody can help by waiting.
func (t *turningOff) lines(off m365.TurnOff) []offLine {
	var failed, rest []offLine
	for _, removal := range off.Removals {
		add := func(to *[]offLine, tone table.Tone, word, text string, action *widget.Action) {
			*to = append(*to, offLine{removal.Tenant, line{tone, word, removal.Name, text, action}})
		}
		switch {
		case removal.State == m365.RemovalFailed && removal.Failure != nil:
			failure := *removal.Failure
			add(&failed, table.Danger, "Left", failure.Sentence()+" "+integration.ByHand(removal, appName),
				&widget.Action{Label: "Details", Do: func() { t.host.ShowFailure("Turn Off in "+removal.Name, failure) }})
		case removal.State == m365.RemovalStopped && removal.Primary:
			add(&rest, table.Neutral, "Comes last", "Your own tenant is cleared once the others are.", nil)
		case removal.State == m365.RemovalStopped:
			add(&rest, table.Caution, "Stopped", "Not cleared yet.", nil)
		case removal.State == m365.RemovalWaits && removal.Doing != "":
			add(&rest, table.Neutral, "Clearing", removal.Doing+"…", nil)
		}
	}
	return append(failed, rest...)
}
