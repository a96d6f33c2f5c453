package bulk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
)

// office is a tenant in which users are created, in memory.
type office struct {
	mu        sync.Mutex
	taken     map[string]bool
	created   []string
	continued []string
	asked     int
	// fails says how the creation of a username ends; created users stay.
	fails map[string]change.State
	err   error
}

func (o *office) Organization(context.Context, m365.TenantID) (m365.Organization, error) {
	return m365.Organization{DefaultDomain: "contoso.com", Domains: []string{"contoso.com"}}, o.err
}

func (o *office) SKUs(context.Context, m365.TenantID) ([]m365.SKU, error) {
	return []m365.SKU{{ID: "s-1", Name: "Visio Plan 2", Enabled: 5}}, nil
}

func (o *office) FindGroups(_ context.Context, _ m365.TenantID, text string) ([]m365.Group, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.asked++
	all := []m365.Group{
		{ID: "g-1", Name: "Reception", Type: m365.SecurityGroup},
		{ID: "g-2", Name: "Reception East", Type: m365.SecurityGroup},
		{ID: "g-3", Name: "Staff", Type: m365.SecurityGroup, Dynamic: true},
	}
	var found []m365.Group
	for _, one := range all {
		if strings.HasPrefix(one.Name, text) {
			found = append(found, one)
		}
	}
	return found, nil
}

func (o *office) WhoHas(_ context.Context, tenant m365.TenantID, address string) ([]m365.Person, error) {
	if address != "boss@contoso.com" {
		return nil, nil
	}
	return []m365.Person{{Key: m365.UserKey{Tenant: tenant, ID: "boss"}, DisplayName: "Miriam"}}, nil
}

func (o *office) Plan(_ context.Context, intent change.Intent) (change.Plan, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	username := intent.Writes[0].Subject
	if o.taken[username] {
		return change.Plan{}, &change.Refusal{Reason: change.ErrFields, Objections: []change.Objection{{Field: change.Username, Why: "Taken: Ada."}}}
	}
	plan := change.Plan{ID: username, Action: change.CreateUser, Target: change.Target{Key: intent.User, Username: username}}
	for _, write := range intent.Writes {
		plan.Steps = append(plan.Steps, change.Step{Write: write, Text: string(write.Kind)})
	}
	return plan, nil
}

func (o *office) ContinuePlan(_ context.Context, id string) (change.Plan, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.continued = append(o.continued, id)
	delete(o.fails, id)
	return change.Plan{ID: id + "-again", Target: change.Target{Username: id}, Steps: []change.Step{{Write: change.Write{Kind: change.MakeUser}}}}, nil
}

func (o *office) Carry(_ context.Context, plan change.Plan, _ func(change.Outcome)) (change.Outcome, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	outcome := change.Outcome{Plan: plan, Steps: make([]change.StepResult, len(plan.Steps)), Ended: time.Now()}
	state, fails := o.fails[plan.Target.Username]
	for i := range outcome.Steps {
		outcome.Steps[i].State = change.Done
	}
	if fails {
		outcome.Steps[0] = change.StepResult{State: state, Failure: &m365.Failure{What: "Microsoft failed."}}
		return outcome, nil
	}
	o.created = append(o.created, plan.Target.Username)
	outcome.Plan.Target.Key.ID = "id-" + plan.Target.Username
	outcome.Secret = m365.NewSecret("of " + plan.Target.Username)
	return outcome, nil
}

func (o *office) Retry(_ context.Context, outcome change.Outcome, _ func(change.Outcome)) (change.Outcome, error) {
	return outcome, errors.New("not expected")
}

func creations(t *testing.T, o *office, text string) *bulk.Creations {
	t.Helper()
	lines, err := newuser.Read([]byte(text))
	require.NoError(t, err)
	return bulk.NewCreations(bulk.CreationsOptions{
		Changes: o, Directory: o, Tenant: "t", Lines: lines, Pattern: newuser.PatternOf(nil),
		Explain: func(err error) m365.Failure { return m365.Failure{What: err.Error()} },
	})
}

func TestADryRunSaysAllThatIsWrongBeforeAnythingIsSent(t *testing.T) {
	o := &office{taken: map[string]bool{"ada@contoso.com": true}}
	run := creations(t, o, "Full Name,Username,Manager,Groups,Licenses,Usage Location\n"+
		"Noor,noor,boss@contoso.com,Reception,Visio Plan 2,GB\n"+
		"Ada,ada,,,,\n"+
		"Bo,bo,nobody@contoso.com,Staff | Kitchen,Sway,GB\n"+
		"Cy,noor,,,,\n")
	require.NoError(t, run.Check(t.Context()))
	all := run.All()
	require.Equal(t, bulk.Waiting, all[0].State, "%v", all[0].Line.Faults)
	require.Len(t, all[0].Plan.Steps, 4)
	require.Equal(t, []string{"User Principal Name: Taken: Ada."}, all[1].Line.Faults)
	require.Equal(t, []string{
		"The tenant has no product Sway.", "Manager: nobody has the username nobody@contoso.com.",
		"The group Staff cannot be joined here: Members follow a rule.", "There is no group Kitchen.",
	}, all[2].Line.Faults)
	require.Equal(t, []string{"Line 2 has the username noor@contoso.com too."}, all[3].Line.Faults)
	require.Empty(t, o.created)
	run.Carry(t.Context())
	require.Equal(t, []string{"noor@contoso.com"}, o.created)
	require.Equal(t, bulk.Done, run.All()[0].State)
	require.False(t, run.All()[0].Secret.Empty())
	require.NotContains(t, fmt.Sprintf("%+v", run.All()), "of noor")
}

func TestAThousandUsersAreCreatedAndThoseWhoFailedOnceMore(t *testing.T) {
	var text strings.Builder
	text.WriteString("Full Name,Username,Groups\n")
	for i := range newuser.MostLines {
		fmt.Fprintf(&text, "User %d,user%d,Reception\n", i, i)
	}
	o := &office{fails: map[string]change.State{"user7@contoso.com": change.Failed, "user8@contoso.com": change.Unknown}}
	run := creations(t, o, text.String())
	require.NoError(t, run.Check(t.Context()))
	require.Less(t, o.asked, 10, "a group is not looked for once a line")
	run.Carry(t.Context())
	counts := bulk.CountCreations(run.All())
	require.Equal(t, []int{998, 1, 1}, []int{counts.Done, counts.Failed, counts.Unknown})
	run.Retry(t.Context())
	require.ElementsMatch(t, []string{"user7@contoso.com", "user8@contoso.com"}, o.continued, "it is looked up first whether they are there")
	require.Equal(t, newuser.MostLines, bulk.CountCreations(run.All()).Done)
	require.Len(t, o.created, newuser.MostLines)
}

func TestATenantThatCannotBeReadLetsNothingBeChecked(t *testing.T) {
	run := creations(t, &office{err: errors.New("offline")}, "Full Name,Username\nNoor,noor\n")
	require.ErrorContains(t, run.Check(t.Context()), "offline")
	require.Equal(t, bulk.Checking, run.All()[0].State)
}
