package setup

import (
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// The columns of the tenant sync table.
const (
	columnName   = "name"
	columnID     = "id"
	columnStatus = "status"
	columnAccess = "access"
	columnEnds   = "gdap_ends"
)

func columns() []table.Column {
	return []table.Column{
		{ID: columnName, Title: "Tenant Name", Width: 280, Fixed: true, Breaks: true},
		{ID: columnID, Title: "Tenant ID", Width: 150},
		{ID: columnStatus, Title: "Status", Kind: table.State, Width: 140, Choices: []string{
			string(m365.Deactivated), string(m365.Pending), string(m365.Synced), string(m365.Failed),
		}},
		{ID: columnAccess, Title: "Access", Kind: table.State, Width: 340, Least: 260, Breaks: true},
		{ID: columnEnds, Title: "GDAP Ends", Kind: table.Time, Width: 120, Ahead: true},
	}
}

// rowOf is a tenant's. Microsoft asked to leave it alone until waits.
func rowOf(tenant m365.Tenant, tier access.Tier, waits time.Time, times table.Printer) table.Row {
	name := table.Cell{Text: tenant.Name, Note: tenant.Mark(), Also: tenant.Alias, KeepNote: tenant.Mark() != "", Tip: tenant.NameAndDomain()}
	if tenant.Primary {
		name.Text += " (your tenant)"
	}
	return table.Row{Key: string(tenant.ID), Cells: []table.Cell{
		name,
		{Text: string(tenant.ID), Short: shortID(tenant.ID), Tip: string(tenant.ID)},
		{Text: string(tenant.Status), Tone: page.StatusTone(tenant.Status), Link: tenant.Status == m365.Failed},
		accessCell(tenant, tier, waits, times),
		endsCell(tenant.Access, times),
		{Text: accessWord(tenant, tier)},
	}}
}

// needsUpdate is the state of a tenant whose consent is for less than the access that was chosen.
const needsUpdate = "Needs update"

func accessWord(tenant m365.Tenant, tier access.Tier) string {
	if integration.NeedsUpdate(tenant, tier) {
		return needsUpdate
	}
	return integration.AccessWord(tenant)
}

// accessCell says how the technician stands to a tenant; while a sync runs what it is at, and where something keeps them out
// what that is.
func accessCell(tenant m365.Tenant, tier access.Tier, waits time.Time, times table.Printer) table.Cell {
	if tenant.Status == m365.Pending && tenant.Doing != "" {
		return doingCell(tenant.Doing, page.Wait(waits, times))
	}
	if integration.NeedsUpdate(tenant, tier) {
		return table.Cell{Text: needsUpdate + ": sync it for " + tier.Label(), Tone: table.Caution, Tip: "The consent of this tenant is for less than you chose. What it covers works as before."}
	}
	cell := table.Cell{Text: integration.AccessLabel(tenant, times.Today()), Tone: integration.AccessTone(tenant.Access), Tip: tenant.Access.Why}
	if failure := integration.Obstacle(tenant); failure != nil {
		cell.Tone, cell.Tip, cell.Link = table.Danger, failure.Sentence(), true
	}
	return cell
}

// doingCell says what a sync is at, or that Microsoft asked to wait.
func doingCell(doing, wait string) table.Cell {
	if wait != "" {
		return table.Cell{Text: wait, Tip: doing + "…"}
	}
	return table.Cell{Text: doing + "…"}
}

// explained is a failure that begins with the words of its cell, where these say more.
func explained(tenant m365.Tenant, failure m365.Failure, now time.Time) m365.Failure {
	if !tenant.Access.Usable() {
		failure.What = integration.AccessLabel(tenant, now) + ". " + failure.What
	}
	return failure
}

// endsCell is the day on which the relationship ends, which says more than how long that is.
func endsCell(access m365.Access, times table.Printer) table.Cell {
	if access.Ends.IsZero() {
		return table.Cell{}
	}
	cell := table.Cell{Time: access.Ends, Text: times.Day(access.Ends)}
	if access.AutoExtend {
		cell.Tip = "Microsoft extends this GDAP relationship by itself."
	}
	return cell
}

// shortID is the beginning and the end of a tenant's id: "8f3c…41aa".
func shortID(id m365.TenantID) string {
	if len(id) < 9 {
		return string(id)
	}
	return string(id[:4]) + "…" + string(id[len(id)-4:])
}
