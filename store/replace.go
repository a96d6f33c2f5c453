package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// ReplaceUsers puts a tenant's users, products, organization and availability in the place of those before, in one transaction
// after feed has given all of them, page by page, through add; until then, and if feed fails, everything stays as it is.
// Only what differs is written, and the last sign-in only of users that are new (SetLastSignIns). The tenant's status is left to the caller; its refresh failure is cleared. Pages wait on
// disk, and the writer is free between them. It returns how many users there are now, ErrNotFound for an unknown tenant,
// ErrTenantRemoved if RemoveTenantData or Forget came in between, and feed's own error wrapped. Calls for the same tenant
// wait for each other.
func (s *Store) ReplaceUsers(
	ctx context.Context, id m365.TenantID, feed func(add func([]m365.User) error) (m365.Snapshot, error),
) (users int, err error) {
	users, err = s.replaceUsers(ctx, id, feed)
	return users, s.fault(ctx, err, "store users of tenant %s", id)
}

func (s *Store) replaceUsers(
	ctx context.Context, id m365.TenantID, feed func(add func([]m365.User) error) (m365.Snapshot, error),
) (users int, err error) {
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
	defer func() { err = errors.Join(err, staged.drop(context.WithoutCancel(ctx))) }()

	var oneAtATime sync.Mutex
	snapshot, err := feed(func(page []m365.User) error {
		oneAtATime.Lock()
		defer oneAtATime.Unlock()
		return staged.add(ctx, page)
	})
	if err != nil {
		return 0, err
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		if err := mark.unremoved(ctx, tx); err != nil {
			return err
		}
		if err := staged.complete(ctx, tx); err != nil {
			return err
		}
		users, err = staged.replace(ctx, tx, snapshot)
		return err
	})
	if err != nil {
		return 0, err
	}
	return users, nil
}

// replace makes the tenant what was staged, writing only what differs.
func (g *staging) replace(ctx context.Context, tx *sql.Tx, snapshot m365.Snapshot) (users int, err error) {
	overtaken, err := g.keepPatched(ctx, tx)
	if err != nil {
		return 0, err
	}
	stayed, err := g.keepStaying(ctx, tx, snapshot.Stay)
	if err != nil {
		return 0, err
	}
	if overtaken+stayed > 0 {
		// What others changed of those users would not be told again.
		snapshot.Mark = ""
	}
	if err := g.tellDifference(ctx, tx, snapshot); err != nil {
		return 0, err
	}
	changed, err := g.apply(ctx, tx, deleteGone, addWords, upsertUsers, upsertDetails)
	if err != nil {
		return 0, err
	}
	if changed > 0 {
		if err := g.dropUnusedWords(ctx, tx); err != nil {
			return 0, err
		}
	}
	if users, err = g.countUsers(ctx, tx); err != nil {
		return 0, err
	}
	snapshot.Whole, snapshot.Rest = true, true
	return users, g.saveReading(ctx, tx, snapshot, users)
}

// keepStaying keeps stored users whom the batch does not have, and counts them.
func (g *staging) keepStaying(ctx context.Context, tx *sql.Tx, objects []string) (stayed int64, err error) {
	if len(objects) == 0 {
		return 0, nil
	}
	result, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO staged_users (batch, object)
		SELECT ?, object FROM users WHERE tenant = ? AND object IN (SELECT value FROM json_each(?))`, g.batch, g.tenant.num, jsonList(objects))
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// tellDifference names the users of whom the batch says otherwise than what is stored.
func (g *staging) tellDifference(ctx context.Context, tx *sql.Tx, snapshot m365.Snapshot) error {
	if snapshot.Differed == nil {
		return nil
	}
	objects, err := collect(ctx, tx, func(rows *sql.Rows) (object string, err error) {
		return object, rows.Scan(&object)
	}, `SELECT object FROM staged_users WHERE batch = ?1 AND hash IS NOT NULL UNION ALL
		SELECT object FROM users WHERE tenant = ?2 AND NOT EXISTS (
			SELECT 1 FROM staged_users s WHERE s.batch = ?1 AND s.object = users.object)`, g.batch, g.tenant.num)
	if err == nil {
		snapshot.Differed(objects)
	}
	return err
}

// apply carries out statements on the batch and its tenant.
func (g *staging) apply(ctx context.Context, tx *sql.Tx, statements ...string) (changed int64, err error) {
	for _, statement := range statements {
		result, err := tx.ExecContext(ctx, statement, sql.Named("tenant", g.tenant.num), sql.Named("batch", g.batch))
		if err != nil {
			return changed, err
		}
		rows, err := result.RowsAffected()
		if err != nil {
			return changed, err
		}
		changed += rows
	}
	return changed, nil
}

const deleteGone = `
DELETE FROM users WHERE tenant = :tenant AND NOT EXISTS (
	SELECT 1 FROM staged_users s WHERE s.batch = :batch AND s.object = users.object)`

const addWords = `
INSERT OR IGNORE INTO words (tenant, text, fold) SELECT :tenant, text, fold FROM staged_words WHERE batch = :batch`

var upsertUsers = `
INSERT INTO users (tenant, object, hash, ` + strings.Join(userNames, ", ") + `)
SELECT :tenant, object, hash, ` + sayOf(userNames, ", ", stagedValue) + `
FROM staged_users s WHERE batch = :batch AND hash IS NOT NULL` + orRefreshed

// orRefreshed is what becomes of a user who is stored.
var orRefreshed = `
ON CONFLICT (tenant, object) DO UPDATE SET
	hash = excluded.hash, ` + sayOf(refreshedNames, ", ", func(name string) string { return name + " = excluded." + name })

// stagedValue is what goes into a column of users: of a word its id.
func stagedValue(name string) string {
	if slices.Contains(wordNames, name) {
		return "(SELECT id FROM words WHERE tenant = :tenant AND text = s." + name + ")"
	}
	return name
}

const upsertDetails = `
INSERT INTO user_details (id, body)
SELECT u.id, s.body FROM staged_users s CROSS JOIN users u ON u.tenant = :tenant AND u.object = s.object
WHERE s.batch = :batch AND s.hash IS NOT NULL
ON CONFLICT (id) DO UPDATE SET body = excluded.body WHERE body <> excluded.body`

// dropUnusedWords deletes the texts that no user of the tenant has any more.
func (g *staging) dropUnusedWords(ctx context.Context, tx *sql.Tx) error {
	used := sayOf(wordNames, " UNION ", func(name string) string {
		return "SELECT " + name + " FROM users WHERE tenant = :tenant AND " + name + " IS NOT NULL"
	})
	_, err := tx.ExecContext(ctx, "DELETE FROM words WHERE tenant = :tenant AND id NOT IN ("+used+")", sql.Named("tenant", g.tenant.num))
	return err
}

// saveRest keeps what the tenant says of itself. What it leaves out stays as it was. Where a part of the rest could not be
// read, it counts as not read, so that the next refresh asks for it again.
func (g *staging) saveRest(ctx context.Context, tx *sql.Tx, snapshot m365.Snapshot) error {
	organization := snapshot.Organization
	lacks, err := lacksJSON(snapshot.Lacks)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE tenants SET
			name            = iif(:name = '', name, :name),
			name_fold       = iif(:name = '', name_fold, :fold),
			default_domain  = iif(:default = '', default_domain, :default),
			initial_domain  = iif(:initial = '', initial_domain, :initial),
			sharepoint_name = iif(:sharepoint = '', sharepoint_name, :sharepoint),
			sign_in_activity = iif(:activity = '', sign_in_activity, :activity), roles = :roles, lacks = :lacks,
			rest_read = iif(:lacks IS NULL, :taken, NULL), product_names = :names
		WHERE num = :num`,
		sql.Named("names", snapshot.Names),
		sql.Named("name", organization.Name), sql.Named("fold", folded(organization.Name)), sql.Named("default", organization.DefaultDomain),
		sql.Named("initial", organization.InitialDomain), sql.Named("sharepoint", organization.SharePointName),
		sql.Named("activity", snapshot.SignInActivity), sql.Named("roles", snapshot.Roles), sql.Named("lacks", lacks),
		sql.Named("taken", micros(snapshot.Taken)), sql.Named("num", g.tenant.num))
	return err
}

// saveReading keeps how far the tenant was read.
func (g *staging) saveReading(ctx context.Context, tx *sql.Tx, snapshot m365.Snapshot, users int) error {
	if snapshot.Rest {
		if err := g.saveRest(ctx, tx, snapshot); err != nil {
			return err
		}
	}
	if snapshot.Subscriptions != nil {
		if err := g.saveSubscriptions(ctx, tx, *snapshot.Subscriptions); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `
		UPDATE tenants SET
			users = :users, mark = iif(:mark = '' AND NOT :whole, mark, :mark), read_whole = iif(:whole, :taken, read_whole),
			refreshed = :taken, refresh_failure = NULL
		WHERE num = :num`,
		sql.Named("users", users), sql.Named("mark", snapshot.Mark), sql.Named("whole", snapshot.Whole),
		sql.Named("taken", micros(snapshot.Taken)), sql.Named("num", g.tenant.num))
	return err
}
