package change

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// ongoing is an effect that Microsoft may go on with after it answered.
type ongoing interface {
	// goesOn says that it does, so that only the end of its operation tells.
	goesOn(write Write) bool
}

func goesOn(write Write) bool {
	effect, may := effects[write.Kind].(ongoing)
	return may && effect.goesOn(write)
}

// awaiting are the pauses before Microsoft is asked how far its operation is: a minute in all.
var awaiting = []time.Duration{
	time.Second, 2 * time.Second, 3 * time.Second, 4 * time.Second, 5 * time.Second, 5 * time.Second,
	10 * time.Second, 10 * time.Second, 20 * time.Second,
}

var (
	errNoOperation = errors.New("no operation was named to ask for")
	errNotEnded    = errors.New("the operation has not ended")
)

// awaitEnd waits for the end of what Microsoft accepted and does in the background. One whose end is not known is uncertain.
func (r *run) awaitEnd(ctx context.Context, step Step, answer call.Answer) StepResult {
	progress, err := r.service.follow(ctx, r.key().Tenant, answer.Operation)
	result := StepResult{State: Done, Note: "Microsoft says that writeback carried it on-premises."}
	switch {
	case err != nil:
		result = r.failed(Unknown, r.endless(step.Write), err)
	case !progress.Succeeded:
		result = r.failed(Failed, r.gaveUp(step.Write, progress.Detail), errors.New("the operation failed: "+progress.Detail))
	}
	result.RequestID, result.At = answer.RequestID, answer.At
	return result
}

// follow asks for an operation until it has ended. A failure to read it is no end.
func (s *Service) follow(ctx context.Context, tenant m365.TenantID, operation string) (progress call.Progress, err error) {
	if operation == "" {
		return progress, errNoOperation
	}
	for _, pause := range awaiting {
		if err := s.options.Sleep(ctx, pause); err != nil {
			return progress, err
		}
		progress, err = s.options.Directory.Progress(ctx, tenant, operation)
		switch {
		case err == nil && progress.Ended:
			return progress, nil
		case call.Is(err, call.Denied, call.ForeignHost): // It will not be told later either.
			return progress, err
		}
	}
	return progress, errors.Join(errNotEnded, err)
}

// endless is a step that Microsoft accepted and of whose end nothing is known.
func (r *run) endless(write Write) m365.Failure {
	return r.notKnown("this was done", write, "Microsoft accepted it, goes on with it in the background, and did not say how it ended.", "")
}

// gaveUp is a step that Microsoft accepted and then failed in.
func (r *run) gaveUp(write Write, detail string) m365.Failure {
	because, do := knownMessage(detail, write)
	if because == "" {
		because, do = "Microsoft accepted it and failed in the background", "Begin anew, or reset the password in the Active Directory on premises."
		if detail != "" {
			because += " (" + strings.TrimRight(detail, ".") + ")"
		}
	}
	return r.couldNot(write, because, do)
}
