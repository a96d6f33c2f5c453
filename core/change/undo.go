package change

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// inverse is the write that takes another back. Only a write for which undoable is true has one that can be carried out.
func inverse(write Write) Write {
	back := write
	back.Before, back.After = write.After, write.Before
	back.Detail = maps.Clone(write.Detail)
	if from, to := write.Detail[DetailFrom], write.Detail[DetailTo]; from != to {
		back.Detail[DetailFrom], back.Detail[DetailTo] = to, from
	}
	if undoable(write) {
		back.Kind = effects[write.Kind].inverse()
	}
	return back
}

// undoable says that a write has an inverse. One of a kind that is not known, as a newer version may have done it, has none.
func undoable(write Write) bool {
	known, ok := effects[write.Kind]
	return ok && known.inverse() != ""
}

// Undoable says that UndoPlan has something to plan for an entry of the journal.
func Undoable(entry Entry) bool {
	return entry.UndoneBy == "" && entry.State != Running && !Of(entry.Action).Lasts() && slices.ContainsFunc(entry.Steps, func(step EntryStep) bool {
		return step.State == Done && !step.Already && undoable(step.Write)
	})
}

// LeavesUndoable says that something was done in an outcome that UndoPlan can take back.
func LeavesUndoable(outcome Outcome) bool {
	for i, result := range outcome.Steps {
		if result.State == Done && !result.Already && undoable(outcome.Plan.Steps[i].Write) {
			return true
		}
	}
	return false
}

// UndoPlan plans the inverse of what was done in a change of the journal, the last step first. It is confirmed and carried
// out as any plan. A *Refusal with ErrNotUndoable says why there is none.
func (s *Service) UndoPlan(ctx context.Context, entryID string) (Plan, error) {
	return s.undoPlan(ctx, Intent{Action: Undo, Entry: entryID})
}

func (s *Service) undoPlan(ctx context.Context, intent Intent) (Plan, error) {
	entry, err := s.options.Journal.Entry(ctx, intent.Entry)
	if err != nil {
		return Plan{}, fmt.Errorf("undo of change %s: %w", intent.Entry, err)
	}
	if !Undoable(entry) {
		return Plan{}, refuseUndo(entry)
	}
	writes, kinds, left := inverses(entry)
	if err := s.checkTier(Undo, entry.Target.Key, kinds...); err != nil {
		return Plan{}, err
	}
	intent.User = entry.Target.Key
	draft, err := s.draft(ctx, intent, kinds...)
	if err != nil {
		return Plan{}, err
	}
	draft.plan.Title, draft.plan.Undoes = "Undo: "+entry.Title, intent.Entry
	if left > 0 {
		draft.note("Some steps of the change cannot be undone and stay as they are.")
	}
	return draft.finish(ctx, writes)
}

// inverses are the writes that undo an entry, and how many of its steps have none.
func inverses(entry Entry) (writes []Write, kinds []WriteKind, left int) {
	for _, step := range slices.Backward(entry.Steps) {
		switch {
		case step.State != Done || step.Already:
		case undoable(step.Write):
			back := inverse(step.Write)
			delete(back.Detail, DetailAssignment) // Microsoft names every assignment anew.
			writes, kinds = append(writes, back), append(kinds, back.Kind)
		default:
			left++
		}
	}
	return writes, kinds, left
}

func refuseUndo(entry Entry) error {
	what, do := "Nothing in this change can be undone.", ""
	switch {
	case entry.UndoneBy != "":
		what = "This change was undone already."
	case entry.State == Running:
		what, do = "This change has no recorded end, so it is not known what there is to undo.", "Look at the user, and change back by hand what was changed."
	case Of(entry.Action).lasting != "":
		what, do = Of(entry.Action).lasting, Of(entry.Action).instead
	case entry.State == Failed:
		what = "Nothing of this change was done, so there is nothing to undo."
	}
	return &Refusal{Reason: ErrNotUndoable, Action: Undo, User: entry.Target.Key, What: what, Do: do}
}
