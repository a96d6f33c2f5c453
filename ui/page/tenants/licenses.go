package tenants

import (
	"context"
	"strconv"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/list"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Licenses tells what tenants bought.
type Licenses interface {
	Subscriptions(ctx context.Context) (map[m365.TenantID]m365.Subscriptions, error)
}

// outlooks are the words by which the column is filtered.
func outlooks() []string {
	var words []string
	for _, outlook := range m365.Outlooks() {
		words = append(words, string(outlook))
	}
	return words
}

// outlookTone is the colour of an outlook: a term that is renewed every month is no trouble.
func outlookTone(outlook m365.Outlook) table.Tone {
	//exhaustive:enforce
	switch outlook {
	case m365.LicensesEnded:
		return table.Danger
	case m365.LicensesInGrace, m365.LicensesTrialEnds:
		return table.Caution
	case m365.LicensesFine:
		return table.Good
	case m365.LicensesRenew:
	}
	return table.Neutral
}

// licenseCells are how near the tenant's licenses are to their end, and when the next term is over.
func licenseCells(tenant m365.Tenant, bought m365.Subscriptions, times table.Printer) (outlook, next table.Cell) {
	worst, word, found := bought.Worst(times.Today())
	if !found {
		return table.Cell{Tip: noLicenses(tenant, bought)}, table.Cell{Tip: noLicenses(tenant, bought)}
	}
	outlook = table.Cell{Text: string(word), Tone: outlookTone(word)}
	next = table.Cell{Time: bought.NextEnd()}
	if word == m365.LicensesFine {
		return outlook, next
	}
	var near []string
	for _, one := range bought.Sorted(times.Today()) {
		if bought.Outlook(one, times.Today()) != m365.LicensesFine {
			near = append(near, purchase(bought, one, times))
		}
	}
	outlook.Tip = strings.Join(near, "\n")
	next.Tip = purchase(bought, worst, times)
	return outlook, next
}

// noLicenses says why nothing is known of what a tenant bought.
func noLicenses(tenant m365.Tenant, bought m365.Subscriptions) string {
	if bought.Said == m365.NoPermission {
		return "Your GDAP roles, or the consent, do not let you read what the tenant bought."
	}
	for _, lack := range tenant.Lacks {
		if lack.Of == call.ReadPurchases.Feeds {
			return lack.Sentence()
		}
	}
	if bought.Read.IsZero() {
		return "It is not read yet what the tenant bought."
	}
	return "The tenant bought nothing."
}

// purchase is one of them in a line: "Microsoft 365 E3, 25 units. Renews or ends on 12 Dec 2026."
func purchase(bought m365.Subscriptions, one m365.Subscription, times table.Printer) string {
	return one.Name + ", " + table.Counted(one.Units, "unit", "units") + ". " + ending(bought, one, times) + "."
}

// ending says what comes of a purchase, and when, without a full stop.
func ending(bought m365.Subscriptions, one m365.Subscription, times table.Printer) string {
	on := ""
	if !one.Next.IsZero() {
		on = " on " + times.Day(one.Next)
	}
	switch bought.Outlook(one, times.Today()) {
	case m365.LicensesEnded:
		return "Not renewed, so users are without it" + until(" It is deleted", on)
	case m365.LicensesInGrace:
		return "Not renewed, but works for now" + until(" It stops", on)
	case m365.LicensesTrialEnds:
		return "The trial ends" + on
	}
	switch {
	case one.State != m365.SubscriptionEnabled:
		return "Ended, and another purchase stands in"
	case on == "":
		return "Without an end"
	case one.Trial:
		return "The trial ends" + on
	}
	return "Renews or ends" + on
}

func until(what, on string) string {
	if on == "" {
		return ""
	}
	return "." + what + on
}

// licensesWidth and licensesHeight are the size of the table of a tenant's licenses.
const (
	licensesWidth  = 860
	licensesHeight = 300
)

// columnRank brings those first that are nearest to their end. It is not shown.
const columnRank = "rank"

func purchaseColumns() []table.Column {
	return []table.Column{
		{ID: "product", Title: "Product", Width: 270, Fixed: true, Breaks: true},
		{ID: "outlook", Title: "Outlook", Kind: table.State, Width: 176, Choices: outlooks()},
		{ID: "units", Title: "Units", Kind: table.Number, Width: 80},
		{ID: "next", Title: "Renewal", Kind: table.Time, Width: 120, Ahead: true},
		{ID: "means", Title: "What It Means", Width: 250, Breaks: true},
		{ID: columnRank, Title: "Order", Kind: table.Number, Width: 60, Hidden: true},
	}
}

// showLicenses opens what a tenant bought, a row for each purchase.
func (p *Page) showLicenses(key string) {
	tenant, bought := p.byID[key], p.bought[m365.TenantID(key)]
	times := p.o.Tables.Printer
	var rows []table.Row
	for i, one := range bought.Sorted(times.Today()) {
		outlook := bought.Outlook(one, times.Today())
		rows = append(rows, table.Row{Key: strconv.Itoa(i), Cells: []table.Cell{
			{Text: one.Name},
			{Text: string(outlook), Tone: outlookTone(outlook)},
			{Number: int64(one.Units), HasNumber: true},
			{Time: one.Next},
			{Text: ending(bought, one, times)},
			{Number: int64(i), HasNumber: true},
		}})
	}
	source := table.NewSlice(purchaseColumns(), rows)
	source.Now = p.o.Host.Now
	purchases := list.New(p.o.Host, p.o.Work, p.o.Tables, list.Spec{
		Name: "licenses", Noun: "purchases", File: "licenses", Source: source,
		Sort: []table.SortKey{{Column: columnRank}}, Empty: noLicenses(tenant, bought), NoTicks: true,
	})
	about := "Microsoft says when a term is over, not whether it is renewed."
	if !bought.Read.IsZero() {
		about += " Read " + times.Age(bought.Read) + "."
	}
	var dialog *widget.Dialog
	export := widget.NewButton(widget.Secondary, "Export CSV", "", purchases.Export)
	shut := widget.NewButton(widget.Primary, "Close", "", func() { dialog.Close() })
	dialog = widget.ShowDialog(p.o.Host.Canvas(), widget.DialogOptions{
		Title: "Licenses of " + tenant.NameAndDomain(), Width: licensesWidth, Left: export, Buttons: []*widget.Button{shut}, Enter: shut,
		Content: page.Column(page.Near, widget.NewMutedParagraph(about, licensesWidth-2*page.Gap),
			page.Fill(page.AtLeast(0, licensesHeight, purchases.Grid))),
		OnClose: purchases.Close,
	})
}
