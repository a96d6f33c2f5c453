package setup

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// turningOff is the page's content while Turn Off is under way.
type turningOff struct {
	host      Host
	connector *Connector
	content   *fyne.Container
	body      *fyne.Container
	// progress is what of the body shows how far it is; nil while that shows something else.
	progress *offProgress
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
	if t.content.Hidden {
		t.progress = nil
		return
	}
	if instead := t.instead(); instead != nil {
		t.progress, t.body.Objects = nil, instead
	} else {
		t.showProgress(*t.connector.off)
	}
	page.Lay(t.body)
	page.Lay(t.content)
	widget.DropLostFocus(t.host.Canvas())
}

// instead is what is shown while no tenant is being cleared: what the browser asks for, or asked for; nil where some are.
func (t *turningOff) instead() []fyne.CanvasObject {
	switch {
	case t.connector.phase == permitting:
		return t.permitting()
	case t.connector.phase == withdrawing:
		return t.withdrawing()
	case t.connector.phase == integrating:
		return t.signingIn()
	case t.connector.off.Permitting:
		return t.interrupted()
	}
	return nil
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

// tryAgain needs no browser: the permission was asked for before.
func (t *turningOff) tryAgain() {
	t.tried = t.tryAgain
	t.connector.offStep(func(ctx context.Context) error { return t.connector.integration.GoOnTurningOff(ctx, func(string) {}) })
}

func (t *turningOff) stop() { t.connector.offStep(t.connector.integration.StopTurningOff) }

func (t *turningOff) askFinish() {
	off := *t.connector.off
	left := len(off.Removals) - cleared(off)
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
