package program

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
	"github.com/tenantkeep/tenantkeep/core/contract"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

// TestEveryExchangeKeepsMicrosoftsContract runs all that the program does against the simulated cloud, and holds every
// request and every answer against Microsoft's own description of Graph: once as it is, and once where the objects of one type
// out of several are had of the advanced query engine alone.
func TestEveryExchangeKeepsMicrosoftsContract(t *testing.T) {
	described := contract.Open(t)
	for name, faults := range map[string][]fault.Rule{
		"casts are answered as they are":       nil,
		"casts want the advanced query engine": {{Service: fault.Graph, Kind: fault.AdvancedCasts}},
	} {
		t.Run(name, func(t *testing.T) {
			server := startSimulation(t, 24, 600)
			for _, rule := range faults {
				_, err := server.Faults().Add(rule)
				require.NoError(t, err)
			}
			seen := described.Watch()
			d := newHarness(t, server, func(in *environment) { in.wrap = through(watching(server, seen)).wrap })
			d.sync(t, d.known(t)...)
			require.NoError(t, d.program.refresh.All(t.Context()))
			d.readCards(t)
			d.readChoices(t)
			d.readWithoutBeta(t)
			d.lookIntoDevices(t)
			_, err := d.program.integration.CheckSetup(t.Context())
			require.NoError(t, err)
			sent := d.thereAndBack(t) + d.removeMethods(t) + d.manyThereAndBack(t) + d.createAnother(t) + d.offboardSomebody(t)
			sent += d.turnOff(t) + d.createTwice(t, server)

			require.Empty(t, seen.Broken())
			require.Equal(t, sent, writesIn(seen.Seen()), "every write was checked")
			requireEveryCall(t, described.Operations(), seen)
			t.Logf("%d exchanges of %d operations were checked", seen.Checked(), len(seen.Seen()))
		})
	}
}

// watching checks what is sent to Graph.
func watching(server *cloudsim.Server, seen *contract.Watch) func(*http.Request, http.RoundTripper) (*http.Response, error) {
	return func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
		if !strings.HasPrefix(request.URL.String(), server.Graph()+"/") {
			return next.RoundTrip(request)
		}
		return seen.Send(request, next)
	}
}

// writesIn counts the exchanges that change something.
func writesIn(seen map[string]int) (writes int) {
	for operation, count := range seen {
		if !strings.HasPrefix(operation, "GET ") && operation != "POST /v1.0/directoryObjects/getByIds" {
			writes += count
		}
	}
	return writes
}

// requireEveryCall compares the calls that stand in the code with what was seen.
func requireEveryCall(t *testing.T, described []string, seen *contract.Watch) {
	t.Helper()
	calls := callsInCode(t)
	operations := slices.Collect(maps.Keys(seen.Seen()))
	for _, one := range calls {
		require.True(t, slices.ContainsFunc(operations, func(operation string) bool {
			return one.is(operation) && !slices.ContainsFunc(one.body, func(name string) bool { return !seen.Named(operation, name) })
		}), "the run sends no %s: it stands in %s", one, one.where)
	}
	for _, operation := range operations {
		require.True(t, slices.ContainsFunc(calls, func(one codeCall) bool { return one.is(operation) }), "%s is sent, and no call in the code is it", operation)
	}
	for _, operation := range described {
		if strings.HasPrefix(operation, "DELETE /v1.0/users/{user-id}/authentication/") {
			require.Contains(t, operations, operation, "a method of each kind is removed")
		}
	}
	t.Logf("all %d calls in the code were sent", len(calls))
}

// readCards reads every card of people of all sorts.
func (d *harness) readCards(t *testing.T) {
	t.Helper()
	sorts := map[string]func(subject) bool{
		"a guest": func(at subject) bool { return at.user.Guest() },
		"a Global Administrator": func(at subject) bool {
			return slices.Contains(at.inside.RolesOf(at.user.ID), directory.GlobalAdministrator)
		},
		"a member of the cloud":        subject.plain,
		"somebody from on-premises":    func(at subject) bool { return at.user.OnPremisesSynced },
		"somebody with devices":        func(at subject) bool { return len(at.inside.DevicesOf(at.user.Slot)) > 1 },
		"somebody with a group's SKU":  func(at subject) bool { return len(at.user.Licences) > 0 && len(at.user.Direct) == 0 },
		"somebody of a branch's admin": subject.administersUnit,
	}
	for sort, suits := range sorts {
		at := d.find(t, suits)
		for _, part := range profile.Parts() {
			read, err := d.program.cards.Read(t.Context(), at.key, part)
			require.NoError(t, err, "%s of %s", part, sort)
			require.NotEqual(t, m365.NoPermission, read.Availability, "%s of %s", part, sort)
		}
	}
}

// readChoices reads what forms offer.
func (d *harness) readChoices(t *testing.T) {
	t.Helper()
	tenant := d.tenants[0]
	offered := named{d.program.graph}
	_, err := offered.AssignableRoles(t.Context(), tenant)
	require.NoError(t, err)
	_, err = offered.SKUs(t.Context(), tenant)
	require.NoError(t, err)
	_, err = offered.DeletedUsers(t.Context(), tenant)
	require.NoError(t, err)
	_, err = offered.TAPPolicy(t.Context(), tenant)
	require.NoError(t, err)
	_, err = offered.RestrictedUnits(t.Context(), d.find(t, subject.plain).key)
	require.NoError(t, err)
	for _, text := range []string{"", "all", "all@", `a "b\`} {
		_, err = offered.FindGroups(t.Context(), tenant, text)
		require.NoError(t, err, text)
		_, err = offered.FindUsers(t.Context(), tenant, text)
		require.NoError(t, err, text)
	}
	_, err = offered.RestrictedUnits(t.Context(), d.find(t, subject.plain).key)
	require.NoError(t, err)
}

// lookIntoDevices shows what Microsoft keeps of a device that nobody may read in passing.
func (d *harness) lookIntoDevices(t *testing.T) {
	t.Helper()
	keeps := func(device directory.Device) bool {
		return device.Managed && device.OperatingSystem == "Windows" && device.TrustType != "Workplace"
	}
	at := d.find(t, func(at subject) bool {
		return at.plain() && slices.ContainsFunc(at.inside.DevicesOf(at.user.Slot), keeps)
	})
	devices := at.inside.DevicesOf(at.user.Slot)
	device := devices[slices.IndexFunc(devices, keeps)]
	keys, err := d.program.graph.RecoveryKeys(t.Context(), at.key.Tenant, device.DeviceID)
	require.NoError(t, err)
	require.NotEmpty(t, keys)
	for _, look := range []change.Intent{
		{User: at.key, Action: change.ShowRecoveryKey, Writes: oneWrite(change.ReadRecoveryKey, keys[0].ID)},
		{User: at.key, Action: change.ShowLocalPassword, Writes: oneWrite(change.ReadLocalPassword, device.DeviceID)},
	} {
		outcome := d.carry(t, d.plan(t, look))
		requireDone(t, outcome)
		require.False(t, outcome.Secret.Empty())
	}
}

// readWithoutBeta reads a sign-in log where beta is not to be had.
func (d *harness) readWithoutBeta(t *testing.T) {
	t.Helper()
	id, err := d.server.Faults().Add(fault.Rule{Service: fault.Graph, PathContains: "/beta/", Kind: fault.NotFound})
	require.NoError(t, err)
	defer d.server.Faults().Remove(id)
	at := d.find(t, subject.plain)
	_, err = d.program.cards.Read(t.Context(), at.key, profile.SignIns)
	require.NoError(t, err)
}

// thereAndBack does every scenario, takes back those that can be, and counts what was sent.
func (d *harness) thereAndBack(t *testing.T) (writes int) {
	t.Helper()
	for _, one := range scenarios() {
		_, wanted, plan := d.begin(t, one)
		requireDone(t, d.carry(t, plan))
		writes += len(plan.Requests())
		if wanted.lasting {
			continue
		}
		back, err := d.program.change.UndoPlan(t.Context(), plan.ID)
		require.NoError(t, err)
		requireDone(t, d.carry(t, back))
		writes += len(back.Requests())
	}
	return writes
}

// removeMethods removes a method of every kind that can be removed, and counts what was sent.
func (d *harness) removeMethods(t *testing.T) (writes int) {
	t.Helper()
	for _, kind := range []directory.MethodKind{
		directory.PhoneMethod, directory.AuthenticatorMethod, directory.HelloMethod, directory.FIDOMethod, directory.OATHMethod,
		directory.EmailMethod, directory.TAPMethod,
	} {
		at := d.find(t, subject.plain)
		// Beside others it might be the default, which Microsoft does not remove.
		for _, other := range at.inside.MethodsOf(at.user.Slot) {
			if other.Kind != directory.PasswordMethod {
				require.NoError(t, at.inside.RemoveMethod(at.user.Slot, other.ID))
			}
		}
		method, err := at.inside.AddMethod(at.user.Slot, directory.Method{Kind: kind, Phone: "+1 4255550100", PhoneType: "mobile", Email: "a@mail.example", Minutes: 60})
		require.NoError(t, err)
		plan := d.plan(t, change.Intent{User: at.key, Action: change.RemoveMethod, Writes: oneWrite(change.TakeMethod, method.ID)})
		require.NotEmpty(t, plan.Steps, kind)
		requireDone(t, d.carry(t, plan))
		writes += len(plan.Steps)
	}
	return writes
}

// administersUnit says that the user holds a role over an administrative unit.
func (s subject) administersUnit() bool {
	return slices.ContainsFunc(s.inside.RoleAssignments(), func(one directory.RoleAssignment) bool {
		return one.PrincipalID == s.user.ID && one.Scope != directory.Whole
	})
}
