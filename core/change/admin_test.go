package change_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// hiding is a cloud that shows the roles of users, all or a part of them, as a test says.
type hiding struct {
	*cloud
	held []m365.HeldRole
	lost call.Read
	err  error
}

func (h *hiding) UserRoles(ctx context.Context, _ m365.UserKey) ([]m365.HeldRole, error) {
	return h.held, h.lost.Lost(ctx, h.err)
}

func (h *hiding) plan(t *testing.T, intent change.Intent) (change.Plan, error) {
	t.Helper()
	service := change.New(change.Options{
		Directory: h, Users: newLocal(), Journal: newJournal(), NewID: numbered("change-"),
		Tenant: func(_ context.Context, id m365.TenantID) (m365.Tenant, error) {
			return m365.Tenant{ID: id, Name: "Contoso", Consented: string(access.Full)}, nil
		},
		Tier: func() access.Tier { return access.Full }, Who: func() string { return "tech@msp.example" },
	})
	return service.Plan(t.Context(), intent)
}

var helpdesk = m365.HeldRole{Role: m365.Role{ID: "ha", Name: "Helpdesk Administrator"}, AssignmentID: "a1", Scope: "/", ScopeName: "Whole tenant"}

var eligible = m365.HeldRole{
	Role: m365.Role{ID: "ga", Name: "Global Administrator"}, AssignmentID: "e1", Scope: "/", ScopeName: "Whole tenant",
	Eligible: true, Ends: time.Date(2027, 1, 31, 9, 0, 0, 0, time.UTC),
}

func TestAUserWhoIsEligibleForARoleIsAnAdministrator(t *testing.T) {
	cloud := &hiding{cloud: newCloud(ada), held: []m365.HeldRole{eligible}}
	plan, err := cloud.plan(t, change.Intent{Action: change.Block, User: ada})
	require.NoError(t, err)
	require.Equal(t, []string{"Global Administrator (eligible)"}, plan.AdminRoles)
}

func TestRolesThatCannotBeReadCountAsAdminRolesAndStopNoBlocking(t *testing.T) {
	for name, test := range map[string]struct {
		lost call.Read
		held []m365.HeldRole
		kind call.Kind
		want []string
	}{
		"none": {call.ReadHeldRoles, nil, call.Server, []string{"unknown (Microsoft's service failed)"}},
		"none, and for good": {
			call.ReadHeldRoles, nil, call.Denied, []string{"unknown (your account may not read them)"},
		},
		"not what the user is eligible for": {
			call.ReadHeldEligible,
			[]m365.HeldRole{helpdesk},
			call.Malformed,
			[]string{"Helpdesk Administrator", "eligible roles that could not be read (the answer was not Microsoft's)"},
		},
		"not what groups give": {
			call.ReadGroupsOfRoles, nil, call.Incomplete,
			[]string{"roles through groups that could not be read (Microsoft's list did not come to its end, so it would not be complete)"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cloud := &hiding{cloud: newCloud(ada), held: test.held, lost: test.lost, err: &call.Error{Op: test.lost.Op, Kind: test.kind}}
			plan, err := cloud.plan(t, change.Intent{Action: change.Block, User: ada})
			require.NoError(t, err)
			require.Equal(t, test.want, plan.AdminRoles)
		})
	}
}

func TestANameThatIsMissingMakesNoAdministrator(t *testing.T) {
	cloud := &hiding{cloud: newCloud(ada), lost: call.ReadUnit, err: &call.Error{Op: call.ReadUnit.Op, Kind: call.Server}}
	plan, err := cloud.plan(t, change.Intent{Action: change.Block, User: ada})
	require.NoError(t, err)
	require.Empty(t, plan.AdminRoles)
}

func TestARoleIsNotTakenWhereRolesCannotBeRead(t *testing.T) {
	for _, kind := range []change.WriteKind{change.AddRole, change.TakeRole} {
		intent := change.Intent{Action: change.ManageRoles, User: ada, Writes: writes(change.Write{Kind: kind, Subject: "ha", Name: "Helpdesk Administrator"})}
		cloud := &hiding{cloud: newCloud(ada), lost: call.ReadHeldRoles, err: &call.Error{Op: call.ReadHeldRoles.Op, Kind: call.Server}}
		_, err := cloud.plan(t, intent)
		if kind == change.AddRole {
			require.NoError(t, err, "it can be given, whatever else there is")
		} else {
			require.True(t, call.Is(err, call.Server), "%v", err)
		}
		cloud = &hiding{cloud: newCloud(ada), held: []m365.HeldRole{helpdesk}, lost: call.ReadHeldEligible, err: &call.Error{Kind: call.Server}}
		_, err = cloud.plan(t, intent)
		if kind == change.AddRole {
			require.ErrorIs(t, err, change.ErrNothingToDo, "held directly, whatever else there is")
			continue
		}
		require.NoError(t, err, "it can be taken, whatever else there is")
	}
}

func TestAnEligibleRoleIsNoAssignment(t *testing.T) {
	cloud := &hiding{cloud: newCloud(ada), held: []m365.HeldRole{eligible}}
	role := change.Write{Subject: "ga", Name: "Global Administrator"}
	role.Kind = change.AddRole
	plan, err := cloud.plan(t, change.Intent{Action: change.ManageRoles, User: ada, Writes: writes(role)})
	require.NoError(t, err)
	require.Len(t, plan.Steps, 1, "it can be given to hold")
	role.Kind = change.TakeRole
	_, err = cloud.plan(t, change.Intent{Action: change.ManageRoles, User: ada, Writes: writes(role)})
	require.ErrorIs(t, err, change.ErrNothingToDo)
}
