package setup

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Checker finds out how every prerequisite stands.
type Checker interface {
	CheckSetup(ctx context.Context) (integration.Checkup, error)
	// OpenRemedy opens Microsoft's page for the remedy of a finding in the browser.
	OpenRemedy(ctx context.Context, finding integration.Finding) error
}

// tones are the colours of the standings.
var tones = map[integration.Standing]table.Tone{
	integration.Broken: table.Danger, integration.CouldNotTell: table.Neutral, integration.Soon: table.Caution,
	integration.Attention: table.Caution, integration.Holds: table.Good, integration.Healthy: table.Good,
}

// checkTab is the tab Check My Setup.
type checkTab struct {
	o       Options
	content *fyne.Container

	summary     *widget.Paragraph
	copy, again *widget.Button
	own         *fyne.Container
	tenants     *fyne.Container

	found   *integration.Checkup
	failure *m365.Failure
	running bool
	// all says that the tenants of which nothing is to be done are listed too.
	all bool
}

func newCheckTab(o Options) *checkTab {
	c := &checkTab{o: o, summary: widget.NewMutedParagraph("", cardWidth), own: container.NewStack(), tenants: container.NewStack()}
	c.copy = widget.NewButton(widget.Secondary, "Copy report", icons.Copy, func() { o.Host.Copy(c.found.Report()) })
	c.again = widget.NewButton(widget.Primary, "Check again", "", c.check)
	head := page.Row(page.Near, page.Fill(c.summary), c.copy, c.again)
	c.content = page.Column(page.Gap, head, page.Fill(page.Scrolled(page.AboveFoot(page.Column(page.Apart, c.own, c.tenants)))))
	c.draw()
	return c
}

// opened checks where nothing was checked yet.
func (c *checkTab) opened() {
	if c.found == nil && c.failure == nil {
		c.check()
	}
}

func (c *checkTab) check() {
	if c.running {
		return
	}
	c.running = true
	c.draw()
	c.o.Work.Do(func(ctx context.Context) func() {
		found, err := c.o.Integration.CheckSetup(ctx)
		return func() {
			c.running, c.failure = false, nil
			if err != nil {
				failure := c.o.Host.Explain(err)
				c.failure = &failure
			} else {
				c.found = &found
			}
			c.draw()
		}
	})
}

func (c *checkTab) draw() {
	c.again.Enable()
	c.copy.Enable()
	if c.found == nil {
		c.copy.DisableBecause("Nothing was checked yet")
	}
	switch {
	case c.running:
		c.summary.SetText("Checking…")
		c.again.DisableBecause("The check is under way")
	case c.found != nil:
		c.summary.SetText(c.said(*c.found))
	default:
		c.summary.SetText("Nothing was checked yet.")
	}
	c.own.Objects, c.tenants.Objects = nil, nil
	if c.failure != nil {
		failure := *c.failure
		c.own.Objects = []fyne.CanvasObject{widget.NewBanner(table.Danger, failure.Sentence(),
			widget.Action{Label: "Copy details", Do: func() { c.o.Host.Copy(failure.Details()) }})}
	} else if c.found != nil {
		c.own.Objects = []fyne.CanvasObject{c.ownPanel(*c.found)}
		c.tenants.Objects = []fyne.CanvasObject{c.tenantsPanel(*c.found)}
	}
	page.Lay(c.content)
	widget.DropLostFocus(c.o.Host.Canvas())
}

func (c *checkTab) said(found integration.Checkup) string {
	when := "Checked just now"
	if ago := c.o.Host.Now().Sub(found.At); ago >= time.Minute {
		when = "Checked " + table.Counted(int(ago/time.Minute), "minute", "minutes") + " ago"
	}
	return fmt.Sprintf("%s, in %.1f s. %s", when, found.Took.Seconds(), found.Summary())
}

func (c *checkTab) ownPanel(found integration.Checkup) fyne.CanvasObject {
	head := page.Inset(page.Gap, page.Apart, page.Gap, page.Apart,
		page.Row(page.Near, widget.NewStrong("You: "+found.Account), widget.NewMuted("in "+found.Home)))
	return widget.NewPanel(page.Column(0, head, page.Line(theme.ColorNameLine), lines(c.lines(found.Own))))
}

func (c *checkTab) tenantsPanel(found integration.Checkup) fyne.CanvasObject {
	head := page.Row(page.Near, widget.NewStrong("Client tenants"), widget.NewPill(table.Thousands(int64(len(found.Tenants))), table.Neutral))
	counts := make(map[integration.Standing]int)
	var open, quiet []integration.Finding
	for _, one := range found.Tenants {
		counts[one.Standing]++
		if one.Standing == integration.Healthy && len(one.Access.Missing) == 0 {
			quiet = append(quiet, one)
		} else {
			open = append(open, one)
		}
	}
	for _, standing := range []integration.Standing{integration.Broken, integration.Soon, integration.Attention} {
		if counts[standing] > 0 {
			head.Add(widget.NewPill(fmt.Sprintf("%d %s", counts[standing], strings.ToLower(string(standing))), tones[standing]))
		}
	}
	if c.all {
		open, quiet = append(open, quiet...), nil
	}
	shown := c.lines(open)
	if len(quiet) > 0 {
		shown = append(shown, line{
			table.Good, string(integration.Healthy), table.Thousands(int64(len(quiet))) + " more", "Nothing to do.",
			&widget.Action{Label: "Show", Do: func() { c.all = true; c.draw() }},
		})
	}
	if len(shown) == 0 {
		shown = []line{{table.Neutral, "None", "No client tenant", "No GDAP relationship with a customer is listed.", nil}}
	}
	return widget.NewPanel(page.Column(0, page.Inset(page.Gap, page.Apart, page.Gap, page.Apart, head), page.Line(theme.ColorNameLine), lines(shown)))
}

func (c *checkTab) lines(findings []integration.Finding) []line {
	shown := make([]line, len(findings))
	for i, finding := range findings {
		shown[i] = line{tones[finding.Standing], string(finding.Standing), finding.Name, finding.Text, c.action(finding)}
	}
	return shown
}

// action is what is offered for a finding.
func (c *checkTab) action(finding integration.Finding) *widget.Action {
	open := func(label string) *widget.Action {
		return &widget.Action{Label: label, Do: func() {
			c.o.Work.Do(func(ctx context.Context) func() {
				if err := c.o.Integration.OpenRemedy(ctx, finding); err != nil {
					return func() { c.o.Host.Fail(err) }
				}
				return func() {}
			})
		}}
	}
	switch finding.Remedy {
	case integration.ActivateGroup:
		return open("Activate in My groups")
	case integration.OpenPartnerCenter:
		return open("Open Partner Center")
	case integration.SignInAgain:
		return &widget.Action{Label: "Sign in again", Do: func() { c.o.Host.SignIn(c.check) }}
	case integration.SyncAgain:
		return &widget.Action{Label: "Sync again", Do: func() {
			c.o.Host.Begin(func(ctx context.Context) error { return c.o.Integration.Sync(ctx, []m365.TenantID{finding.Tenant}) })
		}}
	case integration.TellCustomer:
		return &widget.Action{Label: "Copy words for the customer", Do: func() { c.o.Host.Copy(finding.Words) }}
	}
	switch {
	case finding.Failure != nil:
		return &widget.Action{Label: "Why", Do: func() { c.o.Host.ShowFailure(finding.Name, *finding.Failure) }}
	case finding.Access != nil && len(finding.Access.Roles) > 0:
		return &widget.Action{Label: "Roles", Do: func() { c.showAccess(finding) }}
	}
	return nil
}

// showAccess shows how a tenant's relationship gives what it gives.
func (c *checkTab) showAccess(finding integration.Finding) {
	has := *finding.Access
	extends := "does not extend by itself"
	if has.AutoExtend {
		extends = "extends by itself"
	}
	body := page.Column(page.Near)
	for _, part := range [][2]string{
		{"Relationships", strings.Join(has.Relationships, ", ")},
		{"Ends", c.o.Tables.Printer.Day(has.Ends) + ", " + extends},
		{"Groups that are mapped", strings.Join(has.Mapped, ", ")},
		{"Groups that you are in", strings.Join(has.Mine, ", ")},
		{"Groups to activate", strings.Join(has.Activate, ", ")},
		{"Your roles", strings.Join(has.Roles, ", ")},
		{"What is missing", strings.Join(has.Missing, "; ")},
	} {
		if part[1] != "" {
			body.Add(page.Column(1, widget.NewSmall(part[0]), widget.NewParagraph(part[1], page.DialogText)))
		}
	}
	c.o.Host.ShowSheet(page.Sheet{Title: "Access to " + finding.Name, Body: body})
}
