package page

import (
	"time"

	"fyne.io/fyne/v2"
)

// Mood is how a toast looks and how long it stays in the corner by itself.
type Mood int

// The moods.
const (
	// Done stays 8 seconds.
	Done Mood = iota
	// Working stays until it is updated or closed.
	Working
	// Trouble stays as long as Done, and then in the list behind the bell until it is closed.
	Trouble
)

// CSVStays is how long the toast of a finished CSV stays, as in the reference system.
const CSVStays = 5 * time.Minute

// Toast is a message in the corner of the window.
type Toast struct {
	Mood Mood
	Text string
	// Detail is a second, muted line.
	Detail string
	// Stay overrides how long the mood stays; zero leaves it.
	Stay time.Duration
	// Waits is how long it waits behind the bell, as a secret that nobody has seen, once it has left the corner. Errors wait
	// there for good.
	Waits time.Duration
	// Done of Total is drawn as a bar where Total is known.
	Done, Total int
	// Kind makes one of all toasts of that kind: the newest stands for them. Without it those of the same words are one.
	Kind string
	// SignIn says that a sign-in is the way out, after which the message is not true any more.
	SignIn bool
	// Actions are drawn as links under the text.
	Actions []Action
	// Dismissed is called when the person closes the toast by its X; optional.
	Dismissed func()
}

// Action is a link or a menu entry.
type Action struct {
	Label string
	Do    func()
	// Keep leaves the toast open after Do.
	Keep bool
}

// Notice is a toast that is shown. Its methods do nothing once the person closed it.
type Notice interface {
	Update(Toast)
	Close()
}

// Question is a dialog that asks before something is done. Its first line names whom it concerns.
type Question struct {
	Title string
	// Text is the first line; More are further, muted ones.
	Text string
	More []string
	// Body is drawn under Text in place of More; optional.
	Body fyne.CanvasObject
	// Verb is the button that does it: "Sync 2 tenants".
	Verb string
	// Danger draws the button in red.
	Danger bool
	Do     func()
}

// Lines are Text and More.
func (q Question) Lines() []string { return append([]string{q.Text}, q.More...) }

// Sheet is a dialog that only shows something, with a button Close.
type Sheet struct {
	Title string
	Body  fyne.CanvasObject
	// Width is in device-independent pixels; zero is that of a question.
	Width float32
	// Actions are buttons beside Close.
	Actions []Action
	// Closed is called once the sheet is gone; optional.
	Closed func()
}
