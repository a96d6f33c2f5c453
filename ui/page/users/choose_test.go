package users_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestSelectTenantNarrowsTheListToAnyNumberOfTenants(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam(), tailspin()))
	d.choose("Select Tenant", "Fabrikam Legal")
	d.Sees("Tenant: Fabrikam Legal", "1-2 of 2")
	d.choose("Tenant: Fabrikam Legal", "Tailspin Toys")
	d.Sees("Tenant: 2 selected", "Fabrikam Legal, Tailspin Toys", "1-3 of 3")
	d.choose("Tenant: 2 selected", "Fabrikam Legal")
	d.Sees("Tenant: Tailspin Toys", "1-1 of 1")
	d.choose("Tenant: Tailspin Toys", "Tailspin Toys")
	d.Sees("Select Tenant", "1-6 of 6")
}

func TestAllTenantsTakesTheChoiceBack(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam(), tailspin()))
	d.choose("Select Tenant", "Fabrikam Legal", "Tailspin Toys")
	d.choose("Tenant: 2 selected", "All tenants")
	d.Sees("Select Tenant", "1-6 of 6")
	d.choose("Select Tenant", "Contoso Dental")
	d.Sees("Tenant: Contoso Dental", "1-3 of 3")
}

func TestTenantsAreSearchedByNameAndDomain(t *testing.T) {
	bakery := contoso()
	bakery.Name, bakery.DefaultDomain = "Crème Bakery", "northwind.example"
	for name, c := range map[string]struct {
		text  string
		finds []string
	}{
		"the beginning of a name":      {"fab", []string{"Fabrikam Legal"}},
		"capitals":                     {"LEGAL", []string{"Fabrikam Legal"}},
		"without its accent":           {"creme", []string{"Crème Bakery"}},
		"a domain":                     {"northwind", []string{"Crème Bakery"}},
		"what a name and a domain say": {"i", []string{"Crème Bakery", "Fabrikam Legal", "Tailspin Toys"}},
		"spaces around":                {"  toys ", []string{"Tailspin Toys"}},
		"nothing":                      {"", []string{"Crème Bakery", "Fabrikam Legal", "Tailspin Toys"}},
		"what no tenant has":           {"zzz", nil},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, fakeOf(tailspin(), bakery, fabrikam()))
			d.Tap("Select Tenant")
			d.TypeIn("Search tenants", c.text)
			var found []string
			for _, label := range d.Labels() {
				if label == "Crème Bakery" || label == "Fabrikam Legal" || label == "Tailspin Toys" {
					found = append(found, label)
				}
			}
			require.Equal(t, c.finds, found)
		})
	}
}

func TestASearchForgetsNoTenantThatWasChosen(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam(), tailspin()))
	d.Tap("Select Tenant")
	d.TypeIn("Search tenants", "fabri")
	d.Tap("Fabrikam Legal")
	d.TypeIn("Search tenants", "tail")
	d.Tap("Tailspin Toys")
	d.Press(fyne.KeyEscape)
	d.Sees("Tenant: 2 selected", "1-3 of 3")
}

func TestTwoTenantsOfOneNameAreToldApart(t *testing.T) {
	d := open(t, fakeOf(uitest.Twins(contoso(), fabrikam())...))
	d.choose("Select Tenant", "Contoso Dental (fabrikam.com)")
	d.Sees("Contoso Dental (fabrikam.com)", "1-2 of 2", "adele@fabrikam.com")
	d.SeesNot("adele@contoso.com")
}

func TestTheTenantsOfUsersAreToldApartInTheList(t *testing.T) {
	d := open(t, fakeOf(uitest.Twins(contoso(), fabrikam())...))
	texts := d.Texts()
	require.Contains(t, texts, "contoso.com")
	require.Contains(t, texts, "fabrikam.com")
}

func TestATenantThatIsSyncedWhileTheListIsOpenIsFoundByItsName(t *testing.T) {
	d := open(t, fakeOf(contoso()))
	d.Tap("Select Tenant")
	d.change(func(p *fake) { p.tenants = append(p.tenants, fabrikam()) })
	d.tell(page.Changes{Tenants: true})
	d.TypeIn("Search tenants", "fabri")
	d.Tap("Fabrikam Legal")
	d.Press(fyne.KeyEscape)
	d.Sees("Tenant: Fabrikam Legal")
}

func TestATenantWithoutADomainIsToldApartByItsID(t *testing.T) {
	twin := m365.Tenant{ID: fabrikamID, Status: m365.Synced, Users: 1}
	d := open(t, fakeOf(uitest.Twins(contoso(), twin)...))
	d.Tap("Select Tenant")
	require.True(t, d.Has("Contoso Dental (contoso.com)"))
	require.True(t, d.Has("Contoso Dental ("+string(fabrikamID)+")"))
}

func TestTheTenantsOfATagAreChosenAtOnce(t *testing.T) {
	gold, also := fabrikam(), tailspin()
	gold.Tags, also.Tags = []string{"gold"}, []string{"Gold", "north"}
	d := open(t, fakeOf(contoso(), gold, also))
	d.Tap("Select Tenant")
	d.TypeIn("Search tenants", "gold")
	d.Tap("Tick all shown")
	d.Press(fyne.KeyEscape)
	d.Sees("Tenant: 2 selected", "1-3 of 3")
}
