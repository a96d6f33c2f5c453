package setup_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/uitest"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

func TestMain(m *testing.M) { uitest.Main(m) }

var noon = uitest.Noon

// harness is the page in a window, with what outlives the page.
type harness struct {
	*uitest.Stage
	*world
	connector *setup.Connector
	layouts   *uitest.Layouts
	page      *setup.Page
	work      *uithread.Work
	signedIn  []m365.Connection
}

// open shows the page on a world, whose connection is known already.
func open(t *testing.T, w *world, tab string) *harness {
	t.Helper()
	d := start(t, w, w.suggested)
	d.show(tab)
	return d
}

// start is a window that has read the connection, without the page.
func start(t *testing.T, w *world, suggested setup.Suggestion) *harness {
	t.Helper()
	d := &harness{Stage: uitest.NewStage(t, fyne.NewSize(1216, 848)), world: w, layouts: &uitest.Layouts{}}
	d.connector = setup.NewConnector(w, uitest.Explain, d.Work, suggested)
	d.connector.SignedIn = func(connection m365.Connection) { d.signedIn = append(d.signedIn, connection) }
	d.connector.Load()
	d.Settle()
	return d
}

// show puts a new page into the window.
func (d *harness) show(tab string) {
	d.T.Helper()
	tables := d.Host.Tables()
	tables.Layouts, tables.PageSize = d.layouts, 25
	d.work = d.Work.Child()
	shown := setup.New(setup.Options{
		Host: d.Host, Work: d.work, Tables: tables, Tenants: d.world, Integration: d.world, Connector: d.connector, Care: d.world, Tab: tab,
		Leaving: func() []string { return d.world.leaving },
	})
	d.page = shown
	d.Show(shown.Content())
	d.tell(page.Everything())
	d.T.Cleanup(shown.Close)
}

// leave ends the page, as the window does before it shows another one.
func (d *harness) leave() {
	d.work.Cancel()
	d.page.Close()
	d.Settle()
}

// tell tells the page what changed.
func (d *harness) tell(changes page.Changes) {
	d.T.Helper()
	d.page.Changed(changes)
	d.Settle()
}

// openForm opens the page on the form of the tab Authenticate.
func openForm(t *testing.T, w *world) *harness {
	t.Helper()
	d := open(t, w, "")
	d.Tap("Turn On")
	return d
}

// fillForm types a good tenant and application, and saves.
func (d *harness) fillForm() {
	d.T.Helper()
	d.TypeIn("Tenant ID", "msp.example")
	d.TypeIn("Application (client) ID", mspClient)
	d.Tap("Save")
}

// browserOpens waits for the browser's address to be there.
func (d *harness) browserOpens() {
	d.T.Helper()
	d.Settle()
	<-d.begun
	d.Settle()
}

// browserReturns lets the sign-in end.
func (d *harness) browserReturns(connection m365.Connection, err error) {
	d.T.Helper()
	d.ends <- signInEnd{connection, err}
	d.Work.WaitAll()
	d.Settle()
}

// reads fails the test unless a field holds a text.
func (d *harness) reads(field, text string) {
	d.T.Helper()
	got, err := d.TextOf(field)
	require.NoError(d.T, err)
	require.Equal(d.T, text, got)
}
