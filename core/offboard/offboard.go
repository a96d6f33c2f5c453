// Package offboard takes a user out of a tenant: the steps that a person chose, in a safe order, each a change of its own that
// core/change carries out and records, or a line of a checklist for what only Exchange can do. It goes on in the background, and
// after the program was ended.
package offboard

import (
	"slices"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// State is how a step stands. Its value is kept.
type State string

// The states. LeftOut: it is not done, and Note says why. ByHand: a person does it and says so. Unknown: it was sent, and nobody
// can tell whether it was done.
const (
	Waiting State = "Waiting"
	Running State = "Running"
	Done    State = "Done"
	Failed  State = "Failed"
	Unknown State = "Not certain"
	ByHand  State = "Manual"
	LeftOut State = "Left out"
)

// Step is one thing that is done when a user leaves.
type Step struct {
	Kind  Kind
	Title string
	// About says what it is about, in few words: the names of groups.
	About string `json:",omitempty"`
	State State
	// Note adds to the state.
	Note string `json:",omitempty"`
	// Left are what the step cannot take away, each with the reason.
	Left []string `json:",omitempty"`

	// Writes are what is asked of core/change where the action does not say it by itself.
	Writes []change.Write `json:",omitempty"`
	// Change is the change of the journal, known before its first request.
	Change string `json:",omitempty"`
	// Parts are the steps of that change.
	Parts []Part `json:",omitempty"`
	// Failure says why State is Failed or Unknown.
	Failure *m365.Failure `json:",omitempty"`
	Ended   time.Time     `json:",omitzero"`

	// Connect signs PowerShell in to the user's tenant, Line is what it does there, and Text a text to send; of a step by hand.
	Connect string `json:",omitempty"`
	Line    string `json:",omitempty"`
	Text    string `json:",omitempty"`
	// By is who said that it was done by hand, or that it is left out.
	By string `json:",omitempty"`

	// Requests are what will be sent, and Notes what is to be known before; of a plan.
	Requests []call.Request `json:"-"`
	Notes    []string       `json:"-"`
}

// Part is a step of the change that carries out a Step.
type Part struct {
	Text  string
	State change.State
	Note  string `json:",omitempty"`
	// Why says in a sentence what went wrong.
	Why       string    `json:",omitempty"`
	RequestID string    `json:",omitempty"`
	At        time.Time `json:",omitzero"`
}

// Command is the whole line for PowerShell; empty where there is none.
func (s Step) Command() string {
	if s.Connect == "" {
		return s.Line
	}
	return s.Connect + "; " + s.Line
}

// Over says that nothing of the step is to come.
func (s Step) Over() bool { return s.State == Done || s.State == LeftOut }

// Troubled says that the step can be tried again.
func (s Step) Troubled() bool { return s.State == Failed || s.State == Unknown }

// Run is a plan that is carried out. What a client is told is a copy.
type Run struct {
	ID string
	// Together names the runs that were begun at once; empty for one by itself.
	Together string `json:",omitempty"`
	Target   change.Target
	// Who is the account that began it.
	Who   string
	Began time.Time
	// Ended is when nothing was left to do; zero before.
	Ended time.Time `json:",omitzero"`
	Steps []Step
	// Paused: it goes on when a person says so. Stopped says what ended it meanwhile, as that nobody is signed in.
	Paused  bool          `json:",omitempty"`
	Stopped *m365.Failure `json:",omitempty"`

	// Active says that a step is being carried out, and Pausing that no other one begins after it.
	Active, Pausing bool `json:"-"`
	// Awake says that it may go on by itself, as soon as there is a place.
	Awake bool `json:"-"`
}

// Over says of how many steps nothing is to come, those that were left out too, and how many there are.
func (r Run) Over() (over, all int) {
	for _, step := range r.Steps {
		if step.Over() {
			over++
		}
	}
	return over, len(r.Steps)
}

// Finished says that nothing is left to do.
func (r Run) Finished() bool {
	return !slices.ContainsFunc(r.Steps, func(step Step) bool { return !step.Over() })
}

// Troubled counts the steps that failed or are not certain.
func (r Run) Troubled() int { return r.count(Failed) + r.count(Unknown) }

// Done counts the steps that were done, by the program or by hand.
func (r Run) Done() int { return r.count(Done) }

// ByHand counts the steps that a person is to do.
func (r Run) ByHand() int { return r.count(ByHand) }

func (r Run) count(state State) (count int) {
	for _, step := range r.Steps {
		if step.State == state {
			count++
		}
	}
	return count
}

// Of is the step of a kind; nil where the run has none.
func (r Run) Of(kind Kind) *Step {
	for i := range r.Steps {
		if r.Steps[i].Kind == kind {
			return &r.Steps[i]
		}
	}
	return nil
}

// HeldUp says why a step does not run yet; empty where nothing before it keeps it waiting.
func (r Run) HeldUp(step Step) string {
	if step.State != Waiting {
		return ""
	}
	for _, other := range r.Steps {
		switch {
		case other.Kind == step.Kind:
			return ""
		case other.Over():
		case step.Kind.takesLicenses() && other.Kind.beforeLicenses():
			return "Waits until the checklist before it is done: without its license the mailbox is deleted after 30 days."
		case step.Kind == Delete:
			return "Waits until every step before it is done or left out."
		}
	}
	return ""
}

// clone is a copy that shares nothing that changes.
func (r Run) clone() Run {
	r.Steps = slices.Clone(r.Steps)
	for i := range r.Steps {
		r.Steps[i].Parts = slices.Clone(r.Steps[i].Parts)
	}
	return r
}
