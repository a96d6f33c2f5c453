package change

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// checkTier refuses what the technician's tier does not cover.
func (s *Service) checkTier(action Action, user m365.UserKey, kinds ...WriteKind) error {
	for _, kind := range kinds {
		if needed := tierOf(kind); !s.options.Tier().Covers(needed) {
			return refuseTier(action, user, needed)
		}
	}
	return nil
}

// Plan reads the user as Microsoft knows it now and says what will be done to it, request by request. It changes nothing.
// A *Refusal says why there is no such change; other errors are those of the reads.
func (s *Service) Plan(ctx context.Context, intent Intent) (Plan, error) {
	if intent.Action == Undo {
		return s.undoPlan(ctx, intent)
	}
	asked := Of(intent.Action)
	if asked.Action != intent.Action {
		return Plan{}, refuseIntent(intent, fmt.Sprintf("There is no action %q.", intent.Action))
	}
	if err := s.checkTier(intent.Action, intent.User, asked.kinds[0]); err != nil {
		return Plan{}, err
	}
	writes, err := asked.wanted(intent)
	if err != nil {
		return Plan{}, err
	}
	begin := s.draft
	if intent.Action == CreateUser {
		begin = s.draftNew
	}
	draft, err := begin(ctx, intent, asked.kinds[0])
	if err != nil {
		return Plan{}, err
	}
	if err := draft.checkHome(); err != nil {
		return Plan{}, err
	}
	draft.plan.Title = asked.Title
	return draft.finish(ctx, writes)
}

// draft is a plan in the making, with what Microsoft says of the user.
type draft struct {
	service *Service
	intent  Intent
	plan    Plan
	live    *snapshot
	user    m365.Details
	// roles are those that the user holds, rolesUnread why they could not be read, and rolesLack why some could not.
	roles                  []m365.HeldRole
	rolesUnread, rolesLack error
	// objections are what is wrong with fields, and left what an undo leaves as others set it since.
	objections []Objection
	left       []string
}

// draft reads the user and begins a plan of writes of some kinds.
func (s *Service) draft(ctx context.Context, intent Intent, kinds ...WriteKind) (*draft, error) {
	tenant, err := s.tenant(ctx, intent.Action, intent.User, kinds...)
	if err != nil {
		return nil, err
	}
	d := &draft{service: s, intent: intent, live: s.look(ctx, intent.User)}
	restores := slices.Contains(kinds, BringBack)
	if restores {
		d.user, err = s.deletedUser(ctx, intent.User)
	} else {
		d.user, err = d.live.user()
	}
	switch {
	case restores && call.Is(err, call.NotFound):
		return nil, d.refuseUndeleted(tenant.FullName(), err)
	case call.Is(err, call.NotFound):
		return nil, refuseDeleted(intent, tenant.FullName(), err)
	case err != nil:
		return nil, err
	}
	d.plan = Plan{
		ID:     s.options.NewID(),
		Action: intent.Action,
		Run:    intent.Run,
		Target: Target{Key: intent.User, Name: nameOf(d.user.User), Username: d.user.UserPrincipalName, Tenant: tenant.FullName()},
	}
	if restores {
		return d, nil // Microsoft shows no roles of a deleted user.
	}
	return d, d.readRoles(ctx)
}

func nameOf(user m365.User) string {
	if user.DisplayName != "" {
		return user.DisplayName
	}
	return user.UserPrincipalName
}

// readRoles finds out whether the user is an administrator: with any role, not only with those that Microsoft calls
// privileged, and also with one that it may activate. An Exchange Administrator reads every mailbox. Roles that cannot be
// read count as admin roles, and stop nothing but the removal of a role.
func (d *draft) readRoles(ctx context.Context) error {
	roles, err := d.live.roles()
	if ctx.Err() != nil {
		return err
	}
	d.roles, d.rolesUnread = roles.held, err
	for _, role := range slices.Concat(roles.held, roles.eligible) {
		d.plan.AdminRoles = append(d.plan.AdminRoles, describe(role))
	}
	slices.Sort(d.plan.AdminRoles)
	d.plan.AdminRoles = slices.Compact(d.plan.AdminRoles)
	if err != nil {
		d.plan.AdminRoles = append(d.plan.AdminRoles, "unknown ("+whyUnread(err)+")")
	}
	for _, loss := range roles.lost {
		d.rolesLack = loss.Err
		d.plan.AdminRoles = append(d.plan.AdminRoles, lower(loss.Read.Feeds)+" that could not be read ("+whyUnread(loss.Err)+")")
	}
	return nil
}

// whyUnread is the reason in few words.
func whyUnread(err error) string {
	if call.Is(err, call.Denied) {
		return "your account may not read them"
	}
	failure := call.Explain(err, "")
	because := strings.TrimSuffix(failure.Reason(), ".")
	if strings.HasPrefix(because, "Microsoft") {
		return because
	}
	return lower(because)
}

// unread says what could not be read, and why.
func (d *draft) unread(err error) {
	if err != nil {
		d.note(d.service.options.Explain(err, d.plan.Target.Tenant).What)
	}
}

// describe names a role with how it is held.
func describe(role m365.HeldRole) string {
	text := role.Name
	if role.Scope != call.WholeTenant && role.ScopeName != "" {
		text += " for " + role.ScopeName
	}
	if role.Group.ID != "" {
		text += " through the group " + role.Group.Name
	}
	if role.Eligible {
		text += " (eligible)"
	}
	return text
}

// finish plans every write.
func (d *draft) finish(ctx context.Context, writes []Write) (Plan, error) {
	for _, write := range writes {
		if err := effects[write.Kind].plan(ctx, d, write); err != nil {
			return Plan{}, err
		}
	}
	if err := d.checkFields(); err != nil {
		return Plan{}, err
	}
	if err := d.service.checkSpared(d.plan); err != nil {
		return Plan{}, err
	}
	for _, text := range d.left {
		d.note(text)
	}
	for _, loss := range d.live.losses.All() {
		if loss.Read.Means == call.Part {
			d.unread(loss.Err)
		}
	}
	d.noteRestricted(ctx)
	if len(d.plan.Steps) == 0 && len(d.left) > 0 {
		return Plan{}, d.refuse(ErrNotUndoable, fmt.Sprintf("Nothing of this change is left to undo for %s. %s", d.on(), strings.Join(d.left, " ")), "Set the fields with Edit User.")
	}
	if len(d.plan.Steps) == 0 {
		return Plan{}, d.refuse(ErrNothingToDo, fmt.Sprintf("There is nothing to change for %s: it is so already.", d.on()), "")
	}
	return d.plan, nil
}

// step adds a step. A write that is in the plan already is not added again.
func (d *draft) step(write Write, text string, request call.Request) {
	for _, step := range d.plan.Steps {
		if step.Write.Kind == write.Kind && step.Write.Subject == write.Subject && step.Write.Detail[DetailScope] == write.Detail[DetailScope] {
			return
		}
	}
	d.plan.Steps = append(d.plan.Steps, Step{Write: write, Text: text, Request: request})
}

// note adds a sentence that the person should know before, once.
func (d *draft) note(text string) {
	if !slices.Contains(d.plan.Notes, text) {
		d.plan.Notes = append(d.plan.Notes, text)
	}
}

// id is the user's object id.
func (d *draft) id() string { return d.intent.User.ID }

// on names the user and the tenant.
func (d *draft) on() string { return d.plan.Target.Name + " in " + d.plan.Target.Tenant }

func (d *draft) refuse(reason error, what, do string) error {
	return &Refusal{Reason: reason, Action: d.intent.Action, User: d.intent.User, What: what, Do: do}
}

func refuseIntent(intent Intent, what string) error {
	return &Refusal{Reason: ErrIntent, Action: intent.Action, User: intent.User, What: what, Do: "Choose again, and report it when it happens once more."}
}

func refuseDeleted(intent Intent, tenant string, cause error) error {
	return &Refusal{
		Reason: ErrDeleted, Action: intent.Action, User: intent.User, Cause: cause,
		What: fmt.Sprintf("Microsoft does not know this user in %s any more: it was deleted.", tenant),
		Do:   "Refresh the tenant. A deleted user can be restored for 30 days on the page Deleted Users of the tenant.",
	}
}
