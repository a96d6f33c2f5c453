package bulk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/core/userfile"
)

// Creating plans and carries out creations.
type Creating interface {
	Changes
	// ContinuePlan plans what a creation of the journal lacks.
	ContinuePlan(ctx context.Context, entryID string) (change.Plan, error)
}

// Directory finds what the lines of a file name.
type Directory interface {
	Organization(ctx context.Context, tenant m365.TenantID) (m365.Organization, error)
	SKUs(ctx context.Context, tenant m365.TenantID) ([]m365.SKU, error)
	FindGroups(ctx context.Context, tenant m365.TenantID, text string) ([]m365.Group, error)
	WhoHas(ctx context.Context, tenant m365.TenantID, address string) ([]m365.Person, error)
}

// Creation is a user of a file, and how it stands with them.
type Creation struct {
	Line  userfile.Line
	State State
	Plan  change.Plan
	// Failure says why it failed, or is not known.
	Failure *m365.Failure
	Note    string
	// Secret is the password, while the run lives; empty where the user was not created.
	Secret m365.Secret

	outcome change.Outcome
}

// CreationsOptions are what Creations need. Told, which may be nil, hears on any goroutine that something is different now.
type CreationsOptions struct {
	Changes   Creating
	Directory Directory
	Tenant    m365.TenantID
	Lines     []userfile.Line
	Pattern   newuser.Pattern
	Password  change.PasswordOptions
	Explain   func(err error) m365.Failure
	Told      func()
}

// Creations are the users of a file: checked, confirmed, created, and retried where that failed. They are safe for concurrent
// use.
type Creations struct {
	options CreationsOptions
	facts   userfile.Facts

	rows[Creation]
	// groups are of rows' lock, too.
	groups map[string][]m365.Group
}

// NewCreations makes a run of the users of a file. Nothing is read or sent before Check.
func NewCreations(options CreationsOptions) *Creations {
	if options.Told == nil {
		options.Told = func() {}
	}
	c := &Creations{options: options, rows: rows[Creation]{told: options.Told}, groups: make(map[string][]m365.Group)}
	for _, line := range options.Lines {
		c.all = append(c.all, Creation{Line: line, State: Checking})
	}
	return c
}

// All are the users in the order of the file, as it stands now.
func (c *Creations) All() []Creation { return c.snapshot() }

// CountCreations counts users by their state.
func CountCreations(all []Creation) (counts Counts) {
	for _, one := range all {
		counts.add(User{State: one.State})
	}
	return counts
}

// Check holds every line against the tenant and the others, and plans the user of each that nothing is wrong with. Nothing is
// changed at Microsoft. The error is why the tenant could not be read.
func (c *Creations) Check(ctx context.Context) (err error) {
	defer crash.Into(&err)
	organization, err := c.options.Directory.Organization(ctx, c.options.Tenant)
	if err != nil {
		return err
	}
	skus, err := c.options.Directory.SKUs(ctx, c.options.Tenant)
	if err != nil {
		return err
	}
	c.facts = userfile.Facts{Organization: organization, SKUs: skus, Pattern: c.options.Pattern}
	lines := make([]userfile.Line, len(c.all))
	for i, one := range c.All() {
		lines[i] = one.Line
	}
	userfile.Complete(lines, c.facts)
	c.mu.Lock()
	for i := range c.all {
		c.all[i].Line = lines[i]
	}
	c.mu.Unlock()
	c.work(ctx, c.tenant, func(one Creation) bool { return one.State == Checking }, c.check)
	return ctx.Err()
}

// Carry creates the users who wait. The person confirmed them all.
func (c *Creations) Carry(ctx context.Context) {
	c.work(ctx, c.tenant, func(one Creation) bool { return one.State == Waiting }, c.carry)
}

// Retry goes on with what failed or is not known. Whether a user is there by now is looked up first.
func (c *Creations) Retry(ctx context.Context) {
	c.work(ctx, c.tenant, func(one Creation) bool { return one.State == Failed || one.State == Unknown }, c.retry)
}

func (c *Creations) tenant(Creation) m365.TenantID { return c.options.Tenant }

// check plans the user of a line. All that is wrong is said at once, as far as it can be told.
func (c *Creations) check(ctx context.Context, i int) {
	line := c.at(i).Line
	plan, faults, err := c.plan(ctx, line)
	if ctx.Err() != nil {
		return
	}
	c.change(i, func(one *Creation) {
		one.Line.Faults = faults
		switch {
		case err != nil:
			failure := c.options.Explain(err)
			one.State, one.Failure = LeftOut, &failure
		case len(faults) > 0:
			one.State = LeftOut
		default:
			one.State, one.Plan = Waiting, plan
		}
	})
}

func (c *Creations) plan(ctx context.Context, line userfile.Line) (plan change.Plan, faults []string, err error) {
	defer crash.Into(&err)
	faults = slices.Clone(line.Faults)
	manager, groups, missing, err := c.find(ctx, line)
	faults = append(faults, missing...)
	if err != nil {
		return plan, faults, err
	}
	if len(line.Faults) > 0 {
		return plan, faults, nil
	}
	plan, err = c.options.Changes.Plan(ctx, change.Intent{
		Action: change.CreateUser, User: m365.UserKey{Tenant: c.options.Tenant}, Password: c.options.Password,
		Writes: line.Writes(c.facts, manager, groups),
	})
	if refusal := change.As(err); refusal != nil {
		for _, one := range refusal.Objections {
			faults = append(faults, one.Label()+": "+one.Why)
		}
		if len(refusal.Objections) == 0 {
			faults = append(faults, strings.TrimSpace(refusal.What+" "+refusal.Do))
		}
		return plan, faults, nil
	}
	return plan, faults, err
}

// find finds the manager and the groups that a line names. missing are those that are not there.
func (c *Creations) find(ctx context.Context, line userfile.Line) (manager *m365.Person, groups []m365.Group, missing []string, err error) {
	if line.Manager != "" {
		found, err := c.options.Directory.WhoHas(ctx, c.options.Tenant, line.Manager)
		if err != nil {
			return nil, nil, missing, err
		}
		if len(found) == 0 {
			missing = append(missing, fmt.Sprintf("Manager: nobody has the username %s.", line.Manager))
		} else {
			manager = &found[0]
		}
	}
	for _, name := range line.Groups {
		found, err := c.groupsNamed(ctx, name)
		switch {
		case err != nil:
			return nil, nil, missing, err
		case len(found) == 0:
			missing = append(missing, fmt.Sprintf("There is no group %s.", name))
		case len(found) > 1:
			missing = append(missing, fmt.Sprintf("Several groups are called %s.", name))
		case found[0].Fixed() != "":
			missing = append(missing, fmt.Sprintf("The group %s cannot be joined here: %s.", name, found[0].Fixed()))
		default:
			groups = append(groups, found[0])
		}
	}
	return manager, groups, missing, nil
}

// groupsNamed are the groups of a name, asked for once.
func (c *Creations) groupsNamed(ctx context.Context, name string) ([]m365.Group, error) {
	folded := table.Fold(name)
	c.mu.Lock()
	known, is := c.groups[folded]
	c.mu.Unlock()
	if is {
		return known, nil
	}
	found, err := c.options.Directory.FindGroups(ctx, c.options.Tenant, name)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(one m365.Group) bool { return table.Fold(one.Name) != folded })
	c.mu.Lock()
	defer c.mu.Unlock()
	c.groups[folded] = found
	return found, nil
}

// carry creates the user of a line.
func (c *Creations) carry(ctx context.Context, i int) {
	c.run(ctx, i, func(ctx context.Context, one Creation) (change.Outcome, error) {
		return c.options.Changes.Carry(ctx, one.Plan, nil)
	})
}

// retry does again what is not done of a user who was created. Of another it is looked up first who is there.
func (c *Creations) retry(ctx context.Context, i int) {
	c.run(ctx, i, func(ctx context.Context, one Creation) (change.Outcome, error) {
		if one.outcome.Plan.Target.Key.ID != "" {
			return c.options.Changes.Retry(ctx, one.outcome, nil)
		}
		plan, err := c.again(ctx, one)
		if err != nil {
			return change.Outcome{}, err
		}
		return c.options.Changes.Carry(ctx, plan, nil)
	})
}

// again plans a creation that did not happen, or of which it is not known.
func (c *Creations) again(ctx context.Context, one Creation) (change.Plan, error) {
	if one.outcome.Ended.IsZero() {
		plan, faults, err := c.plan(ctx, one.Line)
		if err == nil && len(faults) > 0 {
			err = fmt.Errorf("%w: %s", errFaults, strings.Join(faults, " "))
		}
		return plan, err
	}
	return c.options.Changes.ContinuePlan(ctx, one.outcome.Plan.ID)
}

var errFaults = errors.New("the line cannot be created")

func (c *Creations) run(ctx context.Context, i int, send func(ctx context.Context, one Creation) (change.Outcome, error)) {
	c.change(i, func(one *Creation) { one.State, one.Failure, one.Note = Running, nil, "" })
	outcome, err := guarded(func() (change.Outcome, error) { return send(ctx, c.at(i)) })
	c.change(i, func(one *Creation) { one.end(c, outcome, err) })
}

func guarded(send func() (change.Outcome, error)) (outcome change.Outcome, err error) {
	defer crash.Into(&err)
	return send()
}

// end takes over how it went.
func (o *Creation) end(c *Creations, outcome change.Outcome, err error) {
	if !outcome.Ended.IsZero() {
		o.outcome = outcome
		o.Note, o.Failure = told(outcome)
		if !outcome.Secret.Empty() {
			o.Secret = outcome.Secret
		}
	}
	if err != nil {
		failure := c.options.Explain(err)
		o.Failure = &failure
	}
	switch {
	case errors.Is(err, change.ErrNothingToDo):
		o.State, o.Failure, o.Note = Done, nil, failureText(c.options.Explain(err))
	case errors.As(err, new(*crash.Error)):
		o.State = Unknown
	case o.outcome.Ended.IsZero():
		o.State = Failed
	default:
		o.State = stateOf(o.outcome)
	}
}

func failureText(failure m365.Failure) string {
	return strings.TrimSpace(failure.What + " " + failure.Do)
}

// Ended is when the change of the user ended; zero before.
func (o Creation) Ended() time.Time { return o.outcome.Ended }
