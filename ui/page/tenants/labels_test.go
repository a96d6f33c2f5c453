package tenants_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

// labelled is a tenant with an own name and tags.
func labelled(tenant m365.Tenant, alias string, tags ...string) m365.Tenant {
	tenant.Labels = m365.Labels{Alias: alias, Tags: tags}
	return tenant
}

func TestTheOwnNameAndTheTagsOfATenantAreEdited(t *testing.T) {
	d := open(t, contoso(), labelled(fabrikam(), "The lawyers", "gold", "north"))
	d.Sees("The lawyers")
	d.Tap("Select Contoso Dental", "Row Actions", "Name and Tags…")
	d.Sees("Contoso Dental (contoso.com)", "Kept on this computer alone")
	d.TypeIn("Own name", "The dentist")
	d.TypeIn("Tags", "south")
	d.Tap("gold", "Save")
	require.Equal(t, map[m365.TenantID]m365.Labels{contosoID: {Alias: "The dentist", Tags: []string{"gold", "south"}}}, d.labels)
}

func TestWhatCouldNotBeKeptIsStillThereToBeSavedAgain(t *testing.T) {
	d := open(t, contoso())
	d.Tap("Select Contoso Dental", "Row Actions", "Name and Tags…")
	d.TypeIn("Own name", "The dentist")
	d.fails = uitest.Refusal(m365.Failure{What: "The disk is full.", Do: "Free some space."})
	d.Tap("Save")
	d.Sees("The disk is full. Free some space.")
	d.fails = nil
	d.Tap("Save")
	require.Equal(t, map[m365.TenantID]m365.Labels{contosoID: {Alias: "The dentist"}}, d.labels)
	d.SeesNot("Kept on this computer alone")
}

func TestAnOwnNameThatIsTooLongIsNotSaved(t *testing.T) {
	d := open(t, contoso())
	d.Tap("Select Contoso Dental", "Row Actions", "Name and Tags…")
	d.TypeIn("Own name", strings.Repeat("x", 61))
	d.Tap("Save")
	d.Sees("An own name has at most 60 characters.")
	require.Empty(t, d.labels)
}

func TestTenantsAreFilteredByOneOfTheirTags(t *testing.T) {
	d := open(t, labelled(contoso(), "", "gold", "south"), labelled(fabrikam(), "The lawyers", "gold", "north"))
	d.Tap("Columns", "Tags")
	d.Press("Escape")
	d.Tap("Filter Tags")
	d.Sees("gold", "north", "south")
	d.Tap("north", "Apply")
	d.Sees("Fabrikam Legal")
	d.SeesNot("Contoso Dental")
}

func TestATenantIsFilteredByItsOwnName(t *testing.T) {
	d := open(t, contoso(), labelled(fabrikam(), "The lawyers"))
	d.Tap("Filter Tenant Name")
	d.TypeIn("Filter text", "lawy")
	d.Tap("Apply")
	d.Sees("Fabrikam Legal")
	d.SeesNot("Contoso Dental")
}

func TestNothingThatIsTypedIsLostWhileTheWindowChanges(t *testing.T) {
	d := open(t, contoso())
	d.Tap("Select Contoso Dental", "Row Actions", "Name and Tags…")
	d.KeepsTyped([]string{"Own name", "Tags"}, func() { d.page.Changed(page.Everything()) })
}

func TestEscapeDropsNoNameThatWasWrittenUnasked(t *testing.T) {
	d := open(t, contoso())
	d.Tap("Select Contoso Dental", "Row Actions", "Name and Tags…")
	d.TypeIn("Own name", "The dentist")
	d.Press(fyne.KeyEscape)
	d.Sees("What you filled in is dropped.")
	d.Tap("Cancel", "Save")
	require.Equal(t, "The dentist", d.labels[contosoID].Alias)
}
