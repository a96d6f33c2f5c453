package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// recentsShown is how many users Recently viewed holds.
const recentsShown = 5

// User is everything known of one user, or ErrNotFound.
func (s *Store) User(ctx context.Context, key m365.UserKey) (m365.User, error) {
	user, err := readUser(ctx, s.reader, key)
	return user, s.fault(ctx, orNotFound(err), "read user %s", key)
}

func readUser(ctx context.Context, db querier, key m365.UserKey) (m365.User, error) {
	reader := newUserReader()
	var body []byte
	var aliases []string
	err := db.QueryRowContext(ctx, "SELECT "+rowFields+`, d.body, d.aliases
		FROM tenants t JOIN users u ON u.tenant = t.num JOIN user_details d ON d.id = u.id`+rowWords+
		" WHERE t.id = "+bound+" AND u.object = "+bound, key.Tenant, key.ID).Scan(append(reader.into, &body, aliasesInto{&aliases})...)
	user := reader.user.User
	user.Key, user.Aliases = key, aliases
	if err == nil {
		err = fillDetails(&user, body)
	}
	if err != nil {
		return m365.User{}, err
	}
	return user, nil
}

// CountUsers counts the users of the synced tenants.
func (s *Store) CountUsers(ctx context.Context) (int, error) {
	var users int
	err := s.reader.QueryRowContext(ctx, "SELECT ifnull(sum(users), 0) FROM tenants WHERE status = ?", m365.Synced).Scan(&users)
	return users, s.fault(ctx, err, "count users")
}

// Visit makes a user the newest of Recently viewed.
func (s *Store) Visit(ctx context.Context, key m365.UserKey, at time.Time) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		err := changeOne(tx.ExecContext(ctx, `
			INSERT OR REPLACE INTO recents (tenant, object, at)
			SELECT u.tenant, u.object, ? FROM tenants t JOIN users u ON u.tenant = t.num WHERE t.id = ? AND u.object = ?`,
			at.UnixMicro(), key.Tenant, key.ID))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			DELETE FROM recents WHERE at < (SELECT min(at) FROM (SELECT at FROM recents ORDER BY at DESC LIMIT ?))`,
			recentsShown*recentsShown)
		return err
	})
	return s.fault(ctx, err, "remember visit of user %s", key)
}

// Recent are the five users viewed last, the newest first, of tenants that are synced.
func (s *Store) Recent(ctx context.Context) ([]m365.Recent, error) {
	recent, err := collect(ctx, s.reader, func(rows *sql.Rows) (r m365.Recent, err error) {
		err = rows.Scan(&r.Key.ID, &r.DisplayName, &r.Tenant.ID, &r.Tenant.Name, &r.Tenant.Twin, &r.Tenant.Alias, labelsInto{&r.Tenant.Tags}, &r.Tenant.DefaultDomain)
		r.Key.Tenant = r.Tenant.ID
		return r, err
	}, recentUsers, m365.Synced, recentsShown)
	return recent, s.fault(ctx, err, "read recently viewed users")
}

// recentUsers begins with those that were viewed. SQLite keeps to the order of a CROSS JOIN; by itself it begins with all users.
const recentUsers = `SELECT u.object, u.display_name, tenants.id, tenants.name, ` + hasTwin + `, ` + labelFields + `, tenants.default_domain
	FROM recents r CROSS JOIN tenants ON tenants.num = r.tenant CROSS JOIN users u ON u.tenant = r.tenant AND u.object = r.object
	WHERE tenants.status = ? ORDER BY r.at DESC, u.id LIMIT ?`
