package shell

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refresh"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/settings"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// statusLine is how one tenant stands.
type statusLine struct {
	tenant m365.Tenant
	word   string
	tone   table.Tone
	text   string
	// age is how old what is shown of a failed tenant is, and the roles of another where they are older than the rest.
	age   string
	retry bool
}

// statusOf says how a synced tenant's local data stands. offline says that all that failed did so for want of a network.
func (s *snapshot) statusOf(tenant m365.Tenant, offline bool, times table.Printer) statusLine {
	line := statusLine{tenant: tenant}
	age := "never refreshed"
	if !tenant.Refreshed.IsZero() {
		age = times.Age(tenant.Refreshed)
	}
	switch wait := page.Wait(s.waits[tenant.ID], times); {
	case slices.Contains(s.progress.Current, tenant.ID) && wait != "":
		line.word, line.tone = "Waiting", table.Caution
		line.text = wait + "; " + age
	case slices.Contains(s.progress.Current, tenant.ID):
		line.word, line.text = "Refreshing", age
	case tenant.RefreshFailure != nil && offline:
		line.word, line.tone, line.retry, line.text = "Offline", table.Caution, true, age
	case tenant.RefreshFailure != nil:
		line.word, line.tone, line.retry = "Failed", table.Danger, true
		line.text = tenant.RefreshFailure.Reason()
		if !tenant.Refreshed.IsZero() {
			line.age = "Shown as of " + age + "."
		}
	case tenant.Refreshed.IsZero():
		line.word, line.text, line.retry = "Not refreshed", "Nothing was read yet", true
	default:
		line.word, line.tone, line.text = "Up to date", table.Good, age
		if tenant.RestRead.Before(tenant.Refreshed) && !tenant.RestRead.IsZero() {
			line.age = "Roles and products as of " + times.Age(tenant.RestRead) + "."
		}
	}
	return line
}

// whole is the failure of a failed tenant with what to do about it; empty for another.
func (l statusLine) whole() string {
	if l.word != "Failed" {
		return ""
	}
	return l.tenant.RefreshFailure.Sentence()
}

// showRefreshFailure shows why a tenant could not be refreshed.
func (s *Shell) showRefreshFailure(tenant m365.Tenant) {
	again := page.Again(s, *tenant.RefreshFailure, func() { s.RefreshTenants([]m365.TenantID{tenant.ID}) })
	s.ShowFailure("Refresh of "+tenant.FullName()+" failed", *tenant.RefreshFailure, page.Action{Label: again.Label, Do: again.Do})
}

// statusLines lists the synced tenants: failed ones first, then by name.
func (s *snapshot) statusLines(times table.Printer) []statusLine {
	var lines []statusLine
	synced := s.synced()
	offline := page.Offline(synced, synced)
	for _, tenant := range synced {
		lines = append(lines, s.statusOf(tenant, offline, times))
	}
	slices.SortStableFunc(lines, func(a, b statusLine) int {
		if a.retry != b.retry {
			if a.retry {
				return -1
			}
			return 1
		}
		return page.CompareNames(a.tenant, b.tenant)
	})
	return lines
}

// refreshStatus is the sheet with the state of every synced tenant. It follows the work while it is open.
type refreshStatus struct {
	shell *Shell
	lines []statusLine
	head  *widget.Text
	list  *widget.List
	place *fyne.Container
}

const (
	statusWidth  = 900
	statusHeight = 400
	statusName   = 300
)

// ShowRefreshStatus opens the state of every synced tenant.
func (s *Shell) ShowRefreshStatus() {
	if s.status != nil {
		return
	}
	status := &refreshStatus{shell: s, head: widget.NewMuted(""), place: container.NewStack()}
	status.list = widget.NewList("Rows of tenants",
		func() int { return len(status.lines) },
		func() fyne.CanvasObject {
			return newStatusRow(min(statusName, widget.DialogRoom(s.Canvas(), statusWidth)/3)) // the reasons come first in a narrow window
		},
		func(at fynewidget.ListItemID, object fyne.CanvasObject) { status.draw(at, object) },
	)
	s.status = status
	status.show()
	s.ShowSheet(page.Sheet{
		Title:   "Refresh status",
		Body:    page.Column(page.Gap, status.head, page.Fill(page.AtLeast(0, statusHeight, status.place))),
		Width:   statusWidth,
		Actions: []page.Action{{Label: "Refresh all", Do: s.RefreshAll, Keep: true}},
		Closed:  func() { s.status = nil },
	})
}

// body is the list, or why there is none.
func (r *refreshStatus) body() fyne.CanvasObject {
	switch {
	case !r.shell.snapshot.read:
		return container.NewCenter(widget.NewMuted("Reading the tenants."))
	case len(r.lines) == 0:
		return widget.NewEmptyState("No tenant is synced, so there is nothing to refresh. Choose tenants in Setup.", widget.Action{})
	}
	return r.list
}

func (r *refreshStatus) show() {
	times := r.shell.Printer()
	r.lines = r.shell.snapshot.statusLines(times)
	r.head.SetText(r.shell.snapshot.freshness(times) + sparingText(r.shell.options.Services.Refresher.Sparing()))
	r.place.Objects = []fyne.CanvasObject{r.body()}
	r.place.Refresh()
	r.list.Refresh()
}

// sparingText says why tenants are refreshed less often than was chosen, and how often; empty where nothing is spared.
func sparingText(why refresh.Sparing, every time.Duration) string {
	on := "On battery"
	switch {
	case why.Battery && why.Metered:
		on = "On battery and a metered line"
	case why.Metered:
		on = "On a metered line"
	case !why.Battery:
		return ""
	}
	return " · " + on + ": refreshes every " + strings.TrimPrefix(settings.Lasting(every), "1 ")
}

func (r *refreshStatus) draw(at fynewidget.ListItemID, object fyne.CanvasObject) {
	line := r.lines[at]
	failure := m365.Failure{SignIn: r.shell.SignedOut()}
	if line.tenant.RefreshFailure != nil {
		failure.SignIn = failure.SignIn || line.tenant.RefreshFailure.SignIn
	}
	row := object.(*statusRow)
	row.showDetails = func() { r.shell.showRefreshFailure(line.tenant) }
	row.set(line, page.Again(r.shell, failure, func() { r.shell.RefreshTenants([]m365.TenantID{line.tenant.ID}) }))
}

// statusRow is a line of the sheet, used again and again by the list.
type statusRow struct {
	fynewidget.BaseWidget
	name, mark *widget.CutText
	text, age  *widget.CutText
	details    *widget.Link
	pill       *widget.Pill
	retry      *widget.Button
	row        *fyne.Container
	// showDetails shows the failure of the tenant that is drawn.
	showDetails func()
}

func newStatusRow(name float32) *statusRow {
	cut := widget.TextLook{Colour: theme.ColorNameInk, Size: "text", Bold: true, Cut: true}
	muted := widget.TextLook{Colour: theme.ColorNameMuted, Size: "text", Cut: true}
	r := &statusRow{
		name:  widget.NewCutText("", cut),
		mark:  widget.NewCutText("", muted),
		text:  widget.NewCutText("", muted),
		age:   widget.NewCutText("", muted),
		pill:  widget.NewPill("Up to date", table.Good),
		retry: widget.NewButton(widget.Secondary, "Retry", "", nil),
	}
	r.details = widget.NewLink("Details", func() { r.showDetails() })
	r.row = page.Row(page.Gap,
		page.AtLeast(name, 0, page.Column(0, r.name, r.mark)), page.AtLeast(104, 0, r.pill), page.Fill(page.Column(0, r.text, r.age)), r.details, r.retry)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is Fyne's way to get the parts.
func (r *statusRow) CreateRenderer() fyne.WidgetRenderer {
	return fynewidget.NewSimpleRenderer(page.Inset(3, page.Apart, 3, page.Tight, r.row))
}

func (r *statusRow) set(line statusLine, retry widget.Action) {
	r.name.SetText(line.tenant.Name)
	r.mark.SetText(widget.CutMark(line.tenant.Mark(), statusName, widget.Size("text"), false))
	r.mark.SetWhole(line.tenant.NameAndDomain())
	setVisible(r.mark, line.tenant.Mark() != "")
	r.pill.SetState(line.word, line.tone)
	r.text.SetText(line.text)
	r.text.SetWhole(line.whole())
	r.age.SetText(line.age)
	setVisible(r.age, line.age != "")
	setVisible(r.details, line.word == "Failed")
	r.retry.SetLabel(retry.Label)
	r.retry.SetOnTapped(retry.Do)
	setVisible(r.retry, line.retry)
	r.row.Refresh()
}

// RefreshAll reads every synced tenant anew.
func (s *Shell) RefreshAll() {
	s.Begin(func(ctx context.Context) error {
		s.options.Services.Refresher.RefreshAll(ctx)
		return nil
	})
}

// RefreshTenants reads some synced tenants anew.
func (s *Shell) RefreshTenants(ids []m365.TenantID) {
	s.Begin(func(ctx context.Context) error {
		s.options.Services.Refresher.Refresh(ctx, ids)
		return nil
	})
}
