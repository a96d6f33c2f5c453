package create

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// draft is what was filled in. The window keeps it while another page is open.
type draft struct {
	tenant m365.Tenant
	tab    string
	// values are the fields by their names in Graph, the username without its domain.
	values map[string]string
	domain string
	// pattern is that of a template; empty is the habit of the tenant.
	pattern string
	manager m365.Person
	// chosen are the writes of each tab that has a list.
	chosen   map[string][]change.Write
	password change.PasswordOptions
	// touched are the fields that the person wrote: nothing is proposed for them any more.
	touched map[string]bool
	// shows draws the page that is open on the draft; nil while none is.
	shows func()
}

func newDraft() *draft {
	return &draft{
		tab: tabDetails, values: make(map[string]string), chosen: make(map[string][]change.Write), touched: make(map[string]bool),
		password: change.PasswordOptions{MustChange: true},
	}
}

// empty takes away all that was filled in.
func (d *draft) empty() {
	shows := d.shows
	*d = *newDraft()
	d.shows = shows
}

// renew empties the draft for the next user of the tenant.
func (d *draft) renew() {
	tenant, domain := d.tenant, d.domain
	d.empty()
	d.tenant, d.domain = tenant, domain
	if d.shows != nil {
		d.shows()
	}
}

// username is the whole one; empty where a part is missing.
func (d *draft) username() string {
	if d.values[change.Username] == "" || d.domain == "" {
		return ""
	}
	return d.values[change.Username] + "@" + d.domain
}

// name is how the user is called until now.
func (d *draft) name() string {
	if name := d.values["displayName"]; name != "" {
		return name
	}
	return "New user"
}

// fields are those that the user is created with.
func (d *draft) fields() map[string]string {
	fields := make(map[string]string)
	for name, value := range d.values {
		fields[name] = value
	}
	fields[change.Username] = d.username()
	return fields
}

func (d *draft) intent() change.Intent {
	intent := change.Intent{
		Action: change.CreateUser, User: m365.UserKey{Tenant: d.tenant.ID}, Password: d.password,
		Writes: []change.Write{change.Make(d.fields())},
	}
	if d.manager.Key.ID != "" {
		intent.Writes = append(intent.Writes, change.Write{
			Kind: change.SetManager, Subject: change.ManagerField, After: d.manager.DisplayName,
			Detail: map[string]string{change.DetailTo: d.manager.Key.ID},
		})
	}
	for _, tab := range []string{tabLicenses, tabGroups, tabRoles} {
		intent.Writes = append(intent.Writes, d.chosen[tab]...)
	}
	return intent
}

func (d *draft) has(tab, subject string) bool {
	return slices.ContainsFunc(d.chosen[tab], func(write change.Write) bool { return write.Subject == subject })
}

// set chooses something, or does not any more.
func (d *draft) set(tab string, write change.Write, on bool) {
	d.chosen[tab] = slices.DeleteFunc(slices.Clone(d.chosen[tab]), func(other change.Write) bool { return other.Subject == write.Subject })
	if on {
		d.chosen[tab] = append(d.chosen[tab], write)
	}
}

// leaveTenant takes away what belongs to a tenant.
func (d *draft) leaveTenant() {
	d.domain, d.manager = "", m365.Person{}
	d.chosen = make(map[string][]change.Write)
}
