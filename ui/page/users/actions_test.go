package users_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// block is the operation that the fakes offer.
const block = "Block Sign In"

func TestRowActionsAreAboutTheOneUserThatIsTicked(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam()))
	d.Tap("Select Bianca Fabrikam", "Row Actions", block)
	d.Tap("Select Bianca Fabrikam", "Select Adele Contoso", "Row Actions", block)
	require.Equal(t, []string{"Bianca Fabrikam in Fabrikam Legal ", "Adele Contoso in Contoso Dental "}, d.actions.done)
}

func TestRowActionsAreOffUnlessOneUserIsTicked(t *testing.T) {
	gone := func(d *harness) {
		d.change(func(p *fake) { p.users = p.users[1:] })
		d.tell(page.Changes{Users: true})
	}
	for name, c := range map[string]struct {
		tenant m365.Tenant
		tick   func(d *harness)
	}{
		"nobody":                      {contoso(), func(*harness) {}},
		"one that is unticked":        {contoso(), func(d *harness) { d.Tap("Select Adele Contoso", "Select Adele Contoso") }},
		"one that has gone":           {contoso(), func(d *harness) { gone(d); d.page.Grid.Tick(keyOf(contoso(), 0), true); d.Settle() }},
		"one that has gone meanwhile": {contoso(), func(d *harness) { d.Tap("Select Adele Contoso"); gone(d) }},
		"one whose tenant is unsynced meanwhile": {contoso(), func(d *harness) {
			d.Tap("Select Adele Contoso")
			d.change(func(p *fake) { p.tenants[0].Status = m365.Deactivated })
			d.tell(page.Changes{Tenants: true})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, fakeOf(c.tenant))
			c.tick(d)
			d.Tap("Row Actions")
			require.Equal(t, onlyOne, d.Why(block))
		})
	}
}

func TestRowActionsAndTheContextMenuAreAboutAllThatAreTicked(t *testing.T) {
	several := func(d *harness) { d.Tap("Select Adele Contoso", "Select Bianca Fabrikam") }
	all := func(d *harness) { d.Tap("Select rows", "Select all rows across all pages") }
	few := []string{"Adele Contoso in Contoso Dental", "Bianca Fabrikam in Fabrikam Legal", "2 [] <nil>"}
	hidden := []string{"Adele Contoso in Contoso Dental", "Bianca Fabrikam in Fabrikam Legal", "2 [Bianca Fabrikam] <nil>"}
	everybody := []string{
		"Adele Contoso in Contoso Dental", "Adele Fabrikam in Fabrikam Legal", "Bianca Contoso in Contoso Dental",
		"Bianca Fabrikam in Fabrikam Legal", "Christie Contoso in Contoso Dental", "5 [] <nil>",
	}
	for name, c := range map[string]struct {
		tick func(d *harness)
		want []string
	}{
		"several": {several, few},
		"some that the filters hide": {func(d *harness) {
			several(d)
			d.choose("Select Tenant", "Contoso Dental")
		}, hidden},
		"all across all pages": {all, everybody},
		"all that fit the filters": {func(d *harness) {
			d.choose("Select Tenant", "Fabrikam Legal")
			all(d)
		}, []string{"Adele Fabrikam in Fabrikam Legal", "Bianca Fabrikam in Fabrikam Legal", "2 [] <nil>"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, fakeOf(contoso(), fabrikam()))
			c.tick(d)
			d.Tap("Row Actions", block)
			require.Equal(t, c.want, d.actions.done)
			d.actions.done = nil
			row := "adele@contoso.com"
			if !d.Has(row) {
				row = "adele@fabrikam.com"
			}
			require.NoError(t, d.TapSecond(row))
			d.Settle()
			d.Tap(block)
			require.Equal(t, c.want, d.actions.done)
		})
	}
}

func TestAllRowsThatAreOneRowAreManyOfOne(t *testing.T) {
	d := open(t, fakeOf(tailspin()))
	d.Tap("Select rows", "Select all rows across all pages", "Row Actions", block)
	require.Equal(t, []string{"Adele Tailspin in Tailspin Toys", "1 [] <nil>"}, d.actions.done)
}

func TestRowActionsKnowTheTickedUserAsItIsNow(t *testing.T) {
	d := open(t, fakeOf(contoso()))
	d.Tap("Select Adele Contoso")
	d.change(func(p *fake) { p.users[0].DisplayName = "Ada Contoso" })
	d.tell(page.Changes{Users: true})
	d.Tap("Row Actions", block)
	d.change(func(p *fake) { p.tenants[0].Consented = "full" })
	d.tell(page.Changes{Tenants: true})
	d.Tap("Row Actions", block)
	require.Equal(t, []string{"Ada Contoso in Contoso Dental ", "Ada Contoso in Contoso Dental full"}, d.actions.done)
}

func TestRowActionsWaitForNoOrderOfWhatIsRead(t *testing.T) {
	d := prepare(t, fakeOf(contoso()))
	d.show()
	d.Tap("Select Adele Contoso")
	d.tell(page.Changes{Tenants: true})
	d.Tap("Row Actions", block)
	require.Equal(t, []string{"Adele Contoso in Contoso Dental "}, d.actions.done)
}

func TestTheContextMenuIsAboutItsRow(t *testing.T) {
	d := open(t, fakeOf(contoso(), fabrikam()))
	d.Tap("Select Adele Contoso")
	require.NoError(t, d.TapSecond("bianca@fabrikam.com"))
	d.Settle()
	d.Tap("Copy value")
	require.Equal(t, []string{"bianca@fabrikam.com"}, d.Host.Copied)
	require.NoError(t, d.TapSecond("bianca@fabrikam.com"))
	d.Settle()
	d.Tap(block)
	require.Equal(t, []string{"Bianca Fabrikam in Fabrikam Legal "}, d.actions.done)
	require.NoError(t, d.TapSecond("bianca@fabrikam.com"))
	d.Settle()
	d.Tap("Open user")
	require.Equal(t, []page.Route{{Page: page.User, User: userOf(fabrikam(), 1).Key}}, d.Host.Routes)
}

func TestAUserThatHasGoneHasNoContextMenu(t *testing.T) {
	for name, change := range map[string]func(p *fake){
		"gone":                   func(p *fake) { p.users = p.users[1:] },
		"its tenant is unsynced": func(p *fake) { p.tenants[0].Status = m365.Deactivated },
	} {
		t.Run(name, func(t *testing.T) {
			p := fakeOf(contoso())
			d := open(t, p)
			d.change(change)
			if p.tenants[0].Status == m365.Deactivated {
				d.tell(page.Changes{Tenants: true})
			}
			require.NoError(t, d.TapSecond("adele@contoso.com"))
			d.Settle()
			require.Nil(t, d.Win.Canvas().Overlays().Top())
			require.Empty(t, d.Host.Failed)
		})
	}
}

func TestTheKeyboardOpensTheUserOfTheCursor(t *testing.T) {
	d := open(t, fakeOf(contoso()))
	d.page.Grid.Focus()
	d.Press(fyne.KeyDown, fyne.KeyReturn)
	require.Len(t, d.Host.Routes, 1)
	require.Equal(t, page.User, d.Host.Routes[0].Page)
}
