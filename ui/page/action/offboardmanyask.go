package action

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// choosing shows the steps, those ticked that are chosen. What was planned for others is dropped.
func (d *departing) choosing() {
	if d.plans != nil {
		d.plans.Stop()
	}
	d.plans, d.users, d.counts, d.checking = nil, nil, bulk.Counts{}, false
	d.draw()
	onward := widget.NewButton(widget.Primary, "Make the plans", "", d.prepare)
	offer := func() {
		if len(d.choice.Kinds) == 0 && !(d.useOwn && len(d.own) > 0) {
			onward.DisableBecause("Choose a step first")
			return
		}
		onward.Enable()
	}
	body := page.Column(page.Apart,
		widget.NewMutedParagraph("Choose what is done for each of them. Nothing is sent before you have seen the plans. The choice is kept for the next time.", d.textWidth()))
	if text := hiddenText(d.hidden); text != "" {
		body.Add(widget.NewBanner(table.Caution, text))
	}
	body.Add(chooseSteps(&d.choice, offer))
	if keeping := d.keeping(offer); keeping != nil {
		body.Add(page.Line(theme.ColorNameFaintLine))
		body.Add(keeping)
	}
	offer()
	d.form.show(view{
		head: d.head, width: d.width(), body: body,
		buttons: []*widget.Button{d.closeButton("Cancel"), onward}, enter: onward,
	})
}

// keeping is what is asked about the steps that tenants keep for themselves; nil where nothing is.
func (d *departing) keeping(chosen func()) fyne.CanvasObject {
	tenants := tenantsOf(d.targets)
	if len(tenants) == 1 {
		return widget.NewCheck("Keep these steps for "+short(tenants[0].name)+" alone", d.keepsOwn, func(on bool) { d.keepsOwn = on })
	}
	var names []string
	for _, tenant := range tenants {
		if own, has := d.own[tenant.id]; has {
			names = append(names, tenant.name+" ("+table.Counted(len(own.Kinds), "step", "steps")+")")
		}
	}
	if len(names) == 0 {
		return nil
	}
	use := widget.NewCheck("Where a tenant keeps steps of its own, take those", d.useOwn, func(on bool) {
		d.useOwn = on
		chosen()
	})
	return page.Column(page.Tight, use, widget.NewMutedParagraph("That is "+page.Listed(names, namesTold)+".", d.textWidth()))
}

// asking shows the plans, as far as they are known.
func (d *departing) asking() {
	left := page.Row(page.Apart, widget.NewLink("Back", d.choosing))
	if d.counts.Waiting > 0 && !d.checking {
		left.Add(widget.NewLink("What will be sent", func() {
			d.preview.toggle()
			d.form.refresh()
		}))
	}
	d.form.show(view{
		head: d.head, width: d.width(), left: left, buttons: d.askButtons(), keeps: d.table.content,
		body: d.content(append(d.remarks(), d.preview.content)...),
	})
}

// remarks are what the person should know before.
func (d *departing) remarks() []fyne.CanvasObject {
	if d.checking {
		checked := len(d.users) - d.counts.Checking
		return []fyne.CanvasObject{widget.NewMuted("The plans are being made with Microsoft: " +
			table.Thousands(int64(checked)) + " of " + table.Thousands(int64(len(d.users))))}
	}
	said := []fyne.CanvasObject{widget.NewMutedParagraph(d.inAll()+" Open a user to see the steps.", d.textWidth())}
	if d.counts.Admins > 0 {
		said = append(said, widget.NewBanner(table.Caution, d.admins()))
	}
	if text := hiddenText(d.hidden); text != "" {
		said = append(said, widget.NewBanner(table.Caution, text))
	}
	if d.counts.LeftOut > 0 {
		said = append(said, widget.NewBanner(table.Neutral, table.Counted(d.counts.LeftOut, "user is", "users are")+" left out. The table says why."))
	}
	if warned := d.warned(); warned > 0 {
		said = append(said, widget.NewBanner(table.Caution, "Look at "+table.Counted(warned, "user", "users")+" of whom there is something to know before. The table says what."))
	}
	return said
}

// inAll says how much will be sent, and how much waits for a person.
func (d *departing) inAll() string {
	requests, hand := 0, 0
	for _, user := range d.users {
		if user.State == bulk.Waiting {
			requests += len(user.Plan.Requests())
			hand += len(stepsOf(user.Plan, offboard.ByHand))
		}
	}
	text := table.Counted(requests, "request", "requests") + " in all."
	if hand > 0 {
		text += " " + table.Counted(hand, "step", "steps") + " will be on the checklist."
	}
	return text
}

func stepsOf(plan offboard.Plan, state offboard.State) (steps []offboard.Step) {
	for _, step := range plan.Steps {
		if step.State == state {
			steps = append(steps, step)
		}
	}
	return steps
}

// warned counts those of whom there is something to be known before.
func (d *departing) warned() (count int) {
	for _, user := range d.users {
		if user.State == bulk.Waiting && len(user.Plan.Warnings) > 0 {
			count++
		}
	}
	return count
}

// admins names the administrators among the users.
func (d *departing) admins() string {
	var names []string
	for _, user := range d.users {
		if user.State == bulk.Waiting && user.IsAdmin() {
			names = append(names, adminName(user.Target, user.Plan.AdminRoles))
		}
	}
	return adminsText(names)
}

func (d *departing) askButtons() []*widget.Button {
	buttons := []*widget.Button{d.closeButton("Cancel")}
	if d.counts.Unchecked > 0 && !d.checking {
		buttons = append(buttons, d.checkAgain())
	}
	if d.counts.Waiting == 0 && !d.checking {
		buttons[0].SetLabel("Close")
		return buttons
	}
	verb := widget.NewButton(widget.Danger, d.verb(), "", d.confirm).WithoutEnter()
	if d.checking {
		verb.DisableBecause("The plans are being made with Microsoft")
	}
	return append(buttons, verb)
}

// checkAgain plans again those for whom that may end otherwise now, after a sign-in where they lack one.
func (d *departing) checkAgain() *widget.Button {
	for _, user := range d.users {
		if user.Failure != nil && user.Failure.SignIn {
			onward := d.form.again(d.a.o.Host, *user.Failure, d.openForm, d.check)
			return widget.NewButton(widget.Secondary, onward.Label, "", onward.Do)
		}
	}
	return widget.NewButton(widget.Secondary, "Check again", "", d.check).WithoutEnter()
}

// verb says what the button does, to how many and where.
func (d *departing) verb() string {
	if d.checking {
		return verbOffboard + " " + table.Counted(len(d.users), "user", "users")
	}
	return verbOffboard + " " + table.Counted(d.counts.Waiting, "user", "users") + " in " + table.Counted(d.counts.Tenants, "tenant", "tenants")
}

// askingAgain asks about the administrators once more.
func (d *departing) askingAgain() {
	verb := widget.NewButton(widget.Danger, d.verb(), "", d.begin)
	d.askAdmins(d.table.content, d.admins(), verb, d.asking)
}

// showPlan shows the steps of one user, with the exact requests.
func (d *departing) showPlan(user bulk.Departure) {
	if user.State != bulk.Waiting {
		return
	}
	l := &leaving{a: d.a, target: user.Target, plan: user.Plan}
	preview := newOffboardPreview(d.a.o.Host.Copy, user.Plan)
	body := page.Column(page.Gap, l.remarks()...)
	body.Add(preview.content)
	body.Add(l.planned())
	sent := widget.NewLink("What will be sent", func() {
		preview.content.Hidden = !preview.content.Hidden
		d.form.refresh()
	})
	d.form.show(view{
		head: widget.NewParagraph(Whom(user.Target), d.textWidth()), width: d.width(), body: body,
		left: page.Row(page.Apart, widget.NewLink("Back to all users", d.asking), sent), buttons: []*widget.Button{d.closeButton("Cancel")},
	})
}

// setPreview shows the requests of those who are ready.
func (d *departing) setPreview() {
	users := slices.DeleteFunc(slices.Clone(d.users), func(user bulk.Departure) bool { return user.State != bulk.Waiting })
	d.preview.set(len(users), func(count int) string {
		texts := make([]string, count)
		for i, user := range users[:count] {
			texts[i] = requestsFor(user.Target, user.Plan.Requests())
		}
		return strings.Join(texts, "\n\n")
	})
}
