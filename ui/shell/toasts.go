package shell

import (
	"time"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// doneStays is how long the toast of a success stays.
const doneStays = 8 * time.Second

// toaster shows messages in the corner of the window, and takes them away in time.
type toaster struct {
	stack *widget.ToastStack
	after uithread.Timer
	run   func(func())
	// jobs holds the toast of a job that has begun, so that its end takes its place, or that failed, so that the same failure
	// is not shown twice.
	jobs map[string]*notice
}

func newToaster(after uithread.Timer, run func(func())) *toaster {
	return &toaster{stack: widget.NewToastStack(), after: after, run: run, jobs: make(map[string]*notice)}
}

// show opens a toast.
func (t *toaster) show(toast page.Toast) *notice {
	n := &notice{toaster: t, dismissed: toast.Dismissed}
	n.drawn = widget.NewToast(toneOf(toast.Mood), textOf(toast), n.dismiss, n.actions(toast)...)
	n.drawn.SetProgress(barOf(toast))
	t.stack.Add(n.drawn)
	n.expire(toast)
	return n
}

// job shows the start or the end of a job; the end of a job takes the place of its start.
func (t *toaster) job(change page.Change, toast page.Toast) {
	begun := t.jobs[change.JobID]
	if change.Kind == page.JobGoesOn {
		if begun != nil {
			begun.Update(toast)
		}
		return
	}
	if change.Kind == page.JobStarted {
		if n := t.show(toast); change.JobID != "" {
			t.jobs[change.JobID] = n
		}
		return
	}
	delete(t.jobs, change.JobID)
	if begun != nil {
		begun.Close()
	}
	if n := t.show(toast); change.Failed && change.JobID != "" {
		t.jobs[change.JobID] = n
	}
}

// notice is one toast that is shown.
type notice struct {
	toaster *toaster
	drawn   *widget.Toast
	stop    func()
	closed  bool
	// dismissed hears that the person closed it; nil for nobody.
	dismissed func()
}

// Update changes what the toast says, and how long it stays from now on.
func (n *notice) Update(toast page.Toast) {
	if n.closed {
		return
	}
	n.drawn.Set(toneOf(toast.Mood), textOf(toast), n.actions(toast)...)
	n.drawn.SetProgress(barOf(toast))
	n.toaster.stack.Refresh()
	n.dismissed = toast.Dismissed
	n.expire(toast)
}

// dismiss closes the toast for the person.
func (n *notice) dismiss() {
	n.Close()
	if n.dismissed != nil {
		n.dismissed()
	}
}

// Close takes the toast away.
func (n *notice) Close() {
	if n.closed {
		return
	}
	n.closed = true
	n.cancel()
	n.toaster.stack.Remove(n.drawn)
}

func (n *notice) cancel() {
	if n.stop != nil {
		n.stop()
		n.stop = nil
	}
}

func (n *notice) expire(toast page.Toast) {
	n.cancel()
	stay := toast.Stay
	if stay == 0 && toast.Mood == page.Done {
		stay = doneStays
	}
	if stay > 0 {
		n.stop = n.toaster.after(stay, func() { n.toaster.run(n.Close) })
	}
}

func (n *notice) actions(toast page.Toast) []widget.Action {
	actions := make([]widget.Action, 0, len(toast.Actions))
	for _, action := range toast.Actions {
		actions = append(actions, widget.Action{Label: action.Label, Do: func() {
			if !action.Keep {
				n.Close()
			}
			action.Do()
		}})
	}
	return actions
}

func toneOf(mood page.Mood) table.Tone {
	switch mood {
	case page.Done:
		return table.Good
	case page.Trouble:
		return table.Danger
	}
	return table.Neutral
}

func textOf(toast page.Toast) string {
	if toast.Detail == "" {
		return toast.Text
	}
	return toast.Text + "\n" + toast.Detail
}

// barOf is what the toast's bar shows; negative for none.
func barOf(toast page.Toast) float32 {
	if toast.Total <= 0 {
		return -1
	}
	return float32(toast.Done) / float32(toast.Total)
}
