package action

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// chosenRoom is how wide the names of the steps stand.
const chosenRoom float32 = 300

// choosing shows the steps, those ticked that are chosen.
func (l *leaving) choosing() {
	onward := widget.NewButton(widget.Primary, "Make the plan", "", l.prepare)
	offer := func() {
		if len(l.choice.Kinds) == 0 {
			onward.DisableBecause("Choose a step first")
			return
		}
		onward.Enable()
	}
	steps := chooseSteps(&l.choice, offer)
	own := widget.NewCheck("Keep these steps for "+short(tenantName(l.target))+" alone", l.own, func(on bool) { l.own = on })
	offer()
	l.form.show(view{
		head: l.head(), width: offboardWidth,
		body: page.Column(page.Apart,
			widget.NewMutedParagraph("Choose what is done. Nothing is sent before you have seen the plan. The choice is kept for the next time.", offboardText),
			steps, page.Line(theme.ColorNameFaintLine), own),
		buttons: []*widget.Button{l.closeButton("Cancel"), onward}, enter: onward,
	})
}

// chooseSteps are the steps to be ticked. chosen is called once the choice is another one.
func chooseSteps(choice *offboard.Choice, chosen func()) fyne.CanvasObject {
	steps := page.Column(page.Near)
	for _, one := range offboard.Choices() {
		tick := widget.NewCheck(one.Title, choice.Has(one.Kind), func(on bool) {
			*choice = choice.With(one.Kind, on)
			chosen()
		})
		steps.Add(page.Row(page.Gap, page.AtLeast(chosenRoom, 0, tick), page.Fill(widget.NewMutedParagraph(one.What, offboardText-chosenRoom-page.Gap))))
	}
	return steps
}

// asking shows the plan, as far as it is known.
func (l *leaving) asking() {
	left := page.Row(page.Apart, widget.NewLink("Back", l.choosing))
	body := page.Column(page.Gap)
	switch {
	case l.refused != nil:
		body.Add(l.a.failure(*l.refused))
	case !l.ready:
		body.Add(widget.NewMuted("The plan is being made with Microsoft" + widget.Ellipsis))
	default:
		l.preview = newOffboardPreview(l.a.o.Host.Copy, l.plan)
		body.Objects = append(body.Objects, l.remarks()...)
		body.Add(l.preview.content)
		body.Add(l.planned())
		left.Add(widget.NewLink("What will be sent", func() {
			l.preview.content.Hidden = !l.preview.content.Hidden
			l.form.refresh()
		}))
	}
	l.form.show(view{head: l.head(), width: offboardWidth, body: body, left: left, buttons: l.askButtons()})
}

func (l *leaving) remarks() []fyne.CanvasObject {
	var said []fyne.CanvasObject
	if len(l.plan.AdminRoles) > 0 {
		said = append(said, l.adminRoles())
	}
	if len(l.plan.Warnings) > 0 {
		said = append(said, widget.NewBanner(table.Caution, strings.Join(l.plan.Warnings, "\n")))
	}
	return said
}

func (l *leaving) adminRoles() fyne.CanvasObject {
	return widget.NewBanner(table.Caution,
		"Admin roles of "+person(l.target)+" in "+tenantName(l.target)+": "+listed(l.plan.AdminRoles)+".")
}

// planned is the table of the steps to come.
func (l *leaving) planned() fyne.CanvasObject {
	list := page.Column(0)
	for _, step := range l.plan.Steps {
		row := newOffboardRow(nil, step)
		row.pill.SetState(plannedState(step))
		row.note.SetText(strings.TrimSpace(strings.Join(append([]string{sentence(step.About), step.Note}, step.Notes...), " ")))
		list.Add(row.content)
	}
	return list
}

func plannedState(step offboard.Step) (string, table.Tone) {
	switch step.State {
	case offboard.LeftOut:
		return string(offboard.LeftOut), table.Neutral
	case offboard.ByHand:
		return string(offboard.ByHand), table.Caution
	}
	return "Ready", table.Neutral
}

// sentence ends what is said, so that more can follow.
func sentence(text string) string {
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

func (l *leaving) askButtons() []*widget.Button {
	cancel := l.closeButton("Cancel")
	if l.refused != nil {
		onward := l.form.again(l.a.o.Host, *l.refused, l.openForm, l.prepare)
		return []*widget.Button{cancel, widget.NewButton(widget.Primary, onward.Label, "", onward.Do)}
	}
	verb := widget.NewButton(widget.Danger, verbOffboard, "", l.confirm).WithoutEnter()
	if !l.ready {
		verb.DisableBecause("The plan is being made with Microsoft")
	}
	return []*widget.Button{cancel, verb}
}

// askingAgain asks about an administrator once more.
func (l *leaving) askingAgain() {
	verb := widget.NewButton(widget.Danger, verbOffboard, "", l.begin)
	meant, box := mustTick("Yes, this user is meant", meantRoom, verb)
	l.form.show(view{
		head: l.head(), width: offboardWidth, focus: meant,
		body: page.Column(page.Gap,
			l.adminRoles(),
			widget.NewMutedParagraph("Whoever keeps the tenant running may depend on this account. Go on only if it was asked for.", offboardText),
			box,
		),
		left:    widget.NewLink("Back", l.asking),
		buttons: []*widget.Button{l.closeButton("Cancel"), verb},
	})
}

// offboardPreview shows the requests of a plan, exactly.
type offboardPreview struct{ content *fyne.Container }

func newOffboardPreview(copyText func(string), plan offboard.Plan) *offboardPreview {
	text := textOf(plan.Requests())
	requests := page.Inset(page.Near, page.Gap, page.Near, page.Gap, newMono(text, theme.SizeNameSmall, false, 0))
	height := func() fyne.Size { return fyne.NewSize(0, min(requests.MinSize().Height+page.Near, previewHeight)) }
	where := "To Microsoft Graph, in the tenant " + tenantName(plan.Target) + " (" + string(plan.Target.Key.Tenant) + "). What is secret is shown as " + m365.Hidden + "."
	p := &offboardPreview{content: page.Column(page.Near,
		page.RowTop(page.Gap, page.Fill(widget.NewMutedParagraph(where, offboardText-80)), widget.NewPlainLink("Copy", func() { copyText(text) })),
		widget.NewPanel(widget.Sized(height, container.NewScroll(requests))))}
	p.content.Hide()
	return p
}

func textOf(requests []call.Request) string {
	texts := make([]string, len(requests))
	for i, request := range requests {
		texts[i] = request.Text()
	}
	return strings.Join(texts, "\n\n")
}
