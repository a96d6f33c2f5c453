package setup

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/grid"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// tenantsTab is the tenant sync table.
type tenantsTab struct {
	*list.List
	o      Options
	source source
	loader *uithread.Loader
	// signIn stands in the place of sync while nobody is signed in.
	signIn, sync, unsync *widget.Button
	// offline says once what would stand in every row, of offlineSays tenants.
	offline     *widget.Banner
	offlineSays int
	content     *fyne.Container

	// counted hears how many tenants the table shows.
	counted func(int)
	tenants []m365.Tenant
	// listing is the message while the tenants are listed anew; nil while they are not.
	listing page.Notice
}

func newTenantsTab(o Options, counted func(int)) *tenantsTab {
	t := &tenantsTab{o: o, source: newSource(), counted: counted}
	t.source.Now = o.Host.Now
	t.loader = &uithread.Loader{Work: o.Work, Read: t.read}
	t.signIn = widget.NewButton(widget.Primary, "Sign in", "", func() { o.Host.SignIn(t.loader.Load) })
	t.sync = widget.NewButton(widget.Primary, "Sync", "", t.askSync)
	t.unsync = widget.NewButton(widget.Secondary, "Unsync", "", t.askUnsync)
	t.List = list.New(o.Host, o.Work, o.Tables, t.spec())
	tools := append([]fyne.CanvasObject{page.Fill(t.Grid.Bar()), t.signIn, t.sync, t.unsync}, t.Buttons()...)
	t.offline = widget.NewBanner(table.Caution, "")
	t.offline.Hide()
	t.content = page.Column(page.Gap, page.Row(page.Near, tools...), t.offline, page.Fill(t.Grid))
	t.showButtons()
	return t
}

func (t *tenantsTab) spec() list.Spec {
	return list.Spec{
		Name: "tenant-sync", Noun: "tenants", File: "tenant-sync", Source: t.source,
		Sort: []table.SortKey{{Column: columnName}}, KeepFilters: true,
		Empty:    "No tenants are listed yet. Sign in on the tab Authenticate to list the client tenants of your GDAP relationships.",
		Press:    func(key, _ string) { t.showFailure(key) },
		Menu:     t.menu,
		Refresh:  t.reload,
		Selected: func(grid.Selection) { t.showButtons() },
		Answered: func() { t.counted(t.Grid.Total()); t.showButtons() },
	}
}

func (t *tenantsTab) read(ctx context.Context) func() {
	tenants, err := t.o.Tenants.Tenants(ctx)
	return func() {
		if err != nil {
			t.source.Fail(err)
			t.Grid.Reload()
			t.o.Host.Fail(err)
			return
		}
		t.tenants = tenants
		connection, _ := t.o.Connector.Connection()
		tier := integration.TierOf(connection)
		rows, known := make([]table.Row, 0, len(tenants)), make(map[string]bool, len(tenants))
		for _, tenant := range tenants {
			rows = append(rows, rowOf(tenant, tier, t.o.Host.WaitsUntil(tenant.ID), t.o.Tables.Printer))
			known[string(tenant.ID)] = true
		}
		t.source.Set(rows)
		t.Grid.RetainSelection(func(key string) bool { return known[key] })
		t.Grid.Reload()
		t.showButtons()
		t.showOffline()
	}
}

// showOffline says once that tenants were not synced for want of a network.
func (t *tenantsTab) showOffline() {
	count := len(t.unreached())
	if count == t.offlineSays {
		return
	}
	t.offlineSays = count
	t.Grid.KeepPlace(func() {
		t.offline.Hidden = count == 0
		t.offline.Set(table.Caution, "You were offline, so "+table.Counted(count, "tenant was", "tenants were")+" not synced.",
			widget.Action{Label: "Retry", Do: func() { t.begin(t.o.Integration.Sync, t.unreached()) }})
		page.Lay(t.content)
	})
}

// unreached are the tenants that were not synced for want of a network, where there are several.
func (t *tenantsTab) unreached() []m365.Tenant {
	lost := slices.DeleteFunc(slices.Clone(t.tenants), func(t m365.Tenant) bool {
		return t.Status != m365.Failed || t.Failure == nil || !t.Failure.Offline
	})
	if len(lost) < 2 {
		return nil
	}
	return lost
}

func (t *tenantsTab) tenant(key string) (m365.Tenant, bool) {
	for _, tenant := range t.tenants {
		if string(tenant.ID) == key {
			return tenant, true
		}
	}
	return m365.Tenant{}, false
}

// reload lists the client tenants anew from Microsoft.
func (t *tenantsTab) reload() {
	if t.listing != nil {
		return
	}
	t.listing = t.o.Host.Toast(page.Toast{Mood: page.Working, Text: "Listing the client tenants."})
	t.o.Work.Do(func(ctx context.Context) func() {
		err := t.o.Integration.Reload(ctx)
		return func() {
			t.endListing()
			if err != nil {
				t.o.Host.ToastFailure(t.o.Host.Explain(err))
				return
			}
			t.loader.Load()
		}
	})
}

// endListing takes back the message that the tenants are being listed.
func (t *tenantsTab) endListing() {
	if t.listing != nil {
		t.listing.Close()
		t.listing = nil
	}
}

// picked are the tenants that are selected: the ticked ones, or all that fit the filters.
func (t *tenantsTab) picked() []m365.Tenant {
	selection := t.Grid.Selection()
	keys := selection.Keys
	if selection.All {
		keys = t.fitting()
	}
	return slices.DeleteFunc(slices.Clone(t.tenants), func(tenant m365.Tenant) bool {
		return !slices.Contains(keys, string(tenant.ID))
	})
}

// fitting are the keys of all rows across all pages that fit the filters. The rows are in memory, so this does not wait.
func (t *tenantsTab) fitting() []string {
	var keys []string
	err := t.source.Each(t.o.Work.Context(), t.Grid.Query(), func(row table.Row) error {
		keys = append(keys, row.Key)
		return nil
	})
	if err != nil {
		t.o.Host.Fail(err)
	}
	return keys
}

// showButtons switches Sync and Unsync on where they would do something, and says why not otherwise.
func (t *tenantsTab) showButtons() {
	connection, known := t.o.Connector.Connection()
	picked := t.picked()
	t.sync.Hidden = known && !connection.Authenticated()
	t.signIn.Hidden = !t.sync.Hidden
	page.Lay(t.content)
	switch {
	case len(picked) == 0:
		t.sync.DisableBecause("Select the tenants to sync")
	case len(t.toSync(picked)) == 0:
		t.sync.DisableBecause("The selected tenants are synced, or being synced, already")
	default:
		t.sync.Enable()
	}
	switch {
	case len(picked) == 0:
		t.unsync.DisableBecause("Select the tenants to unsync")
	case len(toUnsync(picked)) == 0 && slices.ContainsFunc(picked, func(t m365.Tenant) bool { return t.Primary && t.Status != m365.Deactivated }):
		t.unsync.DisableBecause("Your own tenant can be synced, but not unsynced")
	case len(toUnsync(picked)) == 0:
		t.unsync.DisableBecause("None of the selected tenants is synced")
	default:
		t.unsync.Enable()
	}
}

// toSync are the tenants of a selection that a sync would change.
func (t *tenantsTab) toSync(tenants []m365.Tenant) []m365.Tenant {
	connection, _ := t.o.Connector.Connection()
	tier := integration.TierOf(connection)
	return slices.DeleteFunc(slices.Clone(tenants), func(t m365.Tenant) bool {
		return t.Status == m365.Synced && !integration.NeedsUpdate(t, tier) || t.Status == m365.Pending
	})
}

// toUnsync are the tenants of a selection that an unsync would change. The primary tenant cannot be unsynced.
func toUnsync(tenants []m365.Tenant) []m365.Tenant {
	return slices.DeleteFunc(slices.Clone(tenants), func(t m365.Tenant) bool {
		return t.Primary || t.Status == m365.Deactivated
	})
}

func (t *tenantsTab) askSync() {
	tenants := t.toSync(t.picked())
	t.o.Host.Ask(page.Question{
		Title: "Sync",
		Text:  page.Names(tenants, namesInQuestion) + " will be synced.",
		More: append(append(t.notShown(), leftOut(len(t.picked())-len(tenants), "synced, or being synced, already")...),
			"Each tenant gets an enterprise application with the permissions listed on the tab Authenticate. Then its users, roles and licenses are read."),
		Verb: "Sync " + table.Counted(len(tenants), "tenant", "tenants"),
		Do: func() {
			t.Grid.SelectNone()
			t.begin(t.o.Integration.Sync, tenants)
		},
	})
}

func (t *tenantsTab) askUnsync() {
	tenants := toUnsync(t.picked())
	more := append(t.notShown(), leftOut(len(t.picked())-len(tenants), "not synced, or your own tenant, which cannot be unsynced")...)
	t.o.Host.Ask(page.Question{
		Title: "Unsync",
		Text:  page.Names(tenants, namesInQuestion) + " will be unsynced.",
		More: append(more,
			"The users of "+itOrThem(len(tenants))+" leave Tenantkeep at once. Nothing changes in Microsoft 365, and you can sync again at any time."),
		Verb:   "Unsync " + table.Counted(len(tenants), "tenant", "tenants"),
		Danger: true,
		Do: func() {
			t.Grid.SelectNone()
			t.begin(t.o.Integration.Unsync, tenants)
		},
	})
}

// begin starts a sync or unsync, which goes on in the background.
func (t *tenantsTab) begin(start func(context.Context, []m365.TenantID) error, tenants []m365.Tenant) {
	t.o.Host.Begin(func(ctx context.Context) error { return start(ctx, page.IDs(tenants)) })
}

// notShown names the selected tenants that the filters hide.
func (t *tenantsTab) notShown() []string {
	if names := list.NotShown(t.Grid.Selection()); names != "" {
		return []string{names + "."}
	}
	return nil
}

// leftOut says how many of the selected tenants are not touched, and why.
func leftOut(count int, because string) []string {
	if count == 0 {
		return nil
	}
	return []string{table.Counted(count, "selected tenant is left out: it is ", "selected tenants are left out: they are ") + because + "."}
}

func itOrThem(count int) string {
	if count == 1 {
		return "this tenant"
	}
	return "these tenants"
}

// namesInQuestion is how many tenants a question names before it counts.
const namesInQuestion = 8

// showFailure shows why a tenant's sync failed, with Retry, or what keeps the technician out.
func (t *tenantsTab) showFailure(key string) {
	tenant, known := t.tenant(key)
	failure := integration.Obstacle(tenant)
	if !known || failure == nil {
		return
	}
	title, again := "Access to "+tenant.FullName(), []page.Action(nil)
	if tenant.Status == m365.Failed {
		title = "Sync of " + tenant.FullName() + " failed"
		once := page.Again(t.o.Host, *failure, func() { t.begin(t.o.Integration.Sync, []m365.Tenant{tenant}) })
		again = append(again, page.Action{Label: once.Label, Do: once.Do})
	}
	t.o.Host.ShowFailure(title, explained(tenant, *failure, t.o.Host.Now()), again...)
}

// menu is the context menu of a row.
func (t *tenantsTab) menu(key, _ string, show func(list.Menu)) {
	tenant, known := t.tenant(key)
	if !known {
		return
	}
	menu := list.Menu{First: []widget.MenuItem{
		{Label: "Copy tenant name", Do: func() { t.o.Host.Copy(table.AsValue(tenant.Name)) }},
		{Label: "Copy tenant ID", Do: func() { t.o.Host.Copy(key) }},
	}}
	if tenant.Status == m365.Synced && !tenant.Primary {
		menu.Rest = []widget.MenuItem{{Separator: true}, {Label: "Sync again", Do: func() { t.askAgain(tenant) }}}
	}
	if integration.Obstacle(tenant) != nil {
		menu.Rest = []widget.MenuItem{{Separator: true}, {Label: "Details", Do: func() { t.showFailure(key) }}}
	}
	show(menu)
}

// askAgain asks about the sync of a tenant that is synced: its consent is renewed where it lacks something by now.
func (t *tenantsTab) askAgain(tenant m365.Tenant) {
	t.o.Host.Ask(page.Question{
		Title: "Sync again",
		Text:  tenant.FullName() + " will be synced again.",
		More:  []string{"Its consent is renewed where Tenantkeep asks for more by now, as for the secrets of devices. Then its users are read."},
		Verb:  "Sync tenant",
		Do:    func() { t.begin(t.o.Integration.Sync, []m365.Tenant{tenant}) },
	})
}

// showFailed narrows the list to the tenants whose sync failed.
func (t *tenantsTab) showFailed() {
	failed := string(m365.Failed)
	t.Grid.SetFilters([]table.Filter{{Column: columnStatus, Any: []string{failed}, Labels: []string{failed}}})
}
