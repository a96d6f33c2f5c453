package refresh

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// mostChanges is how many users may have changed for what changed to be followed: of more, reading all costs less.
const mostChanges = 10_000

var errMany = errors.New("too many users changed to be followed")

// errUntold says that somebody changed of whom nothing is known, and not all was told.
var errUntold = errors.New("a user changed that is not known, and was told in part")

// follow brings the tenant up to date by what changed since the mark of the last refresh.
func (r *round) follow(ctx context.Context) (users int, err error) {
	return r.Store.ChangeUsers(ctx, r.tenant.ID, func() (m365.Changes, error) {
		found := &changed{round: r, users: make(map[string]m365.User), gone: make(map[string]bool)}
		mark, err := r.Directory.EachChangedUsers(ctx, r.tenant.ID, r.before.Mark, func(page []m365.UserChange) error {
			return found.take(ctx, page)
		})
		if err == nil {
			err = found.takeRoles(ctx)
		}
		if err != nil {
			return m365.Changes{}, err
		}
		r.mark = mark
		early := found.stay()
		changes := m365.Changes{Snapshot: r.snapshot, Gone: slices.Collect(maps.Keys(found.gone))}
		changes.Lacks = r.lacks(r.losses, r.tenant.Name)
		if !early {
			changes.Mark = mark // else it stays what it was, so that all is told again
		}
		for _, user := range found.users {
			if r.finish(&user) {
				changes.Users = append(changes.Users, user)
			} else {
				changes.Gone = append(changes.Gone, user.Key.ID)
			}
		}
		return changes, nil
	})
}

// changed gathers what changed among the users of a tenant. The last that is told of a user counts, on top of what was told or
// known before.
type changed struct {
	*round
	users map[string]m365.User
	gone  map[string]bool
}

func (c *changed) take(ctx context.Context, page []m365.UserChange) error {
	var unread []string
	for _, one := range page {
		if _, known := c.users[one.ID]; !known && !one.Gone && !c.gone[one.ID] {
			unread = append(unread, one.ID)
		}
	}
	known, err := c.known(ctx, unread)
	if err != nil {
		return err
	}
	for _, one := range page {
		if one.Gone {
			delete(c.users, one.ID)
			c.gone[one.ID] = true
			continue
		}
		user, found := c.users[one.ID]
		if !found && !c.gone[one.ID] {
			user, found = known[one.ID]
		}
		if !found && !one.Complete {
			return errUntold
		}
		delete(c.gone, one.ID)
		one.Apply(&user)
		if !found && user.Created.Before(c.before.AllSignIns) {
			// Restored: when it last signed in left with it.
			c.signIns.miss(c.tenant.ID)
		}
		c.users[one.ID] = user
	}
	if len(c.users)+len(c.gone) > mostChanges {
		return errMany
	}
	return nil
}

// stay keeps the users who came here of late, though Microsoft tells that they are gone: it may tell what was before. It says
// whether there are any.
func (c *changed) stay() (early bool) {
	for _, id := range c.Stays(c.tenant.ID, c.snapshot.Taken) {
		early = early || c.gone[id]
		delete(c.gone, id)
	}
	return early
}

func (c *changed) known(ctx context.Context, ids []string) (map[string]m365.User, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return c.Store.KnownUsers(ctx, c.tenant.ID, ids)
}

// takeRoles adds the users whose roles are not what is stored: roles are no part of what Microsoft tells of a user that changed.
func (c *changed) takeRoles(ctx context.Context) error {
	holders, err := c.Store.RoleHolders(ctx, c.tenant.ID)
	if err != nil {
		return err
	}
	held := make(map[string]bool, len(holders))
	for _, user := range holders {
		held[user.Key.ID] = true
		if !slices.Equal(user.Roles, roleNames(c.roles[user.Key.ID])) {
			c.add(user)
		}
	}
	var others []string
	for id := range c.roles {
		if !held[id] {
			others = append(others, id)
		}
	}
	known, err := c.known(ctx, others)
	for _, user := range known {
		c.add(user)
	}
	return err
}

// add takes a user as it is stored, unless it changed or is gone.
func (c *changed) add(user m365.User) {
	if _, known := c.users[user.Key.ID]; !known && !c.gone[user.Key.ID] {
		c.users[user.Key.ID] = user
	}
}
