package graphsim

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func objectRoutes() []route {
	const deleted = "directory/deletedItems"
	return []route{
		{"POST", "directoryObjects/getByIds", "POST /directoryObjects/getByIds*", readDirectory, (*call).getByIDs},
		{"GET", "directoryObjects/{}", "POST /directoryObjects/getByIds*", readDirectory, (*call).directoryObject},
		{"GET", deleted + "/graph.user", "GET /" + deleted + "/user*", readDirectory, (*call).deletedUsers},
		{"GET", deleted + "/{}", "GET /" + deleted + "/user*", readDirectory, (*call).deletedUser},
		{"DELETE", deleted + "/{}", "DELETE /" + deleted + "*", deleteUsers, (*call).purgeUser},
		{"POST", deleted + "/{}/restore", "POST /" + deleted + "/{directoryObject-id}/restore", deleteUsers, (*call).restoreUser},
	}
}

// anyObject finds a user, group, device or service principal.
func (c *call) anyObject(id string) (mixed, bool) {
	if u, ok := c.tenant.User(id); ok {
		return mixed{user: &u}, true
	}
	if g, f := c.findGroup(id); f == nil {
		return mixed{group: &g}, true
	}
	if d, ok := c.tenant.Device(id); ok && strings.EqualFold(d.ID, id) {
		return mixed{device: &d}, true
	}
	for _, p := range c.principals() {
		if strings.EqualFold(p.ID, id) {
			return mixed{principal: &p}, true
		}
	}
	return mixed{}, false
}

func (m *mixed) kind() string {
	switch {
	case m.user != nil:
		return "user"
	case m.group != nil:
		return "group"
	case m.role != nil:
		return "directoryRole"
	case m.device != nil:
		return "device"
	}
	return "servicePrincipal"
}

// mostIDs is how many ids getByIds takes.
const mostIDs = 1000

// getByIDs answers with those of the ids that there are, of the types asked for.
func (c *call) getByIDs() (answer, *failure) {
	var wish struct{ IDs, Types []string }
	if f := c.decode(&wish); f != nil {
		return answer{}, f
	}
	if len(wish.IDs) == 0 || len(wish.IDs) > mostIDs {
		return answer{}, badProperty("Invalid value specified for property 'ids': want 1 to %d ids.", mostIDs)
	}
	var all []mixed
	for _, id := range wish.IDs {
		if !isGUID(id) {
			return answer{}, badProperty("Invalid GUID:%s", id)
		}
		found, ok := c.anyObject(id)
		if ok && (len(wish.Types) == 0 || contains(wish.Types, found.kind()) || contains(wish.Types, "directoryObject")) {
			all = append(all, found)
		}
	}
	return list(c, mixedResource, listed(all), paging{})
}

func (c *call) directoryObject() (answer, *failure) {
	found, ok := c.anyObject(c.values[0])
	if !ok {
		return answer{}, notFound(c.values[0])
	}
	return single(c, mixedResource, &found)
}

func (c *call) deletedUsers() (answer, *failure) {
	return list(c, userResource, source[user]{
		scan: func(from int, yield func(int, *user) bool) {
			c.tenant.EachDeleted(from, func(u *user) bool {
				shown := asDeleted(*u)
				return yield(u.Slot, &shown)
			})
		},
		at: func(slot int) (user, bool) {
			u, ok := c.tenant.DeletedAt(slot)
			return asDeleted(u), ok
		},
		version: c.tenant.Version() + ".deleted",
	}, relations)
}

// asDeleted is a user as Microsoft shows them among the deleted ones: with the id before the name, so that others may have it.
func asDeleted(u directory.User) directory.User {
	u.UserPrincipalName = strings.ReplaceAll(u.ID, "-", "") + u.UserPrincipalName
	return u
}

func (c *call) findDeleted() (directory.User, *failure) {
	u, ok := c.tenant.Deleted(c.values[0])
	if !ok {
		return u, notFound(c.values[0])
	}
	return u, nil
}

func (c *call) deletedUser() (answer, *failure) {
	u, f := c.findDeleted()
	if f != nil {
		return answer{}, f
	}
	u = asDeleted(u)
	return singleAs(c, userResource, "#microsoft.graph.user", &u, nil)
}

func (c *call) purgeUser() (answer, *failure) {
	u, f := c.findDeleted()
	if f != nil {
		return answer{}, f
	}
	_, f = c.save(u.Slot, func(u *directory.User) *failure {
		u.Purged = true
		return nil
	})
	return answer{status: http.StatusNoContent}, f
}

// restoreUser brings a deleted user back. It fails while another has taken the name, or an address of mail unless the body
// gives that up.
func (c *call) restoreUser() (answer, *failure) {
	u, f := c.findDeleted()
	if f != nil {
		return answer{}, f
	}
	var wish struct{ AutoReconcileProxyConflict bool }
	if len(c.body) > 0 {
		if f := c.decode(&wish); f != nil {
			return answer{}, f
		}
	}
	taken := c.mailTaken(&u)
	if taken && !wish.AutoReconcileProxyConflict {
		f := badProperty("Another object with the same value for property proxyAddresses already exists.")
		f.details = []detail{{"ObjectConflict", "Another object with the same value for property proxyAddresses already exists.", "proxyAddresses"}}
		return answer{}, f
	}
	if f := c.sensitive(u.ID, directory.UserAdministrator); f != nil {
		return answer{}, f
	}
	restored, f := c.save(u.Slot, func(u *directory.User) *failure {
		u.Deleted = time.Time{}
		if taken {
			u.Mail = ""
		}
		return nil
	})
	if f != nil {
		return answer{}, f
	}
	return singleAs(c, userResource, "#microsoft.graph.user", &restored, nil)
}

// mailTaken says that a user who is not deleted has an address of this one.
func (c *call) mailTaken(u *user) (taken bool) {
	own := u.ProxyAddresses()
	c.tenant.EachUser(0, func(other *user) bool {
		taken = slices.ContainsFunc(other.ProxyAddresses(), func(one string) bool { return contains(own, one) })
		return !taken
	})
	return taken
}

// principals lists the enterprise applications of the tenant: those that the estate knows, and the one that comes with it.
func (c *call) principals() []ServicePrincipal {
	all := slices.Clone(c.server.estate.ServicePrincipals(c.tenant.Info().ID))
	if id, ok := c.tenant.BackupApp(); ok {
		all = append(all, ServicePrincipal{ID: id, AppID: c.tenant.OtherID(1), DisplayName: "Ironclad Backup for Microsoft 365", Enabled: true})
	}
	return all
}
