package bulk

import (
	"context"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
)

// Offboarding plans offboardings; together are those who leave at once.
type Offboarding interface {
	Plan(ctx context.Context, key m365.UserKey, choice offboard.Choice, together ...m365.UserKey) (offboard.Plan, error)
}

// Departure is a user who is to be offboarded, and how it stands with the plan: Checking, LeftOut or Waiting.
type Departure struct {
	Target change.Target
	State  State
	Plan   offboard.Plan
	// Failure says why the user is left out, and Final that checking again would be refused in the same way.
	Failure *m365.Failure
	Final   bool
}

// IsAdmin says that the user holds an admin role, or that the roles could not be read.
func (d Departure) IsAdmin() bool { return len(d.Plan.AdminRoles) > 0 }

// DeparturesOptions are what Departures need. Choice are the steps for the users of a tenant. Told, which may be nil, hears on
// any goroutine that something is different now.
type DeparturesOptions struct {
	Offboarding Offboarding
	Users       []change.Target
	Choice      func(tenant m365.TenantID) offboard.Choice
	Explain     func(err error) m365.Failure
	Told        func()
}

// Departures plan the offboarding of many users, each by itself. They are safe for concurrent use. What is confirmed is carried
// out by core/offboard.
type Departures struct {
	options DeparturesOptions
	keys    []m365.UserKey

	rows[Departure]
}

// NewDepartures makes plans for users, each once. Nothing is read before Check.
func NewDepartures(options DeparturesOptions) *Departures {
	if options.Told == nil {
		options.Told = func() {}
	}
	d := &Departures{options: options, rows: rows[Departure]{told: options.Told}}
	known := make(map[m365.UserKey]bool)
	for _, user := range options.Users {
		if !known[user.Key] {
			known[user.Key] = true
			d.keys = append(d.keys, user.Key)
			d.all = append(d.all, Departure{Target: user, State: Checking})
		}
	}
	return d
}

// All are the users in the order in which they were given, as it stands now.
func (d *Departures) All() []Departure { return d.snapshot() }

// CountDepartures counts users by their state, with the administrators and the tenants.
func CountDepartures(all []Departure) Counts {
	users := make([]User, len(all))
	for i, one := range all {
		users[i] = User{Target: one.Target, State: one.State, Final: one.Final, Plan: change.Plan{AdminRoles: one.Plan.AdminRoles}}
	}
	return Count(users)
}

// Check plans every user who has no plan yet. Nothing is changed at Microsoft.
func (d *Departures) Check(ctx context.Context) {
	d.work(ctx, func(one Departure) m365.TenantID { return one.Target.Key.Tenant },
		func(one Departure) bool { return one.State == Checking || one.State == LeftOut && !one.Final }, d.check)
}

// check plans a user. One for whom there is no plan is left out, with the reason.
func (d *Departures) check(ctx context.Context, i int) {
	plan, err := d.plan(ctx, d.at(i).Target.Key)
	if err != nil && ctx.Err() != nil {
		return
	}
	d.change(i, func(one *Departure) {
		if err != nil {
			failure := d.options.Explain(err)
			one.State, one.Failure, one.Final = LeftOut, &failure, offboard.As(err) != nil || change.As(err) != nil
			return
		}
		one.State, one.Plan, one.Target, one.Failure = Waiting, plan, plan.Target, nil
	})
}

// plan refuses a plan that is for anybody else.
func (d *Departures) plan(ctx context.Context, key m365.UserKey) (plan offboard.Plan, err error) {
	defer crash.Into(&err)
	plan, err = d.options.Offboarding.Plan(ctx, key, d.options.Choice(key.Tenant), d.keys...)
	if err == nil && plan.Target.Key != key {
		err = fmt.Errorf("plan the offboarding of %s: the plan is for %s", key, plan.Target.Key)
	}
	return plan, err
}

// Plans are those of the users who are not left out.
func (d *Departures) Plans() (plans []offboard.Plan) {
	for _, one := range d.All() {
		if one.State == Waiting {
			plans = append(plans, one.Plan)
		}
	}
	return plans
}
