package users_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/users"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

var noon = uitest.Noon

// harness is the page in a window.
type harness struct {
	*uitest.Stage
	*fake
	page    *users.Page
	layouts *uitest.Layouts
	actions *actions
}

// open shows the page on a fake.
func open(t *testing.T, p *fake, change ...func(*users.Options)) *harness {
	t.Helper()
	d := prepare(t, p)
	d.show(change...)
	d.tell(page.Everything())
	return d
}

// prepare is a window without the page.
func prepare(t *testing.T, p *fake) *harness {
	t.Helper()
	return &harness{
		Stage: uitest.NewStage(t, fyne.NewSize(1440, 700)), fake: p, layouts: &uitest.Layouts{}, actions: &actions{},
	}
}

// show puts a new page into the window.
func (d *harness) show(change ...func(*users.Options)) {
	d.T.Helper()
	tables := d.Host.Tables()
	tables.Layouts = d.layouts
	options := users.Options{
		Host: d.Host, Work: d.Work, Tables: tables, Tenants: d.fake, Source: d.source, Users: d.fake, Actions: d.actions,
	}
	for _, c := range change {
		c(&options)
	}
	d.page = users.New(options)
	d.Show(d.page.Content())
	d.Settle()
	d.T.Cleanup(d.page.Close)
}

// only narrows the page to one tenant.
func only(tenant m365.Tenant) func(*users.Options) {
	return func(o *users.Options) { o.Only, o.OnlyName = tenant.ID, tenant.Name }
}

// tell tells the page what changed.
func (d *harness) tell(changes page.Changes) {
	d.T.Helper()
	d.page.Changed(changes)
	d.Settle()
}

// exported are the keys of the rows that an export writes.
func (d *harness) exported(export page.Export) []string {
	var keys []string
	err := export.Source.Each(d.T.Context(), export.Query, func(row table.Row) error {
		if export.Keys == nil || export.Keys(row.Key) {
			keys = append(keys, row.Key)
		}
		return nil
	})
	if err != nil {
		d.T.Fatal(err)
	}
	return keys
}

// choose ticks tenants in the drop-down of the button, which reads label.
func (d *harness) choose(label string, tenants ...string) {
	d.T.Helper()
	d.Tap(label)
	d.Tap(tenants...)
	d.Press(fyne.KeyEscape)
}
