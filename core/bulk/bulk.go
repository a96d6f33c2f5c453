// Package bulk is one action on many users: each has a plan of its own, which core/change carries out and records as any
// other, and a state of its own.
package bulk

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Changes plans and carries out the change of one user.
type Changes interface {
	Plan(ctx context.Context, intent change.Intent) (change.Plan, error)
	Carry(ctx context.Context, plan change.Plan, progress func(change.Outcome)) (change.Outcome, error)
	Retry(ctx context.Context, outcome change.Outcome, progress func(change.Outcome)) (change.Outcome, error)
}

// State is how it stands with a user.
type State string

// The states. Unknown: it was sent, and nobody can tell whether it was done.
const (
	Checking State = "Checking"
	LeftOut  State = "Left out"
	Waiting  State = "Waiting"
	Running  State = "Running"
	Done     State = "Done"
	Failed   State = "Failed"
	Unknown  State = "Not certain"
)

// User is one of the users of a run.
type User struct {
	// Target is as the list names the user, and as Microsoft does once the change is planned.
	Target change.Target
	State  State
	// Plan is what will be sent; it has no steps before it is made, and where the user is left out.
	Plan change.Plan
	// Failure says why the user is left out, why it failed, or why it is not known.
	Failure *m365.Failure
	// Final says that checking the user again would be refused in the same way.
	Final bool
	// LacksPlace says that a license is missing the usage location of the user.
	LacksPlace bool
	// Note adds to the state: "It was so already."
	Note  string
	Ended time.Time

	// task is what is wanted for the user.
	task    Task
	outcome change.Outcome
	// secret is the new password that is to be shown, also where it is not known whether it was set.
	secret m365.Secret
	// broken: a defect ended it, and no outcome is known.
	broken bool
}

// IsAdmin says that the user holds an admin role, or that the roles could not be read.
func (u User) IsAdmin() bool { return len(u.Plan.AdminRoles) > 0 }

// Task is what is wanted for one user.
type Task struct {
	Target change.Target
	// Intent is the change; its user is Target's.
	Intent change.Intent
	// Err says why nothing can be asked for; nil where something can.
	Err error
}

// ForEach wants the same for each of some users.
func ForEach(intent change.Intent, users []change.Target) []Task {
	tasks := make([]Task, len(users))
	for i, user := range users {
		tasks[i] = Task{Target: user, Intent: intent}
	}
	return tasks
}

// Options are what a Run needs. Action is that of all tasks.
type Options struct {
	Changes Changes
	Action  change.Action
	Tasks   []Task
	// Units are the products that a tenant holds; needed where licenses are assigned.
	Units   func(ctx context.Context, tenant m365.TenantID) ([]m365.SKU, error)
	Explain func(err error) m365.Failure
	Now     func() time.Time
	// NewID names the run in the journal; nil makes up names that are unique in the world.
	NewID func() string
	// Told, which may be nil, hears on any goroutine that something is different now.
	Told func()
}

// Run is an action on some users: checked, confirmed, carried out, and retried where it failed. It is safe for concurrent use.
type Run struct {
	options Options
	id      string

	rows[User]
	// began and fits are of rows' lock, too.
	began time.Time
	fits  []Fit
}

// New makes a run of tasks, each once. Nothing is read or sent before Check.
func New(options Options) *Run {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Told == nil {
		options.Told = func() {}
	}
	if options.NewID == nil {
		options.NewID = uuid.NewString
	}
	r := &Run{options: options, id: options.NewID(), rows: rows[User]{told: options.Told}}
	known := make(map[string]bool)
	for _, task := range options.Tasks {
		task.Intent.User, task.Intent.Run = task.Target.Key, r.id
		user := User{Target: task.Target, State: Checking, task: task}
		if !known[user.Key()] {
			known[user.Key()] = true
			r.all = append(r.all, user)
		}
	}
	return r
}

// Key tells the users of a run apart. Of one user several changes can be undone.
func (u User) Key() string { return u.Target.Key.String() + "/" + u.task.Intent.Entry }

// Action is what is done to the users.
func (r *Run) Action() change.Action { return r.options.Action }

// Began is when the run was first carried out; zero before.
func (r *Run) Began() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.began
}

// Users are all of them, as it stands now, in the order in which they were given.
func (r *Run) Users() []User { return r.snapshot() }

// Check plans the change of every user who has no plan yet, and counts the units that licenses take. Nothing is changed at
// Microsoft.
func (r *Run) Check(ctx context.Context) {
	r.work(ctx, User.tenant, func(u User) bool { return u.State == Checking || u.State == LeftOut && !u.Final }, r.check, r.fit)
}

// Carry carries out the plans of the users who wait. The person confirmed them all.
func (r *Run) Carry(ctx context.Context) {
	r.work(ctx, User.tenant, func(u User) bool { return u.State == Waiting }, r.carry)
}

// Retry carries out again what failed or is not known. core/change looks first whether it was done meanwhile.
func (r *Run) Retry(ctx context.Context) { r.work(ctx, User.tenant, User.toRetry, r.carry) }

func (u User) toRetry() bool { return u.State == Failed || u.State == Unknown }

func (u User) tenant() m365.TenantID { return u.Target.Key.Tenant }
