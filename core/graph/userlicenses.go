package graph

import (
	"context"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

type planJSON struct {
	ID        string `json:"servicePlanId"`
	Name      string `json:"servicePlanName"`
	Status    string `json:"provisioningStatus"`
	AppliesTo string `json:"appliesTo"`
}

// plansOf leaves out the plans of the whole company: no user is given or refused one.
func plansOf(read []planJSON) []m365.ServicePlan {
	var plans []m365.ServicePlan
	for _, plan := range read {
		if plan.AppliesTo == appliesToCompany {
			continue
		}
		on, status := m365.PlanStatus(plan.Status)
		plans = append(plans, m365.ServicePlan{ID: oneCase(plan.ID), PartNumber: plan.Name, Name: first(plan.Name, plan.ID), On: on, Status: status})
	}
	return plans
}

// assignmentStateJSON is one way in which a user holds a product, or was to.
type assignmentStateJSON struct {
	SKU   string `json:"skuId"`
	Group string `json:"assignedByGroup"`
	State string `json:"state"`
	Error string `json:"error"`
}

// licenseDetailJSON is a product that a user holds in the end.
type licenseDetailJSON struct {
	SKU        string     `json:"skuId"`
	PartNumber string     `json:"skuPartNumber"`
	Plans      []planJSON `json:"servicePlans"`
}

func (d *licenseDetailJSON) identity() string { return identityOf(d.SKU, d.Plans) }

// identityOf is the id of a product; none where one of its plans has none, so that it is not left out in silence.
func identityOf(sku string, plans []planJSON) string {
	if slices.ContainsFunc(plans, func(plan planJSON) bool { return plan.ID == "" }) {
		return ""
	}
	return sku
}

// UserLicenses returns the products of a user, a row each, also those whose assignment failed. Names are part numbers:
// product names are not Graph's to give. The part number of a product that the user does not hold in the end is looked up
// among those of the tenant; where it is not there either, the name is the product's id. Plans say what the user has of it
// over all its ways. Plans, part numbers and names that cannot be read are losses (call.Gather).
//
// GET /users/{id}?$select=licenseAssignmentStates, User.Read.All; GET /users/{id}/licenseDetails, LicenseAssignment.Read.All;
// POST /directoryObjects/getByIds for the names of groups, Directory.Read.All
// (learn.microsoft.com/graph/api/resources/licenseassignmentstate and …/licensedetails).
func (c *Client) UserLicenses(ctx context.Context, key m365.UserKey) ([]m365.HeldLicense, error) {
	type statesJSON struct {
		element
		States []assignmentStateJSON `json:"licenseAssignmentStates"`
	}
	read, err := readOne[statesJSON](ctx, c, key.Tenant, list{op: call.ReadLicenses.Op, path: userPath(key.ID), query: query("$select", "id,licenseAssignmentStates")})
	if err == nil {
		err = c.normal(ctx, key.Tenant, call.ReadLicenses.Op, isAsked(read.ID, key.ID))
	}
	if err == nil && slices.ContainsFunc(read.States, func(state assignmentStateJSON) bool { return state.SKU == "" }) {
		err = c.normal(ctx, key.Tenant, call.ReadLicenses.Op, errNoElement)
	}
	if err != nil {
		return nil, err
	}
	details, err := readAll[licenseDetailJSON](ctx, c, key.Tenant, list{
		op: call.ReadServices.Op, path: userPath(key.ID) + "/licenseDetails", query: query("$select", "skuId,skuPartNumber,servicePlans"),
	})
	if err := call.ReadServices.Lost(ctx, err); err != nil {
		return nil, err
	}
	var held heldLicenses
	for _, detail := range details {
		license := held.of(detail.SKU)
		license.PartNumber, license.Plans = detail.PartNumber, plansOf(detail.Plans)
	}
	for _, state := range read.States {
		held.add(state)
	}
	if err := c.nameGroups(ctx, key.Tenant, held); err != nil {
		return nil, err
	}
	return held, c.nameProducts(ctx, key.Tenant, held)
}

// heldLicenses are products, each once.
type heldLicenses []m365.HeldLicense

func (h *heldLicenses) of(sku string) *m365.HeldLicense {
	sku = strings.ToLower(sku)
	for i := range *h {
		if (*h)[i].SKU == sku {
			return &(*h)[i]
		}
	}
	*h = append(*h, m365.HeldLicense{SKU: sku, State: m365.LicenseActive})
	return &(*h)[len(*h)-1]
}

// add joins a way with those that lead to the same product. The problem is that of the worst.
func (h *heldLicenses) add(way assignmentStateJSON) {
	way.Group = oneCase(way.Group)
	license := h.of(way.SKU)
	if way.Group == "" {
		license.Direct = true
	} else if !slices.ContainsFunc(license.Groups, func(g m365.GroupName) bool { return g.ID == way.Group }) {
		license.Groups = append(license.Groups, m365.GroupName{ID: way.Group, Name: way.Group})
	}
	state, problem := m365.LicenseStateOf(way.State), m365.LicenseProblem(way.Error)
	switch {
	case state.Worse(license.State):
		license.State, license.Problem = state, problem
	case state == license.State && license.Problem == "":
		license.Problem = problem
	}
}

// nameGroups names the groups that give products. A group that is gone, and all of them where groups cannot be read, keep
// their id for a name.
func (c *Client) nameGroups(ctx context.Context, tenant m365.TenantID, held heldLicenses) error {
	var ids []string
	for _, license := range held {
		for _, group := range license.Groups {
			ids = append(ids, group.ID)
		}
	}
	slices.Sort(ids)
	groups, err := c.groupsByID(ctx, tenant, call.ReadGiving.Op, slices.Compact(ids))
	if err := call.ReadGiving.Lost(ctx, err); err != nil {
		return err
	}
	names := make(map[string]string, len(groups))
	for _, group := range groups {
		names[oneCase(group.ID)] = group.Name
	}
	for i := range held {
		for j := range held[i].Groups {
			group := &held[i].Groups[j]
			group.Name = first(names[group.ID], group.ID)
		}
		slices.SortFunc(held[i].Groups, func(a, b m365.GroupName) int { return strings.Compare(a.Name, b.Name) })
	}
	return nil
}

// nameProducts sorts the products by name, after it found the part numbers of those that licenseDetails does not know.
func (c *Client) nameProducts(ctx context.Context, tenant m365.TenantID, held heldLicenses) error {
	if slices.ContainsFunc(held, func(license m365.HeldLicense) bool { return license.PartNumber == "" }) {
		skus, err := c.SKUs(ctx, tenant)
		if err := call.ReadProducts.Lost(ctx, err); err != nil {
			return err
		}
		for _, sku := range skus {
			if i := slices.IndexFunc(held, func(l m365.HeldLicense) bool { return l.SKU == sku.ID }); i >= 0 {
				held[i].PartNumber = first(held[i].PartNumber, sku.PartNumber)
			}
		}
	}
	for i := range held {
		held[i].Name = first(held[i].PartNumber, held[i].SKU)
	}
	slices.SortFunc(held, func(a, b m365.HeldLicense) int { return strings.Compare(a.Name, b.Name) })
	return nil
}
