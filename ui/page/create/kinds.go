package create

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// wholeTenant is Graph's name of the scope that reaches everything.
const wholeTenant = "/"

func (p *Page) roles() kind {
	return kind{tab: tabRoles, noun: "roles", below: true, read: func(ctx context.Context, tenant m365.TenantID, _ string) ([]pick, error) {
		roles, err := p.o.Directory.AssignableRoles(ctx, tenant)
		found := make([]pick, len(roles))
		for i, role := range roles {
			found[i] = pick{note: role.Description, write: change.Write{
				Kind: change.AddRole, Subject: role.ID, Name: role.Name, Detail: map[string]string{change.DetailScope: wholeTenant},
			}}
			if m365.Privileged(role.TemplateID) {
				found[i].note = strings.TrimSpace("Privileged. " + role.Description)
			}
		}
		return byName(found), err
	}}
}

func (p *Page) licenses() kind {
	return kind{tab: tabLicenses, noun: "licenses", read: func(ctx context.Context, tenant m365.TenantID, _ string) ([]pick, error) {
		skus, err := p.o.Directory.SKUs(ctx, tenant)
		found := make([]pick, len(skus))
		for i, sku := range skus {
			all := table.Thousands(int64(sku.Enabled + sku.Warning))
			found[i] = pick{
				note:  fmt.Sprintf("%s of %s left", table.Thousands(int64(sku.Left())), all),
				write: change.Write{Kind: change.AddLicense, Subject: sku.ID, Name: orText(sku.Name, sku.PartNumber)},
			}
			if sku.Left() == 0 {
				found[i].fixed = fmt.Sprintf("No units left: %s of %s are assigned", table.Thousands(int64(sku.Consumed)), all)
			}
		}
		return byName(found), err
	}}
}

func (p *Page) groups() kind {
	return kind{tab: tabGroups, noun: "groups", searches: true, below: true, read: func(ctx context.Context, tenant m365.TenantID, text string) ([]pick, error) {
		groups, err := p.o.Directory.FindGroups(ctx, tenant, text)
		found := make([]pick, len(groups))
		for i, group := range groups {
			parts := []string{string(group.Type)}
			if group.Mail != "" {
				parts = append(parts, group.Mail)
			}
			if group.AssignableToRole {
				parts = append(parts, "can hold admin roles")
			}
			found[i] = pick{
				note: strings.Join(parts, " · "), fixed: group.Fixed(),
				write: change.Write{Kind: change.AddGroup, Subject: group.ID, Name: group.Name},
			}
		}
		return found, err
	}}
}

func byName(list []pick) []pick {
	slices.SortStableFunc(list, func(a, b pick) int { return strings.Compare(table.Fold(a.write.Name), table.Fold(b.write.Name)) })
	return list
}
