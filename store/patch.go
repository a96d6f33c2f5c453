package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Patch changes the stored user as a change of ours left it, so that lists show it before the next refresh; nothing happens
// where the user is not stored. A refresh that is under way may have read the user before the change, so it leaves the user
// as patched. The key stays what it was.
func (s *Store) Patch(ctx context.Context, key m365.UserKey, change func(*m365.User)) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		user, err := readUser(ctx, tx, key)
		if err != nil {
			return err
		}
		change(&user)
		user.Key = key
		return s.patch(ctx, tx, user)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return s.fault(ctx, err, "change stored user %s", key)
}

// TakeOut takes the stored user out of the lists, as a deletion of ours left it; was is false where the user is not stored. A
// refresh that is under way may have read the user before, so it leaves them out.
func (s *Store) TakeOut(ctx context.Context, key m365.UserKey) (user m365.User, was bool, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		user, err = readUser(ctx, tx, key)
		if err != nil {
			return err
		}
		one := staging{store: s, tenant: tenantMark{id: key.Tenant}, batch: s.batches.Add(1)}
		if one.tenant.num, err = numberOf(ctx, tx, key.Tenant); err != nil {
			return err
		}
		if err := one.put(ctx, tx, nil, []string{key.ID}); err != nil {
			return err
		}
		return one.countAnew(ctx, tx, key.ID)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return m365.User{}, false, nil
	}
	return user, err == nil, s.fault(ctx, err, "take out stored user %s", key)
}

// PutIn stores a user of a tenant that is not deactivated, also one who was not stored, as a restoration of ours left them. A
// refresh that is under way may have read the users before, so it leaves this one as they are.
func (s *Store) PutIn(ctx context.Context, user m365.User) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		if err := s.patch(ctx, tx, user); err != nil {
			return err
		}
		one := staging{store: s, batch: s.batches.Add(1)}
		var err error
		if one.tenant.num, err = numberOf(ctx, tx, user.Key.Tenant); err != nil {
			return err
		}
		return one.countAnew(ctx, tx, user.Key.ID)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return s.fault(ctx, err, "put in user %s", user.Key)
}

// countAnew follows a user who came or went.
func (g *staging) countAnew(ctx context.Context, tx *sql.Tx, object string) error {
	if _, err := g.countUsers(ctx, tx); err != nil {
		return err
	}
	g.store.patched.note(g.tenant.num, object, patch{batch: g.batch, moved: true})
	return nil
}

// numberOf is what the store knows a tenant by that is not deactivated.
func numberOf(ctx context.Context, db querier, tenant m365.TenantID) (num int64, err error) {
	err = db.QueryRowContext(ctx, "SELECT num FROM tenants WHERE id = ? AND status <> ?", tenant, m365.Deactivated).Scan(&num)
	return num, err
}

// patch writes the user.
func (s *Store) patch(ctx context.Context, tx *sql.Tx, user m365.User) error {
	one := staging{store: s, tenant: tenantMark{id: user.Key.Tenant}, batch: s.batches.Add(1)}
	var err error
	if one.tenant.num, err = numberOf(ctx, tx, user.Key.Tenant); err != nil {
		return err
	}
	if err := one.put(ctx, tx, []m365.User{user}, nil); err != nil {
		return err
	}
	s.patched.note(one.tenant.num, user.Key.ID, patch{batch: one.batch})
	return nil
}
