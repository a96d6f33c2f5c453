package action

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

const (
	// wholeTenant is Graph's name of the scope that reaches everything.
	wholeTenant = "/"
	already     = "Assigned already"
)

// roles are the directory roles of the subject's tenant.
func (a *Actions) roles(s Subject) kind {
	return kind{
		action: change.ManageRoles, noun: "roles",
		held: func(ctx context.Context) ([]choice, error) {
			held, err := a.assignedRoles(ctx, s.User.Key)
			return choices(held, heldRole), err
		},
		all: func(ctx context.Context) ([]choice, error) {
			roles, err := a.o.Directory.AssignableRoles(ctx, s.User.Key.Tenant)
			return byName(choices(roles, offeredRole)), err
		},
	}
}

// assignedRoles are the roles that can be taken from a user: not those that it is only eligible for, which may be hidden.
func (a *Actions) assignedRoles(ctx context.Context, key m365.UserKey) ([]m365.HeldRole, error) {
	gathering, losses := call.Gather(ctx)
	held, err := a.o.Directory.UserRoles(gathering, key)
	for _, loss := range losses.All() {
		if err == nil && loss.Read.Means == call.Part && loss.Read != call.ReadHeldEligible {
			err = loss.Err
		}
	}
	return slices.DeleteFunc(held, func(role m365.HeldRole) bool { return role.Eligible }), err
}

func heldRole(role m365.HeldRole) choice {
	c := choice{thing: role.ID, name: role.Name, taken: already, write: change.Write{
		Kind: change.TakeRole, Subject: role.ID, Name: role.Name,
		Detail: map[string]string{change.DetailAssignment: role.AssignmentID, change.DetailScope: role.Scope},
	}}
	switch {
	case role.Group.ID != "":
		c.fixed = "Through the group " + role.Group.Name + ": remove the user from the group"
		c.taken = "Assigned through the group " + role.Group.Name
	case role.Scope != wholeTenant && role.Scope != "":
		// The user may hold the same role over the whole tenant besides.
		c.note, c.taken = role.ScopeName, ""
	}
	return c
}

func offeredRole(role m365.Role) choice {
	note := role.Description
	if m365.Privileged(role.TemplateID) {
		note = strings.TrimSpace("Privileged. " + note)
	}
	return choice{thing: role.ID, name: role.Name, note: note, write: change.Write{
		Kind: change.AddRole, Subject: role.ID, Name: role.Name, Detail: map[string]string{change.DetailScope: wholeTenant},
	}}
}

// licenses are the products that the subject's tenant holds.
func (a *Actions) licenses(s Subject) kind {
	return kind{
		action: change.ManageLicenses, noun: "licenses", location: true,
		held: func(ctx context.Context) ([]choice, error) {
			held, err := a.o.Directory.UserLicenses(ctx, s.User.Key)
			return byName(choices(held, heldLicense)), err
		},
		all: func(ctx context.Context) ([]choice, error) {
			skus, err := a.o.Directory.SKUs(ctx, s.User.Key.Tenant)
			return byName(choices(skus, offeredLicense)), err
		},
	}
}

func heldLicense(license m365.HeldLicense) choice {
	c := choice{thing: license.SKU, name: license.Name, taken: already, write: change.Write{
		Kind: change.TakeLicense, Subject: license.SKU, Name: license.Name,
	}}
	through := "Through the group " + groupNames(license.Groups)
	switch {
	case !license.Direct && len(license.Groups) > 0:
		c.fixed, c.taken = through+": remove the user from the group", "Assigned t"+through[1:]
	case len(license.Groups) > 0:
		c.note = "Assigned directly. T" + through[1:] + " too, which stays"
	case license.Problem != "":
		c.note = license.Problem
	}
	return c
}

func offeredLicense(sku m365.SKU) choice {
	all := table.Thousands(int64(sku.Enabled + sku.Warning))
	c := choice{thing: sku.ID, name: sku.Name, left: sku.Left(), write: change.Write{Kind: change.AddLicense, Subject: sku.ID, Name: sku.Name}}
	if c.name == "" {
		c.name = sku.PartNumber
	}
	if sku.Left() == 0 {
		c.fixed = fmt.Sprintf("No units left: %s of %s are assigned", table.Thousands(int64(sku.Consumed)), all)
		return c
	}
	c.note = fmt.Sprintf("%s of %s units left", table.Thousands(int64(sku.Left())), all)
	return c
}

// groups are the groups of the subject's tenant: too many to be read whole.
func (a *Actions) groups(s Subject) kind {
	return kind{
		action: change.ManageGroups, noun: "groups",
		held: func(ctx context.Context) ([]choice, error) {
			held, err := a.o.Directory.UserGroups(ctx, s.User.Key)
			return byName(choices(held, heldGroup)), err
		},
		find: func(ctx context.Context, text string) ([]choice, error) {
			found, err := a.o.Directory.FindGroups(ctx, s.User.Key.Tenant, strings.TrimSpace(text))
			return choices(found, offeredGroup), err
		},
	}
}

func heldGroup(group m365.Group) choice {
	return choice{
		thing: group.ID, name: group.Name, note: groupNote(group), fixed: group.Fixed(), taken: "A member already",
		write: change.Write{Kind: change.TakeGroup, Subject: group.ID, Name: group.Name},
	}
}

func offeredGroup(group m365.Group) choice {
	return choice{
		thing: group.ID, name: group.Name, note: groupNote(group), fixed: group.Fixed(),
		write: change.Write{Kind: change.AddGroup, Subject: group.ID, Name: group.Name},
	}
}

func groupNote(group m365.Group) string {
	parts := []string{string(group.Type)}
	if group.Mail != "" {
		parts = append(parts, group.Mail)
	}
	if group.AssignableToRole {
		parts = append(parts, "can hold admin roles")
	}
	return strings.Join(parts, " · ")
}

func groupNames(groups []m365.GroupName) string {
	names := make([]string, len(groups))
	for i, group := range groups {
		names[i] = group.Name
	}
	return listed(names)
}

func choices[T any](things []T, choiceOf func(T) choice) []choice {
	list := make([]choice, len(things))
	for i, thing := range things {
		list[i] = choiceOf(thing)
	}
	return list
}

func byName(list []choice) []choice {
	slices.SortStableFunc(list, func(a, b choice) int { return strings.Compare(table.Fold(a.name), table.Fold(b.name)) })
	return list
}
