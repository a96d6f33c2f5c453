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
