package offboard

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// fills says of a kind what it is about for a user: its writes, the names, what has to be left, the line to paste. It is nothing
// where the user has nothing of it.
var fills = map[Kind]func(*draft, *Step) error{
	Methods: fillMethods, Devices: fillDevices, Owner: fillOwner, Roles: fillRoles, Groups: fillGroups, LicenseGroups: fillLicenseGroups, Licenses: fillLicenses, Manager: fillManager,
	Notice: fillNotice, Mailbox: fillMailbox, Forward: fillForward, Lists: fillLists,
}

// fillMethods takes every method but the password. The default goes last: Microsoft removes it only where it is the only one.
func fillMethods(d *draft, step *Step) error {
	methods, err := d.service.options.Directory.UserMethods(d.ctx, d.key)
	if err != nil {
		return err
	}
	methods = slices.DeleteFunc(slices.Clone(methods), func(method m365.AuthMethod) bool { return method.Segment == "" })
	slices.SortStableFunc(methods, func(a, b m365.AuthMethod) int { return defaultRank(a) - defaultRank(b) })
	for _, method := range methods {
		step.Writes = append(step.Writes, change.Write{
			Kind: change.TakeMethod, Subject: method.ID, Detail: map[string]string{change.DetailSegment: method.Segment},
		})
		step.About = joined(step.About, method.Name)
	}
	if len(methods) == 0 {
		return nothing("The user has none.")
	}
	step.Title = "Remove " + counted(len(methods), "authentication method")
	return nil
}

func defaultRank(method m365.AuthMethod) int {
	if method.Default || method.Chosen {
		return 1
	}
	return 0
}

func fillDevices(d *draft, step *Step) error {
	devices, err := d.service.options.Directory.UserDevices(d.ctx, d.key)
	if err != nil {
		return err
	}
	for _, device := range devices {
		if !device.Disabled {
			step.Writes = append(step.Writes, change.Write{Kind: change.BarDevice, Subject: device.ID, Name: device.Hostname})
			step.About = joined(step.About, device.Hostname)
		}
	}
	if len(step.Writes) == 0 {
		return nothing("The user has none that is enabled.")
	}
	step.Title = "Disable " + counted(len(step.Writes), "device")
	return nil
}

func fillOwner(d *draft, step *Step) error {
	devices, err := d.service.options.Directory.UserDevices(d.ctx, d.key)
	if err != nil {
		return err
	}
	for _, device := range devices {
		if device.Owned {
			step.Writes = append(step.Writes, change.Write{Kind: change.DisownDevice, Subject: device.ID, Name: device.Hostname})
			step.About = joined(step.About, device.Hostname)
		}
	}
	if len(step.Writes) == 0 {
		return nothing("The user owns none.")
	}
	step.Title = "Remove ownership of " + counted(len(step.Writes), "device")
	return nil
}

func fillRoles(d *draft, step *Step) error {
	roles, err := d.service.options.Directory.UserRoles(d.ctx, d.key)
	if err != nil {
		return err
	}
	var names []string
	for _, role := range roles {
		switch {
		case role.Eligible:
			step.Left = append(step.Left, role.Name+" (eligible: take it away in Privileged Identity Management)")
		case role.Group.ID != "":
			step.Left = append(step.Left, role.Name+" (comes through the group "+role.Group.Name+")")
		default:
			names = append(names, role.Name)
			step.Writes = append(step.Writes, change.Write{
				Kind: change.TakeRole, Subject: role.ID, Name: role.Name,
				Detail: map[string]string{change.DetailScope: role.Scope, change.DetailAssignment: role.AssignmentID},
			})
		}
	}
	if len(names) == 0 {
		return nothing("The user holds none directly.")
	}
	step.Title, step.About = "Remove roles ("+strings.Join(names, ", ")+")", strings.Join(step.Left, "; ")
	return nil
}

// fillGroups leaves those that give licenses for later: with them the mailbox would go.
func fillGroups(d *draft, step *Step) error {
	groups, giving, err := d.groups()
	if err != nil {
		return err
	}
	for _, group := range groups {
		switch why := group.Fixed(); {
		case onlyExchange(group) && d.choice.Has(Lists):
		case why != "":
			step.Left = append(step.Left, group.Name+" ("+lower(why)+")")
		case giving[group.ID] != "" && d.choice.Has(LicenseGroups):
		case giving[group.ID] != "":
			step.Left = append(step.Left, group.Name+" (gives "+giving[group.ID]+")")
		default:
			step.leave(group)
		}
	}
	if len(step.Writes) == 0 {
		return nothing("The user is in none that can be left here.")
	}
	step.Title = "Remove from " + counted(len(step.Writes), "group")
	if len(step.Left) > 0 {
		step.About += ". Left: " + strings.Join(step.Left, "; ")
	}
	return nil
}

func fillLicenseGroups(d *draft, step *Step) error {
	groups, giving, err := d.groups()
	if err != nil {
		return err
	}
	for _, group := range groups {
		if giving[group.ID] != "" && group.Fixed() == "" {
			step.leave(group)
		}
	}
	if len(step.Writes) == 0 {
		return nothing("The user is in none that can be left here.")
	}
	step.Title = "Leave " + counted(len(step.Writes), "group") + " with licenses"
	return nil
}

func (s *Step) leave(group m365.Group) {
	s.About = joined(s.About, group.Name)
	s.Writes = append(s.Writes, change.Write{Kind: change.TakeGroup, Subject: group.ID, Name: group.Name})
}

// groups are those of the user, and the products that come through each.
func (d *draft) groups() (groups []m365.Group, giving map[string]string, err error) {
	groups, err = d.service.options.Directory.UserGroups(d.ctx, d.key)
	if err != nil {
		return nil, nil, err
	}
	licenses, err := d.service.options.Directory.UserLicenses(d.ctx, d.key)
	if err != nil {
		return nil, nil, err
	}
	giving = make(map[string]string)
	for _, license := range licenses {
		for _, group := range license.Groups {
			giving[group.ID] = joined(giving[group.ID], d.service.options.ProductName(license.SKU, license.PartNumber))
		}
	}
	return groups, giving, nil
}

// onlyExchange says that Exchange alone changes the members of a group.
func onlyExchange(group m365.Group) bool {
	mail := group.Type == m365.DistributionGroup || group.Type == m365.MailSecurityGroup
	return mail && !group.Dynamic && !group.OnPremisesSynced
}

func fillLicenses(d *draft, step *Step) error {
	licenses, err := d.service.options.Directory.UserLicenses(d.ctx, d.key)
	if err != nil {
		return err
	}
	for _, license := range licenses {
		name := d.service.options.ProductName(license.SKU, license.PartNumber)
		if !license.Direct {
			step.Left = append(step.Left, name+" (comes through a group)")
			continue
		}
		step.Writes = append(step.Writes, change.Write{Kind: change.TakeLicense, Subject: license.SKU, Name: name})
		step.About = joined(step.About, name)
	}
	if len(step.Writes) == 0 {
		return nothing("The user holds none directly.")
	}
	step.Title = "Remove " + counted(len(step.Writes), "direct license")
	return nil
}

func fillManager(d *draft, step *Step) error {
	manager := d.user.Manager
	if manager == nil {
		return nothing("The user has none.")
	}
	step.About = managerName(d.user)
	step.Writes = []change.Write{{
		Kind: change.SetManager, Subject: change.ManagerField, Before: step.About,
		Detail: map[string]string{change.DetailFrom: manager.Key.ID},
	}}
	return nil
}

func managerName(user m365.Details) string {
	if user.Manager == nil {
		return ""
	}
	if user.Manager.DisplayName != "" {
		return user.Manager.DisplayName
	}
	return user.Manager.UserPrincipalName
}

func counted(count int, one string) string {
	if count == 1 {
		return "1 " + one
	}
	return strconv.Itoa(count) + " " + one + "s"
}

func joined(all, more string) string {
	if all == "" {
		return more
	}
	return all + ", " + more
}

func lower(text string) string { return strings.ToLower(text[:1]) + text[1:] }
