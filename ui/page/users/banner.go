package users

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// namesShown is how many tenants a banner names before it counts.
const namesShown = 3

// stale are the tenants of a list that could not be refreshed, in the order of names.
func stale(tenants []m365.Tenant) []m365.Tenant {
	failed := slices.DeleteFunc(slices.Clone(tenants), func(t m365.Tenant) bool { return t.RefreshFailure == nil })
	slices.SortFunc(failed, page.CompareNames)
	return failed
}

// withoutRoles are the tenants of a list whose role assignments may not be read.
func withoutRoles(tenants []m365.Tenant) []m365.Tenant {
	return slices.DeleteFunc(slices.Clone(tenants), func(t m365.Tenant) bool { return t.Roles != m365.NoPermission })
}

// lacking are the tenants of a list of which something that the list shows could not be read, in the order of names.
func lacking(tenants []m365.Tenant) []m365.Tenant {
	var found []m365.Tenant
	for _, tenant := range tenants {
		tenant.Lacks = slices.DeleteFunc(slices.Clone(tenant.Lacks), func(lack m365.Lack) bool {
			return lack.Of == call.ReadSharePoint.Feeds || lack.Of == call.ReadPurchases.Feeds
		})
		if len(tenant.Lacks) > 0 {
			found = append(found, tenant)
		}
	}
	slices.SortFunc(found, page.CompareNames)
	return found
}

// lackingText says what is missing of which tenants, and of a single one why.
func lackingText(tenants []m365.Tenant) string {
	var what []string
	for _, tenant := range tenants {
		for _, lack := range tenant.Lacks {
			if !slices.Contains(what, lack.Of) {
				what = append(what, lack.Of)
			}
		}
	}
	text := page.Joined(what) + " of " + page.Names(tenants, namesShown) + " could not be read, or not whole."
	if len(tenants) == 1 {
		text += " " + tenants[0].Lacks[0].What
	}
	return text
}

// staleText says which of all tenants could not be refreshed, why, and how old what is shown of them is.
func staleText(failed, all []m365.Tenant, times table.Printer) string {
	oldest := page.Oldest(failed)
	offline := len(failed) > 1 && page.Offline(failed, all)
	age := times.Age(oldest)
	switch {
	case offline && oldest.IsZero():
		return "You are offline."
	case offline:
		return "You are offline. The oldest part of what is shown is as of " + age + "."
	case len(failed) == 1:
		return reason(failed[0]) + " " + shownOf(failed[0], times)
	}
	text := table.Counted(len(failed), "tenant", "tenants") + " could not be refreshed: " + page.Names(failed, namesShown) + "."
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

func shownOf(tenant m365.Tenant, times table.Printer) string {
	if tenant.Refreshed.IsZero() {
		return "No users of it are shown."
	}
	return "Showing " + table.Counted(tenant.Users, "user", "users") + " as of " + times.Age(tenant.Refreshed) + "."
}

// lacksUsers says that a tenant in view has users that are not known: all of them where it could not be read, some where
// Microsoft counts more.
func (p *Page) lacksUsers() bool {
	return slices.ContainsFunc(p.inView(), func(tenant m365.Tenant) bool {
		return tenant.RefreshFailure != nil && tenant.Refreshed.IsZero() ||
			slices.ContainsFunc(tenant.Lacks, func(lack m365.Lack) bool { return lack.Of == call.ReadUserCount.Feeds })
	})
}

// showBanner names above the table what is missing from it or old.
func (p *Page) showBanner() {
	inView := p.inView()
	failed, lacking, roleless := stale(inView), lacking(inView), withoutRoles(inView)
	text := ""
	switch {
	case len(failed) > 0:
		text = staleText(failed, p.tenants, p.o.Tables.Printer)
		p.banner.Set(table.Caution, text,
			widget.Action{Label: "Details", Do: func() { p.showDetails("Not refreshed", failed, refreshFailure) }},
			p.again(failed, refreshFailure))
	case len(lacking) > 0:
		text = lackingText(lacking)
		p.banner.Set(table.Caution, text,
			widget.Action{Label: "Details", Do: func() { p.showDetails("Not read whole", lacking, lackFailures) }},
			p.again(lacking, lackFailures))
	case len(roleless) > 0:
		text = "User roles of " + page.Names(roleless, namesShown) + " are not shown: your GDAP roles, or the consent, do not let you read them."
		p.banner.Set(table.Neutral, text)
	}
	if text == p.bannerText {
		return
	}
	p.bannerText = text
	p.Grid.ShowCount()
	p.Move(func() { p.banner.Hidden = text == "" })
}

func refreshFailure(tenant m365.Tenant) []m365.Failure { return []m365.Failure{*tenant.RefreshFailure} }

func lackFailures(tenant m365.Tenant) []m365.Failure {
	var failures []m365.Failure
	for _, lack := range tenant.Lacks {
		failures = append(failures, lack.Failure)
	}
	return failures
}

// showDetails says of every tenant what happened and what to do.
func (p *Page) showDetails(title string, failed []m365.Tenant, of func(m365.Tenant) []m365.Failure) {
	again := p.again(failed, of)
	list := page.Column(page.Apart)
	for _, tenant := range failed {
		for _, failure := range of(tenant) {
			list.Add(p.failureBlock(tenant, failure))
		}
	}
	p.o.Host.ShowSheet(page.Sheet{
		Title: title,
		Body:  page.AtLeast(0, min(360, float32(len(failed))*150), page.Scrolled(list)),
		Width: 560,
		Actions: []page.Action{
			{Label: "Copy details", Do: func() { p.o.Host.Copy(detailsOf(failed, of)) }, Keep: true},
			{Label: again.Label, Do: again.Do},
		},
	})
}

// again refreshes tenants that failed. A sign-in is the way where one of them waits for it.
func (p *Page) again(failed []m365.Tenant, of func(m365.Tenant) []m365.Failure) widget.Action {
	var waits m365.Failure
	for _, tenant := range failed {
		for _, failure := range of(tenant) {
			waits.SignIn = waits.SignIn || failure.SignIn
		}
	}
	return page.Again(p.o.Host, waits, func() { p.o.Host.RefreshTenants(page.IDs(failed)) })
}

// strong is how the name of a tenant is drawn above what failed there.
var strong = widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText, Bold: true}

func (p *Page) failureBlock(tenant m365.Tenant, failure m365.Failure) fyne.CanvasObject {
	block := page.Column(page.Tight, widget.NewParagraphIn(tenant.NameAndDomain(), 500, strong), widget.NewParagraph(failure.What, 500))
	if failure.Do != "" {
		block.Add(widget.NewParagraph(failure.Do, 500))
	}
	block.Add(widget.NewMutedParagraph(shownOf(tenant, p.o.Tables.Printer), 500))
	if failure.Code != "" {
		block.Add(widget.NewSmall("Code " + failure.Code))
	}
	if failure.RequestID != "" {
		block.Add(widget.NewSmall("Request id " + failure.RequestID))
	}
	return block
}

func detailsOf(failed []m365.Tenant, of func(m365.Tenant) []m365.Failure) string {
	var texts []string
	for _, tenant := range failed {
		for _, failure := range of(tenant) {
			texts = append(texts, tenant.Name+" ("+string(tenant.ID)+")\n"+failure.Details())
		}
	}
	return strings.Join(texts, "\n\n")
}
