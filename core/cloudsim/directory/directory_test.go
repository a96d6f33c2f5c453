package directory_test

import (
	"bytes"
	"encoding/json"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

var today = time.Date(2026, 11, 20, 15, 4, 5, 0, time.UTC)

func open(t testing.TB, options directory.Options) *directory.Directory {
	t.Helper()
	if options.Now == nil {
		options.Now = func() time.Time { return today }
	}
	d, err := directory.New(options)
	require.NoError(t, err)
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// each calls do with every tenant of a world.
func each(t testing.TB, d *directory.Directory, do func(*directory.Tenant)) {
	t.Helper()
	for _, info := range d.Tenants() {
		inside, ok := d.Open(info.ID)
		require.True(t, ok)
		do(inside)
	}
}

// dump is everything in a world as JSON.
func dump(t testing.TB, d *directory.Directory) []byte {
	t.Helper()
	var all bytes.Buffer
	out := json.NewEncoder(&all)
	each(t, d, func(inside *directory.Tenant) {
		require.NoError(t, out.Encode([]any{inside.Info(), inside.Domains(), inside.Groups(), inside.RoleAssignments(), inside.Subscriptions()}))
		inside.EachUser(0, func(u *directory.User) bool {
			require.NoError(t, out.Encode(u))
			return out.Encode(u.Licences) == nil
		})
		inside.EachDeleted(0, func(u *directory.User) bool { return out.Encode(u) == nil })
		inside.EachDevice(0, func(_ int, device *directory.Device) bool { return out.Encode(device) == nil })
		for slot := range min(inside.Info().Users, 25) {
			require.NoError(t, out.Encode([]any{inside.SignInsOf(slot), inside.MethodsOf(slot), inside.GroupsOf(slot, true)}))
		}
	})
	return all.Bytes()
}

func TestTwoWorldsOfASeedAreEqual(t *testing.T) {
	first := dump(t, open(t, directory.Options{Seed: 11, Tenants: 8, Users: 300}))
	require.True(t, bytes.Equal(first, dump(t, open(t, directory.Options{Seed: 11, Tenants: 8, Users: 300}))))
	require.False(t, bytes.Equal(first, dump(t, open(t, directory.Options{Seed: 12, Tenants: 8, Users: 300}))))
}

func TestADefaultWorldIsAPartnerWith24CustomersAnd3000Users(t *testing.T) {
	d := open(t, directory.Options{Seed: 1})
	all := d.Tenants()
	require.Len(t, all, 25)
	require.True(t, all[0].Partner)
	users, names, smallest, largest, without := 0, map[string]int{}, 1<<30, 0, 0
	for _, tenant := range all {
		users += tenant.Users
		names[tenant.Name]++
		smallest, largest = min(smallest, tenant.Users), max(largest, tenant.Users)
		if tenant.Plan == "" {
			without++
		}
		for _, name := range []string{tenant.ID, tenant.DefaultDomain, tenant.InitialDomain, strings.ToUpper(tenant.DefaultDomain)} {
			found, ok := d.Tenant(name)
			require.True(t, ok)
			require.Equal(t, tenant, found)
		}
	}
	require.Equal(t, 3000, users)
	require.Equal(t, 1, smallest)
	require.Greater(t, largest, 250)
	require.GreaterOrEqual(t, without, 2)
	require.Equal(t, 2, names["Northwind Traders"])
	require.NotEqual(t, all[3].InitialDomain, all[3].SharePointName+".onmicrosoft.com")
	_, ok := d.Tenant("nowhere.example")
	require.False(t, ok)
}

func TestEveryKindOfUserGroupLicenceAndDeviceIsThere(t *testing.T) {
	d := open(t, directory.Options{Seed: 1})
	seen := map[string]bool{}
	scripts := []*unicode.RangeTable{unicode.Arabic, unicode.Hebrew, unicode.Han, unicode.Hangul, unicode.Cyrillic, unicode.Greek, unicode.Thai, unicode.Devanagari}
	each(t, d, func(inside *directory.Tenant) {
		inside.EachUser(0, func(u *directory.User) bool {
			seen["guest"] = seen["guest"] || u.Guest()
			seen["synced"] = seen["synced"] || u.OnPremisesSynced
			seen["blocked"] = seen["blocked"] || !u.AccountEnabled
			seen["never signed in"] = seen["never signed in"] || u.LastSignIn.IsZero() && !u.Service
			seen["no type"] = seen["no type"] || u.UserType == ""
			seen["no usage location"] = seen["no usage location"] || u.UsageLocation == ""
			seen["apostrophe"] = seen["apostrophe"] || strings.Contains(u.UserPrincipalName, "'")
			seen["200 letters"] = seen["200 letters"] || utf8.RuneCountInString(u.DisplayName) == 200
			for _, script := range scripts {
				if strings.ContainsFunc(u.DisplayName, func(r rune) bool { return unicode.Is(script, r) }) {
					seen["script"+string(rune(script.R16[0].Lo))] = true
				}
			}
			for _, state := range u.Licences {
				seen["through a group"] = seen["through a group"] || state.ByGroup != ""
				seen["direct"] = seen["direct"] || state.ByGroup == ""
				seen["licence error"] = seen["licence error"] || state.State == "Error"
				seen["disabled plans"] = seen["disabled plans"] || len(state.Disabled) > 0
			}
			return true
		})
		for _, g := range inside.Groups() {
			seen["dynamic"] = seen["dynamic"] || g.Dynamic
			seen["mail-enabled"] = seen["mail-enabled"] || g.MailEnabled && g.Security && !g.Unified
			seen["distribution"] = seen["distribution"] || g.MailEnabled && !g.Security && !g.Unified
			seen["M365"] = seen["M365"] || g.Unified
			seen["synced group"] = seen["synced group"] || g.Synced
			seen["role-assignable"] = seen["role-assignable"] || g.AssignableToRole
			seen["nested"] = seen["nested"] || len(inside.ChildrenOf(g)) > 0
		}
		for _, one := range inside.RoleAssignments() {
			_, user := inside.User(one.PrincipalID)
			_, group := inside.Group(one.PrincipalID)
			seen["direct admin"] = seen["direct admin"] || user && one.Scope == "/"
			seen["scoped admin"] = seen["scoped admin"] || one.Scope != "/"
			seen["admin group"] = seen["admin group"] || group
			seen["service principal"] = seen["service principal"] || !user && !group
		}
		inside.EachDevice(0, func(_ int, device *directory.Device) bool {
			seen[device.TrustType] = true
			seen["compliance unknown"] = seen["compliance unknown"] || device.Compliant == nil
			return true
		})
		inside.EachDeleted(0, func(*directory.User) bool { seen["deleted"] = true; return true })
	})
	for _, script := range scripts {
		require.True(t, seen["script"+string(rune(script.R16[0].Lo))])
	}
	for _, kind := range []string{
		"guest", "synced", "blocked", "never signed in", "no type", "no usage location", "apostrophe", "200 letters", "through a group",
		"direct", "licence error", "disabled plans", "dynamic", "mail-enabled", "distribution", "M365", "synced group", "role-assignable",
		"nested", "direct admin", "scoped admin", "admin group", "service principal", "AzureAd", "ServerAd", "Workplace",
		"compliance unknown", "deleted",
	} {
		require.True(t, seen[kind], kind)
	}
}

func TestTwoTenantsShareAUsersNameNicknameAndID(t *testing.T) {
	d := open(t, directory.Options{Seed: 1})
	all := d.Tenants()
	one, _ := d.Open(all[1].ID)
	two, _ := d.Open(all[2].ID)
	a, ok := one.UserNamed("alex.wilber@" + all[1].DefaultDomain)
	require.True(t, ok)
	b, ok := two.User(a.ID)
	require.True(t, ok)
	require.Equal(t, a.ID, b.ID)
	require.Equal(t, a.DisplayName, b.DisplayName)
	require.Equal(t, a.MailNickname, b.MailNickname)
	require.NotEqual(t, a.UserPrincipalName, b.UserPrincipalName)
}

func TestEveryIDAndNameIsOnceInATenantAndFindsItsUser(t *testing.T) {
	d := open(t, directory.Options{Seed: 3, Tenants: 7, Users: 9000})
	each(t, d, func(inside *directory.Tenant) {
		ids, names := map[string]bool{}, map[string]bool{}
		count := 0
		inside.EachUser(0, func(u *directory.User) bool {
			require.False(t, ids[u.ID], u.ID)
			require.False(t, names[strings.ToLower(u.UserPrincipalName)], u.UserPrincipalName)
			ids[u.ID], names[strings.ToLower(u.UserPrincipalName)] = true, true
			for _, r := range u.UserPrincipalName {
				require.True(t, strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.-_!#^~@", r), u.UserPrincipalName)
			}
			count++
			return true
		})
		require.Equal(t, inside.Info().Users, count)
		for slot := 0; slot < inside.Info().Users; slot += 97 {
			u, ok := inside.UserAt(slot)
			require.True(t, ok)
			byID, ok := inside.User(strings.ToUpper(u.ID))
			require.True(t, ok)
			require.Equal(t, u, byID)
			byName, ok := inside.UserNamed(strings.ToUpper(u.UserPrincipalName))
			require.True(t, ok)
			require.Equal(t, u.ID, byName.ID)
		}
	})
}

func TestIDsOfOtherTenantsAndMadeUpOnesFindNothing(t *testing.T) {
	d := open(t, directory.Options{Seed: 3})
	all := d.Tenants()
	one, _ := d.Open(all[1].ID)
	other, _ := d.Open(all[3].ID)
	stranger, ok := other.UserAt(20)
	require.True(t, ok)
	_, ok = one.User(stranger.ID)
	require.False(t, ok)
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`).Draw(t, "id")
		if _, ok := one.User(id); ok {
			t.Fatalf("%s is a user", id)
		}
		if _, ok := one.Group(id); ok {
			t.Fatalf("%s is a group", id)
		}
	})
}

func TestTechniciansAreUsersOfThePartner(t *testing.T) {
	d := open(t, directory.Options{Seed: 5})
	partner, _ := d.Open(d.Tenants()[0].ID)
	kinds := map[directory.TechnicianKind]directory.User{}
	for _, technician := range d.Technicians() {
		u, ok := partner.User(technician.ObjectID)
		require.True(t, ok)
		require.Equal(t, technician.UPN, u.UserPrincipalName)
		kinds[technician.Kind] = u
	}
	require.Len(t, kinds, 4)
	guest := kinds[directory.GuestAccount]
	require.True(t, guest.Guest())
	require.Contains(t, partner.RolesOf(kinds[directory.Administrator].ID), directory.GlobalAdministrator)
	require.Empty(t, partner.RolesOf(kinds[directory.NoGroup].ID))
}

func TestLastSignInIsTheNewestEntryOfTheLog(t *testing.T) {
	d := open(t, directory.Options{Seed: 5})
	inside, _ := d.Open(d.Tenants()[1].ID)
	entries := 0
	var gone []int
	for slot := range inside.Info().Users {
		u, _ := inside.UserAt(slot)
		all := inside.SignInsOf(slot)
		entries += len(all)
		if len(all) > 0 {
			require.Equal(t, u.LastSignIn, all[0].Time)
		}
		for i := 1; i < len(all); i++ {
			require.True(t, all[i].Time.Before(all[i-1].Time))
		}
	}
	inside.EachDeleted(0, func(u *directory.User) bool { gone = append(gone, u.Slot); return true })
	for _, slot := range gone {
		entries += len(inside.SignInsOf(slot))
	}
	byDay := 0
	for day := range directory.SignInDays() {
		all := inside.SignInsOn(day)
		byDay += len(all)
		for i := 1; i < len(all); i++ {
			require.False(t, all[i].Time.After(all[i-1].Time))
		}
	}
	require.Equal(t, entries, byDay)
}

func TestUnitsInUseAreThoseOfTheUsers(t *testing.T) {
	d := open(t, directory.Options{Seed: 5})
	each(t, d, func(inside *directory.Tenant) {
		counts := map[string]int{}
		inside.EachUser(0, func(u *directory.User) bool {
			once := map[string]bool{}
			for _, state := range u.Licences {
				if state.Works() && !once[state.Product.SKUID] {
					once[state.Product.SKUID] = true
					counts[state.Product.SKUID]++
				}
			}
			return true
		})
		for _, s := range inside.Subscriptions() {
			require.Equal(t, counts[s.Product.SKUID], s.InUse, s.Product.PartNumber)
			require.GreaterOrEqual(t, s.Left(), 0)
		}
	})
}

func TestAMillionUsersInAThousandTenantsOpenQuicklyInLittleMemory(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	started := time.Now()
	d := open(t, directory.Options{Seed: 1, Tenants: 1000, Users: 1_000_000})
	took := time.Since(started)
	runtime.GC()
	runtime.ReadMemStats(&after)
	t.Logf("opened in %s with %d KB", took, (after.HeapAlloc-min(before.HeapAlloc, after.HeapAlloc))/1024)
	require.Less(t, took, 2*time.Second)
	require.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(32<<20))
	users := 0
	for _, tenant := range d.Tenants() {
		users += tenant.Users
	}
	require.Equal(t, 1_000_000, users)
	runtime.KeepAlive(d)
}

func BenchmarkUsers(b *testing.B) {
	d := open(b, directory.Options{Seed: 1, Tenants: 1, Users: 100_000})
	inside, _ := d.Open(d.Tenants()[1].ID)
	b.ReportAllocs()
	for done := 0; done < b.N; {
		inside.EachUser(0, func(*directory.User) bool { done++; return done < b.N })
	}
}
