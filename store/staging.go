package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// stagingSchema is where pages wait until a tenant was read whole: in temporary tables of the writer's connection, which
// SQLite keeps in a file without a name, so that nothing is left of them when the program ends in any way. A row whose
// hash is NULL says only that the stored user is unchanged. Rows are kept as they come and only their ids are put in order,
// so that a large tenant costs no more for each user than a small one. patched names the users that a change of ours wrote
// (Patch), with its batch: what an older batch says of them is out of date; moved are those who came or went (PutIn, also of one who was created, and TakeOut).
var stagingSchema = `
CREATE TEMP TABLE staged_batches (batch INTEGER PRIMARY KEY, pages INTEGER NOT NULL);
CREATE TEMP TABLE staged_words (
	batch INTEGER NOT NULL, text TEXT NOT NULL, fold TEXT,
	PRIMARY KEY (batch, text)
) WITHOUT ROWID;
CREATE TEMP TABLE staged_users (
	seq INTEGER PRIMARY KEY, batch INTEGER NOT NULL, object TEXT NOT NULL, hash INTEGER, body TEXT,
	` + strings.Join(userNames, ", ") + `,
	UNIQUE (batch, object)
);
CREATE TEMP TABLE patched (
	tenant INTEGER NOT NULL, object TEXT NOT NULL, batch INTEGER NOT NULL, moved INTEGER NOT NULL,
	PRIMARY KEY (tenant, object)
) WITHOUT ROWID;`

// stagedValues is how many values a row of staged_users has, without its seq.
var stagedValues = len([]string{"batch", "object", "hash", "body"}) + len(userNames)

// staging is one tenant's users on their way into the database.
type staging struct {
	store  *Store
	tenant tenantMark
	batch  int64
	pages  int
	hasher hasher
}

// tenantMark is a tenant as it was when its read began.
type tenantMark struct {
	id       m365.TenantID
	num      int64
	removals int64
}

// add puts a page aside. Of users that are stored already as they are, only the id.
func (g *staging) add(ctx context.Context, users []m365.User) error {
	stored, err := g.storedHashes(ctx, users)
	if err != nil {
		return err
	}
	err = g.store.write(ctx, func(tx *sql.Tx) error {
		// A page is short work. Statements that can be cancelled cost a goroutine each, so ctx is asked between pages.
		return g.addPage(context.WithoutCancel(ctx), tx, users, stored)
	})
	if err == nil {
		g.pages++
	}
	return err
}

// storedHashes are the hashes of those users that the database holds.
func (g *staging) storedHashes(ctx context.Context, users []m365.User) (map[string]int64, error) {
	objects, err := g.objectsOf(users)
	if err != nil {
		return nil, err
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

func (g *staging) addPage(ctx context.Context, tx *sql.Tx, users []m365.User, stored map[string]int64) (err error) {
	rows, err := tx.PrepareContext(ctx, "INSERT OR REPLACE INTO staged_users VALUES (NULL"+strings.Repeat(", ?", stagedValues)+")")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	words := make(map[string]struct{})
	for i := range users {
		user := &users[i]
		hash := g.hasher.hash(user)
		if before, found := stored[user.Key.ID]; found && before == hash {
			if _, err := rows.ExecContext(ctx, g.unchanged(user)...); err != nil {
				return err
			}
			continue
		}
		row, err := g.changed(user, hash, words)
		if err != nil {
			return err
		}
		if _, err := rows.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	if err := g.addWords(ctx, tx, words); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO staged_batches VALUES (?, 1) ON CONFLICT (batch) DO UPDATE SET pages = pages + 1`, g.batch)
	return err
}

func (g *staging) unchanged(user *m365.User) []any {
	row := make([]any, stagedValues)
	row[0], row[1] = g.batch, user.Key.ID
	return row
}

func (g *staging) changed(u *m365.User, hash int64, words map[string]struct{}) ([]any, error) {
	body, err := detailsOf(u)
	if err != nil {
		return nil, err
	}
	row := append(make([]any, 0, stagedValues), g.batch, u.Key.ID, hash, string(body))
	shown := columns.User{User: *u, RoleNames: strings.Join(u.Roles, joint), LicenseNames: strings.Join(u.Licenses, joint)}
	for _, field := range userFields {
		row = field.add(row, &shown)
		if field.word && *field.text(&shown) != "" {
			words[*field.text(&shown)] = struct{}{}
		}
	}
	return row, nil
}

func (g *staging) addWords(ctx context.Context, tx *sql.Tx, words map[string]struct{}) error {
	for word := range words {
		_, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO staged_words VALUES (?, ?, ?)", g.batch, word, folded(word))
		if err != nil {
			return err
		}
	}
	return nil
}

// complete says whether all pages are still there: they are gone if SQLite had to open the writer's connection anew.
func (g *staging) complete(ctx context.Context, tx *sql.Tx) error {
	var pages int
	err := tx.QueryRowContext(ctx, "SELECT ifnull(sum(pages), 0) FROM staged_batches WHERE batch = ?", g.batch).Scan(&pages)
	if err == nil && pages != g.pages {
		return fmt.Errorf("%d of %d staged pages are left", pages, g.pages)
	}
	return err
}

// drop throws the pages away.
func (g *staging) drop(ctx context.Context) error {
	return g.store.write(ctx, func(tx *sql.Tx) error { return g.dropFrom(ctx, tx) })
}

func (g *staging) dropFrom(ctx context.Context, tx *sql.Tx) error {
	for _, from := range []string{"staged_users", "staged_words", "staged_batches"} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+from+" WHERE batch = ?", g.batch); err != nil {
			return err
		}
	}
	return nil
}

// keepPatched makes users that were patched since the batch began count as unchanged, also those that it has not, because
// they were created since, and says of how many of them the batch told something new. Later batches read them as they are.
func (g *staging) keepPatched(ctx context.Context, tx *sql.Tx) (overtaken int64, err error) {
	overtaken, err = g.apply(ctx, tx,
		"UPDATE staged_users SET hash = NULL WHERE batch = :batch AND hash IS NOT NULL AND object IN ("+patchedSince+")")
	if err != nil {
		return 0, err
	}
	_, err = g.apply(ctx, tx,
		"INSERT OR IGNORE INTO staged_users (batch, object) SELECT :batch, object FROM ("+patchedSince+" AND moved)",
		"DELETE FROM patched WHERE tenant = :tenant")
	return overtaken, err
}

const patchedSince = "SELECT object FROM patched WHERE tenant = :tenant AND batch > :batch"

// markTenant remembers the tenant as it is now.
func (s *Store) markTenant(ctx context.Context, id m365.TenantID) (tenantMark, error) {
	mark := tenantMark{id: id}
	err := s.reader.QueryRowContext(ctx, "SELECT num, removals FROM tenants WHERE id = ?", id).Scan(&mark.num, &mark.removals)
	return mark, orNotFound(err)
}

// unremoved says whether the tenant is still the one that was marked.
func (m tenantMark) unremoved(ctx context.Context, tx *sql.Tx) error {
	var removals int64
	err := tx.QueryRowContext(ctx, "SELECT removals FROM tenants WHERE num = ?", m.num).Scan(&removals)
	if errors.Is(err, sql.ErrNoRows) || err == nil && removals != m.removals {
		return ErrTenantRemoved
	}
	return err
}
