package change

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

// Carry carries out a plan that the person confirmed, once: a second call, at the same time or later, gets ErrCarried.
// Changes of one user wait for each other. progress, where it is not nil, hears each step as it begins and ends, on the
// caller's goroutine. How the steps went is in the Outcome. An error means that nothing was sent; but with ErrNotRecorded the
// Outcome holds.
func (s *Service) Carry(ctx context.Context, plan Plan, progress func(Outcome)) (Outcome, error) {
	outcome := Outcome{Plan: plan, Steps: make([]StepResult, len(plan.Steps)), round: 1, began: s.options.Now()}
	for i := range outcome.Steps {
		outcome.Steps[i].State = Waiting
	}
	return s.carry(ctx, outcome, progress, func(r *run) error {
		return s.options.Journal.Begin(ctx, r.entry(Running))
	})
}

// carry reserves an attempt, waits for other changes of the user and runs the steps that are not done. begin comes before the
// first request; when it fails nothing is sent.
func (s *Service) carry(ctx context.Context, outcome Outcome, progress func(Outcome), begin func(*run) error) (Outcome, error) {
	plan := outcome.Plan
	this := attempt{plan.ID, outcome.round}
	if plan.ID == "" || !s.reserve(this) {
		return Outcome{}, refuseCarried(plan)
	}
	unsent := func(err error) (Outcome, error) {
		s.release(this)
		return Outcome{}, err
	}
	if err := s.checkTier(plan.Action, plan.Target.Key, kindsOf(plan)...); err != nil {
		return unsent(err)
	}
	if err := s.checkSpared(plan); err != nil {
		return unsent(err)
	}
	tenant, err := s.tenant(ctx, plan.Action, plan.Target.Key, kindsOf(plan)...)
	if err != nil {
		return unsent(err)
	}
	unlock, err := s.users.lock(ctx, plan.lockedBy())
	if err != nil {
		return unsent(fmt.Errorf("%s in tenant %s: waiting for another change of the user: %w", plan.Action, plan.Target.Key.Tenant, err))
	}
	defer unlock()
	if err := s.prove(ctx, plan.Action, plan.Target.Key, plan.Target.Tenant); err != nil {
		return unsent(err)
	}
	defer s.enter(plan.ID)()
	r := &run{service: s, home: tenant.Primary, outcome: outcome, progress: progress}
	if err := begin(r); err != nil {
		return unsent(refuseJournal(plan, err))
	}
	r.steps(ctx)
	r.settle(ctx)
	return r.end(ctx)
}

func kindsOf(plan Plan) []WriteKind {
	kinds := make([]WriteKind, len(plan.Steps))
	for i, step := range plan.Steps {
		kinds[i] = step.Write.Kind
	}
	return kinds
}

// run is one carrying out of a plan.
type run struct {
	service *Service
	// home says that it is in the partner's own tenant.
	home     bool
	outcome  Outcome
	progress func(Outcome)
	// sent are the steps that Microsoft accepted in this run.
	sent []int
	// before is the user as Microsoft shows it before the next request.
	before *snapshot
	// pauses are those before Microsoft is asked again whether a step is done.
	pauses []time.Duration
	// newcomer says that the user was created in this run.
	newcomer bool
}

func (r *run) key() m365.UserKey { return r.outcome.Plan.Target.Key }

// report hands out a copy, so that a listener may keep it.
func (r *run) report() {
	if r.progress == nil {
		return
	}
	now := r.outcome
	now.Steps = slices.Clone(now.Steps)
	r.progress(now)
}

func (r *run) set(i int, result StepResult) {
	if result.State != Running {
		result.Ended = r.service.options.Now()
	}
	r.outcome.Steps[i] = result
	r.report()
}

// steps runs every step that is not done, in order.
func (r *run) steps(ctx context.Context) {
	for _, together := range requests(r.outcome.Plan.Steps) {
		r.before = r.service.look(ctx, r.key())
		going := slices.DeleteFunc(together, func(i int) bool { return !r.goes(ctx, i) })
		if len(going) > 0 {
			r.send(ctx, going)
		}
	}
}

// goes says that a step is to be sent; another has its result.
func (r *run) goes(ctx context.Context, i int) bool {
	step, before := r.outcome.Plan.Steps[i], r.outcome.Steps[i].State
	if before == Done || step.Request.Method == "" {
		return false
	}
	if why := r.heldUp(i); why != "" {
		r.set(i, StepResult{State: Skipped, Note: why})
		return false
	}
	if ctx.Err() != nil {
		r.set(i, r.notSent(step))
		return false
	}
	r.set(i, StepResult{State: Running})
	if before == Failed || before == Unknown {
		if result, over := r.checkFirst(ctx, step, before); over {
			r.set(i, result)
			return false
		}
	}
	if failure := r.overwrites(step.Write); failure != nil {
		r.set(i, r.failed(Failed, *failure, ErrFields))
		return false
	}
	return true
}

// overwrites says that a write would overwrite what somebody else changed since it was planned; nil where it would not, and
// where that cannot be read.
func (r *run) overwrites(write Write) *m365.Failure {
	effect, ok := effects[write.Kind].(wary)
	if !ok {
		return nil
	}
	now, same, err := effect.holds(r.before, write)
	if err != nil || same {
		return nil
	}
	failure := r.couldNot(write, "somebody changed it meanwhile: it is "+quoted(now)+" now", "It was not overwritten. Look at the user, then begin anew.")
	return &failure
}

// heldUp says why a step must not run after one before it that is not done.
func (r *run) heldUp(i int) string {
	step := r.outcome.Plan.Steps[i].Write
	if why := r.lacksUser(i); why != "" {
		return why
	}
	if step.Kind != AddLicense && step.Kind != TakeLicense {
		return ""
	}
	for before, other := range r.outcome.Plan.Steps[:i] {
		switch {
		case r.outcome.Steps[before].State == Done:
		case other.Write.Kind == SetField && other.Write.Subject == UsageLocation:
			return "Not sent, because the usage location is not set."
		case other.Write.Kind == AddLicense && step.Kind == TakeLicense:
			return "Not sent, because " + named(other.Write) + " is not assigned: the user would be left without."
		}
	}
	return ""
}

func (r *run) notSent(step Step) StepResult {
	failure := r.couldNot(step.Write, "Tenantkeep was stopped before it was sent", "Retry.")
	failure.At = r.service.options.Now()
	return StepResult{State: Failed, Note: nothingSent, Failure: &failure}
}

// send sends the steps of one request, once, and shows them in the local snapshot meanwhile.
func (r *run) send(ctx context.Context, going []int) {
	steps, overs := make([]Step, len(going)), make([]func(bool), len(going))
	for n, i := range going {
		steps[n] = r.outcome.Plan.Steps[i]
		overs[n] = r.service.show(ctx, r.key(), steps[n].Write)
	}
	answer, err := r.sendOnceKnown(ctx, requestOf(steps))
	r.pauses = finding
	for n, i := range going {
		result := r.result(ctx, steps[n], answer, err)
		overs[n](result.State == Done)
		if result.State == Done && err == nil {
			r.sent = append(r.sent, i)
		}
		r.set(i, result)
		if result.State == Done && steps[n].Write.Kind == MakeUser {
			r.adopt(ctx, steps[n].Write, answer.ID)
		}
		if result.State != Done {
			r.pauses = finding[:1] // what goes in one request was waited for already
		}
	}
}

// result says how a step went that was sent.
func (r *run) result(ctx context.Context, step Step, answer call.Answer, err error) StepResult {
	result := r.judge(ctx, step, answer, err)
	if err == nil && goesOn(step.Write) {
		result = r.awaitEnd(ctx, step, answer)
	}
	r.keepSecret(step, result.State, answer)
	return result
}

// keepSecret puts into the outcome what the person is to be shown once.
func (r *run) keepSecret(step Step, state State, answer call.Answer) {
	if effect, ok := effects[step.Write.Kind].(secretive); ok && !unseen(step.Write) {
		if secret := effect.secret(r.outcome.Plan.secret, state, answer); !secret.Empty() {
			r.outcome.Secret = secret
		}
	}
}

// judge says how a step went.
func (r *run) judge(ctx context.Context, step Step, answer call.Answer, err error) StepResult {
	if err == nil && answer.Accepted && !goesOn(step.Write) {
		err = errOnlyAccepted
	}
	switch {
	case err == nil:
		return StepResult{State: Done, RequestID: answer.RequestID, At: answer.At, Note: answer.Note}
	case effects[step.Write.Kind].already(err):
		return r.soAlready(ctx, step, err)
	case call.MayHaveHappened(err) || errors.Is(err, errOnlyAccepted):
		return r.readBack(ctx, step, err)
	}
	result := r.failed(Failed, r.refused(ctx, step.Write, err), err)
	if call.NothingSent(err) {
		result.Note = nothingSent
	}
	return result
}

// doneAlready is what is said of a step that was found done before it was sent again.
const doneAlready = "It was done already; reading back shows it."

// nothingSent is what the journal keeps of a step that did not leave this computer.
const nothingSent = "Nothing was sent."

// readBack finds out whether a step happened whose answer did not arrive, or was not Microsoft's.
func (r *run) readBack(ctx context.Context, step Step, err error) StepResult {
	told, lookErr := r.lookBack(ctx, step)
	switch {
	case call.Is(lookErr, call.NotFound):
		return r.failed(Failed, r.refused(ctx, step.Write, lookErr), err)
	case lookErr != nil || told == unclear || told == never:
		return r.failed(Unknown, r.uncertain(step.Write, err), errors.Join(err, lookErr))
	case told == undone && errors.Is(err, errOnlyAccepted):
		return r.failed(Unknown, r.notYetShown(step.Write), err)
	case told == undone:
		return r.failed(Failed, r.didNotHappen(step.Write, err), err)
	case step.Write.Kind == MakeTAP:
		return r.failed(Failed, r.tapLost(step.Write), err)
	}
	return StepResult{State: Done, Note: capital(answerLost(err)) + "; reading back shows that it is done."}
}

// soAlready finds out whether a step is done that Microsoft refused because it is so already.
func (r *run) soAlready(ctx context.Context, step Step, err error) StepResult {
	told, lookErr := r.lookBack(ctx, step)
	switch {
	case call.Is(lookErr, call.NotFound):
		return r.failed(Failed, r.refused(ctx, step.Write, lookErr), err)
	case lookErr != nil || told == unclear || told == never:
		return r.failed(Unknown, r.saidToBeSo(step.Write), errors.Join(err, lookErr))
	case told == undone:
		return r.failed(Failed, r.notShownAsSo(step.Write), err)
	}
	return StepResult{State: Done, Note: "It was so already.", Already: true, RequestID: call.As(err).RequestID}
}

// lookBack asks Microsoft until a step shows as done.
func (r *run) lookBack(ctx context.Context, step Step) (verdict, error) {
	looking, stop, alive := afterEnd(ctx)
	defer stop()
	if !alive {
		return unclear, ctx.Err()
	}
	return r.service.find(looking, r.key(), step.Write, r.pauses)
}

// checkTime bounds the reading back after the caller's time was up.
const checkTime = 15 * time.Second

// afterEnd gives a context to read back with: ctx itself while it lives, a short one of its own where its time was up. A
// caller that stopped is not kept waiting.
func afterEnd(ctx context.Context) (looking context.Context, stop context.CancelFunc, alive bool) {
	switch {
	case ctx.Err() == nil:
		return ctx, func() {}, true
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		looking, stop = context.WithTimeout(context.WithoutCancel(ctx), checkTime)
		return looking, stop, true
	}
	return ctx, func() {}, false
}

// checkFirst looks before a step is sent again whether it is done by now.
func (r *run) checkFirst(ctx context.Context, step Step, before State) (result StepResult, over bool) {
	told, err := r.service.look(ctx, r.key()).tells(step.Write)
	switch {
	case err != nil:
		return r.failed(before, r.uncheckable(ctx, step.Write, err), err), true
	case told == done:
		r.service.show(ctx, r.key(), step.Write)(true)
		return StepResult{State: Done, Note: doneAlready}, true
	}
	return StepResult{}, false
}

// settle reads back what Microsoft accepted and may show late. That it does not show yet is no failure.
func (r *run) settle(ctx context.Context) {
	waiting := slices.DeleteFunc(slices.Clone(r.sent), func(i int) bool { return !effects[r.outcome.Plan.Steps[i].Write.Kind].late() })
	for _, pause := range settling {
		if len(waiting) == 0 {
			return
		}
		if pause > 0 && r.service.options.Sleep(ctx, pause) != nil {
			break
		}
		now := r.service.look(ctx, r.key())
		waiting = slices.DeleteFunc(waiting, func(i int) bool {
			told, err := now.tells(r.outcome.Plan.Steps[i].Write)
			return err == nil && told == done
		})
	}
	for _, i := range waiting {
		r.outcome.Steps[i].Note = "Microsoft shows it in a few minutes."
	}
}

// end records how it went, also when the caller's context is over.
func (r *run) end(ctx context.Context) (Outcome, error) {
	r.outcome.Ended = r.service.options.Now()
	entry := r.entry(r.outcome.State())
	entry.Ended = r.outcome.Ended
	err := r.service.options.Journal.End(context.WithoutCancel(ctx), entry)
	if err != nil {
		err = notRecorded(r.outcome.Plan, err)
	}
	r.service.Changed.Emit(Event{User: r.key(), Parts: r.parts()})
	r.service.Recorded.Emit(entry)
	r.report()
	return r.outcome, err
}

// parts are those that the steps may have changed, each once. A step that failed counts too: nobody knows until it is read.
func (r *run) parts() []profile.Part {
	var parts []profile.Part
	for i, step := range r.outcome.Plan.Steps {
		if r.outcome.Steps[i].State != Skipped {
			parts = append(parts, effects[step.Write.Kind].parts()...)
		}
	}
	slices.Sort(parts)
	return slices.Compact(parts)
}

// entry is the run as the journal keeps it. No request and no secret is in it.
func (r *run) entry(state State) Entry {
	plan := r.outcome.Plan
	entry := Entry{
		ID: plan.ID, At: r.outcome.began, Who: r.service.options.Who(), Action: plan.Action, Target: plan.Target,
		Title: plan.Title, State: state, Undoes: plan.Undoes, Run: plan.Run, Steps: make([]EntryStep, len(plan.Steps)),
	}
	for i, step := range plan.Steps {
		result := r.outcome.Steps[i]
		entry.Steps[i] = EntryStep{
			Write: step.Write, Text: step.Text, State: result.State, Note: result.Note, Already: result.Already, Failure: result.Failure, RequestID: result.RequestID, At: result.At,
		}
	}
	return entry
}
