package graphsim_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func TestTheFirstRoundOfDeltaTellsAlsoWhoIsLongGone(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	there, gone := 0, 0
	for r := h.get("users/delta", "$select", "id"); ; r = h.get(r.text("@odata.nextLink")) {
		for _, row := range r.ok().values() {
			if row["@removed"] != nil {
				gone++
			} else {
				there++
			}
		}
		if r.text("@odata.deltaLink") != "" {
			break
		}
	}
	require.Equal(t, h.customer(0).Users, there)
	require.NotZero(t, gone)
}

func TestDeltaLeavesOutWhatAUserNeverHadAndTellsWhatWasTakenAway(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	u := h.firstUser(func(u *directory.User) bool { return u.JobTitle != "" && u.FaxNumber == "" && u.MobilePhone == "" })
	link := h.get("users/delta", "$deltatoken", "latest", "$select", "id,jobTitle,faxNumber,mobilePhone,city").ok().text("@odata.deltaLink")
	h.send("PATCH", "users/"+u.ID, `{"jobTitle":null,"mobilePhone":"+1 206"}`, nil).ok()
	h.send("PATCH", "users/"+u.ID, `{"mobilePhone":null}`, nil).ok()
	require.Equal(t, []map[string]any{{"id": u.ID, "jobTitle": nil, "mobilePhone": nil, "city": u.City}}, h.get(link).ok().values())
}

func TestDeltaTellsProductsOfAGroupAndNoSignIns(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	inside := h.inside()
	link := h.get("users/delta", "$deltatoken", "latest", "$select", "id,assignedLicenses").ok().text("@odata.deltaLink")
	u := h.firstUser(func(u *directory.User) bool {
		return len(u.Licences) > 0 && u.Licences[len(u.Licences)-1].ByGroup != ""
	})
	require.NoError(t, inside.SignIn(u.Slot, h.clock.at))
	require.Empty(t, h.get(link).ok().values())
	group, found := inside.Group(u.Licences[len(u.Licences)-1].ByGroup)
	require.True(t, found)
	_, err := inside.SetMember(group, u.Slot, false)
	require.NoError(t, err)
	require.Len(t, h.get(link).ok().values(), 1)
	signedIn, _ := inside.UserAt(u.Slot)
	require.Equal(t, h.clock.at, signedIn.LastSignIn)
}

func TestAFilterOnSignInsFindsTheDeletedToo(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	u := h.firstUser(func(u *directory.User) bool { return u.Slot > 20 })
	require.NoError(t, h.inside().SignIn(u.Slot, h.clock.at))
	h.send("DELETE", "users/"+u.ID, "", nil).ok()
	found := h.get("users", "$select", "id,signInActivity", "$filter", "signInActivity/lastSignInDateTime ge "+h.clock.at.Format(time.RFC3339)).ok().values()
	require.Len(t, found, 1)
	require.Equal(t, u.ID, found[0]["id"])
}

func TestDeltaTellsOnlyWhatChangedWhereThatIsPreferred(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	changed := h.firstUser(func(u *directory.User) bool { return u.JobTitle != "" && u.City != "" })
	gone := h.firstUser(func(u *directory.User) bool { return u.Slot == 20 && u.ID != changed.ID })
	preferring := func(link string) reply {
		return h.send("GET", link, "", map[string][]string{"Prefer": {"return=minimal, odata.maxpagesize=50"}}).ok()
	}
	link := h.get("users/delta", "$deltatoken", "latest", "$select", "id,jobTitle,city,createdDateTime,mobilePhone").ok().text("@odata.deltaLink")
	h.send("PATCH", "users/"+changed.ID, `{"jobTitle":null}`, nil).ok()
	made := h.create("ada", "").ok().text("id")
	h.send("DELETE", "users/"+gone.ID, "", nil).ok()
	told := map[string]map[string]any{}
	round := preferring(link)
	for _, row := range round.values() {
		told[row["id"].(string)] = row
	}
	require.Equal(t, map[string]any{"id": changed.ID, "jobTitle": nil}, told[changed.ID])
	require.Contains(t, told[made], "createdDateTime", "who is new is told whole")
	require.Contains(t, told[gone.ID], "@removed")
	h.send("POST", "directory/deletedItems/"+gone.ID+"/restore", "", nil).ok()
	h.send("PATCH", "users/"+changed.ID, `{"city":"Ulm"}`, nil).ok()
	h.send("PATCH", "users/"+changed.ID, `{"city":"`+changed.City+`"}`, nil).ok()
	for _, row := range preferring(round.text("@odata.deltaLink")).values() {
		if row["id"] == changed.ID {
			require.Equal(t, map[string]any{"id": changed.ID}, row, "what is as it was did not change")
		} else {
			require.Contains(t, row, "createdDateTime", "who is there again is told whole")
		}
	}
}
