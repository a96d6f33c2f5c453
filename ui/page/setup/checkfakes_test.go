package setup_test

import (
	"context"
	"time"

	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func (w *world) CheckSetup(ctx context.Context) (found integration.Checkup, err error) {
	err = w.call(ctx, "CheckSetup", func() { w.checks++; found = checkup() })
	return found, err
}

func (w *world) OpenRemedy(ctx context.Context, finding integration.Finding) error {
	return w.call(ctx, "OpenRemedy", func() { w.opened = append(w.opened, finding.Remedy) })
}

// checkup has a finding of every standing.
func checkup() integration.Checkup {
	roles := &integration.TenantAccess{
		Relationships: []string{"Managed services"}, Ends: noon.AddDate(1, 0, 0), Mapped: []string{"GDAP-HelpDesk"}, Mine: []string{"GDAP-HelpDesk"},
		Roles: []string{"User Administrator"}, Missing: []string{"License Administrator, so licenses are read only"},
	}
	return integration.Checkup{
		Account: "j.tan@msp.example", Home: "MSP Example", At: noon, Took: 2100 * time.Millisecond,
		Own: []integration.Finding{
			{Name: "Member of your tenant", Standing: integration.Holds, Text: "Native member, not a guest."},
			{Name: "AdminAgents", Standing: integration.Attention, Text: "You are eligible, not active: activate AdminAgents.", Remedy: integration.ActivateGroup},
			{Name: "Groups to activate (PIM)", Standing: integration.CouldNotTell, Text: "Microsoft did not answer.", Failure: &m365.Failure{What: "Microsoft did not answer."}},
		},
		Tenants: []integration.Finding{
			{Tenant: clientID(1), Name: "Contoso Dental", Standing: integration.Broken, Text: "Relationship active to 24 Jun 2028, but none of your groups is mapped: GDAP-HelpDesk and GDAP-Exchange are.", Remedy: integration.OpenPartnerCenter},
			{Tenant: clientID(2), Name: "Graphic Design Institute", Standing: integration.Broken, Text: "Their Conditional Access blocks service provider users.", Remedy: integration.TellCustomer, Words: "A policy keeps us out."},
			{Tenant: clientID(3), Name: "Margie's Travel", Standing: integration.Soon, Text: "GDAP ends in 12 days and does not extend by itself.", Remedy: integration.OpenPartnerCenter},
			{Tenant: clientID(4), Name: "Tailspin Toys", Standing: integration.Attention, Text: "Needs update: its consent is for Read only, and you chose Full.", Remedy: integration.SyncAgain},
			{Tenant: clientID(5), Name: "Fabrikam Legal", Standing: integration.Healthy, Text: "8 roles through GDAP-HelpDesk. Missing for Full: License Administrator, so licenses are read only.", Access: roles},
			{Tenant: clientID(6), Name: "Proseware", Standing: integration.Healthy, Text: "9 roles through GDAP-HelpDesk.", Access: &integration.TenantAccess{Roles: []string{"Global Reader"}}},
		},
	}
}
