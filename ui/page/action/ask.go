package action

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	textWidth = formWidth - 2*formPad
	// meantRoom holds the box under the roles with its text whole.
	meantRoom float32 = 220
)

// ask shows the question, as far as it is known.
func (f *flow) ask() {
	if f.preview == nil {
		f.preview = newPreview(f.a.o.Host.Copy)
	}
	f.preview.set(f.plan, f.ready)
	body := page.Column(page.Gap, widget.NewMutedParagraph(f.operation.What, textWidth))
	if f.options != nil {
		body.Add(f.options)
	}
	body.Objects = append(body.Objects, f.standing()...)
	body.Add(f.preview.content)
	v := view{head: f.head(), body: body, keeps: f.options, filled: f.filled, buttons: f.askButtons()}
	v.enter = v.buttons[len(v.buttons)-1]
	v.left = f.askLeft()
	f.form.show(v)
}

// head names the user and the tenant; before a change to undo is read nobody is known.
func (f *flow) head() fyne.CanvasObject {
	switch {
	case f.target.Key != (m365.UserKey{}):
	case f.refused != nil || !f.needed:
		return widget.NewParagraph("A change from the Activity page", textWidth)
	default:
		return widget.NewParagraph("The change is being read.", textWidth)
	}
	return widget.NewParagraph(Whom(f.target), textWidth)
}

// standing is what planning found: notes and steps, or why there is no plan.
func (f *flow) standing() []fyne.CanvasObject {
	switch {
	case f.refused != nil:
		return []fyne.CanvasObject{f.failure(*f.refused)}
	case !f.needed:
		return []fyne.CanvasObject{widget.NewBanner(table.Neutral, "There is nothing to change: it is so already.")}
	case !f.ready:
		return []fyne.CanvasObject{widget.NewMuted("Checking with Microsoft")}
	}
	var found []fyne.CanvasObject
	if len(f.plan.AdminRoles) > 0 {
		found = append(found, f.adminRoles())
	}
	if f.tellsSteps() {
		found = append(found, stepsToCome(f.plan.Steps))
	}
	if len(f.plan.Notes) > 0 {
		found = append(found, widget.NewBanner(table.Caution, strings.Join(f.plan.Notes, "\n")))
	}
	return found
}

// adminRoles names the roles of an administrator.
func (f *flow) adminRoles() fyne.CanvasObject {
	return widget.NewBanner(table.Caution,
		"Admin roles of "+person(f.target)+" in "+tenantName(f.target)+": "+listed(f.plan.AdminRoles)+".")
}

func (f *flow) askButtons() []*widget.Button {
	cancel := widget.NewButton(widget.Secondary, "Cancel", "", f.form.close)
	switch {
	case f.refused != nil:
		cancel.SetLabel("Close")
		if f.way != nil {
			return []*widget.Button{cancel, widget.NewButton(widget.Primary, f.way.Label, "", f.way.Do)}
		}
		if f.final {
			return []*widget.Button{cancel}
		}
		again := f.prepare
		if f.again != nil {
			again = f.again
		}
		onward := f.form.again(f.a.o.Host, *f.refused, f.reopen, again)
		return []*widget.Button{cancel, widget.NewButton(widget.Primary, onward.Label, "", onward.Do)}
	case !f.needed:
		cancel.SetLabel("Close")
		return []*widget.Button{cancel}
	}
	verb := f.sending(f.verbKind(), f.operation.Verb, f.confirm)
	if !f.ready {
		verb.DisableBecause("The change is being checked with Microsoft")
	}
	return []*widget.Button{cancel, verb}
}

// askLeft leads back, and opens the exact requests where there will be some.
func (f *flow) askLeft() fyne.CanvasObject {
	left := page.Row(page.Apart)
	if f.back != nil {
		left.Add(widget.NewLink("Back", f.back))
	}
	if f.refused == nil && f.needed {
		left.Add(widget.NewLink("What will be sent", func() {
			f.preview.toggle()
			f.form.refresh()
		}))
	}
	return left
}

// sending is a button that sends the change. Enter presses none that is red, or that nothing undoes.
func (f *flow) sending(kind widget.ButtonKind, label string, do func()) *widget.Button {
	button := widget.NewButton(kind, label, "", do)
	if f.operation.Danger || f.operation.Lasts() {
		return button.WithoutEnter()
	}
	return button
}

func (f *flow) verbKind() widget.ButtonKind {
	if f.operation.Danger {
		return widget.Danger
	}
	return widget.Primary
}

// askAgain asks about an administrator once more.
func (f *flow) askAgain() {
	verb := widget.NewButton(widget.Danger, f.operation.Verb, "", f.begin)
	meant, box := mustTick("Yes, this user is meant", meantRoom, verb)
	f.form.show(view{
		head: f.head(),
		body: page.Column(page.Gap,
			f.adminRoles(),
			widget.NewMutedParagraph("Whoever keeps the tenant running may depend on this account. Go on only if it was asked for.", textWidth),
			box,
		),
		left:    widget.NewLink("Back", f.ask),
		buttons: []*widget.Button{widget.NewButton(widget.Secondary, "Cancel", "", f.form.close), verb},
		enter:   verb,
		focus:   meant,
		filled:  f.filled,
	})
}
