package setup

import (
	"context"
	"slices"

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
