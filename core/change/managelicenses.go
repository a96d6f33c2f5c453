package change

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func init() {
	offer(Operation{
		Action: ManageLicenses, Place: 220, Title: "Manage User Licenses", Verb: "Change licenses",
		What:  "Microsoft shows changed licenses within a few minutes. Data of a service that the user loses is kept for a limited time only.",
		many:  "Change licenses of %s",
		kinds: []WriteKind{AddLicense, TakeLicense}, inOrder: true, // so that nobody is left without meanwhile
	}, map[WriteKind]effect{AddLicense: addLicense{}, TakeLicense: takeLicense{}})
}

// ofLicense is what assigning and removing a product share.
type ofLicense struct{}

// addLicense assigns a product to the user.
type addLicense struct{ ofLicense }

// takeLicense removes a product that is assigned directly.
type takeLicense struct{ ofLicense }

func (ofLicense) need(Write) need { return need{tier: access.Full, role: "License Administrator"} }

func (ofLicense) late() bool { return false }

func (ofLicense) because(*call.Error) (because, do string) { return "", "" }

func (ofLicense) lost() lost { return usually }

func (ofLicense) parts() []profile.Part { return []profile.Part{profile.Licenses} }

func (addLicense) doing(user string, write Write) string {
	return "assign " + named(write) + " to " + user
}

func (takeLicense) doing(user string, write Write) string {
	return "remove " + named(write) + " from " + user
}

func (addLicense) plan(ctx context.Context, d *draft, write Write) error {
	held, err := d.heldLicense(write.Subject)
	if err != nil {
		return err
	}
	if held != nil && held.Direct {
		return nil
	}
	if err := d.planLocation(ctx); err != nil {
		return err
	}
	write.Name, write.Before, write.After = d.productName(write), "", assigned
	var off []string
	if plans := write.Detail[DetailPlansOff]; plans != "" {
		off = strings.Split(plans, ",")
	}
	write.Detail = map[string]string{DetailPlansOff: strings.Join(off, ",")}
	if held != nil {
		write.Detail[detailKept] = "yes"
	}
	d.note(licensesTakeTime)
	d.step(write, "Assign "+write.Name, call.AssignLicenses(d.id(), []call.AddedLicense{{SKU: write.Subject, Without: off}}, nil))
	return nil
}

const licensesTakeTime = "Microsoft shows the effect of a license 2 to 5 minutes later."

// planLocation plans the usage location before a license, where it is missing.
func (d *draft) planLocation(ctx context.Context) error {
	wanted := strings.ToUpper(d.intent.UsageLocation)
	switch {
	case d.intent.Action == CreateUser && d.id() == call.NewUser: // it is among the fields of the creation
		return nil
	case wanted != "" && len(wanted) != 2:
		return d.refuse(ErrIntent, fmt.Sprintf("%q is no country of two letters.", d.intent.UsageLocation), "Choose the country where the user works.")
	case d.user.UsageLocation != "":
		return nil
	case wanted == "":
		return d.refuse(ErrNoUsageLocation, d.on()+" has no usage location, and Microsoft assigns no license without one.",
			"Choose the country where the user works.")
	}
	d.note("The usage location is set to " + wanted + " first.")
	return fieldEffect{}.plan(ctx, d, Write{Kind: SetField, Subject: UsageLocation, After: wanted})
}

func (takeLicense) plan(_ context.Context, d *draft, write Write) error {
	held, err := d.heldLicense(write.Subject)
	if err != nil || held == nil {
		return err
	}
	write.Name = d.service.options.ProductName(held.SKU, held.PartNumber)
	if !held.Direct {
		return d.refuse(ErrInherited,
			fmt.Sprintf("%s has %s through %s, so it cannot be removed here.", d.on(), write.Name, groupNames(held.Groups)),
			"Remove the user from the group, or the license from the group.")
	}
	write.Before, write.After = assigned, ""
	write.Detail = map[string]string{DetailPlansOff: strings.Join(plansOff(*held), ",")}
	if len(held.Groups) > 0 {
		write.Detail[detailKept] = "yes"
		d.note("The user keeps " + write.Name + " through " + groupNames(held.Groups) + ".")
	} else if slices.ContainsFunc(held.Plans, m365.ServicePlan.IsMailbox) {
		// https://learn.microsoft.com/microsoft-365/admin/manage/remove-licenses-from-users, "What happens".
		d.note(write.Name + " holds the mailbox: Microsoft deletes the mailbox 30 days after its license is gone.")
	}
	d.note(licensesTakeTime)
	d.step(write, "Remove "+write.Name, call.AssignLicenses(d.id(), nil, []string{write.Subject}))
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

func (d *draft) productName(write Write) string {
	if write.Name != "" {
		return write.Name
	}
	if name := d.service.options.ProductName(write.Subject, ""); name != "" {
		return name
	}
	return write.Subject
}

// tells trusts only the new state: licenses show minutes late, so that the old one proves nothing.
func (addLicense) tells(now *snapshot, write Write) (verdict, error) {
	has, err := hasProduct(now, write)
	return doneOrUnclear(has), err
}

func (takeLicense) tells(now *snapshot, write Write) (verdict, error) {
	has, err := hasProduct(now, write)
	return doneOrUnclear(!has), err
}

func hasProduct(now *snapshot, write Write) (bool, error) {
	licenses, err := now.licenses()
	return slices.ContainsFunc(licenses, func(l m365.HeldLicense) bool { return l.Direct && strings.EqualFold(l.SKU, write.Subject) }), err
}

func doneOrUnclear(yes bool) verdict {
	if yes {
		return done
	}
	return unclear
}

func (addLicense) already(error) bool { return false }

func (takeLicense) already(err error) bool {
	found := call.As(err)
	return found != nil && strings.Contains(found.Message, "does not have a corresponding license")
}

func (addLicense) shows(write Write, _ time.Time) shown {
	if write.Detail[detailKept] != "" {
		return shown{}
	}
	return shown{
		put:      func(user *m365.User) { addProduct(user, write) },
		takeBack: func(user *m365.User, _ m365.User) { takeProduct(user, write) },
	}
}

func (takeLicense) shows(write Write, _ time.Time) shown {
	if write.Detail[detailKept] != "" {
		return shown{}
	}
	return shown{
		put:      func(user *m365.User) { takeProduct(user, write) },
		takeBack: func(user *m365.User, _ m365.User) { addProduct(user, write) },
	}
}

func (addLicense) inverse() WriteKind { return TakeLicense }

func (takeLicense) inverse() WriteKind { return AddLicense }

// addProduct keeps SKUs and Licenses in the same order, that of the names.
func addProduct(user *m365.User, write Write) {
	if slices.Contains(user.SKUs, write.Subject) || len(user.SKUs) != len(user.Licenses) {
		return
	}
	at, _ := slices.BinarySearch(user.Licenses, write.Name)
	user.SKUs = slices.Insert(slices.Clone(user.SKUs), at, write.Subject)
	user.Licenses = slices.Insert(slices.Clone(user.Licenses), at, write.Name)
}

func takeProduct(user *m365.User, write Write) {
	at := slices.IndexFunc(user.SKUs, func(sku string) bool { return strings.EqualFold(sku, write.Subject) })
	if at < 0 || len(user.SKUs) != len(user.Licenses) {
		return
	}
	user.SKUs = slices.Delete(slices.Clone(user.SKUs), at, at+1)
	user.Licenses = slices.Delete(slices.Clone(user.Licenses), at, at+1)
}
