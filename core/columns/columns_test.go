package columns_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

// cell is what a row has in a column of its model.
func cell(t *testing.T, model []table.Column, row table.Row, id string) table.Cell {
	t.Helper()
	require.Len(t, row.Cells, len(model))
	return row.Cells[table.Index(model, id)]
}

func TestEveryColumnHasAnIDOfItsOwn(t *testing.T) {
	for name, model := range map[string][]table.Column{"All Users": columns.Users(), "Activity": columns.Activity()} {
		seen := make(map[string]bool)
		for _, column := range append(model, columns.TenantFilter) {
			require.False(t, seen[column.ID], "%s in %s", column.ID, name)
			seen[column.ID] = true
		}
	}
}

func TestAListIsNotChangedByWhoAsksForIt(t *testing.T) {
	columns.Users()[0].Title = "Another"
	require.Equal(t, "Display Name", columns.Users()[0].Title)
}

func TestWhatIsKnownOfAUserStandsUnderItsTitle(t *testing.T) {
	key := m365.UserKey{Tenant: "11111111-2222-3333-4444-555555555555", ID: "66666666-7777-8888-9999-000000000000"}
	user := columns.User{
		User: m365.User{
			Key: key, DisplayName: "Adele Vance", UserPrincipalName: "adele@contoso.com", Type: m365.Guest, SignIn: m365.Blocked,
			LastSignIn: noon, LastPasswordReset: noon.Add(1), Created: noon.Add(2), JobTitle: "Dentist", Department: "Surgery",
			OnPremisesSynced: true,
		},
		Tenant: m365.Tenant{ID: "11111111-2222-3333-4444-555555555555", Name: "Contoso", DefaultDomain: "contoso.com"}, RoleNames: "Reports Reader", LicenseNames: "Microsoft 365 E5",
	}
	row := columns.UserRow(&user)
	require.Equal(t, key.String(), row.Key)
	for id, want := range map[string]table.Cell{
		columns.DisplayName:       {Text: "Adele Vance", Link: true},
		columns.Username:          {Text: "adele@contoso.com"},
		columns.UserRole:          {Text: "Reports Reader"},
		columns.TenantName:        {Text: "Contoso", Tip: "Contoso (contoso.com)"},
		columns.UserType:          {Text: "Guest"},
		columns.SignInStatus:      {Text: "Blocked", Tone: table.Danger},
		columns.LastSignIn:        {Time: noon},
		columns.LastPasswordReset: {Time: noon.Add(1)},
		columns.Licenses:          {Text: "Microsoft 365 E5"},
		columns.JobTitle:          {Text: "Dentist"},
		columns.Department:        {Text: "Surgery"},
		columns.Created:           {Time: noon.Add(2)},
		columns.OnPremises:        {Text: "Yes"},
		columns.ObjectID:          {Text: key.ID},
	} {
		require.Equal(t, want, cell(t, columns.Users(), row, id), id)
	}
}

func TestATenantWhoseNameAnotherHasToldApartByItsDomain(t *testing.T) {
	twin := m365.Tenant{ID: "1", Name: "Contoso", Twin: true, DefaultDomain: "contoso-retail.com"}
	apart := table.Cell{Text: "Contoso", Note: "contoso-retail.com", KeepNote: true, Tip: "Contoso (contoso-retail.com)"}
	row := columns.UserRow(&columns.User{Tenant: twin})
	require.Equal(t, apart, cell(t, columns.Users(), row, columns.TenantName))
	for _, name := range []string{"Contoso", "Contoso (contoso-retail.com)"} {
		row := columns.ActivityRow(&columns.Change{TenantName: name, Tenant: twin})
		require.Equal(t, apart, cell(t, columns.Activity(), row, columns.TenantName), "a change of then, and of now")
	}
	row = columns.ActivityRow(&columns.Change{TenantName: "Contoso as it was", Tenant: twin})
	require.Equal(t, table.Cell{Text: "Contoso as it was"}, cell(t, columns.Activity(), row, columns.TenantName))
}

func TestALastSignInThatMicrosoftWithholdsSaysWhy(t *testing.T) {
	for activity, want := range map[m365.Availability]string{
		m365.NeedsPremium: "Needs Entra ID P1", m365.NoPermission: "No permission", m365.Unreadable: "Could not be read",
		m365.Available: "", m365.Unknown: "Not read yet",
	} {
		shown := cell(t, columns.Users(), columns.UserRow(&columns.User{Tenant: m365.Tenant{SignInActivity: activity}}), columns.LastSignIn)
		require.Equal(t, want, shown.Text)
		require.Equal(t, want != "", shown.Muted && shown.Tip != "", "the word explains itself")
	}
}

func TestRolesThatAreUncertainSaySoInTheCellAndInAFile(t *testing.T) {
	for _, test := range []struct {
		roles  m365.Availability
		names  string
		want   string
		tipped bool
	}{
		{m365.Available, "", "", false},
		{m365.Available, "Global Reader", "Global Reader", false},
		{m365.Unknown, "", "", false},
		{m365.NoPermission, "", "No permission", true},
		{m365.Unreadable, "", "Could not be read", true},
		{m365.Unreadable, "Global Reader", "Global Reader, perhaps more", true},
	} {
		user := columns.User{Tenant: m365.Tenant{Roles: test.roles}, RoleNames: test.names}
		shown := cell(t, columns.Users(), columns.UserRow(&user), columns.UserRole)
		require.Equal(t, test.want, table.Printer{}.Text(table.Text, shown))
		require.Equal(t, test.want, table.Printer{}.Export(table.Column{}, shown), "as it is shown")
		require.Equal(t, test.tipped, shown.Tip != "")
	}
}

func TestWhatIsKnownOfAChangeStandsUnderItsTitle(t *testing.T) {
	row := columns.ActivityRow(&columns.Change{
		ID: "1", At: noon, Who: "j.tan@msp.example", TenantName: "Contoso", UserName: "Adele", Username: "adele@contoso.com",
		Title: "Manage groups", What: "Add to group Finance", Result: change.Failed.Label(), RequestID: "request-1",
	})
	require.Equal(t, "1", row.Key)
	for id, want := range map[string]table.Cell{
		columns.At:          {Time: noon},
		columns.Who:         {Text: "j.tan@msp.example"},
		columns.TenantName:  {Text: "Contoso"},
		columns.ChangedUser: {Text: "Adele", Link: true},
		columns.Username:    {Text: "adele@contoso.com"},
		columns.Action:      {Text: "Manage groups", Link: true},
		columns.What:        {Text: "Add to group Finance"},
		columns.Result:      {Text: "Failed", Tone: table.Danger},
		columns.RequestID:   {Text: "request-1"},
	} {
		require.Equal(t, want, cell(t, columns.Activity(), row, id), id)
	}
}

func TestEveryResultThatCanBeChosenIsAPill(t *testing.T) {
	model := columns.Activity()
	tones := make(map[string]table.Tone)
	for _, word := range model[table.Index(model, columns.Result)].Choices {
		shown := cell(t, model, columns.ActivityRow(&columns.Change{Result: word}), columns.Result)
		require.Equal(t, word, shown.Text)
		tones[word] = shown.Tone
	}
	require.Equal(t, map[string]table.Tone{
		"Done": table.Good, "Failed": table.Danger, "Interrupted": table.Caution, "Not certain": table.Caution, "Running": table.Neutral,
	}, tones)
}
