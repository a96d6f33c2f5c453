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
// Only what differs is written, and the last sign-in only of users that are new (SetLastSignIns). The tenant's status is left to
// the caller; its refresh failure is cleared. Pages wait in memory or on disk, and the writer is free between them. It returns
// how many users there are now, ErrTenantRemoved if RemoveTenantData or Forget came in since a reading (Reading), and feed's own
// error wrapped. Calls for the same tenant wait for each other.
func (s *Store) ReplaceUsers(
	ctx context.Context, id m365.TenantID, since m365.Reading, feed func(add func([]m365.User) error) (m365.Snapshot, error),
) (users int, err error) {
	users, err = s.replaceUsers(ctx, id, since, feed)
	return users, s.fault(ctx, err, "store users of tenant %s", id)
}

func (s *Store) replaceUsers(
	ctx context.Context, id m365.TenantID, since m365.Reading, feed func(add func([]m365.User) error) (m365.Snapshot, error),
) (users int, err error) {
	unlock, err := s.tenantLocks.lock(ctx, id)
	if err != nil {
		return 0, err
	}
	defer unlock()
	mark := markOf(id, since)
	staged := &staging{store: s, tenant: mark, batch: s.batches.Add(1), turns: newTurns()}
	if staged.isFirst, err = s.isEmpty(ctx, mark.num); err != nil {
		return 0, err
	}
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
		if err := mark.stands(ctx, tx); err != nil {
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
	patched := g.store.patched.take(g.tenant.num, g.batch)
	gone, stayed, err := g.gone(ctx, tx, patched, snapshot.Stay)
	if err != nil {
		return 0, err
	}
	if err := g.deleteUsers(context.WithoutCancel(ctx), tx, gone); err != nil {
		return 0, err
	}
	var differed []string
	var overtaken bool
	err = g.indexAfter(ctx, tx, func() (err error) {
		differed, overtaken, err = g.putStaged(ctx, tx, patched)
		return err
	})
	if err != nil {
		return 0, err
	}
	if overtaken || stayed {
		// What others changed of those users would not be told again.
		snapshot.Mark = ""
	}
	differed = append(differed, gone...)
	if snapshot.Differed != nil {
		snapshot.Differed(differed)
	}
	if !g.isFirst && len(differed) > 0 {
		if err := g.dropUnusedWords(ctx, tx); err != nil {
			return 0, err
		}
	}
	snapshot.Whole, snapshot.Rest = true, true
	if _, err := g.saveReading(ctx, tx, snapshot); err != nil {
		return 0, err
	}
	return g.countUsers(ctx, tx)
}

// gone are the stored users whom the batch has not: without those who came by a change of ours meanwhile, and those who are
// to stay; stayed says that there are such.
func (g *staging) gone(ctx context.Context, tx *sql.Tx, moved map[string]bool, stay []string) (gone []string, stayed bool, err error) {
	_, err = collect(ctx, tx, func(rows *sql.Rows) (none struct{}, err error) {
		var object string
		err = rows.Scan(&object)
		switch {
		case err != nil || g.turns.came(object) || moved[object]:
		case slices.Contains(stay, object):
			stayed = true
		default:
			gone = append(gone, object)
		}
		return none, err
	}, "SELECT object FROM users WHERE tenant = ?", g.tenant.num)
	return gone, stayed, err
}

// putStaged writes what was staged of users whom no change of ours wrote meanwhile, and says who differed from what was stored;
// overtaken says that there are others.
func (g *staging) putStaged(ctx context.Context, tx *sql.Tx, patched map[string]bool) (differed []string, overtaken bool, err error) {
	for page := range g.pages {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		ctx := context.WithoutCancel(ctx)
		rows, err := g.staged(ctx, tx, page)
		if err != nil {
			return nil, false, err
		}
		before, err := g.storedBefore(ctx, tx, rows)
		if err != nil {
			return nil, false, err
		}
		rows = slices.DeleteFunc(rows, func(row userRow) bool {
			if _, is := patched[row.object]; is {
				overtaken = true
				return true
			}
			was, known := before[row.object]
			return known && was.hash == row.hash
		})
		if err := g.putRows(ctx, tx, before, rows); err != nil {
			return nil, false, err
		}
		for _, row := range rows {
			differed = append(differed, strings.Clone(row.object)) // a part of its page, which it would hold
		}
	}
	return differed, overtaken, nil
}

// storedBefore are those of a page's users that are stored.
func (g *staging) storedBefore(ctx context.Context, tx *sql.Tx, rows []userRow) (map[string]storedUser, error) {
	if g.isFirst || len(rows) == 0 {
		return nil, nil
	}
	objects := make([]string, len(rows))
	for i, row := range rows {
		objects[i] = row.object
	}
	return g.storedOf(ctx, tx, objects)
}

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

// saveReading keeps how far the tenant was read, and tells how many users it had before. It fails with ErrTenantRemoved where the
// tenant is not the one any more that was marked.
func (g *staging) saveReading(ctx context.Context, tx *sql.Tx, snapshot m365.Snapshot) (users int, err error) {
	err = tx.QueryRowContext(ctx, `
		UPDATE tenants SET
			mark = iif(?3 = '' AND NOT ?4, mark, ?3), read_whole = iif(?4, ?5, read_whole), refreshed = ?5, refresh_failure = NULL
		WHERE num = ?1 AND removals = ?2 RETURNING users`,
		g.tenant.num, g.tenant.removals, snapshot.Mark, snapshot.Whole, micros(snapshot.Taken)).Scan(&users)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrTenantRemoved
	}
	if err == nil && snapshot.Rest {
		err = g.saveRest(ctx, tx, snapshot)
	}
	if err == nil && snapshot.Subscriptions != nil {
		err = g.saveSubscriptions(ctx, tx, *snapshot.Subscriptions)
	}
	return users, err
}
