package users

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// namesShown is how many tenants a banner names before it counts.
const namesShown = 3

// stale are the tenants of a list that could not be refreshed, in the order of names.
func stale(tenants []m365.Tenant) []m365.Tenant {
	failed := slices.DeleteFunc(slices.Clone(tenants), func(t m365.Tenant) bool { return t.RefreshFailure == nil })
	slices.SortFunc(failed, func(a, b m365.Tenant) int { return strings.Compare(table.Fold(a.FullName()), table.Fold(b.FullName())) })
	return failed
}

// withoutRoles are the tenants of a list whose role assignments may not be read.
func withoutRoles(tenants []m365.Tenant) []m365.Tenant {
	return slices.DeleteFunc(slices.Clone(tenants), func(t m365.Tenant) bool { return t.Roles != m365.NoPermission })
}

// staleText says which tenants could not be refreshed, why, and how old what is shown of them is.
func staleText(failed []m365.Tenant, now time.Time) string {
	oldest := page.Oldest(failed)
	offline := len(failed) > 1 && page.Offline(failed)
	age := table.Age(oldest, now, now.Location())
	switch {
	case offline && oldest.IsZero():
		return "You are offline."
	case offline:
		return "You are offline. The oldest part of what is shown is as of " + age + "."
	case len(failed) == 1:
		return reason(failed[0]) + " " + shownOf(failed[0], now)
	}
	text := page.Counted(len(failed), "tenant", "tenants") + " could not be refreshed: " + page.Names(failed, namesShown) + "."
	if oldest.IsZero() {
		return text + " No users of them are shown."
	}
	return text + " The oldest part of what is shown is as of " + age + "."
}

// reason is what happened to a tenant, with its name.
func reason(tenant m365.Tenant) string {
	what := tenant.RefreshFailure.What
	if strings.Contains(what, tenant.FullName()) {
		return what
	}
	return tenant.FullName() + " could not be refreshed. " + what
}

func shownOf(tenant m365.Tenant, now time.Time) string {
	if tenant.Refreshed.IsZero() {
		return "No users of it are shown."
	}
	return "Showing " + page.Counted(tenant.Users, "user", "users") + " as of " + table.Age(tenant.Refreshed, now, now.Location()) + "."
}

// showBanner names above the table what is missing from it or old.
func (p *Page) showBanner() {
	inView := p.inView()
	failed, roleless := stale(inView), withoutRoles(inView)
	text := ""
	switch {
	case len(failed) > 0:
		text = staleText(failed, p.o.Host.Now())
		p.banner.Set(table.Caution, text,
			widget.Action{Label: "Details", Do: func() { p.showDetails(failed) }},
			p.again(failed))
	case len(roleless) > 0:
		text = "User roles of " + page.Names(roleless, namesShown) + " are not shown: your GDAP roles, or the consent, do not let you read them."
		p.banner.Set(table.Neutral, text)
	}
	if text == p.bannerText {
		return
	}
	p.bannerText = text
	p.banner.Hidden = text == ""
	p.Layout()
}

// showDetails says of every tenant that could not be refreshed what happened and what to do.
func (p *Page) showDetails(failed []m365.Tenant) {
	now := p.o.Host.Now()
	again := p.again(failed)
	list := page.Column(page.Apart)
	for _, tenant := range failed {
		list.Add(p.failureBlock(tenant, now))
	}
	p.o.Host.ShowSheet(page.Sheet{
		Title: "Not refreshed",
		Body:  page.AtLeast(0, min(360, float32(len(failed))*150), page.Scrolled(list)),
		Width: 560,
		Actions: []page.Action{
			{Label: "Copy details", Do: func() { p.o.Host.Copy(detailsOf(failed)) }, Keep: true},
			{Label: again.Label, Do: again.Do},
		},
	})
}

// again refreshes tenants that failed. A sign-in is the way where one of them waits for it.
func (p *Page) again(failed []m365.Tenant) widget.Action {
	failure := *failed[0].RefreshFailure
	for _, tenant := range failed {
		failure.SignIn = failure.SignIn || tenant.RefreshFailure.SignIn
	}
	return page.Again(p.o.Host, failure, func() { p.o.Host.RefreshTenants(page.IDs(failed)) })
}

func (p *Page) failureBlock(tenant m365.Tenant, now time.Time) fyne.CanvasObject {
	failure := tenant.RefreshFailure
	block := page.Column(page.Tight, widget.NewStrong(tenant.NameAndDomain()), widget.NewParagraph(failure.What, 500))
	if failure.Do != "" {
		block.Add(widget.NewParagraph(failure.Do, 500))
	}
	block.Add(widget.NewMutedParagraph(shownOf(tenant, now), 500))
	if failure.Code != "" {
		block.Add(widget.NewSmall("Code " + failure.Code))
	}
	if failure.RequestID != "" {
		block.Add(widget.NewSmall("Request id " + failure.RequestID))
	}
	return block
}

func detailsOf(failed []m365.Tenant) string {
	texts := make([]string, len(failed))
	for i, tenant := range failed {
		texts[i] = tenant.Name + " (" + string(tenant.ID) + ")\n" + tenant.RefreshFailure.Details()
	}
	return strings.Join(texts, "\n\n")
}
