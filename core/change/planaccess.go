package change

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// detailKept says that the user has the same role or product in another way too, so that the lists go on showing it.
const detailKept = "kept"

// The words for what is held.
const (
	assigned = "Assigned"
	member   = "Member"
)

func planAddRole(_ context.Context, d *draft, deed Deed) error {
	scope := deed.Detail[DetailScope]
	if scope == "" {
		scope = call.WholeTenant
	}
	deed.Detail = map[string]string{DetailScope: scope}
	for _, held := range d.roles {
		if !sameRole(held, deed) {
			continue
		}
		if held.Group.ID == "" && held.Scope == scope {
			return nil
		}
		deed.Detail[detailKept] = "yes"
	}
	if m365.Privileged(deed.Subject) {
		d.note(named(deed) + " is a privileged role: whoever holds it can take over other accounts.")
	}
	deed.Before, deed.After = "", assigned
	d.step(deed, "Add the role "+named(deed), call.AddRole(d.id(), deed.Subject, scope))
	return nil
}

// sameRole says that a held role is the one of a deed, whose subject may be either id.
func sameRole(held m365.HeldRole, deed Deed) bool {
	return held.ID == deed.Subject || (held.TemplateID != "" && held.TemplateID == deed.Subject)
}

func planTakeRole(_ context.Context, d *draft, deed Deed) error {
	wanted := deed.Detail
	var through *m365.HeldRole
	for i, held := range d.roles {
		if !sameRole(held, deed) || (wanted[DetailScope] != "" && held.Scope != wanted[DetailScope]) {
			continue
		}
		if held.Group.ID != "" {
			through = &d.roles[i]
			continue
		}
		if wanted[DetailAssignment] != "" && held.AssignmentID != wanted[DetailAssignment] {
			continue
		}
		deed.Name, deed.Before, deed.After = held.Name, assigned, ""
		deed.Detail = map[string]string{DetailScope: held.Scope, DetailAssignment: held.AssignmentID}
		if d.heldOtherwise(held) {
			deed.Detail[detailKept] = "yes"
			d.note("The user keeps " + held.Name + " in another way, as through a group.")
		}
		d.step(deed, "Remove the role "+describe(held), call.RemoveRole(held.AssignmentID))
		return nil
	}
	if through != nil {
		return d.refuse(ErrThroughGroup,
			fmt.Sprintf("%s holds %s through the group %s, so it cannot be removed here.", d.on(), through.Name, through.Group.Name),
			"Remove the user from that group.")
	}
	return nil
}

// heldOtherwise says that the lists show the same name for another assignment.
func (d *draft) heldOtherwise(role m365.HeldRole) bool {
	return slices.ContainsFunc(d.roles, func(other m365.HeldRole) bool {
		return other.AssignmentID != role.AssignmentID && other.Name == role.Name &&
			(other.Scope == call.WholeTenant) == (role.Scope == call.WholeTenant)
	})
}

func planAddGroup(ctx context.Context, d *draft, deed Deed) error {
	held, err := d.heldGroup(deed.Subject)
	if err != nil || held != nil {
		return err
	}
	group, err := d.service.options.Directory.Group(ctx, d.intent.User.Tenant, deed.Subject)
	if call.Is(err, call.NotFound) {
		return d.refuse(ErrFixedGroup, fmt.Sprintf("The group %s is not in %s any more.", named(deed), d.plan.Target.Tenant), "Search for it again.")
	}
	if err != nil {
		return err
	}
	if err := d.checkGroup(group); err != nil {
		return err
	}
	deed.Name, deed.Before, deed.After, deed.Detail = group.Name, "", member, nil
	d.step(deed, "Add to the group "+group.Name, d.service.options.Directory.AddToGroup(d.id(), group.ID))
	return nil
}

func planTakeGroup(_ context.Context, d *draft, deed Deed) error {
	held, err := d.heldGroup(deed.Subject)
	if err != nil || held == nil {
		return err
	}
	if err := d.checkGroup(*held); err != nil {
		return err
	}
	d.noteLicensesThrough(*held)
	deed.Name, deed.Before, deed.After, deed.Detail = held.Name, member, "", nil
	d.step(deed, "Remove from the group "+held.Name, call.RemoveFromGroup(d.id(), held.ID))
	return nil
}

// noteLicensesThrough names the products that leave the user with a group. Where licences cannot be read, nothing is said.
func (d *draft) noteLicensesThrough(group m365.Group) {
	licenses, err := d.live.licenses()
	if err != nil {
		return
	}
	for _, license := range licenses {
		through := slices.ContainsFunc(license.Groups, func(giving m365.GroupName) bool { return giving.ID == group.ID })
		if through && !license.Direct && len(license.Groups) == 1 {
			name := d.service.options.ProductName(license.SKU, license.PartNumber)
			d.note(fmt.Sprintf("%s comes through %s: the user loses it, and the data behind it is kept for a while only.", name, group.Name))
		}
	}
}

// heldGroup is the group with id, if the user is a member of it.
func (d *draft) heldGroup(id string) (*m365.Group, error) {
	groups, err := d.live.groups()
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(groups, func(group m365.Group) bool { return group.ID == id })
	if at < 0 {
		return nil, nil
	}
	return &groups[at], nil
}

// checkGroup refuses a group whose members Microsoft Graph cannot change.
func (d *draft) checkGroup(group m365.Group) error {
	if why := group.Fixed(); why != "" {
		return d.refuse(ErrFixedGroup, fmt.Sprintf("The members of %s in %s cannot be changed here.", group.Name, d.plan.Target.Tenant), why+".")
	}
	if group.AssignableToRole {
		d.note(group.Name + " can hold admin roles: changing its members needs the Privileged Role Administrator role.")
	}
	return nil
}

func planAddLicense(ctx context.Context, d *draft, deed Deed) error {
	held, err := d.heldLicense(deed.Subject)
	if err != nil {
		return err
	}
	if held != nil && held.Direct {
		return nil
	}
	if err := d.planLocation(ctx); err != nil {
		return err
	}
	deed.Name, deed.Before, deed.After = d.productName(deed), "", assigned
	var off []string
	if plans := deed.Detail[DetailPlansOff]; plans != "" {
		off = strings.Split(plans, ",")
	}
	deed.Detail = map[string]string{DetailPlansOff: strings.Join(off, ",")}
	if held != nil {
		deed.Detail[detailKept] = "yes"
	}
	d.note(licensesTakeTime)
	d.step(deed, "Assign "+deed.Name, call.AssignLicenses(d.id(), []call.AddedLicense{{SKU: deed.Subject, Without: off}}, nil))
	return nil
}

const licensesTakeTime = "Microsoft shows the effect of a license 2 to 5 minutes later."

// location is the field that a license needs.
const location = "usageLocation"

// planLocation plans the usage location before a license, where it is missing or another one is wanted.
func (d *draft) planLocation(ctx context.Context) error {
	wanted := strings.ToUpper(d.intent.UsageLocation)
	switch {
	case wanted == "" && d.user.UsageLocation == "":
		return d.refuse(ErrNoUsageLocation, d.on()+" has no usage location, and Microsoft assigns no license without one.",
			"Choose the country where the user works.")
	case wanted == "" || wanted == d.user.UsageLocation:
		return nil
	case len(wanted) != 2:
		return d.refuse(ErrIntent, fmt.Sprintf("%q is no country of two letters.", d.intent.UsageLocation), "Choose the country where the user works.")
	}
	d.note("The usage location is set to " + wanted + " first.")
	return planField(ctx, d, Deed{Kind: SetField, Subject: location, Name: "Usage location", After: wanted})
}

func planTakeLicense(_ context.Context, d *draft, deed Deed) error {
	held, err := d.heldLicense(deed.Subject)
	if err != nil || held == nil {
		return err
	}
	deed.Name = d.service.options.ProductName(held.SKU, held.PartNumber)
	if !held.Direct {
		return d.refuse(ErrInherited,
			fmt.Sprintf("%s has %s through %s, so it cannot be removed here.", d.on(), deed.Name, groupNames(held.Groups)),
			"Remove the user from the group, or the license from the group.")
	}
	deed.Before, deed.After = assigned, ""
	deed.Detail = map[string]string{DetailPlansOff: strings.Join(plansOff(*held), ",")}
	if len(held.Groups) > 0 {
		deed.Detail[detailKept] = "yes"
		d.note("The user keeps " + deed.Name + " through " + groupNames(held.Groups) + ".")
	} else if slices.ContainsFunc(held.Plans, isMailbox) {
		// https://learn.microsoft.com/microsoft-365/admin/manage/remove-licenses-from-users, "What happens".
		d.note(deed.Name + " holds the mailbox: Microsoft deletes the mailbox 30 days after its license is gone.")
	}
	d.note(licensesTakeTime)
	d.step(deed, "Remove "+deed.Name, call.AssignLicenses(d.id(), nil, []string{deed.Subject}))
	return nil
}

func groupNames(groups []m365.GroupName) string {
	names := make([]string, len(groups))
	for i, group := range groups {
		names[i] = group.Name
	}
	if len(names) == 1 {
		return "the group " + names[0]
	}
	return "the groups " + list(names)
}

// plansOff are the service plans that an administrator turned off, so that an undo turns them off again.
func plansOff(license m365.HeldLicense) []string {
	var ids []string
	for _, plan := range license.Plans {
		if !plan.On && plan.Status == "Off" {
			ids = append(ids, plan.ID)
		}
	}
	return ids
}

func isMailbox(plan m365.ServicePlan) bool {
	return plan.On && strings.HasPrefix(plan.PartNumber, "EXCHANGE_S_") && plan.PartNumber != "EXCHANGE_S_FOUNDATION"
}

func (d *draft) heldLicense(sku string) (*m365.HeldLicense, error) {
	licenses, err := d.live.licenses()
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(licenses, func(license m365.HeldLicense) bool { return strings.EqualFold(license.SKU, sku) })
	if at < 0 {
		return nil, nil
	}
	return &licenses[at], nil
}

func (d *draft) productName(deed Deed) string {
	if deed.Name != "" {
		return deed.Name
	}
	if name := d.service.options.ProductName(deed.Subject, ""); name != "" {
		return name
	}
	return deed.Subject
}

func planField(_ context.Context, d *draft, deed Deed) error {
	field, known := fields[deed.Subject]
	if !known {
		return d.refuse(ErrIntent, fmt.Sprintf("The field %q cannot be changed.", named(deed)), "")
	}
	deed.Before = *field(&d.user.User)
	if deed.Before == deed.After {
		return nil
	}
	var value any
	text := "Clear " + lower(named(deed))
	if deed.After != "" {
		value, text = deed.After, fmt.Sprintf("Set %s to %s", lower(named(deed)), deed.After)
	}
	d.step(deed, text, call.SetFields(d.id(), map[string]any{deed.Subject: value}))
	return nil
}

// named is how a person knows the subject of a deed.
func named(deed Deed) string {
	if deed.Name != "" {
		return deed.Name
	}
	return deed.Subject
}

func lower(text string) string { return strings.ToLower(text[:1]) + text[1:] }
