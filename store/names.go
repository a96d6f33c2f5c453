package store

import (
	"context"
	"database/sql"

	"github.com/tenantkeep/tenantkeep/core/find"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// UsersNumbered are the users of those numbers, without those who have gone, and those who were viewed lately besides.
func (s *Store) UsersNumbered(ctx context.Context, numbers []int64) ([]find.User, error) {
	users, err := collect(ctx, s.reader, func(rows *sql.Rows) (u find.User, err error) {
		err = rows.Scan(&u.Key.Tenant, &u.Key.ID, &u.DisplayName, &u.Username, &u.FullName, &u.Mail, &u.Nickname, aliasesInto{&u.Aliases}, &u.Viewed)
		return u, err
	}, usersNumbered, jsonNumbers(numbers))
	return users, s.fault(ctx, err, "read found users")
}

const usersNumbered = `
WITH wanted (id) AS (
	SELECT value FROM json_each(?)
	UNION SELECT u.id FROM recents r CROSS JOIN users u ON u.tenant = r.tenant AND u.object = r.object
)
SELECT t.id, u.object, u.display_name, u.username,
	trim(ifnull(d.body ->> 'given', '') || ' ' || ifnull(d.body ->> 'surname', '')),
	ifnull(d.body ->> 'mail', ''), ifnull(d.body ->> 'nickname', ''), d.aliases,
	EXISTS (SELECT 1 FROM recents r WHERE r.tenant = u.tenant AND r.object = u.object)
FROM wanted w CROSS JOIN users u ON u.id = w.id CROSS JOIN tenants t ON t.num = u.tenant
	CROSS JOIN user_details d ON d.id = u.id
WHERE t.status = '` + string(m365.Synced) + `'`

// UsersWithID are the numbers of up to most users whose object id begins so.
func (s *Store) UsersWithID(ctx context.Context, begin string, most int) ([]int64, error) {
	numbers, err := collect(ctx, s.reader, func(rows *sql.Rows) (number int64, err error) {
		return number, rows.Scan(&number)
	}, `SELECT u.id FROM tenants t CROSS JOIN users u INDEXED BY users_key ON u.tenant = t.num AND u.object >= ? AND u.object < ?
		LIMIT ?`, begin, begin+"g", most)
	return numbers, s.fault(ctx, err, "look for users with id %s", begin)
}
