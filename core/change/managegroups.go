package change

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func init() {
	offer(Operation{
		Action: ManageGroups, Place: 230, Title: "Manage User Groups", Verb: "Change groups", What: eachByItself,
		kinds: []WriteKind{AddGroup, TakeGroup}, many: "Change groups of %s",
	}, map[WriteKind]effect{AddGroup: addGroup{}, TakeGroup: takeGroup{}})
}

// ofGroup is what beginning and ending a membership share.
type ofGroup struct{}

// addGroup makes the user a member of a group.
type addGroup struct{ ofGroup }

// takeGroup ends the user's membership of a group.
type takeGroup struct{ ofGroup }

func (ofGroup) need(Write) need {
	return need{tier: access.Full, role: "Groups Administrator; Privileged Role Administrator for a group that can hold roles"}
}

func (ofGroup) late() bool { return true }

func (ofGroup) lost() lost { return usually }

// parts are the groups, and what the user holds through them.
func (ofGroup) parts() []profile.Part {
	return []profile.Part{profile.Groups, profile.Roles, profile.Licenses}
}

func (ofGroup) shows(Write, time.Time) shown { return shown{} }

func (addGroup) doing(user string, write Write) string {
	return "add " + user + " to the group " + named(write)
}

func (takeGroup) doing(user string, write Write) string {
	return "remove " + user + " from the group " + named(write)
}

func (addGroup) plan(ctx context.Context, d *draft, write Write) error {
	held, err := d.heldGroup(write.Subject)
	if err != nil || held != nil {
		return err
	}
	group, err := d.service.options.Directory.Group(ctx, d.intent.User.Tenant, write.Subject)
	if call.Is(err, call.NotFound) {
		return d.refuse(ErrFixedGroup, fmt.Sprintf("The group %s is not in %s any more.", named(write), d.plan.Target.Tenant), "Search for it again.")
	}
	if err != nil {
		return err
	}
	if err := d.checkGroup(group); err != nil {
		return err
	}
	write.Name, write.Before, write.After, write.Detail = group.Name, "", member, nil
	d.step(write, "Add to the group "+group.Name, d.service.options.Directory.AddToGroup(d.id(), group.ID))
	return nil
}

func (takeGroup) plan(_ context.Context, d *draft, write Write) error {
	held, err := d.heldGroup(write.Subject)
	if err != nil || held == nil {
		return err
	}
	if err := d.checkGroup(*held); err != nil {
		return err
	}
	d.noteLicensesThrough(*held)
	write.Name, write.Before, write.After, write.Detail = held.Name, member, "", nil
	d.step(write, "Remove from the group "+held.Name, call.RemoveFromGroup(d.id(), held.ID))
	return nil
}

// noteLicensesThrough names the products that leave the user with a group.
func (d *draft) noteLicensesThrough(group m365.Group) {
	licenses, err := d.live.licenses()
	if err != nil {
		d.unread(err)
		d.note("The user may lose licenses with the group " + group.Name + ".")
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
	if group.Restricted {
		d.note(group.Name + " is in a restricted management administrative unit: only administrators whose role is for that unit can change its members, and Microsoft refuses all others.")
	}
	if group.AssignableToRole {
		d.note(group.Name + " can hold admin roles: changing its members needs the Privileged Role Administrator role.")
	}
	return nil
}

func (addGroup) tells(now *snapshot, write Write) (verdict, error) {
	is, err := isMember(now, write)
	return doneIf(is), err
}

func (takeGroup) tells(now *snapshot, write Write) (verdict, error) {
	is, err := isMember(now, write)
	return doneIf(!is), err
}

func isMember(now *snapshot, write Write) (bool, error) {
	groups, err := now.groups()
	return slices.ContainsFunc(groups, func(group m365.Group) bool { return group.ID == write.Subject }), err
}

func (addGroup) already(err error) bool { return call.Is(err, call.Conflict) }

func (takeGroup) already(err error) bool { return call.Is(err, call.NotFound) }

func (addGroup) because(found *call.Error) (because, do string) {
	if found.Kind == call.NotFound {
		return "the user or the group was deleted meanwhile", lookAgain
	}
	return "", ""
}

func (takeGroup) because(*call.Error) (because, do string) { return "", "" }

func (addGroup) inverse() WriteKind { return TakeGroup }

func (takeGroup) inverse() WriteKind { return AddGroup }
