package tenants

import (
	"cmp"
	"strings"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// The columns beside those of the portals.
const (
	columnName      = "name"
	columnAccess    = "access"
	columnUsers     = "users"
	columnTags      = "tags"
	columnEnds      = "ends"
	columnLicenses  = "licenses"
	columnRenewal   = "renewal"
	columnRefreshed = "refreshed"
	columnID        = "id"
)

// columnsOf is the model: the tenant, its users, and a column a portal.
func columnsOf(portals []Portal) []table.Column {
	columns := []table.Column{
		{ID: columnName, Title: "Tenant Name", Width: 270, Least: 200, Fixed: true, Breaks: true},
		{ID: columnAccess, Title: "Access", Kind: table.State, Width: 160, Least: 154},
		{ID: columnUsers, Title: "Users", Kind: table.Action, Width: 152, Least: 146},
	}
	for _, portal := range portals {
		columns = append(columns, table.Column{
			ID: portal.ID, Title: portal.Name, ShortTitle: portal.Short, Kind: table.Action, Width: 78, Least: 64,
			Hidden: portal.Hidden,
		})
	}
	return append(columns,
		table.Column{ID: columnTags, Title: "Tags", Kind: table.Choice, Width: 130, Hidden: true},
		table.Column{ID: columnEnds, Title: "GDAP End", Kind: table.Time, Width: 120, Hidden: true, Ahead: true},
		table.Column{ID: columnLicenses, Title: "Licenses", Kind: table.State, Width: 176, Hidden: true, Choices: outlooks()},
		table.Column{ID: columnRenewal, Title: "License Renewal", Kind: table.Time, Width: 120, Hidden: true, Ahead: true},
		table.Column{ID: columnRefreshed, Title: "Refreshed", Kind: table.Time, Width: 120, Hidden: true},
		table.Column{ID: columnID, Title: "Tenant ID", Width: 270, Hidden: true},
	)
}

// rowOf is a tenant as the table shows it.
func rowOf(tenant m365.Tenant, bought m365.Subscriptions, portals []Portal, links Portals, times table.Printer) table.Row {
	cells := []table.Cell{
		{
			Text: tenant.Name, Note: cmp.Or(tenant.Mark(), tenant.DefaultDomain), KeepNote: tenant.Mark() != "", Also: tenant.Alias,
			Tip: tenant.NameAndDomain(),
		},
		accessCell(tenant, times),
		{Text: "View Users", Note: table.Thousands(int64(tenant.Users)), Link: true},
	}
	for _, portal := range portals {
		cells = append(cells, portalCell(portal, tenant, links))
	}
	outlook, renewal := licenseCells(tenant, bought, times)
	cells = append(cells,
		table.Cell{Text: strings.Join(tenant.Tags, table.Joint), Several: true},
		endsCell(tenant), outlook, renewal, table.Cell{Time: tenant.Refreshed}, table.Cell{Text: string(tenant.ID)},
	)
	return table.Row{Key: string(tenant.ID), Cells: cells}
}

// accessCell is how the technician stands to a tenant, in the word by which the column is filtered.
func accessCell(tenant m365.Tenant, times table.Printer) table.Cell {
	word, label := integration.AccessWord(tenant), integration.AccessLabel(tenant, times.Today())
	cell := table.Cell{Text: word, Tone: integration.AccessTone(tenant.Access), Tip: label}
	if tenant.Access.State == m365.AccessEnding {
		cell.Note = strings.TrimPrefix(label, word+": in ")
	}
	if !tenant.Access.Ends.IsZero() {
		cell.Tip += ". The GDAP relationship ends on " + times.Day(tenant.Access.Ends) + "."
	}
	if tenant.Access.Why != "" {
		cell.Tip += ". " + tenant.Access.Why
	}
	if barred := integration.Barred(tenant); barred != nil && tenant.Access.Usable() {
		cell.Note, cell.Tone, cell.Tip = "", table.Danger, barred.Sentence()
	}
	return cell
}

// endsCell is when the GDAP relationship ends, and whether Microsoft extends it by itself.
func endsCell(tenant m365.Tenant) table.Cell {
	cell := table.Cell{Time: tenant.Access.Ends}
	if tenant.Access.AutoExtend {
		cell.Tip = "Microsoft extends the relationship by itself."
	}
	return cell
}

// portalCell is an arrow, or a muted mark where the tenant's domain is not known yet and there is no address.
func portalCell(portal Portal, tenant m365.Tenant, links Portals) table.Cell {
	if _, err := links.Link(portal.ID, tenant); err != nil {
		return table.Cell{Text: "–", Muted: true, Tip: "The tenant's domain is not known yet. Refresh it first."}
	}
	return table.Cell{Icon: string(icons.External), Link: true, Tip: portal.Name + " of " + tenant.FullName() + guessed(portal, tenant)}
}

// sharePoint is the portal whose address takes more than the domain.
const sharePoint = "sharepoint"

// guessed says why the address of SharePoint is only the likely one; empty for other portals.
func guessed(portal Portal, tenant m365.Tenant) string {
	for _, lack := range tenant.Lacks {
		if lack.Of == call.ReadSharePoint.Feeds && portal.ID == sharePoint && tenant.SharePointName == "" {
			return ". The address is guessed from the initial domain. " + lack.What
		}
	}
	return ""
}
