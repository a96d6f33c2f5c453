package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// saveSubscriptions keeps what the tenant bought in the place of what it was before.
func (g *staging) saveSubscriptions(ctx context.Context, tx *sql.Tx, bought m365.Subscriptions) error {
	body, err := json.Marshal(bought)
	if err == nil {
		_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO subscriptions (tenant, read, body) VALUES (?, ?, ?)",
			g.tenant.num, micros(bought.Read), string(body))
	}
	return err
}

// Subscriptions are what the tenants bought, of those of which that was read.
func (s *Store) Subscriptions(ctx context.Context) (map[m365.TenantID]m365.Subscriptions, error) {
	type row struct {
		id     m365.TenantID
		bought m365.Subscriptions
	}
	rows, err := collect(ctx, s.reader, func(rows *sql.Rows) (one row, err error) {
		var body []byte
		if err := rows.Scan(&one.id, &body); err != nil {
			return one, err
		}
		return one, json.Unmarshal(body, &one.bought)
	}, "SELECT t.id, s.body FROM subscriptions s JOIN tenants t ON t.num = s.tenant")
	all := make(map[m365.TenantID]m365.Subscriptions, len(rows))
	for _, one := range rows {
		all[one.id] = one.bought
	}
	return all, s.fault(ctx, err, "read what tenants bought")
}
