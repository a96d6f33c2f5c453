package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// staging is one tenant's users on their way into the database.
type staging struct {
	store  *Store
	tenant tenantMark
	batch  int64
	maker  rowMaker

	// isFirst says that the tenant had no users.
	isFirst bool
	pages   []stagedPage
	packed  []byte
	turns   turns
	// before are users as they are stored, as far as they were looked for (look).
	before map[string]storedUser
	looked map[string]bool
	// words are the ids of texts in the table of that name, as far as they were needed.
	words map[string]int64
}

// tenantMark is a tenant as it was when its read began.
type tenantMark struct {
	id       m365.TenantID
	num      int64
	removals int64
}

func markOf(id m365.TenantID, since m365.Reading) tenantMark {
	return tenantMark{id: id, num: since.Number, removals: since.Removals}
}

// add puts a page aside: of the users who are not stored as they are.
func (g *staging) add(ctx context.Context, users []m365.User) error {
	stored, err := g.storedHashes(ctx, users)
	if err != nil {
		return err
	}
	g.packed = g.packed[:0]
	for i := range users {
		hash := g.maker.hash(&users[i])
		before, known := stored[users[i].Key.ID]
		turn, again := g.turns.take(users[i].Key.ID)
		if known && before == hash && !again {
			continue
		}
		row, err := g.maker.row(&users[i], hash)
		if err != nil {
			return err
		}
		g.packed = row.pack(g.packed, turn)
	}
	return g.stage(ctx)
}

// storedHashes are the hashes of those users that the database holds.
func (g *staging) storedHashes(ctx context.Context, users []m365.User) (map[string]int64, error) {
	objects, err := g.objectsOf(users)
	if err != nil {
		return nil, err
	}
	if g.isFirst {
		return nil, nil
	}
	stored := make(map[string]int64, len(users))
	_, err = collect(ctx, g.store.reader, func(rows *sql.Rows) (none struct{}, err error) {
		var object string
		var hash int64
		err = rows.Scan(&object, &hash)
		stored[object] = hash
		return none, err
	}, `SELECT u.object, u.hash FROM json_each(?) j CROSS JOIN users u ON u.tenant = `+bound+` AND u.object = j.value`,
		jsonList(objects), g.tenant.num)
	return stored, err
}

func (g *staging) objectsOf(users []m365.User) ([]string, error) {
	objects := make([]string, len(users))
	for i := range users {
		key := users[i].Key
		if key.Tenant != g.tenant.id || key.ID == "" {
			return nil, fmt.Errorf("user %q among the users of tenant %s", key, g.tenant.id)
		}
		objects[i] = key.ID
	}
	return objects, nil
}

// isEmpty says that a tenant has no users.
func (s *Store) isEmpty(ctx context.Context, tenant int64) (isEmpty bool, err error) {
	err = s.reader.QueryRowContext(ctx, "SELECT NOT EXISTS (SELECT 1 FROM users WHERE tenant = ?)", tenant).Scan(&isEmpty)
	return isEmpty, err
}

// stands fails with ErrTenantRemoved where the tenant is not the one any more that was marked.
func (m tenantMark) stands(ctx context.Context, tx *sql.Tx) error {
	var removals int64
	err := tx.QueryRowContext(ctx, "SELECT removals FROM tenants WHERE num = ?", m.num).Scan(&removals)
	if errors.Is(err, sql.ErrNoRows) || err == nil && removals != m.removals {
		return ErrTenantRemoved
	}
	return err
}
