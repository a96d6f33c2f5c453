package setup

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Ender takes the application out of all tenants, and then forgets them.
type Ender interface {
	// TurningOff is the Turn Off that is under way; found is false where none is.
	TurningOff(ctx context.Context) (off m365.TurnOff, found bool, err error)
	// TurnOff returns when it has begun, after the browser at home. With eraseJournal the record of changes goes too.
	TurnOff(ctx context.Context, eraseJournal bool, onURL func(string)) error
	StopTurningOff(ctx context.Context) error
	// GoOnTurningOff asks in the browser where that is what Turn Off was at.
	GoOnTurningOff(ctx context.Context, onURL func(string)) error
	// FinishTurningOff forgets what is kept here, whatever is left in the tenants.
	FinishTurningOff(ctx context.Context) error
	// TakeBackTurnOff keeps what has not been removed, and takes back what was permitted at home for it, in the browser.
	TakeBackTurnOff(ctx context.Context, onURL func(string)) error
}

// appName is what the enterprise application is called in the tenants.
const appName = "Tenantkeep"

// TurnOff begins to turn off. Why it could not, refused hears.
func (c *Connector) TurnOff(eraseJournal bool, refused func(m365.Failure)) {
	c.inBrowser(permitting, func(ctx context.Context, onURL func(string)) error {
		return c.integration.TurnOff(ctx, eraseJournal, onURL)
	}, func(err error) { refused(c.explain(err)) })
}

// inBrowser does what may ask the person in the browser, and reads how Turn Off stands then.
func (c *Connector) inBrowser(phase phase, do func(ctx context.Context, onURL func(string)) error, refused func(error)) {
	if c.phase != idle {
		return
	}
	ctx, cancel := context.WithCancel(c.work.Context())
	c.phase, c.cancel, c.url, c.further, c.failure = phase, cancel, "", false, nil
	c.changed()
	c.work.Await(func(context.Context) func() {
		defer cancel()
		err := do(ctx, func(url string) { c.work.Run(func() { c.showURL(url) }) })
		cancelled := ctx.Err() != nil
		return func() {
			c.phase, c.cancel, c.url = idle, nil, ""
			c.changed()
			if err != nil && !cancelled {
				refused(err)
			}
			c.Load()
		}
	})
}

// offStep does what changes a Turn Off that is under way, and reads how it stands then.
func (c *Connector) offStep(do func(context.Context) error) {
	c.failure = nil
	c.work.Do(func(ctx context.Context) func() {
		err := do(ctx)
		return func() {
			if err != nil {
				c.fail(err)
			}
			c.Load()
		}
	})
}

// turningOff is the page's content while Turn Off is under way.
type turningOff struct {
	host      Host
	connector *Connector
	content   *fyne.Container
	body      *fyne.Container
	// tried is what was done last, to do again after a sign-in.
	tried func()
}

func newTurningOff(host Host, connector *Connector) *turningOff {
	t := &turningOff{host: host, connector: connector, body: page.Column(page.Gap)}
	t.content = page.Scrolled(page.Column(0, widget.NewCard(t.body)))
	t.content.Hide()
	return t
}

// shown says that there is something to show in the place of the tabs.
func (t *turningOff) shown() bool { return t.connector.off != nil || t.connector.phase == permitting }

func (t *turningOff) show() {
	t.content.Hidden = !t.shown()
	switch {
	case t.content.Hidden:
		return
	case t.connector.phase == permitting:
		t.body.Objects = t.permitting()
	case t.connector.phase == withdrawing:
		t.body.Objects = t.withdrawing()
	case t.connector.phase == integrating:
		t.body.Objects = t.signingIn()
	case t.connector.off.Permitting:
		t.body.Objects = t.interrupted()
	default:
		t.body.Objects = t.progress(*t.connector.off)
	}
	t.content.Refresh()
	widget.DropLostFocus(t.host.Canvas())
}

func (t *turningOff) permitting() []fyne.CanvasObject {
	return inBrowserCard(t.host, t.connector, "Accept one permission in your browser",
		"To delete its own enterprise applications, Tenantkeep needs the permission Application.ReadWrite.All. No access tier has it: accept it in your browser. It goes with the application.",
		"Nothing has changed yet. "+noBrowser)
}

// withdrawing is shown while the permission of Turn Off is taken back.
func (t *turningOff) withdrawing() []fyne.CanvasObject {
	return inBrowserCard(t.host, t.connector, "Taking the permission back",
		"Where your tenant gave Tenantkeep the permission Application.ReadWrite.All for Turn Off, it is taken back. Your browser asks for the permissions that this takes, for Microsoft Graph Command Line Tools. They go right after.",
		noBrowser)
}

// signingIn is shown while the person signs in to go on.
func (t *turningOff) signingIn() []fyne.CanvasObject {
	return inBrowserCard(t.host, t.connector, "Sign in in your browser",
		"Your browser shows Microsoft's page. Choose the account of your CSP tenant, and sign in.", noBrowser)
}

// interrupted is shown of a Turn Off that ended while it asked for the permission.
func (t *turningOff) interrupted() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{
		widget.NewHeading("Turn Off was interrupted"),
		widget.NewParagraph("Tenantkeep ended while your browser asked for the permission Application.ReadWrite.All. No tenant was cleared. The permission may be given already: go on with Turn Off, or have it taken back.", cardWidth),
	}
	return append(append(parts, t.failed()...), page.Row(page.Near,
		widget.NewButton(widget.Primary, "Go on", "", t.goOn),
		widget.NewButton(widget.Secondary, "Keep Microsoft 365 on", "", t.takeBack),
	))
}

// goOn asks for the permission again where that is what Turn Off was at.
func (t *turningOff) goOn() {
	t.tried = t.goOn
	t.connector.inBrowser(permitting, t.connector.integration.GoOnTurningOff, t.connector.fail)
}

func (t *turningOff) takeBack() {
	t.tried = t.takeBack
	t.connector.inBrowser(withdrawing, t.connector.integration.TakeBackTurnOff, t.connector.fail)
}

// failed is why the last step did not work, if it did not.
func (t *turningOff) failed() []fyne.CanvasObject {
	if t.connector.failure == nil {
		return nil
	}
	failure := *t.connector.failure
	actions := []widget.Action{{Label: "Copy details", Do: func() { t.host.Copy(failure.Details()) }}}
	if failure.SignIn && t.tried != nil {
		actions = append([]widget.Action{page.Again(t.host, failure, t.tried)}, actions...)
	}
	return []fyne.CanvasObject{widget.NewBanner(table.Danger, failure.Sentence(), actions...)}
}

func (t *turningOff) progress(off m365.TurnOff) []fyne.CanvasObject {
	waits := slices.ContainsFunc(off.Removals, func(r m365.Removal) bool { return r.State == m365.RemovalWaits })
	bar := widget.NewProgress()
	bar.Set(float32(len(cleared(off))) / float32(max(1, len(off.Removals))))
	heading, row := "Turning off", t.runningButtons()
	if !waits {
		heading, row = "Turn Off is not finished", t.settledButtons(off)
	}
	parts := []fyne.CanvasObject{widget.NewHeading(heading), widget.NewParagraph(integration.OffProgress(off), cardWidth), bar}
	parts = append(append(parts, t.failed()...), row)
	if shown := t.lines(off); len(shown) > 0 {
		parts = append(parts, lines(shown))
	}
	return parts
}

func cleared(off m365.TurnOff) []m365.Removal {
	return slices.DeleteFunc(slices.Clone(off.Removals), func(r m365.Removal) bool { return r.State != m365.RemovalDone })
}

// lines are the tenants that something is under way in, or left in: those first that nobody can help by waiting.
func (t *turningOff) lines(off m365.TurnOff) []line {
	var failed, rest []line
	for _, removal := range off.Removals {
		switch {
		case removal.State == m365.RemovalFailed && removal.Failure != nil:
			failure := *removal.Failure
			failed = append(failed, line{
				table.Danger, "Left", removal.Name, failure.Sentence() + " " + integration.ByHand(removal, appName),
				&widget.Action{Label: "Details", Do: func() { t.host.ShowFailure("Turn Off in "+removal.Name, failure) }},
			})
		case removal.State == m365.RemovalStopped && removal.Primary:
			rest = append(rest, line{table.Neutral, "Comes last", removal.Name, "Your own tenant is cleared once the others are.", nil})
		case removal.State == m365.RemovalStopped:
			rest = append(rest, line{table.Caution, "Stopped", removal.Name, "Not cleared yet.", nil})
		case removal.State == m365.RemovalWaits && removal.Doing != "":
			rest = append(rest, line{table.Neutral, "Clearing", removal.Name, removal.Doing + "…", nil})
		}
	}
	return append(failed, rest...)
}

func (t *turningOff) runningButtons() fyne.CanvasObject {
	return page.Row(page.Near, widget.NewButton(widget.Secondary, "Stop", "", func() {
		t.connector.offStep(t.connector.integration.StopTurningOff)
	}))
}

func (t *turningOff) settledButtons(off m365.TurnOff) fyne.CanvasObject {
	return page.Row(page.Near,
		widget.NewButton(widget.Primary, "Try again", "", t.tryAgain),
		widget.NewButton(widget.Secondary, "Copy what is left", icons.Copy, func() { t.host.Copy(leftText(off)) }),
		widget.NewButton(widget.DangerText, "Finish without them", "", func() { t.askFinish(off) }),
		widget.NewButton(widget.Secondary, "Keep Microsoft 365 on", "", t.takeBack),
	)
}

// tryAgain needs no browser: the permission was asked for before.
func (t *turningOff) tryAgain() {
	t.tried = t.tryAgain
	t.connector.offStep(func(ctx context.Context) error { return t.connector.integration.GoOnTurningOff(ctx, func(string) {}) })
}

func (t *turningOff) askFinish(off m365.TurnOff) {
	left := len(off.Removals) - len(cleared(off))
	t.host.Ask(page.Question{
		Title: "Finish Turn Off",
		Text:  "Something of Tenantkeep stays in " + table.Counted(left, "tenant", "tenants") + ".",
		More: []string{
			"Your sign-in and all that Tenantkeep keeps on this computer are deleted, the names of these tenants too. Copy what is left first.",
			"The enterprise application there is of no use to anybody once you are signed out, and can be deleted in Entra at any time.",
		},
		Verb: "Finish", Danger: true,
		Do: func() { t.connector.offStep(t.connector.integration.FinishTurningOff) },
	})
}

// leftText is what is left, for a ticket.
func leftText(off m365.TurnOff) string {
	var text strings.Builder
	for _, removal := range off.Removals {
		if removal.State == m365.RemovalDone {
			continue
		}
		text.WriteString(removal.Name + " (" + string(removal.Tenant) + ")\n")
		if removal.Failure != nil {
			text.WriteString("  " + removal.Failure.Sentence() + "\n")
		}
		text.WriteString("  " + integration.ByHand(removal, appName) + "\n")
	}
	return text.String()
}

// askTurnOff asks before Turn Off begins.
func (p *Page) askTurnOff() {
	synced := slices.DeleteFunc(slices.Clone(p.tenants.tenants), func(t m365.Tenant) bool {
		return t.Primary || t.Status == m365.Deactivated && t.Consented == ""
	})
	erase := true
	where := "your own tenant"
	if len(synced) > 0 {
		where = page.Names(synced, namesInQuestion) + ", and then in your own tenant"
	}
	body := page.Column(page.Near)
	if leaving := p.o.Leaving(); len(leaving) > 0 {
		body.Add(widget.NewBanner(table.Caution, "Not offboarded to the end: "+page.Listed(leaving, namesInQuestion)+". What is left to do there is forgotten."))
	}
	for _, text := range []string{
		"Then your sign-in, the settings of the connection and all data of the tenants are deleted on this computer.",
		"GDAP relationships, security groups and the registration of the application stay. You can turn on again at any time.",
	} {
		body.Add(widget.NewMutedParagraph(text, page.DialogText))
	}
	body.Add(widget.NewCheck("Also delete Activity, the record of what was changed", erase, func(on bool) { erase = on }))
	p.o.Host.Ask(page.Question{
		Title: "Turn off Microsoft 365", Text: "Tenantkeep's enterprise application and its consent are deleted in " + where + ".",
		Body: body, Verb: "Turn off", Danger: true,
		Do: func() { p.o.Connector.TurnOff(erase, p.o.Host.ToastFailure) },
	})
}
