package directory

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Group is a group of a tenant.
type Group struct {
	// Number is the group's place in the tenant.
	Number                    int
	ID                        string
	DisplayName, Description  string
	Mail, MailNickname        string
	MailEnabled, Security     bool
	Unified, Dynamic, Synced  bool
	AssignableToRole          bool
	Rule, Visibility          string
	Created                   time.Time
	Licences                  []Product
	MembersWithLicenceTrouble bool
}

// Types are the groupTypes of Graph.
func (g *Group) Types() []string {
	var types []string
	if g.Unified {
		types = append(types, "Unified")
	}
	if g.Dynamic {
		types = append(types, "DynamicMembership")
	}
	return types
}

// SecurityIdentifier is the SID of the group.
func (g *Group) SecurityIdentifier() string { return sidOf("S-1-12-1", g.ID) }

// groupShape is what decides who is in a group.
type groupShape int

const (
	everybody groupShape = iota
	everybodyByRule
	byLicence
	roleAssignable
	distribution
	mailSecurity
	syncedSecurity
	departmentTeam
	security
	approvers
)

// groupCount counts the groups of the tenant.
func (t *Tenant) groupCount() int {
	if t.info.Users < largeEnough {
		return 1 + min(t.info.Users/4, 2)
	}
	return 7 + min(t.info.Users/15, 150)
}

// shapeOf says what a group is. The first are special; after them, teams of departments and security groups alternate, and
// each third has the one before it for a parent.
func (t *Tenant) shapeOf(group int) groupShape {
	switch group {
	case 0:
		return everybody
	case 1:
		if t.info.Plan != "" && t.info.Users >= largeEnough {
			return everybodyByRule
		}
		return security
	case licenceGroup:
		if t.groupLicensing {
			return byLicence
		}
		return security
	case 3:
		if t.info.Plan != "" {
			return roleAssignable
		}
		return security
	case 4:
		return distribution
	case 5:
		return mailSecurity
	case 6:
		if t.synced {
			return syncedSecurity
		}
		return security
	}
	return departmentTeam + groupShape((group-7)%3)
}

func (t *Tenant) groupID(group int) string {
	return t.cipher.id(object{kindGroup, t.index, uint64(group)})
}

// groupNumber is the place of a group's object id.
func (t *Tenant) groupNumber(id string) (int, bool) {
	o, ok := t.cipher.object(id)
	return int(o.number), ok && o.kind == kindGroup && o.tenant == t.index && int(o.number) < t.groupCount()
}

var applications = strings.Fields("Payroll CRM Warehouse VPN Archive Timesheets Intranet BI-Reports ERP-Read ERP-Write Print-Colour Badge-Access Kiosk Lab-Results Field-Tablets")

// makeGroup computes a group.
func (t *Tenant) makeGroup(group int) Group {
	d := newDraw(uint64(t.draw), 0x96, uint64(group))
	g := Group{Number: group, ID: t.groupID(group), Created: t.epoch.Add(-40*24*time.Hour - d.span(1, 2500*24*time.Hour))}
	nick := ""
	switch t.shapeOf(group) {
	case everybody:
		g.DisplayName, g.Description, nick = "All Company", "Everybody at "+t.info.Name, "allcompany"
		g.Unified, g.MailEnabled, g.Visibility = true, true, "Public"
	case everybodyByRule:
		g.DisplayName, g.Security, g.Dynamic = "All members (dynamic)", true, true
		g.Rule = `(user.userType -eq "Member") and (user.accountEnabled -eq true)`
	case byLicence:
		product := products[t.products[0]]
		g.DisplayName, g.Description, g.Security = "LIC-"+product.PartNumber, "Gives the main licence", true
		g.Licences = []Product{product}
		g.MembersWithLicenceTrouble = t.info.Users > 60
	case roleAssignable:
		g.DisplayName, g.Description, g.Security, g.AssignableToRole = "Role: first line support", "Holds directory roles", true, true
		g.Visibility = "Private"
	case distribution:
		g.DisplayName, nick, g.MailEnabled = "Newsletter – Kunden & Partner", "newsletter", true
	case mailSecurity:
		g.DisplayName, nick, g.MailEnabled, g.Security = "Accounts Payable", "accounts.payable", true, true
	case syncedSecurity:
		g.DisplayName, g.Description, g.Security, g.Synced = "GRP-FS01-Projects-RW", `\\FS01\Projects`, true, true
	case departmentTeam:
		department := jobs[t.departmentOfGroup(group)].department
		g.DisplayName, nick = department, strings.ToLower(strings.NewReplacer(" ", "", "&", "").Replace(department))+strconv.Itoa(group)
		g.Unified, g.MailEnabled, g.Security, g.Visibility = true, true, d.chance(2, 200), "Private"
	case security:
		g.DisplayName, g.Security = "SG-"+pick(d, 3, applications)+"-"+strconv.Itoa(group), true
	case approvers:
		g.DisplayName, g.Security = "SG-Approvers-"+strconv.Itoa(group), true
		g.Description = "Approvers, within the group before"
	}
	if nick != "" {
		g.Mail = nick + "@" + t.info.DefaultDomain
	} else {
		nick = g.ID[:8] + "-" + strconv.Itoa(group)
	}
	g.MailNickname = nick
	return g
}

func (t *Tenant) departmentOfGroup(group int) int {
	return (group - 7) / 3 % min(len(jobs), 2+t.info.Users/12)
}

// parentOf is the group that holds a group.
func (t *Tenant) parentOf(group int) (int, bool) {
	if group > 7 && t.shapeOf(group) == approvers {
		return group - 1, true
	}
	return 0, false
}

// startsIn says that a slot of the start was in a group.
func (t *Tenant) startsIn(group, slot int) bool {
	if slot >= t.info.Users {
		return false
	}
	what := t.accountAt(slot)
	service := what >= breakGlass && what <= meetingRoom
	shape := t.shapeOf(group)
	if service {
		return shape == everybodyByRule
	}
	if shape == byLicence {
		return t.inherits(slot)
	}
	d := newDraw(uint64(t.draw), askMember, uint64(group), uint64(slot))
	switch shape {
	case everybody, everybodyByRule:
		return !t.isGuest(t.userDraw(slot), slot)
	case roleAssignable:
		return slot >= t.firstPerson()+3 && slot < t.firstPerson()+3+min(4, t.info.Users/10)
	case departmentTeam:
		return t.departmentAt(slot) == t.departmentOfGroup(group) || d.chance(1, 20)
	case distribution, mailSecurity:
		return d.chance(1, 120)
	case syncedSecurity:
		return d.chance(1, 200)
	case approvers:
		return d.chance(1, 15)
	}
	return d.chance(1, 70)
}

// isMember says that a slot is in a group now, directly. The caller holds the lock.
func (t *Tenant) isMember(group, slot int) bool {
	if len(t.members) > 0 {
		if is, changed := t.members[membership{group, slot}]; changed {
			return is
		}
	}
	if slot >= t.baseSlots() {
		return t.shapeOf(group) == everybodyByRule
	}
	return t.startsIn(group, slot)
}

// Groups lists the tenant's groups.
func (t *Tenant) Groups() []Group {
	t.mu.RLock()
	defer t.mu.RUnlock()
	all := make([]Group, t.groupCount())
	for i := range all {
		all[i] = t.makeGroup(i)
	}
	return all
}

// Group finds a group by object id.
func (t *Tenant) Group(id string) (Group, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	number, ok := t.groupNumber(id)
	if !ok {
		return Group{}, false
	}
	return t.makeGroup(number), true
}

// GroupsOf lists the groups that a user is in: directly, or also through other groups.
func (t *Tenant) GroupsOf(slot int, transitive bool) []Group {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var all []Group
	for _, number := range t.groupNumbersOf(slot, transitive) {
		all = append(all, t.makeGroup(number))
	}
	return all
}

func (t *Tenant) groupNumbersOf(slot int, transitive bool) []int {
	var in []int
	for group := range t.groupCount() {
		if t.isMember(group, slot) {
			in = append(in, group)
		}
	}
	if !transitive {
		return in
	}
	for i := 0; i < len(in); i++ {
		if parent, ok := t.parentOf(in[i]); ok && !slices.Contains(in, parent) {
			in = append(in, parent)
		}
	}
	return in
}

// EachMember calls yield with the users in a group, from a slot on. Transitive members come through groups within it too.
// The user is only good during the call, and yield must not call the tenant.
func (t *Tenant) EachMember(group Group, transitive bool, from int, yield func(*User) bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	within := []int{group.Number}
	if transitive {
		within = append(within, t.childrenOf(group.Number)...)
	}
	var u User
	for slot := max(from, 0); slot < t.slots(); slot++ {
		is := slices.ContainsFunc(within, func(number int) bool { return t.isMember(number, slot) })
		if is && t.current(&u, slot) && !u.Gone() && !yield(&u) {
			return
		}
	}
}

// ChildrenOf lists the groups that are members of a group.
func (t *Tenant) ChildrenOf(group Group) []Group {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var all []Group
	for _, number := range t.childrenOf(group.Number) {
		all = append(all, t.makeGroup(number))
	}
	return all
}

func (t *Tenant) childrenOf(group int) []int {
	if child := group + 1; child < t.groupCount() {
		if parent, ok := t.parentOf(child); ok && parent == group {
			return []int{child}
		}
	}
	return nil
}
