package action_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func newChanges() *changes {
	return &changes{results: map[int]change.StepResult{}, begun: make(chan struct{}, 1000)}
}

func (c *changes) do(change func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change()
}

func (c *changes) Plan(ctx context.Context, intent change.Intent) (change.Plan, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.intents = append(c.intents, intent)
	if c.planErr != nil {
		return change.Plan{}, c.planErr
	}
	if err := c.refused[intent.User.ID]; err != nil {
		return change.Plan{}, err
	}
	plan := change.Plan{
		ID: "change-1", Action: intent.Action, Steps: stepsOf(intent), Notes: c.notes, AdminRoles: c.admin,
		Target: change.Target{Key: intent.User, Name: "Adele Vance", Username: "adele.vance@contoso.com", Tenant: nameOf(intent.User.Tenant)},
	}
	if c.blocks && intent.Action == change.Block {
		plan.Steps[0].Write = change.Write{Kind: change.SetSignIn}
	}
	if roles := c.admins[intent.User.ID]; roles != nil {
		plan.AdminRoles = roles
	}
	if c.target != nil {
		plan.Target = c.target(plan.Target)
	}
	return plan, ctx.Err()
}

func nameOf(id m365.TenantID) string {
	if id == fabrikam.ID {
		return fabrikam.Name
	}
	return contoso.Name
}

func stepsOf(intent change.Intent) []change.Step {
	id := intent.User.ID
	switch intent.Action {
	case change.ResetPassword:
		return []change.Step{{Text: "Reset the password", Request: call.SetPassword(id, m365.NewSecret("hunter2"), intent.Password.MustChange)}}
	case change.ShowRecoveryKey, change.ShowLocalPassword:
		return []change.Step{{Text: "Read the secret of " + intent.Writes[0].Name, Request: call.ReadRecoveryKey(intent.Writes[0].Subject)}}
	case change.CreateTAP:
		return []change.Step{{Text: "Create a Temporary Access Password", Request: call.CreateTAP(id, intent.TAP.Lifetime, intent.TAP.Once)}}
	case change.Block:
		return []change.Step{{Text: "Block the sign-in", Request: call.SetSignIn(id, m365.Blocked)}}
	case change.Unblock:
		return []change.Step{{Text: "Unblock the sign-in", Request: call.SetSignIn(id, m365.Allowed)}}
	case change.Undo:
		return []change.Step{{Text: "Unblock the sign-in", Request: call.SetSignIn(id, m365.Allowed)}}
	case change.RestoreUser:
		return []change.Step{{Write: change.Write{Kind: change.BringBack}, Text: "Restore the user", Request: call.RestoreUser(id)}}
	case change.RevokeSessions:
		return []change.Step{{Text: "Revoke all sessions", Request: call.RevokeSessions(id)}}
	}
	var steps []change.Step
	if intent.UsageLocation != "" {
		steps = append(steps, change.Step{
			Text: "Set the usage location to " + intent.UsageLocation, Request: call.SetFields(id, map[string]any{"usageLocation": intent.UsageLocation}),
		})
	}
	for _, write := range intent.Writes {
		steps = append(steps, stepOf(id, write))
	}
	return steps
}

func stepOf(user string, write change.Write) change.Step {
	step := change.Step{Write: write}
	switch write.Kind {
	case change.AddRole:
		step.Text, step.Request = "Add the role "+write.Name, call.AddRole(user, write.Subject, write.Detail[change.DetailScope])
	case change.TakeRole:
		step.Text, step.Request = "Remove the role "+write.Name, call.RemoveRole(write.Detail[change.DetailAssignment])
	case change.AddGroup:
		step.Text, step.Request = "Add to the group "+write.Name, call.Request{Method: "POST", Path: "/groups/" + write.Subject + "/members/$ref"}
	case change.TakeGroup:
		step.Text, step.Request = "Remove from the group "+write.Name, call.RemoveFromGroup(user, write.Subject)
	case change.AddLicense:
		step.Text, step.Request = "Assign "+write.Name, call.AssignLicenses(user, []call.AddedLicense{{SKU: write.Subject}}, nil)
	case change.TakeLicense:
		step.Text, step.Request = "Remove "+write.Name, call.AssignLicenses(user, nil, []string{write.Subject})
	case change.PutMethod:
		step.Text, step.Request = "Add "+write.After+" as "+write.Name, call.AddPhone(user, "mobile", write.After)
	case change.SetMethod:
		step.Text, step.Request = "Change "+write.Name, call.ChangePhone(user, write.Subject, "mobile", write.After)
	case change.SetField:
		var value any
		if write.After != "" {
			value = write.After
		}
		step.Text, step.Request = "Set "+write.Subject+" to "+write.After, call.SetFields(user, map[string]any{write.Subject: value})
	case change.SetManager:
		step.Text, step.Request = "Set Manager to "+write.After, call.Request{Method: "PUT", Path: "/users/" + user + "/manager/$ref"}
	case change.TakeMethod:
		step.Text, step.Request = "Remove "+write.Name, call.RemoveMethod(user, write.Detail[change.DetailSegment], write.Subject)
	}
	return step
}

func (c *changes) UndoPlan(ctx context.Context, entryID string) (change.Plan, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.undone = append(c.undone, entryID)
	if c.planErr != nil {
		return change.Plan{}, c.planErr
	}
	return change.Plan{
		ID: "change-2", Action: change.Undo,
		Steps:  []change.Step{{Text: "Unblock the sign-in", Request: call.SetSignIn("u", m365.Allowed)}},
		Target: change.Target{Key: adele(contoso).User.Key, Name: "Adele Vance", Username: "adele.vance@contoso.com", Tenant: contoso.Name},
	}, ctx.Err()
}

func (c *changes) ContinuePlan(ctx context.Context, entryID string) (change.Plan, error) {
	return c.UndoPlan(ctx, entryID)
}

func (c *changes) Carry(ctx context.Context, plan change.Plan, progress func(change.Outcome)) (change.Outcome, error) {
	c.do(func() { c.carried = append(c.carried, plan) })
	c.begun <- struct{}{}
	return c.carry(ctx, plan, progress)
}

func (c *changes) Retry(ctx context.Context, outcome change.Outcome, progress func(change.Outcome)) (change.Outcome, error) {
	c.do(func() { c.retried = append(c.retried, outcome) })
	return c.carry(ctx, outcome.Plan, progress)
}

func (c *changes) carry(ctx context.Context, plan change.Plan, progress func(change.Outcome)) (change.Outcome, error) {
	c.mu.Lock()
	hold, results, ends, err := c.hold, c.results, maps.Clone(c.ends), c.carryErr
	c.mu.Unlock()
	if err != nil {
		return change.Outcome{Plan: plan, Steps: make([]change.StepResult, len(plan.Steps))}, err
	}
	outcome := change.Outcome{Plan: plan, Steps: make([]change.StepResult, len(plan.Steps)), Ended: noon}
	for i := range plan.Steps {
		outcome.Steps[i].State = change.Waiting
	}
	for i := range plan.Steps {
		outcome.Steps[i].State = change.Running
		if progress != nil {
			progress(outcome)
		}
		if err := hold.wait(ctx); err != nil {
			return outcome, err
		}
		result, named := results[i]
		if ends, told := ends[plan.Target.Key.ID]; told {
			result, named = ends, true
		}
		if !named {
			result = change.StepResult{State: change.Done, RequestID: "r-1"}
		}
		outcome.Steps[i] = result
		if progress != nil {
			progress(outcome)
		}
	}
	c.do(func() {
		outcome.Secret = c.secret
		if ends := c.ends[plan.Target.Key.ID]; c.passwords && ends.State != change.Failed {
			outcome.Secret = m365.NewSecret("Pass-of-" + plan.Target.Key.ID)
		}
	})
	return outcome, nil
}

// directory stands in for Microsoft Graph.
type directory struct {
	keys     []m365.RecoveryKey
	mu       sync.Mutex
	tenants  []m365.TenantID
	searches []string
	err      error
	hold     *gate

	// failing are why tenants do not answer; skusOf and groupsOf are what each tenant has of its own.
	failing  map[m365.TenantID]error
	skusOf   map[m365.TenantID][]m365.SKU
	groupsOf map[m365.TenantID][]m365.Group
	roles    []m365.Role
	held     []m365.HeldRole
	skus     []m365.SKU
	licenses []m365.HeldLicense
	groups   []m365.Group
	member   []m365.Group
	policy   m365.TAPPolicy
	user     m365.Details
	people   []m365.Person
}

func newDirectory() *directory { return &directory{} }

func (d *directory) do(change func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change()
}

// asked notes the tenant, and is where a test holds answers back.
func (d *directory) asked(ctx context.Context, tenant m365.TenantID) error {
	d.mu.Lock()
	d.tenants = append(d.tenants, tenant)
	hold, err := d.hold, d.err
	if failing := d.failing[tenant]; failing != nil {
		err = failing
	}
	d.mu.Unlock()
	if waited := hold.wait(ctx); waited != nil {
		return waited
	}
	return err
}

func (d *directory) AssignableRoles(ctx context.Context, tenant m365.TenantID) ([]m365.Role, error) {
	return slices.Clone(d.roles), d.asked(ctx, tenant)
}

func (d *directory) SKUs(ctx context.Context, tenant m365.TenantID) ([]m365.SKU, error) {
	if d.skusOf != nil {
		return slices.Clone(d.skusOf[tenant]), d.asked(ctx, tenant)
	}
	return slices.Clone(d.skus), d.asked(ctx, tenant)
}

func (d *directory) FindGroups(ctx context.Context, tenant m365.TenantID, text string) ([]m365.Group, error) {
	d.do(func() { d.searches = append(d.searches, text) })
	err := d.asked(ctx, tenant)
	groups := d.groups
	if d.groupsOf != nil {
		groups = d.groupsOf[tenant]
	}
	return slices.DeleteFunc(slices.Clone(groups), func(g m365.Group) bool {
		return !strings.HasPrefix(strings.ToLower(g.Name), strings.ToLower(text))
	}), err
}

func (d *directory) RecoveryKeys(ctx context.Context, tenant m365.TenantID, _ string) ([]m365.RecoveryKey, error) {
	return slices.Clone(d.keys), d.asked(ctx, tenant)
}

func (d *directory) TAPPolicy(ctx context.Context, tenant m365.TenantID) (m365.TAPPolicy, error) {
	return d.policy, d.asked(ctx, tenant)
}

func (d *directory) UserRoles(ctx context.Context, key m365.UserKey) ([]m365.HeldRole, error) {
	return slices.Clone(d.held), d.asked(ctx, key.Tenant)
}

func (d *directory) UserLicenses(ctx context.Context, key m365.UserKey) ([]m365.HeldLicense, error) {
	return slices.Clone(d.licenses), d.asked(ctx, key.Tenant)
}

func (d *directory) UserGroups(ctx context.Context, key m365.UserKey) ([]m365.Group, error) {
	return slices.Clone(d.member), d.asked(ctx, key.Tenant)
}

func (d *directory) User(ctx context.Context, key m365.UserKey) (m365.Details, error) {
	user := d.user
	user.Key = key
	return user, d.asked(ctx, key.Tenant)
}

func (d *directory) Organization(ctx context.Context, tenant m365.TenantID) (m365.Organization, error) {
	return m365.Organization{ID: tenant, Domains: []string{"contoso.com", "contoso.onmicrosoft.com"}}, d.asked(ctx, tenant)
}

func (d *directory) FindUsers(ctx context.Context, tenant m365.TenantID, text string) ([]m365.Person, error) {
	d.do(func() { d.searches = append(d.searches, text) })
	return slices.DeleteFunc(slices.Clone(d.people), func(one m365.Person) bool {
		return !strings.HasPrefix(strings.ToLower(one.DisplayName), strings.ToLower(text))
	}), d.asked(ctx, tenant)
}

func (c *changes) Entry(_ context.Context, id string) (change.Entry, error) {
	if entry, known := c.entries[id]; known {
		return entry, nil
	}
	return change.Entry{ID: id, Target: crowd(10)[id[0]-'0']}, nil
}

func (c *changes) Run(_ context.Context, run string) ([]change.Entry, error) {
	var entries []change.Entry
	for i, user := range crowd(4) {
		entries = append(entries, change.Entry{ID: run, Target: user, Title: string(rune('0' + i))})
	}
	return entries, nil
}
