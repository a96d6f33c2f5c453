package user_test

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

func TestTheHeaderSaysWhoItIsAndHowItStands(t *testing.T) {
	d := open(t, rich())
	d.Sees("Adele Vance", "Allowed", "Global Administrator", "User Administrator", "adele.vance@contoso.com", "Contoso Dental",
		"contoso.com", "last sign-in 4 minutes ago", "password changed 41 days ago", "usage location United Kingdom (GB)")
	d.Tap("Copy username")
	require.Equal(t, []string{"adele.vance@contoso.com"}, d.Host.Copied)
	d.Tap("Contoso Dental")
	require.Equal(t, []page.Route{{Page: page.Users, Tenant: contoso, TenantName: "Contoso Dental"}}, d.Host.Routes)
}

func TestWhatMicrosoftDoesNotGiveIsSaidInTheHeader(t *testing.T) {
	for name, c := range map[string]struct {
		given m365.Availability
		says  string
	}{
		"premium":    {m365.NeedsPremium, "last sign-in needs Entra ID P1"},
		"permission": {m365.NoPermission, "last sign-in may not be read"},
		"never":      {m365.Available, "no sign-in recorded"},
	} {
		t.Run(name, func(t *testing.T) {
			w := empty()
			w.users[0].UsageLocation, w.users[0].LastPasswordReset = "", w.tenants[0].Access.Ends
			w.users[0].LastSignIn = w.tenants[0].Access.Ends
			w.tenants[0].SignInActivity = c.given
			details := w.live[profile.Details]
			details.Details.User = w.users[0]
			w.live[profile.Details] = details
			d := open(t, w)
			d.Sees(c.says, "no usage location")
			d.SeesNot("password changed")
		})
	}
}

func TestMoreRolesThanFitAreCounted(t *testing.T) {
	w := rich()
	c := w.live[profile.Roles]
	for _, name := range []string{"Reports Reader", "Helpdesk Administrator", "Groups Administrator"} {
		c.Roles = append(c.Roles, m365.HeldRole{Role: m365.Role{Name: name}, AssignmentID: name})
	}
	w.live[profile.Roles] = c
	d := open(t, w)
	d.Sees("Global Administrator", "Groups Administrator", "Helpdesk Administrator", "2 more roles")
	d.SeesNot("Reports Reader")
}

func TestAnEligibleRoleIsARowWithItsEndAndShownInTheHeader(t *testing.T) {
	w := rich()
	c := w.live[profile.Roles]
	c.Roles = []m365.HeldRole{
		{Role: m365.Role{ID: "r1", Name: "Global Administrator"}, AssignmentID: "e1", Scope: "/", Eligible: true, Ends: noon.AddDate(0, 0, 90)},
		{Role: m365.Role{ID: "r2", Name: "User Administrator"}, AssignmentID: "e2", Scope: "/", Eligible: true},
	}
	w.live[profile.Roles] = c
	d := open(t, w)
	d.Sees("Global Administrator (eligible)", "User Administrator (eligible)")
	d.Tap("Roles")
	_, rows := d.exported()
	require.Equal(t, []string{"Global Administrator", "Whole tenant", "Eligible", "2027-02-21 12:00:00", "Direct"}, rows[0])
	require.Equal(t, "Never", rows[1][3])
}

func TestTheButtonsAskForTheUserOfThisTenant(t *testing.T) {
	w := rich()
	d := open(t, w)
	d.Tap("Reset Password")
	d.Tap("Block Sign In")
	d.Tap("More")
	d.Tap("Revoke All User Sessions")
	w.do(func() {
		w.users[0].SignIn = m365.Blocked
		delete(w.live, profile.Details)
		w.fails[profile.Details] = errGroups
	})
	d.changed(page.Changes{Users: true})
	d.Tap("Unblock Sign In")
	require.Equal(t, []string{
		"reset adele.vance@contoso.com of Contoso Dental", "block adele.vance@contoso.com of Contoso Dental",
		"revoke adele.vance@contoso.com of Contoso Dental", "unblock adele.vance@contoso.com of Contoso Dental",
	}, d.actions.asked)
	require.Equal(t, adele, d.actions.last.User.Key)
	require.Equal(t, contoso, d.actions.last.Tenant.ID)
}

func TestTheUserIsOpenedInAPortal(t *testing.T) {
	w := rich()
	d := open(t, w)
	d.Tap("Open in")
	d.Sees("Entra", "Exchange", "M365 Admin", "Intune")
	d.Tap("Entra")
	require.Equal(t, []string{"https://entra.example/contoso.com/" + adele.ID}, w.opened)
	require.Empty(t, d.Host.Toasts)
}

func TestALinkIsCopiedWhereNoBrowserOpens(t *testing.T) {
	w := rich()
	w.openErr = errors.New("no browser")
	d := open(t, w)
	d.Tap("Open in")
	d.Tap("Intune")
	require.Len(t, d.Host.Toasts, 1)
	require.Equal(t, page.Trouble, d.Host.Toasts[0].Mood)
	d.Host.Toasts[0].Actions[0].Do()
	require.Equal(t, []string{"https://intune.example/" + adele.ID}, d.Host.Copied)
}

func TestAPortalNeedsTheDomainOfTheTenant(t *testing.T) {
	w := rich()
	w.tenants[0].DefaultDomain = ""
	d := open(t, w)
	require.Equal(t, "The tenant's domain is not known yet. Refresh it first.", d.Why("Open in"))
}

func TestTheManagerIsALinkToTheirPage(t *testing.T) {
	d := open(t, rich())
	d.Tap("Miriam Graham")
	require.Equal(t, []page.Route{{Page: page.User, User: miriam}}, d.Host.Routes)
}

func TestDetailsAreCopied(t *testing.T) {
	d := open(t, rich())
	d.Tap("Copy Business Phone")
	d.Tap("Copy Full Name")
	require.Equal(t, []string{"+44 113 496 0101", "Adele Vance"}, d.Host.Copied)
}

func TestTheTrailLeadsToTheTenant(t *testing.T) {
	d := open(t, rich())
	var texts []string
	for _, step := range d.page.Trail() {
		texts = append(texts, step.Text)
	}
	require.Equal(t, []string{"All Users", "Contoso Dental", "Adele Vance"}, texts)
	d.page.Trail()[1].Open()
	require.Equal(t, contoso, d.Host.Routes[0].Tenant)
}

// TestLongNamesNeedNoMoreRoomThanTheWindowHas guards against a window that cannot be made smaller for a name's sake.
func TestLongNamesNeedNoMoreRoomThanTheWindowHas(t *testing.T) {
	d := open(t, strange())
	for _, size := range []fyne.Size{wide, least} {
		d.Win.Resize(size)
		for _, title := range titles {
			d.Tap(title)
			need := d.page.Content().MinSize()
			require.LessOrEqual(t, need.Width, least.Width, title)
			require.LessOrEqual(t, need.Height, least.Height, title)
		}
	}
}

func TestTheActionsStandBelowTheNameWhereThereIsLittleRoom(t *testing.T) {
	d := open(t, rich())
	place := func(name string) fyne.Position {
		at, err := d.PlaceOf(name)
		require.NoError(t, err)
		return at
	}
	require.Less(t, place("Reset Password").Y, place("Details").Y)
	require.Greater(t, place("Reset Password").X, float32(600))
	d.Win.Resize(least)
	require.Less(t, place("Reset Password").X, float32(40))
	require.Less(t, place("Reset Password").Y+30, place("Details").Y)
	require.Greater(t, place("Reset Password").Y, place("contoso.com").Y)
}

func TestTheKeyboardKeepsItsPlaceWhileTextsChange(t *testing.T) {
	w := rich()
	d := open(t, w)
	d.Tap("Copy username")
	var button fyne.Focusable
	for range 40 {
		d.Win.Canvas().(interface{ FocusNext() }).FocusNext()
		if named, ok := d.Win.Canvas().Focused().(fyne.Accessible); ok && named.AccessibilityLabel() == "Copy username" {
			button = d.Win.Canvas().Focused()
			break
		}
	}
	require.NotNil(t, button)
	w.do(func() { w.users[0].SignIn, w.users[0].DisplayName = m365.Blocked, "Adele V. Vance" })
	d.changed(page.Changes{Users: true, Clock: true})
	require.Equal(t, button, d.Win.Canvas().Focused())
}
