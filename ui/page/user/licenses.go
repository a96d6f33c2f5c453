package user

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
)

const columnServices = "services"

func licensesKind() kind {
	return kind{
		part: profile.Licenses, title: "Licenses", noun: "licenses", what: "the licenses of users", role: "Directory Readers",
		empty:  "This user holds no license.",
		manage: "Manage User Licenses", write: change.ManageLicenses,
		columns: []table.Column{
			{ID: "product", Title: "Product", Width: 320, Breaks: true, Fixed: true},
			{
				ID: "status", Title: "Status", Kind: table.State, Width: 140,
				Choices: []string{string(m365.LicenseActive), string(m365.LicenseActiveError), string(m365.LicenseDisabled), string(m365.LicenseError)},
			},
			{ID: columnServices, Title: "Service Enablement", Width: 150, NoSort: true},
			{ID: "path", Title: "Assignment Path", Width: 240, Breaks: true},
			{ID: "problem", Title: "Problem", Width: 300, Breaks: true, Hidden: true},
			{ID: "part_number", Title: "Part Number", Width: 200, Breaks: true, Hidden: true},
		},
		sort:    []table.SortKey{{Column: "product"}},
		rows:    licenseRows,
		facts:   licenseFacts,
		open:    showPlans,
		press:   func(s *section, key, _ string) { showPlans(s, key) },
		actions: []rowAction{{label: "Show Service Plans", do: showPlans}},
	}
}

// licenseFacts are what stands above the licenses.
func licenseFacts(p *Page) []field {
	return []field{
		{label: "Tenant Name", value: p.tenant.Name, tip: p.tenant.NameAndDomain()},
		{label: "Primary Domain", value: p.tenant.DefaultDomain},
		{label: "User Principal Name", value: p.shown.UserPrincipalName},
		{label: "Usage Location", value: location(p.shown.UsageLocation)},
		{label: "M365 Sign In Status", value: string(p.shown.SignIn)},
		p.timeField("Last Sign In", p.shown.LastSignIn),
		p.timeField("Last Password Modification", p.shown.LastPasswordReset),
	}
}

// timeField tells a time as cells do: the other way on hover.
func (p *Page) timeField(label string, at time.Time) field {
	printer, cell := p.o.Host.Printer(), table.Cell{Time: at}
	return field{label: label, value: printer.Text(table.Time, cell), tip: printer.Tip(table.Time, cell)}
}

func licenseRows(s *section) []table.Row {
	unread, lost := s.unread(call.ReadServices)
	return rowsOf(s.card.Licenses, func(license m365.HeldLicense) table.Row {
		row := licenseRow(license)
		if lost {
			row.Cells[servicesAt] = unread
		}
		return row
	})
}

// servicesAt is where the services stand in a row.
const servicesAt = 2

func licenseRow(license m365.HeldLicense) table.Row {
	state := table.Cell{Text: string(license.State), Tone: licenseTone(license.State)}
	if license.Problem != "" {
		state.Tip = string(license.State) + ": " + license.Problem
	}
	return table.Row{Key: license.SKU, Cells: []table.Cell{
		{Text: license.Name, Link: true},
		state,
		servicesCell(license.Plans),
		{Text: pathOf(license)},
		{Text: license.Problem},
		{Text: license.PartNumber},
	}}
}

func licenseTone(state m365.LicenseState) table.Tone {
	switch state {
	case m365.LicenseActive:
		return table.Good
	case m365.LicenseActiveError:
		return table.Caution
	case m365.LicenseError:
		return table.Danger
	}
	return table.Neutral
}

// servicesCell counts the services that are on, and names those that are off on hover.
func servicesCell(plans []m365.ServicePlan) table.Cell {
	if len(plans) == 0 {
		return table.Cell{}
	}
	cell := table.Cell{Text: servicesOn(plans), Link: true, Tip: "All services are on."}
	if off := plansOff(plans); len(off) > 0 {
		cell.Tip = "Not on: " + strings.Join(off, ", ")
	}
	return cell
}

func servicesOn(plans []m365.ServicePlan) string {
	return fmt.Sprintf("%d of %d on", len(plans)-len(plansOff(plans)), len(plans))
}

func plansOff(plans []m365.ServicePlan) []string {
	var off []string
	for _, plan := range plans {
		if !plan.On {
			off = append(off, plan.Name)
		}
	}
	slices.SortFunc(off, func(a, b string) int { return strings.Compare(table.Fold(a), table.Fold(b)) })
	return off
}

// pathOf says how the user came to a license.
func pathOf(license m365.HeldLicense) string {
	var ways []string
	if license.Direct {
		ways = append(ways, directWord)
	}
	for _, group := range license.Groups {
		ways = append(ways, throughGroup(group))
	}
	return strings.Join(ways, ", ")
}
