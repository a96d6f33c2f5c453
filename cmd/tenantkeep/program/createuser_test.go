package program

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

// carrier, when set, makes the test binary a program that carries out a change and stops at one of the requests until it is killed.
const carrier = "TENANTKEEP_TEST_CARRIER"

// another is the creation of a user with a manager, a license, a group and a role, beside somebody of a tenant.
func another(at subject, local string) change.Intent {
	group, _ := at.outside()
	product, _ := at.product(true)
	return change.Intent{
		Action: change.CreateUser, User: m365.UserKey{Tenant: at.key.Tenant}, Password: change.PasswordOptions{MustChange: true},
		Writes: []change.Write{
			change.Make(map[string]string{
				"displayName": "Noor Haddad", "givenName": "Noor", "surname": "Haddad", "mailNickname": local, "usageLocation": "GB",
				change.Username: local + "@" + at.inside.Info().DefaultDomain, "jobTitle": "Receptionist", "department": "Front desk",
				"companyName": "Contoso", "employeeId": "17", "employeeType": "Employee", change.HireDate: "2026-03-01",
				"officeLocation": "1", "streetAddress": "1 High Street", "city": "London", "state": "London", "postalCode": "N1",
				"country": "United Kingdom", "businessPhones": "+44 1", "mobilePhone": "+44 2", "mail": local + "@" + at.inside.Info().DefaultDomain,
			}),
			{Kind: change.SetManager, Subject: change.ManagerField, After: at.user.DisplayName, Detail: map[string]string{change.DetailTo: at.user.ID}},
			{Kind: change.AddLicense, Subject: product.SKUID},
			{Kind: change.AddGroup, Subject: group.ID},
			{Kind: change.AddRole, Subject: directory.GroupsAdministrator, Name: "Groups Administrator"},
		},
	}
}

// creatable is somebody beside whom another can be created.
func (s subject) creatable() bool {
	_, group := s.outside()
	_, product := s.product(true)
	return s.plain() && group && product && slices.ContainsFunc(s.inside.Domains(), func(one directory.Domain) bool {
		return one.Managed && one.Verified && one.Name == s.inside.Info().DefaultDomain
	})
}

// createAnother creates a user, and counts what was sent.
func (d *harness) createAnother(t *testing.T) (writes int) {
	t.Helper()
	plan := d.plan(t, another(d.find(t, subject.creatable), "noor.haddad"))
	requireDone(t, d.carry(t, plan))
	return len(plan.Requests())
}

func TestAUserIsCreatedThroughTheWholeProgramAndStaysInTheLists(t *testing.T) {
	d := openHarness(t, startSimulation(t, 10, 700))
	at := d.find(t, subject.creatable)
	plan := d.plan(t, another(at, "noor.haddad"))
	first := len(d.wire.since(0))
	outcome := d.carry(t, plan)
	requireDone(t, outcome)
	require.False(t, outcome.Secret.Empty())
	sent := d.wire.since(first)
	require.Len(t, sent, 5)
	for i, request := range outcome.Plan.Requests() {
		require.Equal(t, at.key.Tenant, sent[i].tenant)
		require.Equal(t, request.Method+" "+request.Path, sent[i].method+" "+sent[i].path)
		content, err := request.Content()
		require.NoError(t, err)
		require.JSONEq(t, string(content), sent[i].body)
	}
	key := outcome.Plan.Target.Key
	require.Equal(t, key, d.entry(t, plan.ID).Target.Key)
	before := d.listed(t, key)
	require.Equal(t, []string{"Noor Haddad", "Receptionist", "GB"}, []string{before.DisplayName, before.JobTitle, before.UsageLocation})
	require.Len(t, before.Licenses, 1)
	require.NoError(t, d.program.refresh.All(t.Context()))
	after := d.listed(t, key)
	require.Equal(t, before.Licenses, after.Licenses)
	require.Equal(t, before.Roles, after.Roles)
	require.Equal(t, before.EmployeeHireDate, after.EmployeeHireDate)
}

// heldBack is a change, and the request that the program stops at.
type heldBack struct {
	At      heldAt
	Account string
	Intent  change.Intent
}

// carryAndHold signs in, carries out the change of a file, and stops at a request for ever.
func carryAndHold(folder string) error {
	ctx := context.Background()
	var held heldBack
	if err := readTold(folder, &held); err != nil {
		return err
	}
	holder := &holder{at: held.At}
	p, err := signedInOn(ctx, folder, held.Account, func(in *environment) {
		in.wrap = through(func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
			if writesToGraph(request) {
				if err := holder.pass(request, next); err != nil {
					return nil, err
				}
			}
			return next.RoundTrip(request)
		}).wrap
	})
	if err != nil {
		return err
	}
	plan, err := p.change.Plan(ctx, held.Intent)
	if err != nil {
		return err
	}
	holder.armed.Store(true)
	_, err = p.change.Carry(ctx, plan, nil)
	return fmt.Errorf("nothing was held: %w", err)
}

// TestKilledAtEachStepOfACreation kills the program before and after each request of a creation. The next start finds it in the
// journal, and continues it: the user is there once, with everything that was asked for, and nothing was done twice.
func TestKilledAtEachStepOfACreation(t *testing.T) {
	server := startSimulation(t, 8, 300)
	d := openHarness(t, server)
	at := d.find(t, subject.creatable)
	folder, environments := d.program.folder, func(in *environment) { in.folder = d.program.folder }
	require.NoError(t, d.program.close(t.Context()))
	require.NoError(t, server.CloudFile(filepath.Join(folder, "cloud.json")))
	for number := 1; number <= 5; number++ {
		for _, answered := range []bool{false, true} {
			local := "noor" + strconv.Itoa(number) + strconv.FormatBool(answered)
			t.Run(local, func(t *testing.T) {
				killHeld(t, carrier, folder, heldBack{heldAt{number, answered}, technician(server, directory.Administrator), another(at, local)})
				done := number - 1
				if answered {
					done++
				}
				p := startProgram(t, server, environments)
				signIn(t, p)
				plan, err := p.change.ContinuePlan(t.Context(), interrupted(t, p.store))
				if done == 5 {
					require.ErrorIs(t, err, change.ErrNothingToDo)
				} else {
					require.NoError(t, err)
					require.Len(t, plan.Steps, 5-done)
					outcome, err := p.change.Carry(t.Context(), plan, nil)
					require.NoError(t, err)
					requireDone(t, outcome)
				}
				requireCreatedOnce(t, at, local)
				require.NoError(t, p.close(t.Context()))
			})
		}
	}
}

// interrupted is the newest change that the program ended in the middle of.
func interrupted(t *testing.T, opened *store.Store) string {
	t.Helper()
	answer, err := opened.ActivitySource().Query(t.Context(), table.Query{Limit: 1})
	require.NoError(t, err)
	entry, err := opened.Journal().Entry(t.Context(), answer.Rows[0].Key)
	require.NoError(t, err)
	require.Equal(t, change.Running, entry.State, "it has no end")
	return entry.ID
}

// requireCreatedOnce holds the tenant against what was asked for.
func requireCreatedOnce(t *testing.T, at subject, local string) {
	t.Helper()
	var found []directory.User
	at.inside.EachUser(0, func(u *directory.User) bool {
		if strings.HasPrefix(u.UserPrincipalName, local+"@") {
			found = append(found, *u)
		}
		return true
	})
	require.Len(t, found, 1)
	group, _ := at.outside()
	require.Equal(t, at.user.Slot, found[0].Manager)
	require.Len(t, found[0].Direct, 1)
	require.True(t, at.inside.IsMember(group, found[0].Slot))
	require.Equal(t, []string{directory.GroupsAdministrator}, at.inside.RolesOf(found[0].ID))
}
