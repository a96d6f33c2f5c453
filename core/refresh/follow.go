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

// mostChangePages bounds the pages of what changed: Microsoft tells that many changes in some hundred, and may tell some again.
const mostChangePages = 1_000

var errMany = errors.New("too much changed to be followed")

// errUntold says that somebody changed of whom nothing is known, and not all was told.
var errUntold = errors.New("a user changed that is not known, and was told in part")

// errRenamed says that a product has another name than users were given.
var errRenamed = errors.New("products have other names than before")

// follow brings the tenant up to date by what changed since the mark of the last refresh.
func (r *round) follow(ctx context.Context) (users int, err error) {
	return r.Store.ChangeUsers(ctx, r.id, r.before, func(known func(ids []string) (map[string]*m365.User, error)) (m365.Changes, error) {
		found := &changed{round: r, known: known, users: make(map[string]*m365.User), gone: make(map[string]bool), names: make(map[string]string)}
		mark, err := r.Directory.EachChangedUsers(ctx, r.id, r.before.Mark, found.take)
		if err == nil {
			err = found.takeRest(ctx)
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
		changes.Users = make([]m365.User, 0, len(found.users))
		for _, user := range found.users {
			if r.finish(user) {
				changes.Users = append(changes.Users, *user)
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
	// known are those of some users that are stored, by their ids.
	known func(ids []string) (map[string]*m365.User, error)
	users map[string]*m365.User
	gone  map[string]bool
	pages int
	// names are those of the products that the users had who are known.
	names map[string]string
	// cameIn says that somebody was not known before.
	cameIn bool
}

func (c *changed) take(page []m365.UserChange) error {
	var unread []string
	for _, one := range page {
		if _, known := c.users[one.ID]; !known && !one.Gone && !c.gone[one.ID] {
			unread = append(unread, one.ID)
		}
	}
	known, err := c.known(unread)
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
			if user, found = known[one.ID]; found {
				c.learn(user)
			}
		}
		if !found && !one.Complete {
			return errUntold
		}
		if !found {
			user = new(m365.User)
		}
		c.cameIn = c.cameIn || !found
		delete(c.gone, one.ID)
		one.Apply(user)
		if !found && user.Created.Before(c.before.AllSignIns) {
			// Restored: when it last signed in left with it.
			c.signIns.miss(c.id)
		}
		c.users[one.ID] = user
	}
	if c.pages++; c.pages > mostChangePages || len(c.users)+len(c.gone) > mostChanges {
		return errMany
	}
	return nil
}

// learn remembers what a user's products are called.
func (c *changed) learn(user *m365.User) {
	for i, sku := range user.SKUs {
		if i < len(user.Licenses) {
			c.names[sku] = user.Licenses[i]
		}
	}
}

// takeRest adds what changed beside the users. It is read too where it was not to be, but somebody came whose roles nobody knows,
// or a product whose name.
func (c *changed) takeRest(ctx context.Context) error {
	if !c.snapshot.Rest && !c.cameIn && !c.hasUnnamed() {
		c.products = c.names
		return nil
	}
	if err := c.readRest(ctx); err != nil {
		return err
	}
	if c.isRenamed() {
		return errRenamed
	}
	if c.products == nil {
		c.products, c.snapshot.Names = c.names, c.before.Names
	}
	return c.takeRoles(ctx)
}

// hasUnnamed says that a user has a product that no user had who is known.
func (c *changed) hasUnnamed() bool {
	for _, user := range c.users {
		for _, sku := range user.SKUs {
			if _, named := c.names[sku]; !named {
				return true
			}
		}
	}
	return false
}

// stay keeps the users who came here of late, though Microsoft tells that they are gone: it may tell what was before. It says
// whether there are any.
func (c *changed) stay() (early bool) {
	for _, id := range c.Stays(c.id, c.snapshot.Taken) {
		early = early || c.gone[id]
		delete(c.gone, id)
	}
	return early
}

// takeRoles adds the users whose roles are not what is stored: roles are no part of what Microsoft tells of a user that changed.
func (c *changed) takeRoles(ctx context.Context) error {
	held, err := c.Store.HeldRoles(ctx, c.id)
	if err != nil {
		return err
	}
	var others []string
	for id, roles := range held {
		if !slices.Equal(roles, roleNames(c.roles[id])) {
			others = append(others, id)
		}
	}
	for id := range c.roles {
		if held[id] == nil {
			others = append(others, id)
		}
	}
	known, err := c.known(others)
	for _, user := range known {
		c.add(user)
	}
	return err
}

// add takes a user as it is stored, unless it changed or is gone.
func (c *changed) add(user *m365.User) {
	if _, known := c.users[user.Key.ID]; !known && !c.gone[user.Key.ID] {
		c.users[user.Key.ID] = user
	}
}
