package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// ChangeUsers brings a tenant's users up to date by what changed, in one transaction after find has told it, and keeps the
// snapshot's mark with it: the next reading goes on from there. Users that find does not name stay as they are. Where a change
// of ours came in between (Patch), what find says of that user is out of date and the mark stays where it was, so that it is
// told again. The rest is as with ReplaceUsers.
func (s *Store) ChangeUsers(ctx context.Context, id m365.TenantID, find func() (m365.Changes, error)) (users int, err error) {
	users, err = s.changeUsers(ctx, id, find)
	return users, s.fault(ctx, err, "store changed users of tenant %s", id)
}

func (s *Store) changeUsers(ctx context.Context, id m365.TenantID, find func() (m365.Changes, error)) (users int, err error) {
	unlock, err := s.tenantLocks.lock(ctx, id)
	if err != nil {
		return 0, err
	}
	defer unlock()
	mark, err := s.markTenant(ctx, id)
	if err != nil {
		return 0, err
	}
	staged := &staging{store: s, tenant: mark, batch: s.batches.Add(1)}
	found, err := find()
	if err != nil {
		return 0, err
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		if err := mark.unremoved(ctx, tx); err != nil {
			return err
		}
		ctx := context.WithoutCancel(ctx)
		if len(found.Users)+len(found.Gone) == 0 {
			err = tx.QueryRowContext(ctx, "SELECT users FROM tenants WHERE num = ?", mark.num).Scan(&users)
		} else {
			users, err = staged.change(ctx, tx, &found)
		}
		if err != nil {
			return err
		}
		return staged.saveReading(ctx, tx, found.Snapshot, users)
	})
	return users, err
}

// change writes what changed of those whom no change of ours wrote meanwhile, and counts the users. Where there are such, the mark
// stays what it was.
func (g *staging) change(ctx context.Context, tx *sql.Tx, found *m365.Changes) (users int, err error) {
	patched, err := g.patchedObjects(ctx, tx)
	if err != nil {
		return 0, err
	}
	before, err := g.stored(ctx, tx, found.Users, found.Gone)
	if err != nil {
		return 0, err
	}
	isPatched := func(object string) bool {
		_, is := patched[object]
		if is {
			found.Mark = ""
		}
		return is
	}
	others := slices.DeleteFunc(slices.Clone(found.Users), func(user m365.User) bool {
		was, known := before[user.Key.ID]
		return known && was.hash == g.hasher.hash(&user) || isPatched(user.Key.ID)
	})
	if err := g.putOver(ctx, tx, before, others, slices.DeleteFunc(slices.Clone(found.Gone), isPatched)); err != nil {
		return 0, err
	}
	return g.countUsers(ctx, tx)
}

// patchedObjects are the ids of the users that a change of ours wrote since the batch began, and whether they came or went by it.
// Later batches read them as they are.
func (g *staging) patchedObjects(ctx context.Context, tx *sql.Tx) (moved map[string]bool, err error) {
	moved = make(map[string]bool)
	_, err = collect(ctx, tx, func(rows *sql.Rows) (none struct{}, err error) {
		var object string
		var came bool
		err = rows.Scan(&object, &came)
		moved[object] = came
		return none, err
	}, "SELECT object, moved FROM patched WHERE tenant = ? AND batch > ?", g.tenant.num, g.batch)
	if err == nil {
		_, err = tx.ExecContext(ctx, "DELETE FROM patched WHERE tenant = ?", g.tenant.num)
	}
	return moved, err
}

func (g *staging) countUsers(ctx context.Context, tx *sql.Tx) (users int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM users WHERE tenant = ?", g.tenant.num).Scan(&users)
	return users, err
}

// Reading is how a tenant was read last.
func (s *Store) Reading(ctx context.Context, id m365.TenantID) (reading m365.Reading, err error) {
	err = s.reader.QueryRowContext(ctx,
		`SELECT mark, read_whole, rest_read, product_names, sign_ins, all_sign_ins,
			(SELECT read FROM subscriptions WHERE tenant = tenants.num)
		FROM tenants WHERE id = ?`, id).
		Scan(&reading.Mark, timeInto{&reading.Whole}, timeInto{&reading.Rest}, &reading.Names, timeInto{&reading.SignIns},
			timeInto{&reading.AllSignIns}, timeInto{&reading.Subscriptions})
	return reading, s.fault(ctx, orNotFound(err), "read how tenant %s was read", id)
}

// KnownUsers are those of some users of a tenant that are stored, by their ids, as User gives them.
func (s *Store) KnownUsers(ctx context.Context, id m365.TenantID, objects []string) (map[string]m365.User, error) {
	known, err := s.usersWhere(ctx, id, "u.object IN (SELECT value FROM json_each(?))", jsonList(append([]string{}, objects...)))
	byID := make(map[string]m365.User, len(known))
	for _, user := range known {
		byID[user.Key.ID] = user
	}
	return byID, s.fault(ctx, err, "read some users of tenant %s", id)
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

func (s *Store) usersWhere(ctx context.Context, id m365.TenantID, condition string, args ...any) ([]m365.User, error) {
	reader := newUserReader()
	var body []byte
	into := append(reader.into, &body)
	return collect(ctx, s.reader, func(rows *sql.Rows) (m365.User, error) {
		err := rows.Scan(into...)
		user := reader.user.User
		user.Key.Tenant = id
		if err == nil {
			err = fillDetails(&user, body)
		}
		return user, err
	}, "SELECT "+rowFields+", d.body FROM tenants t JOIN users u ON u.tenant = t.num JOIN user_details d ON d.id = u.id"+rowWords+
		" WHERE t.id = "+bound+" AND "+condition, append([]any{id}, args...)...)
}
