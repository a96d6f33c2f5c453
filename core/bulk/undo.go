package bulk

import "github.com/tenantkeep/tenantkeep/core/change"

// Undo wants every change of the run undone of which something was done: each by itself.
func (r *Run) Undo() []Task {
	var tasks []Task
	for _, user := range r.Users() {
		if change.LeavesUndoable(user.outcome) {
			tasks = append(tasks, UndoOf(user.Target, user.Plan.ID))
		}
	}
	return tasks
}

// UndoOf wants a change of the journal undone.
func UndoOf(user change.Target, entry string) Task {
	return Task{Target: user, Intent: change.Intent{Action: change.Undo, Entry: entry}}
}
