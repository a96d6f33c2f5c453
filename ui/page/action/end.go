package action

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// running shows the steps while they are carried out. Closing leaves the change running.
func (f *flow) running() {
	f.steps = newStepList(f.plan.Steps, f.a.o.Host.Copy)
	if len(f.outcome.Steps) > 0 {
		f.steps.set(f.outcome.Steps)
	}
	if !f.form.isOpen() {
		return
	}
	verb := widget.NewButton(f.verbKind(), f.operation.Verb, "", nil)
	verb.DisableBecause("It is being carried out")
	f.form.show(view{
		head: f.head(), body: f.steps.content,
		left:    widget.NewMuted("Closing leaves it running."),
		buttons: []*widget.Button{f.closeButton(), verb},
	})
}

func (f *flow) closeButton() *widget.Button {
	return widget.NewButton(widget.Secondary, "Close", "", f.form.close)
}

// showEnd shows how it went: the secret where there is one, the steps where something is to be said of them.
func (f *flow) showEnd() {
	done := f.outcome.State() == change.Done
	if secret := f.outcome.Secret; !secret.Empty() && f.secret != nil {
		f.outcome.Secret = m365.Secret{}
		f.giveSecret(secret, done)
		return
	}
	buttons := []*widget.Button{f.closeButton()}
	if !done {
		reopen := func() {
			f.reopen()
			f.showEnd()
		}
		onward := f.form.again(f.a.o.Host, f.lacksSignIn(), reopen, f.retry)
		buttons = append(buttons, f.sending(widget.Primary, onward.Label, onward.Do))
	}
	if done && f.then != nil {
		buttons = append(buttons, widget.NewButton(widget.Primary, f.then.Label, "", func() {
			f.form.close()
			f.then.Do()
		}))
	}
	v := view{head: f.head(), body: f.endBody(), buttons: buttons, enter: buttons[0]}
	if f.objected != nil && !done {
		v.left = widget.NewLink("Back", f.back)
	}
	if f.findWay(nil); f.way != nil {
		v.left = widget.NewLink(f.way.Label, f.way.Do)
	}
	f.form.show(v)
}

// lacksSignIn is the failure that a sign-in is the way out of; the zero Failure where none is.
func (f *flow) lacksSignIn() m365.Failure {
	if f.remark != nil && f.remark.SignIn {
		return *f.remark
	}
	for _, step := range f.outcome.Steps {
		if step.Failure != nil && step.Failure.SignIn {
			return *step.Failure
		}
	}
	return m365.Failure{}
}

// endBody is the steps, and what went wrong with the change as a whole.
func (f *flow) endBody() fyne.CanvasObject {
	if f.remark == nil {
		return f.steps.content
	}
	return page.Column(page.Gap, f.steps.content, f.failure(*f.remark))
}

func (f *flow) failure(failure m365.Failure) fyne.CanvasObject { return f.a.failure(failure) }

// failure says what went wrong; its details can be copied.
func (a *Actions) failure(failure m365.Failure) fyne.CanvasObject {
	return widget.NewBanner(table.Danger, failure.Sentence(),
		widget.Action{Label: "Copy details", Do: func() { a.o.Host.Copy(failure.Details()) }})
}

// notBegun says why the plan was not carried out at all.
func (f *flow) notBegun(failure m365.Failure) {
	if !f.form.isOpen() {
		onward := page.Again(f.a.o.Host, failure, func() {
			f.reopen()
			f.planAgain()
		})
		f.a.o.Host.Toast(page.Toast{
			Mood: page.Trouble, Text: f.what() + " was not begun. " + failure.Sentence(),
			Actions: []page.Action{
				{Label: onward.Label, Do: onward.Do},
				{Label: "Copy details", Do: func() { f.a.o.Host.Copy(failure.Details()) }, Keep: true},
			},
		})
		return
	}
	onward := f.form.again(f.a.o.Host, failure, f.reopen, f.planAgain)
	button := widget.NewButton(widget.Primary, onward.Label, "", onward.Do)
	f.form.show(view{
		head:    f.head(),
		body:    f.failure(failure),
		buttons: []*widget.Button{f.closeButton(), button},
		enter:   button,
	})
}

// tell says in the corner how a change ended whose form is closed.
func (f *flow) tell() {
	expires := func() {}
	again := func() {
		expires()
		f.openForm()
		f.showEnd()
	}
	toast := page.Toast{Mood: page.Done, Text: f.what() + " is done."}
	switch {
	case f.outcome.State() != change.Done:
		toast.Mood, toast.Text = page.Trouble, f.what()+" did not succeed. "+f.trouble()
		toast.Actions = []page.Action{{Label: "Details", Do: again}}
	case !f.outcome.Secret.Empty() && f.secret != nil:
		toast.Waits = secretWaits
		toast.Actions = []page.Action{{Label: f.secret.show, Do: again}}
		expires = f.a.o.After(secretWaits, func() { f.a.o.Work.Run(f.gaveUp) })
	}
	toast.Dismissed = func() {
		expires()
		f.gaveUp()
	}
	f.a.o.Host.Toast(toast)
}

// what names the change, the user and the tenant in one line of a message.
func (f *flow) what() string {
	return f.operation.Title + " for " + short(person(f.target)) + " in " + short(tenantName(f.target))
}

// trouble is the first thing that went wrong.
func (f *flow) trouble() string {
	for _, step := range f.outcome.Steps {
		if step.Failure != nil {
			return step.Failure.What
		}
	}
	return "Open the details to see the steps."
}

// short cuts a name for a message of some lines. A domain that tells it from others stays.
func short(name string) string {
	const most = 60
	name, domain := widget.NameAndDomain(name)
	if letters := []rune(name); len(letters) > most {
		name = string(letters[:most]) + widget.Ellipsis
	}
	return name + domain
}
