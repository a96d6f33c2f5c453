package offboard

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Plan is an offboarding as it will be carried out, to be confirmed.
type Plan struct {
	Target change.Target
	Steps  []Step
	// Warnings are what the person should know before.
	Warnings []string
	// AdminRoles are the directory roles of the user; where there are any the person is asked twice.
	AdminRoles []string
}

// draft is a plan in the making.
type draft struct {
	service *Service
	ctx     context.Context
	key     m365.UserKey
	choice  Choice
	// together are those who leave at once with the user.
	together []m365.UserKey
	tenant   m365.Tenant
	user     m365.Details
	plan     Plan
	// refused is why nothing at all is to be done to the user; nil where something is.
	refused error
}

// Plan reads the user as Microsoft knows it now and says what will be done, step by step with the exact requests. It changes
// nothing. A step that cannot be done is left out with the reason. together are those who leave at once with the user.
func (s *Service) Plan(ctx context.Context, key m365.UserKey, choice Choice, together ...m365.UserKey) (Plan, error) {
	tenant, err := s.options.Tenant(ctx, key.Tenant)
	if err != nil {
		return Plan{}, err
	}
	user, err := s.options.Directory.User(ctx, key)
	if err != nil {
		return Plan{}, err
	}
	d := &draft{service: s, ctx: ctx, key: key, choice: choice, together: together, tenant: tenant, user: user}
	d.plan.Target = change.Target{Key: key, Name: nameOf(user.User), Username: user.UserPrincipalName, Tenant: tenant.FullName()}
	if err := d.check(); err != nil {
		return Plan{}, err
	}
	for _, one := range choosable {
		if choice.Has(one.Kind) {
			d.add(one)
		}
		if err := cmp.Or(ctx.Err(), d.refused); err != nil {
			return Plan{}, err
		}
	}
	if !slices.ContainsFunc(d.plan.Steps, func(step Step) bool { return step.State != LeftOut }) {
		return d.plan, &Refusal{Reason: ErrNotSo, User: key, What: "There is nothing to do for " + d.on() + ": " + d.whyNothing(), Do: "Choose other steps."}
	}
	return d.plan, nil
}

func nameOf(user m365.User) string {
	if user.DisplayName != "" {
		return user.DisplayName
	}
	return user.UserPrincipalName
}

func (d *draft) on() string { return d.plan.Target.Name + " in " + d.plan.Target.Tenant }

func (d *draft) whyNothing() string {
	if len(d.plan.Steps) == 0 {
		return "no step is chosen."
	}
	return d.plan.Steps[0].Title + ": " + d.plan.Steps[0].Note
}

func (d *draft) warn(text string) {
	if !slices.Contains(d.plan.Warnings, text) {
		d.plan.Warnings = append(d.plan.Warnings, text)
	}
}

// check refuses one's own account and the last Global Administrator, and warns of what an offboarding does not reach.
func (d *draft) check() error {
	if who := d.service.options.Who(); who != "" && strings.EqualFold(who, d.user.UserPrincipalName) {
		return &Refusal{
			Reason: ErrNotSo, User: d.key, What: "This is the account that you are signed in with: offboarding it would lock you out.",
			Do: "Ask a colleague to do it from another account.",
		}
	}
	if _, under := d.service.Of(d.key); under {
		return refuseUnderWay(d.plan.Target)
	}
	if err := d.checkLast(); err != nil {
		return err
	}
	if d.user.OnPremisesSynced {
		d.warn(d.plan.Target.Name + " is synced from on-premises: the next sync brings back what the Active Directory there says. Block the account, and take it out of its groups, there too.")
	}
	return nil
}

// checkLast refuses to leave a tenant without a Global Administrator who can sign in.
func (d *draft) checkLast() error {
	directory := d.service.options.Directory
	held, err := directory.UserRoles(d.ctx, d.key)
	if err != nil {
		d.warn("The roles of " + d.plan.Target.Name + " could not be read: it is not known whether this is the last Global Administrator.")
		return nil
	}
	if !slices.ContainsFunc(held, func(role m365.HeldRole) bool {
		return !role.Eligible && (strings.EqualFold(role.TemplateID, m365.GlobalAdministrator) || strings.EqualFold(role.ID, m365.GlobalAdministrator))
	}) {
		return nil
	}
	byUser, err := directory.Roles(d.ctx, d.key.Tenant)
	if err != nil {
		d.warn("It could not be read whether another Global Administrator is left in " + d.plan.Target.Tenant + ".")
		return nil
	}
	for id, roles := range byUser {
		if id == d.key.ID || slices.Contains(d.together, m365.UserKey{Tenant: d.key.Tenant, ID: id}) || !slices.ContainsFunc(roles, func(one m365.RoleAssignment) bool {
			return !one.Eligible && strings.EqualFold(one.RoleID, m365.GlobalAdministrator)
		}) {
			continue
		}
		if other, err := directory.User(d.ctx, m365.UserKey{Tenant: d.key.Tenant, ID: id}); err == nil && other.SignIn != m365.Blocked {
			return nil
		}
	}
	return &Refusal{
		Reason: ErrNotSo, User: d.key, What: d.on() + " is the last Global Administrator who can sign in" + d.besides() + ": nobody could administer the tenant any more.",
		Do: "Give the role to another user first.",
	}
}

// besides says that others leave with the user; empty where nobody does.
func (d *draft) besides() string {
	if slices.ContainsFunc(d.together, func(other m365.UserKey) bool { return other != d.key && other.Tenant == d.key.Tenant }) {
		return " besides those who leave at once"
	}
	return ""
}

// add plans a step.
func (d *draft) add(one Choosable) {
	step := Step{Kind: one.Kind, Title: one.Title, State: Waiting}
	var err error
	if fill := fills[one.Kind]; fill != nil {
		err = fill(d, &step)
	}
	switch {
	case errors.Is(err, errNothing) && one.with != "":
		return // nobody chose it by itself
	case errors.Is(err, errNothing):
		step.State, step.Note = LeftOut, strings.Join(append([]string{err.Error()}, leftOf(step)...), " ")
	case err != nil:
		step.State, step.Note = LeftOut, d.explain(err)
	case one.Hand && one.Kind.keepsMailbox() && d.choice.Has(Delete):
		step.State, step.Note = LeftOut, "The user is deleted, and the mailbox with the user after 30 days."
	case one.Hand:
		step.State = ByHand
	default:
		d.request(&step)
	}
	d.plan.Steps = append(d.plan.Steps, step)
}

// request plans the change of a step.
func (d *draft) request(step *Step) {
	plan, err := d.service.plan(d.ctx, step.intent(d.key))
	switch {
	case errors.Is(err, change.ErrNothingToDo):
		step.State, step.Note = LeftOut, "It is so already."
		return
	case errors.Is(err, change.ErrSpared):
		d.refused = err
		return
	case errors.Is(err, change.ErrFields):
		step.State, step.Note = LeftOut, objected(err)
		return
	case err != nil:
		step.State, step.Note = LeftOut, d.explain(err)
		return
	}
	step.Requests = plan.Requests()
	d.plan.AdminRoles = plan.AdminRoles
	for _, note := range plan.Notes {
		if !d.settled(plan.Target, note) {
			step.Notes = append(step.Notes, note)
		}
	}
}

// settled says that a note is about what another step of the plan does, or was said for the whole.
func (d *draft) settled(user change.Target, note string) bool {
	return note == change.BlockEndsNothing && d.choice.Has(Sessions) || d.user.OnPremisesSynced && note == change.SyncOverwrites(user.Name)
}

func (d *draft) explain(err error) string {
	return d.service.options.Explain(err, d.plan.Target.Tenant).Sentence()
}

// objected is why a field cannot be set: the step names the field by itself.
func objected(err error) string {
	var why []string
	for _, one := range change.As(err).Objections {
		why = append(why, one.Why)
	}
	return strings.Join(why, " ")
}

// nothing is that a step has nothing to do, with the reason.
type nothing string

func (n nothing) Error() string { return string(n) }

func (nothing) Is(target error) bool { return target == errNothing }

var errNothing = errors.New("there is nothing to do")

// Requests are all that will be sent, in order.
func (p Plan) Requests() []call.Request {
	var all []call.Request
	for _, step := range p.Steps {
		all = append(all, step.Requests...)
	}
	return all
}
