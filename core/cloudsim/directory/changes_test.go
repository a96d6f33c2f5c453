package directory_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func TestChangesLastUntilStartOver(t *testing.T) {
	options := directory.Options{Seed: 9, Tenants: 4, Users: 200, Dir: t.TempDir()}
	d := open(t, options)
	id := d.Tenants()[1].ID
	before := dump(t, d)
	inside, _ := d.Open(id)
	u, err := inside.ChangeUser(20, func(u *directory.User) error { u.JobTitle = "Köchin"; u.AccountEnabled = false; return nil })
	require.NoError(t, err)
	created, err := inside.CreateUser(func(u *directory.User) error {
		u.DisplayName, u.UserPrincipalName = "Neu", "neu@"+inside.Info().DefaultDomain
		return nil
	})
	require.NoError(t, err)
	_, err = inside.ChangeUser(21, func(u *directory.User) error { u.Deleted = today; return nil })
	require.NoError(t, err)
	group := inside.Groups()[4]
	_, err = inside.SetMember(group, created.Slot, true)
	require.NoError(t, err)
	role, _, err := inside.AddRole(directory.ReportsReader, created.ID, directory.Whole)
	require.NoError(t, err)
	_, err = inside.RemoveRole(inside.RoleAssignments()[0].ID)
	require.NoError(t, err)
	tap, err := inside.AddMethod(created.Slot, directory.Method{Kind: directory.TAPMethod, Minutes: 60, Start: today, Created: today})
	require.NoError(t, err)
	after, version, generation := dump(t, d), inside.Version(), d.Generation()
	require.NoError(t, d.Close())

	options.Now = func() time.Time { return today.AddDate(0, 0, 3) }
	again := open(t, options)
	require.True(t, bytes.Equal(after, dump(t, again)))
	inside, _ = again.Open(id)
	require.Equal(t, version, inside.Version())
	require.Equal(t, generation, again.Generation())
	kept, ok := inside.User(u.ID)
	require.True(t, ok)
	require.Equal(t, "Köchin", kept.JobTitle)
	require.Contains(t, inside.RolesOf(created.ID), role.RoleID)
	require.True(t, inside.IsMember(group, created.Slot))
	require.Equal(t, tap.ID, inside.MethodsOf(created.Slot)[1].ID)
	second, err := inside.CreateUser(func(u *directory.User) error { u.UserPrincipalName = "zwei@" + inside.Info().DefaultDomain; return nil })
	require.NoError(t, err)
	require.NotEqual(t, created.ID, second.ID)

	require.NoError(t, again.StartOver())
	require.NotEqual(t, generation, again.Generation())
	require.NoError(t, again.Close())
	options.Now = func() time.Time { return today }
	fresh := open(t, options)
	inside, _ = fresh.Open(id)
	_, ok = inside.User(created.ID)
	require.False(t, ok)
	require.Equal(t, today.AddDate(0, 0, 3).Truncate(24*time.Hour), inside.Epoch())
	require.NoError(t, fresh.StartOver())
	require.True(t, bytes.Equal(before, dump(t, fresh)))
}

func TestAnotherNameOfAUserDoesNotRenameTheirPhone(t *testing.T) {
	d := open(t, directory.Options{Seed: 9, Tenants: 4, Users: 200})
	inside, _ := d.Open(d.Tenants()[1].ID)
	phones := 0
	for slot := range inside.Info().Users {
		before := inside.DevicesOf(slot)
		if len(before) < 2 {
			continue
		}
		phones++
		_, err := inside.ChangeUser(slot, func(u *directory.User) error { u.GivenName = "Renée"; return nil })
		require.NoError(t, err)
		require.Equal(t, before[1].DisplayName, inside.DevicesOf(slot)[1].DisplayName)
	}
	require.NotZero(t, phones)
}

func TestALineTornByACrashIsDropped(t *testing.T) {
	options := directory.Options{Seed: 9, Tenants: 4, Users: 200, Dir: t.TempDir()}
	d := open(t, options)
	inside, _ := d.Open(d.Tenants()[1].ID)
	_, err := inside.ChangeUser(20, func(u *directory.User) error { u.City = "Ulm"; return nil })
	require.NoError(t, err)
	require.NoError(t, d.Close())
	files, err := filepath.Glob(filepath.Join(options.Dir, "*.jsonl"))
	require.NoError(t, err)
	file, err := os.OpenFile(files[0], os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = file.WriteString(`{"tenant":"x","slo`)
	require.NoError(t, errors.Join(err, file.Close()))
	again := open(t, options)
	inside, _ = again.Open(again.Tenants()[1].ID)
	u, _ := inside.UserAt(20)
	require.Equal(t, "Ulm", u.City)
	_, err = inside.ChangeUser(22, func(u *directory.User) error { u.City = "Bern"; return nil })
	require.NoError(t, err)
	require.NoError(t, again.Close())
	_, err = directory.New(options)
	require.NoError(t, err)
}

func TestATakenNameIsRefused(t *testing.T) {
	d := open(t, directory.Options{Seed: 9})
	inside, _ := d.Open(d.Tenants()[1].ID)
	other, _ := inside.UserAt(30)
	_, err := inside.ChangeUser(20, func(u *directory.User) error {
		u.UserPrincipalName = strings.ToUpper(other.UserPrincipalName)
		return nil
	})
	require.ErrorIs(t, err, directory.ErrTaken)
	_, err = inside.CreateUser(func(u *directory.User) error { u.UserPrincipalName = other.UserPrincipalName; return nil })
	require.ErrorIs(t, err, directory.ErrTaken)
	_, err = inside.ChangeUser(20, func(u *directory.User) error { u.UserPrincipalName = strings.ToUpper(u.UserPrincipalName); return nil })
	require.NoError(t, err)
}

func TestADeletedUserLosesNameAndRolesUntilRestored(t *testing.T) {
	d := open(t, directory.Options{Seed: 9})
	inside, _ := d.Open(d.Tenants()[1].ID)
	admin := inside.RoleAssignments()[0]
	var slot int
	for _, one := range inside.RoleAssignments() {
		if u, ok := inside.User(one.PrincipalID); ok {
			admin, slot = one, u.Slot
		}
	}
	u, err := inside.ChangeUser(slot, func(u *directory.User) error { u.Deleted = today; return nil })
	require.NoError(t, err)
	_, ok := inside.UserNamed(u.UserPrincipalName)
	require.False(t, ok)
	require.NotContains(t, inside.RoleAssignments(), admin)
	_, ok = inside.Deleted(u.ID)
	require.True(t, ok)
	_, err = inside.ChangeUser(slot, func(u *directory.User) error { u.Deleted = time.Time{}; return nil })
	require.NoError(t, err)
	require.Contains(t, inside.RoleAssignments(), admin)
}
