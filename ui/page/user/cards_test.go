package user_test

import (
	"slices"
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
func (d *harness) exported() (titles []string, rows [][]string) {
	d.T.Helper()
	d.page.Export()
	require.NotEmpty(d.T, d.Host.Exports)
	export := d.Host.Exports[len(d.Host.Exports)-1]
	for _, column := range export.Columns {
		titles = append(titles, column.Title)
	}
	all := export.Source.Columns()
	require.NoError(d.T, export.Source.Each(d.T.Context(), export.Query, func(row table.Row) error {
		var line []string
		for _, column := range export.Columns {
			line = append(line, export.Format(column, row.Cells[table.Index(all, column.ID)]))
		}
		rows = append(rows, line)
		return nil
	}))
	require.Equal(d.T, export.Rows, len(rows))
	return titles, rows
}

func TestEachCardHasTheColumnsOfTheReference(t *testing.T) {
	d := open(t, rich())
	for _, one := range []struct {
		tab     string
		columns []string
		first   []string
	}{
		{
			"Roles",
			[]string{"Role", "Scope", "Assignment", "Ends", "Assigned Through"},
			[]string{"Global Administrator", "Whole tenant", "Active", "", "Direct"},
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
			d.Tap(one.tab)
			titles, rows := d.exported()
			require.Equal(t, one.columns, titles)
			require.Equal(t, one.first, rows[0])
		})
	}
}

func TestTheDetailsAreExportedAsFieldsAndValues(t *testing.T) {
	d := open(t, rich())
	titles, rows := d.exported()
	require.Equal(t, []string{"Field", "Value"}, titles)
	require.Len(t, rows, 21)
	require.Contains(t, rows, []string{"Manager", "Miriam Graham"})
	require.Contains(t, rows, []string{"Employee Hire Date", "2021-03-04"})
}

func TestChoicesAreFilteredByChoiceAndTextByTerm(t *testing.T) {
	d := open(t, rich())
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
		d.Tap(tab)
		d.exported()
		for _, column := range d.Host.Exports[len(d.Host.Exports)-1].Columns {
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
func (d *harness) count(title string) string {
	d.T.Helper()
	texts := d.Texts()
	for i, text := range texts[:len(texts)-1] {
		if text == title && strings.Trim(texts[i+1], "0123456789,+") == "" {
			return texts[i+1]
		}
	}
	return ""
}

func TestEachTabCarriesItsCountOnceItIsKnown(t *testing.T) {
	w := rich()
	let := w.hold(profile.Parts()...)
	d := openHeld(t, w)
	for _, title := range titles {
		require.Empty(t, d.count(title), title)
	}
	let()
	d.Settle()
	for title, want := range map[string]string{
		"Details": "", "Roles": "2", "Licenses": "2", "Devices": "3", "Groups": "4", "Sign-in Logs": "50", "Authentication": "4",
	} {
		require.Equal(t, want, d.count(title), title)
	}
}

func TestACardThatIsWithheldSaysWhyAndHasNoCount(t *testing.T) {
	d := open(t, withheld())
	d.Tap("Sign-in Logs")
	d.Sees("Microsoft gives the sign-in logs only of tenants with Microsoft Entra ID P1 or P2, and Contoso Dental has neither.")
	d.SeesNot("Microsoft lists no sign-ins")
	require.Empty(t, d.count("Sign-in Logs"))
	d.Tap("Authentication")
	d.Sees("do not let you read the authentication methods of Contoso Dental. Authentication Administrator, or Global Reader, is enough.")
	require.Equal(t, "2", d.count("Roles"), "the others are not touched")
}

func TestAnEmptyCardSaysSoAndOffersTheNextStep(t *testing.T) {
	d := open(t, empty())
	for tab, says := range map[string]string{
		"Roles": "This user holds no directory role.", "Licenses": "This user holds no license.",
		"Devices": "No device is registered to this user.", "Groups": "This user is a member of no group.",
		"Sign-in Logs": "Microsoft lists no sign-ins of this user.", "Authentication": "This user has registered no authentication method.",
	} {
		d.Tap(tab)
		d.Sees(says)
		require.Equal(t, "0", d.count(tab))
	}
}

func TestTheReasonOfAFailedSignInIsSaidOnHover(t *testing.T) {
	d := open(t, rich())
	d.Tap("Sign-in Logs")
	d.page.Export()
	export := d.Host.Exports[0]
	tips := map[string]string{}
	require.NoError(t, export.Source.Each(t.Context(), export.Query, func(row table.Row) error {
		tips[row.Key] = export.Source.Columns()[1].Title + ": " + row.Cells[1].Tip
		return nil
	}))
	require.Equal(t, "Sign In Status: ", tips["s1"])
	require.Equal(t, "Sign In Status: Invalid username or password.\nCode 50126", tips["s2"])
	d.Sees("N/A", "Not shown")
}

func TestWhatIsSaidOnHoverGoesWithItsTab(t *testing.T) {
	d := open(t, rich())
	d.Tap("Sign-in Logs")
	at, err := d.PlaceOf("Failure")
	require.NoError(t, err)
	test.MoveMouse(d.Win.Canvas(), at.AddXY(4, 8))
	d.Clock.Advance(time.Second)
	d.Settle()
	d.Sees("Code 50126")
	d.page.NextTab(1)
	d.Settle()
	d.SeesNot("Code 50126")
}

func TestTheReasonOfAFailedSignInIsCopied(t *testing.T) {
	d := open(t, rich())
	d.Tap("Sign-in Logs")
	require.NoError(t, d.TapSecond("3 hours ago"))
	d.Tap("Copy Failure Reason")
	require.Equal(t, []string{"Invalid username or password.\nCode 50126"}, d.Host.Copied)
	require.NoError(t, d.TapSecond("4 minutes ago"))
	d.Tap("Copy Failure Reason")
	require.Len(t, d.Host.Copied, 1, "a sign-in that succeeded has none")
}

func TestACellIsCopied(t *testing.T) {
	d := open(t, rich())
	d.Tap("Devices")
	require.NoError(t, d.TapSecond("LEEDS-LT-014"))
	d.Tap("Copy value")
	require.Equal(t, []string{"LEEDS-LT-014"}, d.Host.Copied)
}

func TestTheServicesOfALicenseAreShown(t *testing.T) {
	d := open(t, rich())
	d.Tap("Licenses")
	for _, way := range []func(){
		func() { d.Tap("2 of 4 on") },
		func() { d.Tap("Microsoft 365 E3") },
		func() { d.Tap("Select Microsoft 365 E3"); d.Tap("Row Actions"); d.Tap("Show Service Plans") },
		func() {
			require.NoError(t, d.TapSecond("Microsoft 365 E3"))
			d.Tap("Show Service Plans")
		},
	} {
		way()
		d.Sees("Adele Vance · Contoso Dental", "2 of 4 on", "Exchange Online (Plan 2)", "Yammer Enterprise", "Off", "Waiting for activation")
		d.Tap("Close")
	}
}

func TestRowActionsNeedOneRow(t *testing.T) {
	d := open(t, rich())
	d.Tap("Licenses")
	d.Tap("Row Actions")
	d.Tap("Show Service Plans")
	d.SeesNot("Exchange Online (Plan 2)")
	d.Sees("Export All Rows to CSV", "All Rows", "Export Selected Rows to CSV", "Uncheck All")
	d.Key(fyne.KeyEscape)
	d.Tap("Select Power BI Pro")
	d.Tap("Row Actions")
	d.Tap("Export Selected Rows to CSV")
	export := d.Host.Exports[0]
	require.Equal(t, 1, export.Rows)
	require.True(t, export.Keys("sku-pbi"))
	require.False(t, export.Keys("sku-e3"))
}

func TestTheButtonsOfTheCardsChangeWhatTheyShow(t *testing.T) {
	d := open(t, rich())
	for tab, button := range map[string]string{
		"Roles": "Manage User Roles", "Licenses": "Manage User Licenses", "Groups": "Manage User Groups",
	} {
		d.Tap(tab)
		d.Tap(button)
	}
	require.ElementsMatch(t, []string{
		"roles adele.vance@contoso.com of Contoso Dental", "licenses adele.vance@contoso.com of Contoso Dental",
		"groups adele.vance@contoso.com of Contoso Dental",
	}, d.actions.asked)
}

func TestAnActionThatCannotBeDoneSaysWhy(t *testing.T) {
	w := rich()
	d := newHarness(t, w)
	d.actions.off[change.ManageGroups] = "Your access tier is Read only"
	d.actions.off[change.ResetPassword] = "A guest signs in elsewhere"
	d.actions.off[change.Block] = "Your access tier is Read only"
	d.visit(nil)
	d.Tap("Groups")
	require.Equal(t, "Your access tier is Read only", d.Why("Manage User Groups"))
	require.Equal(t, "A guest signs in elsewhere", d.Why("Reset Password"))
	require.Equal(t, "Your access tier is Read only", d.Why("Block Sign In"))
}

func TestAMethodIsRemoved(t *testing.T) {
	d := open(t, rich())
	d.Tap("Authentication")
	d.Sees("Can be used")
	d.Tap("Remove: Phone")
	require.NoError(t, d.TapSecond("Temporary Access Password"))
	d.Tap("Remove")
	require.Equal(t, []string{
		"remove Phone adele.vance@contoso.com of Contoso Dental", "remove Temporary Access Password adele.vance@contoso.com of Contoso Dental",
	}, d.actions.asked)
}

func TestAMethodIsAddedAndOneThatIsAContactChanged(t *testing.T) {
	w := rich()
	w.do(func() {
		c := w.live[profile.Methods]
		c.Methods = append(slices.Clone(c.Methods), m365.AuthMethod{
			ID: m365.OfficePhone.ID, Kind: "phoneAuthenticationMethod", Name: "Office phone", Detail: "+1 2065550100", Segment: "phoneMethods",
		})
		w.live[profile.Methods] = c
	})
	d := open(t, w)
	d.Tap("Authentication")
	d.Tap("Add Authentication Method")
	require.NoError(t, d.TapSecond("Office phone"))
	d.Tap("Change")
	require.NoError(t, d.TapSecond("Password"))
	d.Tap("Change")
	require.Equal(t, []string{
		"add beside 5 adele.vance@contoso.com of Contoso Dental", "change Office phone adele.vance@contoso.com of Contoso Dental",
	}, d.actions.asked)
}

func TestWhoIsSignedInDecidesWhatCanBeDone(t *testing.T) {
	d := open(t, rich())
	d.Tap("Authentication")
	require.True(t, d.Has("Remove: Phone"))
	for _, what := range []change.Action{change.RemoveMethod, change.ResetPassword} {
		d.actions.off[what] = "Your access tier is Read only"
	}
	d.changed(page.Changes{Connection: true})
	require.False(t, d.Has("Remove: Phone"))
	require.Equal(t, "Your access tier is Read only", d.Why("Reset Password"))
}

func TestAPasswordIsNotRemovedAsAMethod(t *testing.T) {
	d := open(t, rich())
	d.Tap("Authentication")
	require.False(t, d.Has("Remove: Password"))
	d.Tap("Select Password")
	d.Tap("Row Actions")
	d.Tap("Remove")
	require.Empty(t, d.actions.asked)
}

func TestAMethodThatIsGoneIsNotSelectedAnyMore(t *testing.T) {
	w := rich()
	d := open(t, w)
	d.Tap("Authentication")
	d.Tap("Select Phone")
	d.Sees("1 selected")
	w.do(func() {
		c := w.live[profile.Methods]
		c.Methods = c.Methods[:1]
		w.live[profile.Methods] = c
	})
	d.page.Refresh()
	d.Settle()
	d.Sees("0 selected")
	require.Equal(t, "1", d.count("Authentication"))
}

func TestWithoutActionsNothingIsOffered(t *testing.T) {
	d := open(t, rich(), func(o *user.Options) { o.Actions, o.Links = nil, nil })
	d.SeesNot("Reset Password", "Block Sign In", "More", "Open in")
	d.Tap("Groups")
	d.SeesNot("Manage User Groups")
	d.Tap("Authentication")
	titles, _ := d.exported()
	require.NotContains(t, titles, "Remove")
	require.NoError(t, d.TapSecond("Phone"))
	require.False(t, d.Has("Remove"))
}

func TestWithoutCardsThePageShowsTheLocalPicture(t *testing.T) {
	d := open(t, rich(), func(o *user.Options) { o.Cards = nil })
	d.Sees("Adele Vance", "Details", "Practice Manager", "Not in the local data", "Read 20 minutes ago")
	d.SeesNot("Roles", "Licenses", "Authentication")
	d.page.Refresh()
	d.Settle()
	require.Equal(t, [][]m365.TenantID{{contoso}}, d.Host.Refreshed)
}

func TestRowsPerPageAreThoseOfEveryTable(t *testing.T) {
	w := rich()
	d := open(t, w)
	d.Tap("Groups")
	d.Tap("Sign-in Logs")
	d.Sees("1-25 of 50")
	d.Tap("25")
	d.Tap("100")
	d.Sees("1-50 of 50")
	for _, tab := range []string{"Groups", "Devices"} {
		d.Tap(tab)
		d.Sees("100")
	}
	require.Equal(t, []int{100}, d.sizes)
}

func TestTheArrangementOfATableIsKeptAndItsFiltersAreNot(t *testing.T) {
	w := rich()
	d := open(t, w)
	d.Tap("Groups")
	d.filter("Group Name", "leeds")
	d.Sees("contains leeds", "Leeds practice")
	d.SeesNot("Everybody")
	d.Tap("Columns")
	d.Tap("Email")
	d.Key(fyne.KeyEscape)
	d.Clock.Advance(time.Second)
	d.visit(nil)
	d.Tap("Groups")
	d.Sees("Unfiltered", "Everybody")
	titles, _ := d.exported()
	require.NotContains(t, titles, "Email")
	require.Contains(t, d.layouts.Kept, "user-groups")
}

// filter types a term into the filter of a text column.
func (d *harness) filter(column, term string) {
	d.T.Helper()
	d.Tap("Filter " + column)
	require.NoError(d.T, d.Type("Filter text", term))
	d.Settle()
	d.Tap("Apply")
}

func TestTheTitlesOfSignInsAreWholeInAnOrdinaryWindow(t *testing.T) {
	d := open(t, rich())
	d.Win.Resize(fyne.NewSize(1440-224, 800)) // beside the navigation
	d.Tap("Sign-in Logs")
	shown := strings.Join(d.Texts(), " ") // a title of two lines is two texts
	for _, title := range []string{
		"Sign In Date", "Sign In Status", "Device Compliant", "IP Address", "Authentication Requirement", "Conditional Access Policy",
	} {
		require.Contains(t, shown, title)
	}
}

func TestTheLicensesStandBelowWhatTheyAreAbout(t *testing.T) {
	d := open(t, rich(), func(o *user.Options) { o.Tab = profile.Licenses })
	d.Sees("Tenant Name", "Primary Domain", "User Principal Name", "Usage Location", "M365 Sign In Status", "Last Sign In",
		"Last Password Modification", "4 minutes ago", "41 days ago", "United Kingdom (GB)")
}
