package action

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const day = 24 * time.Hour

// lifetimes are offered as far as the tenant's policy allows them.
var lifetimes = []time.Duration{
	10 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 12 * time.Hour,
	day, 2 * day, 3 * day, 7 * day, 14 * day, 30 * day,
}

// tapForm are the options of a Temporary Access Password, within a tenant's policy.
type tapForm struct {
	policy   m365.TAPPolicy
	options  change.TAPOptions
	lifetime *widget.Button
	expiry   *widget.Text
	content  *fyne.Container
	expires  func(time.Duration) string
	changed  func()
}

func newTAPForm(policy m365.TAPPolicy, expires func(time.Duration) string, changed func()) *tapForm {
	p := &tapForm{policy: policy, expires: expires, changed: changed}
	p.options = change.TAPOptions{Lifetime: usualLifetime(policy), Once: policy.OnceOnly}
	p.lifetime = widget.NewMenuButton(widget.Secondary, duration(p.options.Lifetime), "", p.choices)
	p.expiry = widget.NewMuted("")
	p.content = page.Column(page.Tight, page.Row(page.Gap, widget.NewText("Lifetime"), p.lifetime, p.expiry), p.once())
	p.showExpiry()
	return p
}

// once is the toggle, or why there is none.
func (p *tapForm) once() fyne.CanvasObject {
	if p.policy.OnceOnly {
		return widget.NewMutedParagraph("It works once: the tenant's policy allows no other.", textWidth)
	}
	return page.Row(0, widget.NewCheck("One-time use", false, func(on bool) {
		p.options.Once = on
		p.changed()
	}))
}

func (p *tapForm) choices() []widget.MenuItem {
	var items []widget.MenuItem
	for _, lifetime := range lifetimesIn(p.policy) {
		items = append(items, widget.MenuItem{Label: duration(lifetime), Do: func() { p.choose(lifetime) }})
	}
	return items
}

func (p *tapForm) choose(lifetime time.Duration) {
	p.options.Lifetime = lifetime
	p.lifetime.SetLabel(duration(lifetime))
	p.showExpiry()
	p.content.Refresh()
	p.changed()
}

func (p *tapForm) showExpiry() { p.expiry.SetText("Expires " + p.expires(p.options.Lifetime)) }

// usualLifetime is the policy's, within its own limits.
func usualLifetime(policy m365.TAPPolicy) time.Duration {
	usual := policy.Usual
	if usual == 0 {
		usual = time.Hour
	}
	if policy.Longest > 0 {
		usual = min(usual, policy.Longest)
	}
	return max(usual, policy.Shortest)
}

// lifetimesIn are the lifetimes that a policy allows, with its own limits among them, the shortest first.
func lifetimesIn(policy m365.TAPPolicy) []time.Duration {
	all := append(slices.Clone(lifetimes), policy.Shortest, policy.Longest, usualLifetime(policy))
	allowed := slices.DeleteFunc(all, func(d time.Duration) bool {
		return d == 0 || d < policy.Shortest || (policy.Longest > 0 && d > policy.Longest)
	})
	slices.Sort(allowed)
	return slices.Compact(allowed)
}

// duration is a span in words: "1 hour", "2 days and 4 hours".
func duration(d time.Duration) string {
	var parts []string
	for _, unit := range []struct {
		of        time.Duration
		one, many string
	}{{day, "day", "days"}, {time.Hour, "hour", "hours"}, {time.Minute, "minute", "minutes"}} {
		if count := int(d / unit.of); count > 0 {
			parts = append(parts, table.Counted(count, unit.one, unit.many))
			d -= time.Duration(count) * unit.of
		}
	}
	return listed(parts)
}

// CreateTAP asks for the lifetime of a Temporary Access Password, and gives it. The tenant's policy is read first: it says which
// lifetimes there are, and whether there is a pass at all.
func (a *Actions) CreateTAP(s Subject) {
	f := a.newFlow(change.Of(change.CreateTAP), s.target())
	f.openForm()
	a.readPolicy(f, s)
}

func (a *Actions) readPolicy(f *flow, s Subject) {
	f.ready, f.refused = false, nil
	f.ask()
	f.work.Do(func(ctx context.Context) func() {
		policy, err := a.o.Directory.TAPPolicy(ctx, s.User.Key.Tenant)
		return func() {
			switch {
			case err != nil:
				// The plan asks for the policy too: it says what is wrong, or that Microsoft decides.
				a.askTAP(f, s, m365.TAPPolicy{Enabled: true})
				f.again = func() { a.readPolicy(f, s) }
			case !policy.Enabled:
				a.tapIsOff(f)
			default:
				a.askTAP(f, s, policy)
			}
		}
	})
}

// tapIsOff says how an administrator of the tenant turns them on.
func (a *Actions) tapIsOff(f *flow) {
	how := strings.Join([]string{
		"To turn it on, open the Entra admin center of the tenant as an Authentication Policy Administrator, go to Authentication methods > Policies > Temporary Access Pass, choose Enable, and name the groups that may use it.",
		"Microsoft may take some minutes to apply it. Then create the Temporary Access Password here.",
	}, " ")
	f.form.show(view{
		head: f.head(),
		body: page.Column(page.Gap,
			widget.NewBanner(table.Caution, "The policy for Temporary Access Passwords is off in "+tenantName(f.target)+"."),
			widget.NewMutedParagraph(how, textWidth)),
		buttons: []*widget.Button{f.closeButton()},
	})
}

func (a *Actions) askTAP(f *flow, s Subject, policy m365.TAPPolicy) {
	exact := a.o.Host.Printer().At
	options := newTAPForm(policy, func(d time.Duration) string { return exact(a.o.Host.Now().Add(d)) }, func() { f.prepare() })
	f.options = options.content
	f.planner = func() planner {
		return a.planOf(change.Intent{Action: change.CreateTAP, User: s.User.Key, TAP: options.options})
	}
	f.again = nil
	f.secret = &secretWords{
		label: "Temporary Access Password", copies: "Copy Temporary Access Password",
		show: "Show Temporary Access Password", done: "The Temporary Access Password is made.",
		facts: func(made time.Time) []string {
			use := "The user can use it any number of times until then."
			if options.options.Once {
				use = "The user can use it once."
			}
			return []string{"It expires " + exact(made.Add(options.options.Lifetime)) + ". " + use}
		},
	}
	f.prepare()
}
