package user_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/user"
)

// exported is the open card as it would be written to a CSV file.
func (d *desk) exported() (titles []string, rows [][]string) {
	d.t.Helper()
	d.page.Export()
	require.NotEmpty(d.t, d.host.exports)
	export := d.host.exports[len(d.host.exports)-1]
	for _, column := range export.Columns {
		titles = append(titles, column.Title)
	}
	all := export.Source.Columns()
	require.NoError(d.t, export.Source.Each(d.t.Context(), export.Query, func(row table.Row) error {
		var line []string
		for _, column := range export.Columns {
			line = append(line, export.Format(column, row.Cells[table.Index(all, column.ID)]))
		}
		rows = append(rows, line)
		return nil
	}))
	require.Equal(d.t, export.Rows, len(rows))
	return titles, rows
}

func TestEachCardHasTheColumnsOfTheReference(t *testing.T) {
	d := openDesk(t, rich())
	for _, one := range []struct {
		tab     string
		columns []string
		first   []string
	}{
		{
			"Roles",
			[]string{"Role", "Scope", "Assigned Through"},
			[]string{"Global Administrator", "Whole tenant", "Direct"},
		},
		{
			"Licenses",
			[]string{"Product", "Status", "Service Enablement", "Assignment Path"},
			[]string{"Microsoft 365 E3", "Active", "2 of 4 on", "Direct, Group Everybody"},
		},
		{
			"Devices",
			[]string{"Type", "Hostname", "OS", "Compliance", "Last Sign In", "Join Type"},
			[]string{"Windows", "LEEDS-LT-014", "Windows 11 10.0.26100", "Compliant", "2026-11-21 12:00:00", "Microsoft Entra joined"},
		},
		{
			"Groups",
			[]string{"Group Name", "Group Type", "Email", "Assignable to Role"},
			[]string{"Everybody", "Security (dynamic)", "", "No"},
		},
		{
			"Sign-in Logs",
			[]string{
				"Sign In Date", "Sign In Status", "Device Compliant", "Device", "IP Address", "Authentication Requirement", "Location",
				"Resource", "Conditional Access Policy",
			},
			[]string{
				"2026-11-23 11:56:00", "Success", "Compliant", "LEEDS-LT-014", "203.0.113.9", "Multifactor",
				"Leeds, West Yorkshire, GB", "Microsoft Graph", "Require MFA for admins, Block legacy authentication",
			},
		},
		{
			"Authentication",
			[]string{"Method", "Detail", "Added", "Default", "State", "Remove"},
			[]string{"Microsoft Authenticator", "Adele's iPhone", "2026-01-27 12:00:00", "Yes", "", ""},
		},
	} {
		t.Run(one.tab, func(t *testing.T) {
			d.tap(one.tab)
			titles, rows := d.exported()
			require.Equal(t, one.columns, titles)
			require.Equal(t, one.first, rows[0])
		})
	}
}

func TestTheDetailsAreExportedAsFieldsAndValues(t *testing.T) {
	d := openDesk(t, rich())
	titles, rows := d.exported()
	require.Equal(t, []string{"Field", "Value"}, titles)
	require.Len(t, rows, 21)
	require.Contains(t, rows, []string{"Manager", "Miriam Graham"})
	require.Contains(t, rows, []string{"Employee Hire Date", "4 Mar 2021"})
}

func TestChoicesAreFilteredByChoiceAndTextByTerm(t *testing.T) {
	d := openDesk(t, rich())
	choices := map[string][]string{
		"Compliance":         {"Compliant", "Non Compliant", "Not applicable"},
		"Join Type":          {"Microsoft Entra joined", "Microsoft Entra hybrid joined", "Microsoft Entra registered"},
		"Assignable to Role": {"Yes", "No"},
		"Sign In Status":     {"Failure", "Interrupted", "Success"},
		"Device Compliant":   {"Compliant", "Non Compliant", "Not applicable"},
	}
	texts := []string{"Role", "Product", "Type", "Hostname", "OS", "Group Name", "Group Type", "Email", "Device", "IP Address", "Location", "Resource", "Conditional Access Policy"}
	times := []string{"Last Sign In", "Sign In Date", "Added"}
	seen := 0
	for _, tab := range titles[1:] {
		d.tap(tab)
		d.exported()
		for _, column := range d.host.exports[len(d.host.exports)-1].Columns {
			switch want := choices[column.Title]; {
			case want != nil:
				seen++
				require.Equal(t, want, column.Choices, column.Title)
				require.Contains(t, []table.Kind{table.Choice, table.State}, column.Kind, column.Title)
			case contains(texts, column.Title):
				seen++
				require.Equal(t, table.Text, column.Kind, column.Title)
			case contains(times, column.Title):
				seen++
				require.Equal(t, table.Time, column.Kind, column.Title)
			}
		}
	}
	require.Equal(t, len(choices)+len(texts)+len(times), seen)
}

func contains(list []string, one string) bool {
	return strings.Contains("\n"+strings.Join(list, "\n")+"\n", "\n"+one+"\n")
}

// count is the number behind the title of a tab; empty where there is none.
func (d *desk) count(title string) string {
	d.t.Helper()
	texts := d.Texts()
	for i, text := range texts[:len(texts)-1] {
		if text == title && strings.Trim(texts[i+1], "0123456789,") == "" {
			return texts[i+1]
		}
	}
	return ""
}

func TestEachTabCarriesItsCountOnceItIsKnown(t *testing.T) {
	w := rich()
	let := w.hold(profile.Parts()...)
	d := openDeskHeld(t, w)
	for _, title := range titles {
		require.Empty(t, d.count(title), title)
	}
	let()
	d.settle()
	for title, want := range map[string]string{
		"Details": "", "Roles": "2", "Licenses": "2", "Devices": "3", "Groups": "4", "Sign-in Logs": "50", "Authentication": "4",
	} {
		require.Equal(t, want, d.count(title), title)
	}
}

func TestACardThatIsWithheldSaysWhyAndHasNoCount(t *testing.T) {
	d := openDesk(t, withheld())
	d.tap("Sign-in Logs")
	d.sees("Microsoft gives the sign-in logs only of tenants with Microsoft Entra ID P1 or P2, and Contoso Dental has neither.")
	d.seesNot("Microsoft lists no sign-ins")
	require.Empty(t, d.count("Sign-in Logs"))
	d.tap("Authentication")
	d.sees("do not let you read the authentication methods of Contoso Dental. Authentication Administrator, or Global Reader, is enough.")
	require.Equal(t, "2", d.count("Roles"), "the others are not touched")
}

func TestAnEmptyCardSaysSoAndOffersTheNextStep(t *testing.T) {
	d := openDesk(t, empty())
	for tab, says := range map[string]string{
		"Roles": "This user holds no directory role.", "Licenses": "This user holds no license.",
		"Devices": "No device is registered to this user.", "Groups": "This user is a member of no group.",
		"Sign-in Logs": "Microsoft lists no sign-ins of this user.", "Authentication": "This user has registered no authentication method.",
	} {
		d.tap(tab)
		d.sees(says)
		require.Equal(t, "0", d.count(tab))
	}
}

func TestTheReasonOfAFailedSignInIsSaidOnHover(t *testing.T) {
	d := openDesk(t, rich())
	d.tap("Sign-in Logs")
	d.page.Export()
	export := d.host.exports[0]
	tips := map[string]string{}
	require.NoError(t, export.Source.Each(t.Context(), export.Query, func(row table.Row) error {
		tips[row.Key] = export.Source.Columns()[1].Title + ": " + row.Cells[1].Tip
		return nil
	}))
	require.Equal(t, "Sign In Status: ", tips["s1"])
	require.Equal(t, "Sign In Status: Invalid username or password.\nCode 50126", tips["s2"])
	d.sees("N/A", "Not shown")
}

func TestWhatIsSaidOnHoverGoesWithItsTab(t *testing.T) {
	d := openDesk(t, rich())
	d.tap("Sign-in Logs")
	at, err := d.PlaceOf("Failure")
	require.NoError(t, err)
	test.MoveMouse(d.window.Canvas(), at.AddXY(4, 8))
	d.clock.advance(time.Second)
	d.settle()
	d.sees("Code 50126")
	d.page.NextTab(1)
	d.settle()
	d.seesNot("Code 50126")
}

func TestTheReasonOfAFailedSignInIsCopied(t *testing.T) {
	d := openDesk(t, rich())
	d.tap("Sign-in Logs")
	require.NoError(t, d.TapSecond("3 hours ago"))
	d.tap("Copy Failure Reason")
	require.Equal(t, []string{"Invalid username or password.\nCode 50126"}, d.host.copied)
	require.NoError(t, d.TapSecond("4 minutes ago"))
	d.tap("Copy Failure Reason")
	require.Len(t, d.host.copied, 1, "a sign-in that succeeded has none")
}

func TestACellIsCopied(t *testing.T) {
	d := openDesk(t, rich())
	d.tap("Devices")
	require.NoError(t, d.TapSecond("LEEDS-LT-014"))
	d.tap("Copy value")
	require.Equal(t, []string{"LEEDS-LT-014"}, d.host.copied)
}

func TestTheServicesOfALicenseAreShown(t *testing.T) {
	d := openDesk(t, rich())
	d.tap("Licenses")
	for _, way := range []func(){
		func() { d.tap("2 of 4 on") },
		func() { d.tap("Microsoft 365 E3") },
		func() { d.tap("Select Microsoft 365 E3"); d.tap("Row Actions"); d.tap("Show Service Plans") },
		func() {
			require.NoError(t, d.TapSecond("Microsoft 365 E3"))
			d.tap("Show Service Plans")
		},
	} {
		way()
		d.sees("Adele Vance · Contoso Dental", "2 of 4 on", "Exchange Online (Plan 2)", "Yammer Enterprise", "Off", "Waiting for activation")
		d.tap("Close")
	}
}

func TestRowActionsNeedOneRow(t *testing.T) {
	d := openDesk(t, rich())
	d.tap("Licenses")
	d.tap("Row Actions")
	d.tap("Show Service Plans")
	d.seesNot("Exchange Online (Plan 2)")
	d.sees("Export All Rows to CSV", "Export Selected Rows to CSV", "Uncheck All")
	d.Key(fyne.KeyEscape)
	d.tap("Select Power BI Pro")
	d.tap("Row Actions")
	d.tap("Export Selected Rows to CSV")
	export := d.host.exports[0]
	require.Equal(t, 1, export.Rows)
	require.True(t, export.Keys("sku-pbi"))
	require.False(t, export.Keys("sku-e3"))
}

func TestTheButtonsOfTheCardsChangeWhatTheyShow(t *testing.T) {
	d := openDesk(t, rich())
	for tab, button := range map[string]string{
		"Roles": "Manage User Roles", "Licenses": "Manage User Licenses", "Groups": "Manage User Groups",
	} {
		d.tap(tab)
		d.tap(button)
	}
	require.ElementsMatch(t, []string{
		"roles adele.vance@contoso.com of Contoso Dental", "licenses adele.vance@contoso.com of Contoso Dental",
		"groups adele.vance@contoso.com of Contoso Dental",
	}, d.actions.asked)
}

func TestAnActionThatCannotBeDoneSaysWhy(t *testing.T) {
	w := rich()
	d := newDesk(t, w)
	d.actions.off[change.ManageGroups] = "Your access tier is Read only"
	d.actions.off[change.ResetPassword] = "A guest signs in elsewhere"
	d.actions.off[change.Block] = "Sign in first, in Setup"
	d.visit(nil)
	d.tap("Groups")
	require.Equal(t, "Your access tier is Read only", d.Why("Manage User Groups"))
	require.Equal(t, "A guest signs in elsewhere", d.Why("Reset Password"))
	require.Equal(t, "Sign in first, in Setup", d.Why("Block Sign In"))
}

func TestAMethodIsRemoved(t *testing.T) {
	d := openDesk(t, rich())
	d.tap("Authentication")
	d.sees("Can be used")
	d.tap("Remove: Phone")
	require.NoError(t, d.TapSecond("Temporary Access Pass"))
	d.tap("Remove")
	require.Equal(t, []string{
		"remove Phone adele.vance@contoso.com of Contoso Dental", "remove Temporary Access Pass adele.vance@contoso.com of Contoso Dental",
	}, d.actions.asked)
}

func TestWhoIsSignedInDecidesWhatCanBeDone(t *testing.T) {
	d := openDesk(t, rich())
	d.tap("Authentication")
	require.True(t, d.Has("Remove: Phone"))
	for _, what := range []change.Action{change.RemoveMethod, change.ResetPassword} {
		d.actions.off[what] = "Sign in first, in Setup"
	}
	d.changed(page.Changes{Connection: true})
	require.False(t, d.Has("Remove: Phone"))
	require.Equal(t, "Sign in first, in Setup", d.Why("Reset Password"))
}

func TestAPasswordIsNotRemovedAsAMethod(t *testing.T) {
	d := openDesk(t, rich())
	d.tap("Authentication")
	require.False(t, d.Has("Remove: Password"))
	d.tap("Select Password")
	d.tap("Row Actions")
	d.tap("Remove")
	require.Empty(t, d.actions.asked)
}

func TestAMethodThatIsGoneIsNotSelectedAnyMore(t *testing.T) {
	w := rich()
	d := openDesk(t, w)
	d.tap("Authentication")
	d.tap("Select Phone")
	d.sees("1 selected")
	w.do(func() {
		c := w.live[profile.Methods]
		c.Methods = c.Methods[:1]
		w.live[profile.Methods] = c
	})
	d.page.Refresh()
	d.settle()
	d.sees("0 selected")
	require.Equal(t, "1", d.count("Authentication"))
}

func TestWithoutActionsNothingIsOffered(t *testing.T) {
	d := openDesk(t, rich(), func(o *user.Options) { o.Actions, o.Links = nil, nil })
	d.seesNot("Reset Password", "Block Sign In", "More", "Open in")
	d.tap("Groups")
	d.seesNot("Manage User Groups")
	d.tap("Authentication")
	titles, _ := d.exported()
	require.NotContains(t, titles, "Remove")
	require.NoError(t, d.TapSecond("Phone"))
	require.False(t, d.Has("Remove"))
}

func TestWithoutCardsThePageShowsTheLocalPicture(t *testing.T) {
	d := openDesk(t, rich(), func(o *user.Options) { o.Cards = nil })
	d.sees("Adele Vance", "Details", "Practice Manager", "Not in the local data", "Read 20 minutes ago")
	d.seesNot("Roles", "Licenses", "Authentication")
	d.page.Refresh()
	d.settle()
	require.Equal(t, [][]m365.TenantID{{contoso}}, d.host.refreshed)
}

func TestRowsPerPageAreThoseOfEveryTable(t *testing.T) {
	w := rich()
	d := openDesk(t, w)
	d.tap("Groups")
	d.tap("Sign-in Logs")
	d.sees("1-25 of 50")
	d.tap("25")
	d.tap("100")
	d.sees("1-50 of 50")
	for _, tab := range []string{"Groups", "Devices"} {
		d.tap(tab)
		d.sees("100")
	}
	require.Equal(t, []int{100}, d.sizes)
}

func TestTheArrangementOfATableIsKeptAndItsFiltersAreNot(t *testing.T) {
	w := rich()
	d := openDesk(t, w)
	d.tap("Groups")
	d.filter("Group Name", "leeds")
	d.sees("contains leeds", "Leeds practice")
	d.seesNot("Everybody")
	d.tap("Columns")
	d.tap("Email")
	d.Key(fyne.KeyEscape)
	d.clock.advance(time.Second)
	d.visit(nil)
	d.tap("Groups")
	d.sees("Unfiltered", "Everybody")
	titles, _ := d.exported()
	require.NotContains(t, titles, "Email")
	require.Contains(t, w.layouts, "user-groups")
}

// filter types a term into the filter of a text column.
func (d *desk) filter(column, term string) {
	d.t.Helper()
	d.tap("Filter " + column)
	require.NoError(d.t, d.Type("Filter text", term))
	d.settle()
	d.tap("Apply")
}
