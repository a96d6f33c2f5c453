package shell

import (
	"cmp"
	"slices"
	"time"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	// readTime is how long a toast stays that says nothing else: the time it takes to read.
	readTime = 8 * time.Second
	// heldPause is how long one stays after that again and again while it is held.
	heldPause = 2 * time.Second
	// mostTroubles is how many errors are kept; the oldest go first.
	mostTroubles = 100
)

// toaster shows messages in the corner of the window, and takes them away in time. Errors and what waits to be seen it keeps, for
// the list behind the bell.
type toaster struct {
	stack *widget.ToastStack
	now   func() time.Time
	after uithread.Timer
	run   func(func())
	// keeps hears that what is kept changed.
	keeps func()
	// open are the notices that were not closed, in the order in which they came.
	open []*notice
	// jobs holds the toast of a job that has begun, so that its end takes its place, or that failed, so that the same failure
	// is not shown twice.
	jobs map[string]*notice
}

func newToaster(now func() time.Time, after uithread.Timer, run func(func()), keeps func()) *toaster {
	return &toaster{
		stack: widget.NewToastStack(), now: now, after: after, run: run, keeps: keeps, jobs: make(map[string]*notice),
	}
}

// show opens a toast, in the place of one that says the same.
func (t *toaster) show(toast page.Toast) *notice {
	n := &notice{toaster: t, times: 1}
	if same := t.alike(toast); same != nil {
		n.times += same.times
		same.Close()
	}
	n.drawn = widget.NewToast(toneOf(toast.Mood), "", n.dismiss)
	t.open = append(t.open, n)
	n.Update(toast)
	if troubles := t.kept((*notice).trouble); len(troubles) > mostTroubles {
		troubles[mostTroubles].dismiss()
	}
	return n
}

// alike is the open notice that says the same; nil where none does. Work, and what wants to know that it was closed, stands
// for itself.
func (t *toaster) alike(toast page.Toast) *notice {
	if !joins(toast) {
		return nil
	}
	for _, n := range t.open {
		if joins(n.toast) && n.toast.Mood == toast.Mood && kindOf(n.toast) == kindOf(toast) {
			return n
		}
	}
	return nil
}

func joins(toast page.Toast) bool { return toast.Mood != page.Working && toast.Dismissed == nil }

func kindOf(toast page.Toast) string { return cmp.Or(toast.Kind, textOf(toast)) }

// kept are the messages of a kind that are kept, the newest first.
func (t *toaster) kept(kind func(*notice) bool) []*notice {
	var kept []*notice
	for _, n := range slices.Backward(t.open) {
		if kind(n) {
			kept = append(kept, n)
		}
	}
	slices.SortStableFunc(kept, func(a, b *notice) int { return b.at.Compare(a.at) })
	return kept
}

// signedIn ends the messages that asked for a sign-in.
func (t *toaster) signedIn() {
	for _, n := range slices.Clone(t.open) {
		if n.toast.SignIn {
			n.Close()
		}
	}
}

// job shows the start or the end of a job; the end of a job takes the place of its start, and a new start that of its failure.
func (t *toaster) job(change page.Change, toast page.Toast) {
	begun := t.jobs[change.JobID]
	if change.Kind == page.JobGoesOn {
		if begun != nil {
			begun.Update(toast)
		}
		return
	}
	delete(t.jobs, change.JobID)
	if begun != nil {
		begun.Close()
	}
	n := t.show(toast)
	if change.JobID != "" && (change.Kind == page.JobStarted || change.Failed) {
		t.jobs[change.JobID] = n
	}
}

// notice is a message: a toast for a while, and where it tells of an error a line of the list until it is closed.
type notice struct {
	toaster *toaster
	toast   page.Toast
	drawn   *widget.Toast
	// at is when it was said last, times how often.
	at    time.Time
	times int
	stop  func()
	// inCorner says that the toast is shown.
	inCorner, closed bool
}

func (n *notice) trouble() bool { return n.toast.Mood == page.Trouble }

// stays says whether the message is kept once its toast is gone.
func (n *notice) stays() bool { return n.trouble() || n.toast.Waits > 0 }

// Update changes what the toast says, and how long it stays from now on.
func (n *notice) Update(toast page.Toast) {
	if n.closed {
		return
	}
	stayed := n.stays()
	n.toast, n.at = toast, n.toaster.now()
	n.drawn.Set(toneOf(toast.Mood), textOf(toast), n.actions(toast)...)
	n.drawn.SetProgress(barOf(toast))
	n.enter()
	n.expire()
	if stayed || n.stays() {
		n.toaster.keeps()
	}
}

// enter puts the toast into the corner.
func (n *notice) enter() {
	if n.inCorner {
		n.toaster.stack.Refresh()
		return
	}
	n.inCorner = true
	n.toaster.stack.Add(n.drawn)
}

// leave takes the toast out of the corner.
func (n *notice) leave() {
	if n.stop != nil {
		n.stop()
		n.stop = nil
	}
	n.inCorner = false
	n.toaster.stack.Remove(n.drawn)
}

// dismiss closes the message for the person.
func (n *notice) dismiss() {
	n.Close()
	if n.toast.Dismissed != nil {
		n.toast.Dismissed()
	}
}

// Close takes the message away, from the list too.
func (n *notice) Close() {
	if n.closed {
		return
	}
	n.closed = true
	n.leave()
	n.toaster.open = slices.DeleteFunc(n.toaster.open, func(other *notice) bool { return other == n })
	if n.stays() {
		n.toaster.keeps()
	}
}

// expire lets the toast go in its time.
func (n *notice) expire() {
	if stay := stayOf(n.toast); stay > 0 {
		n.goesIn(stay)
	} else if n.stop != nil {
		n.stop()
		n.stop = nil
	}
}

func (n *notice) goesIn(stay time.Duration) {
	if n.stop != nil {
		n.stop()
	}
	n.stop = n.toaster.after(stay, func() { n.toaster.run(n.timeIsUp) })
}

// timeIsUp takes away what was read, and what is kept only out of the corner. What the pointer or the keyboard is on stays.
func (n *notice) timeIsUp() {
	switch {
	case n.closed || !n.inCorner:
	case n.drawn.Held():
		n.goesIn(heldPause)
	case n.stays():
		n.leave()
		n.waits()
	default:
		n.Close()
	}
}

// waits lets the message go in its time from behind the bell.
func (n *notice) waits() {
	if n.toast.Waits > 0 {
		n.stop = n.toaster.after(n.toast.Waits, func() { n.toaster.run(n.Close) })
	}
}

// stayOf is how long a toast stays in the corner; zero is until it is closed.
func stayOf(toast page.Toast) time.Duration {
	if toast.Stay > 0 || toast.Mood == page.Working {
		return toast.Stay
	}
	return readTime
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
