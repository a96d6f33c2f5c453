package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
)

// Offboardings keeps offboardings, as offboard.Kept wants.
func (s *Store) Offboardings() Offboardings { return Offboardings{s} }

// Offboardings are those of all synced tenants, and the steps that are chosen for them.
type Offboardings struct{ store *Store }

// endedRuns is how many finished offboardings are read.
const endedRuns = 50

// SaveRun keeps a run in the place of how it stood before. It is ErrNotFound for a tenant that is not synced, so that nothing
// brings back the data of one that was removed.
func (o Offboardings) SaveRun(ctx context.Context, run offboard.Run) error {
	body, err := json.Marshal(run)
	if err == nil {
		err = o.store.writeThrough(ctx, func(tx *sql.Tx) error {
			return changeOne(tx.ExecContext(ctx, `
				INSERT INTO offboardings (id, tenant, began, ended, body)
				SELECT ?, num, ?, ?, ? FROM tenants WHERE id = ? AND status = ?
				ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, body = excluded.body`,
				run.ID, run.Began.UnixMicro(), micros(run.Ended), string(body), run.Target.Key.Tenant, m365.Synced))
		})
	}
	return o.store.fault(ctx, err, "save offboarding %s of user %s", run.ID, run.Target.Key)
}

// Runs are those that are not finished, and the newest of the others.
func (o Offboardings) Runs(ctx context.Context) ([]offboard.Run, error) {
	runs, err := collect(ctx, o.store.reader, func(rows *sql.Rows) (run offboard.Run, err error) {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			return run, err
		}
		return run, json.Unmarshal(body, &run)
	}, `SELECT body FROM offboardings WHERE ended IS NULL
		UNION ALL SELECT body FROM (SELECT body FROM offboardings WHERE ended IS NOT NULL ORDER BY ended DESC LIMIT ?)`, endedRuns)
	return runs, o.store.fault(ctx, err, "read offboardings")
}

// usualOffboarding is the setting with the steps that are chosen for every tenant.
const usualOffboarding = "offboard"

// Choice is what was chosen for a tenant, or for every tenant where that is empty; false where nothing was.
func (o Offboardings) Choice(ctx context.Context, tenant m365.TenantID) (choice offboard.Choice, known bool, err error) {
	var body string
	if tenant == "" {
		body, err = o.store.Setting(ctx, usualOffboarding)
	} else {
		err = o.store.reader.QueryRowContext(ctx,
			"SELECT c.body FROM offboard_choices c JOIN tenants t ON t.num = c.tenant WHERE t.id = ?", tenant).Scan(&body)
	}
	if errors.Is(err, sql.ErrNoRows) || err == nil && body == "" {
		return choice, false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), &choice)
	}
	return choice, err == nil, o.store.fault(ctx, err, "read the steps of offboardings")
}

// SaveChoice keeps what was chosen; nil forgets it.
func (o Offboardings) SaveChoice(ctx context.Context, tenant m365.TenantID, choice *offboard.Choice) error {
	body := ""
	if choice != nil {
		kept, err := json.Marshal(choice)
		if err != nil {
			return err
		}
		body = string(kept)
	}
	if tenant == "" {
		return o.store.SetSetting(ctx, usualOffboarding, body)
	}
	_, err := o.store.writer.ExecContext(ctx, `
		INSERT OR REPLACE INTO offboard_choices (tenant, body) SELECT num, ? FROM tenants WHERE id = ? AND status = ?`,
		body, tenant, m365.Synced)
	return o.store.fault(ctx, err, "save the steps of offboardings in tenant %s", tenant)
}
