package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// ChangeUsers brings a tenant's users up to date by what changed since a reading, in one transaction after find has told it, and
// keeps the snapshot's mark with it: the next reading goes on from there. Known gives those of some users that are stored, by
// their ids, as User does; they are find's to change. Users that find does not name stay as they are. Where a change of ours came
// in between (Patch), what find says of that user is out of date and the mark stays where it was, so that it is told again. The
// rest is as with ReplaceUsers.
func (s *Store) ChangeUsers(
	ctx context.Context, id m365.TenantID, since m365.Reading,
	find func(known func(ids []string) (map[string]*m365.User, error)) (m365.Changes, error),
) (users int, err error) {
	users, err = s.changeUsers(ctx, id, since, find)
	return users, s.fault(ctx, err, "store changed users of tenant %s", id)
}

func (s *Store) changeUsers(
	ctx context.Context, id m365.TenantID, since m365.Reading,
	find func(known func(ids []string) (map[string]*m365.User, error)) (m365.Changes, error),
) (users int, err error) {
	unlock, err := s.tenantLocks.lock(ctx, id)
	if err != nil {
		return 0, err
	}
	defer unlock()
	mark := markOf(id, since)
	staged := &staging{store: s, tenant: mark, batch: s.batches.Add(1)}
	found, err := find(func(ids []string) (map[string]*m365.User, error) { return staged.known(ctx, ids) })
	if err != nil {
		return 0, err
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		ctx := context.WithoutCancel(ctx)
		staged.leaveOut(&found)
		if users, err = staged.saveReading(ctx, tx, found.Snapshot); err != nil || len(found.Users)+len(found.Gone) == 0 {
			return err
		}
		isOther, err := staged.change(ctx, tx, &found)
		if isOther && err == nil {
			users, err = staged.countUsers(ctx, tx)
		}
		return err
	})
	return users, err
}

// leaveOut takes out whom a change of ours wrote meanwhile. Where there are such, the mark stays what it was.
func (g *staging) leaveOut(found *m365.Changes) {
	patched := g.store.patched.take(g.tenant.num, g.batch)
	if len(patched) == 0 {
		return
	}
	isPatched := func(object string) bool {
		_, is := patched[object]
		if is {
			found.Mark = ""
		}
		return is
	}
	found.Users = slices.DeleteFunc(slices.Clone(found.Users), func(user m365.User) bool { return isPatched(user.Key.ID) })
	found.Gone = slices.DeleteFunc(slices.Clone(found.Gone), isPatched)
}

// known are those of some users that are stored. They are read where they are written, which has most of it in memory; and not
// again for that, because whoever writes them meanwhile is told by patched, or wrote their last sign-ins alone.
func (g *staging) known(ctx context.Context, ids []string) (map[string]*m365.User, error) {
	var stored map[string]storedUser
	err := g.store.ask(ctx, func(ctx context.Context, db querier) (err error) {
		stored, err = g.look(ctx, db, ids)
		return err
	})
	if err != nil {
		return nil, err
	}
	users := make(map[string]*m365.User, len(ids))
	for _, id := range ids {
		if row, known := stored[id]; known {
			if users[id], err = row.user(g.tenant.id); err != nil {
				return nil, err
			}
		}
	}
	return users, nil
}

// change writes what changed. It says whether there may be more or fewer users now.
func (g *staging) change(ctx context.Context, tx *sql.Tx, found *m365.Changes) (isOther bool, err error) {
	before, err := g.stored(ctx, tx, found.Users, found.Gone)
	if err != nil {
		return false, err
	}
	isOther = len(found.Gone) > 0
	var rows []userRow
	for i := range found.Users {
		user := &found.Users[i]
		was, known := before[user.Key.ID]
		hash := g.maker.hash(user)
		if known && was.hash == hash {
			continue
		}
		row, err := g.maker.row(user, hash)
		if err != nil {
			return false, err
		}
		rows, isOther = append(rows, row), isOther || !known
	}
	return isOther, g.putOver(ctx, tx, before, rows, found.Gone)
}

// countUsers counts the users of the tenant anew.
func (g *staging) countUsers(ctx context.Context, tx *sql.Tx) (users int, err error) {
	err = tx.QueryRowContext(ctx,
		"UPDATE tenants SET users = (SELECT count(*) FROM users WHERE tenant = ?1) WHERE num = ?1 RETURNING users", g.tenant.num).Scan(&users)
	return users, err
}

const readings = `SELECT id, num, removals, status = ?, mark, read_whole, rest_read, product_names, sign_ins, all_sign_ins,
	(SELECT read FROM subscriptions WHERE tenant = tenants.num) FROM tenants`

// Reading is how a tenant was read last.
func (s *Store) Reading(ctx context.Context, id m365.TenantID) (reading m365.Reading, err error) {
	err = s.ask(ctx, func(ctx context.Context, db querier) (err error) {
		_, reading, err = scanReading(db.QueryRowContext(ctx, readings+" WHERE id = ?", m365.Deactivated, id))
		return err
	})
	return reading, s.fault(ctx, orNotFound(err), "read how tenant %s was read", id)
}

// Readings are how all tenants were read last.
func (s *Store) Readings(ctx context.Context) (map[m365.TenantID]m365.Reading, error) {
	all := make(map[m365.TenantID]m365.Reading)
	_, err := collect(ctx, s.reader, func(rows *sql.Rows) (none struct{}, err error) {
		id, reading, err := scanReading(rows)
		all[id] = reading
		return none, err
	}, readings, m365.Deactivated)
	return all, s.fault(ctx, err, "read how the tenants were read")
}

func scanReading(row interface{ Scan(into ...any) error }) (id m365.TenantID, r m365.Reading, err error) {
	err = row.Scan(&id, &r.Number, &r.Removals, &r.Deactivated, &r.Mark, timeInto{&r.Whole}, timeInto{&r.Rest}, &r.Names,
		timeInto{&r.SignIns}, timeInto{&r.AllSignIns}, timeInto{&r.Subscriptions})
	return id, r, err
}

// HeldRoles are the directory roles of the users of a tenant that are stored with any, by their ids.
func (s *Store) HeldRoles(ctx context.Context, id m365.TenantID) (map[string][]string, error) {
	held := make(map[string][]string)
	_, err := collect(ctx, s.reader, func(rows *sql.Rows) (none struct{}, err error) {
		var object, roles string
		if err := rows.Scan(&object, &roles); err != nil {
			return none, err
		}
		var names []string
		err = json.Unmarshal([]byte(roles), &names)
		held[object] = names
		return none, err
	}, `SELECT u.object, d.body ->> '$.roles' FROM tenants t JOIN users u ON u.tenant = t.num JOIN user_details d ON d.id = u.id
		WHERE t.id = ? AND u.roles IS NOT NULL`, id)
	return held, s.fault(ctx, err, "read who holds roles in tenant %s", id)
}
