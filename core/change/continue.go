package change

import (
	"context"
	"errors"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Continuable says that ContinuePlan may have something to plan for an entry of the journal: a creation that did not come to
// its end.
func Continuable(entry Entry) bool {
	return entry.Action == CreateUser && entry.State != Done && len(entry.Steps) > 0 && entry.Steps[0].Write.Kind == MakeUser
}

// ContinuePlan plans what a creation in the journal lacks, also after the program ended in the middle of it. Microsoft is
// asked first for the username: a user whom that change created is not created twice, and what it has is not added again.
func (s *Service) ContinuePlan(ctx context.Context, entryID string) (Plan, error) {
	entry, err := s.options.Journal.Entry(ctx, entryID)
	if err != nil {
		return Plan{}, fmt.Errorf("continue change %s: %w", entryID, err)
	}
	if err := s.checkContinuable(entry); err != nil {
		return Plan{}, err
	}
	creation := entry.Steps[0].Write
	user, err := s.options.Directory.UserNamed(ctx, entry.Target.Key.Tenant, creation.Subject)
	if err != nil {
		return Plan{}, err
	}
	intent := Intent{Action: CreateUser, User: m365.UserKey{Tenant: entry.Target.Key.Tenant}, Password: PasswordOptions{MustChange: true}}
	for _, step := range entry.Steps {
		intent.Writes = append(intent.Writes, wantedAgain(step.Write))
	}
	switch {
	case user == nil:
		return s.Plan(ctx, intent)
	case user.Key.ID != entry.Target.Key.ID && (entry.Target.Key.ID != "" || !createdBy(creation, *user)):
		return Plan{}, &Refusal{
			Reason: ErrFields, Action: CreateUser, User: entry.Target.Key,
			What: fmt.Sprintf("%s in %s has this username, and is not the user of this change.", holderName(m365.Person{DisplayName: user.DisplayName, UserPrincipalName: user.UserPrincipalName}), entry.Target.Tenant),
			Do:   "Nothing was sent. Create the user anew, under another username.",
		}
	}
	intent.User, intent.Writes = user.Key, intent.Writes[1:]
	return s.planRest(ctx, intent)
}

// wantedAgain is a write of the journal as a person asks for it.
func wantedAgain(write Write) Write {
	write.Before = ""
	if write.Kind == SetManager {
		write.Detail = map[string]string{DetailTo: write.Detail[DetailTo]}
	}
	return write
}

func (s *Service) checkContinuable(entry Entry) error {
	refused := &Refusal{Reason: ErrNothingToDo, Action: entry.Action, User: entry.Target.Key, What: "There is nothing to continue in this change."}
	switch {
	case s.isUnderway(entry.ID):
		refused.Reason, refused.What, refused.Do = ErrRunning, "This change is still being carried out.", "Wait for its end."
		return refused
	case !Continuable(entry):
		return refused
	}
	return nil
}

// planRest plans what a user lacks whom an earlier change created.
func (s *Service) planRest(ctx context.Context, intent Intent) (Plan, error) {
	asked := Of(CreateUser)
	if err := s.checkTier(intent.Action, intent.User, asked.kinds[0]); err != nil {
		return Plan{}, err
	}
	draft, err := s.draft(ctx, intent, asked.kinds[0])
	if err != nil {
		return Plan{}, err
	}
	draft.plan.Title = asked.Title
	draft.note("The user was created before. Only what is missing is sent.")
	draft.note("The password was shown then and is kept nowhere: reset it where nobody saw it.")
	plan, err := draft.finish(ctx, intent.Writes)
	if refused := As(err); errors.Is(err, ErrNothingToDo) {
		refused.What = fmt.Sprintf("%s was created, and nothing is missing.", draft.on())
		refused.Do = "The password was shown then and is kept nowhere: reset it where nobody saw it."
	}
	return plan, err
}
