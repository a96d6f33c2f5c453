package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
)

// Offboardings keeps offboardings, as offboard.Kept wants.
func (s *Store) Offboardings() Offboardings { return Offboardings{s} }

// Offboardings are those of all synced tenants, and the steps that are chosen for them.
type Offboardings struct{ store *Store }

// endedRuns is how many finished offboardings are read.
const endedRuns = 50

// SaveRuns keeps runs in the place of how they stood before: all of them or none. It is ErrNotFound for a tenant that is not
// synced, so that nothing brings back the data of one that was removed.
func (o Offboardings) SaveRuns(ctx context.Context, runs ...offboard.Run) error {
	err := o.store.writeThrough(ctx, func(tx *sql.Tx) error {
		for _, run := range runs {
			if err := saveRun(ctx, tx, run); err != nil {
				return fmt.Errorf("offboarding %s of user %s: %w", run.ID, run.Target.Key, err)
			}
		}
		return nil
	})
	return o.store.fault(ctx, err, "save %d offboardings", len(runs))
}

func saveRun(ctx context.Context, tx *sql.Tx, run offboard.Run) error {
	body, err := json.Marshal(run)
	if err != nil {
		return err
	}
	return changeOne(tx.ExecContext(ctx, `
		INSERT INTO offboardings (id, tenant, together, began, ended, body)
		SELECT ?, num, NULLIF(?, ''), ?, ?, ? FROM tenants WHERE id = ? AND status = ?
		ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, body = excluded.body`,
		run.ID, run.Together, run.Began.UnixMicro(), micros(run.Ended), string(body), run.Target.Key.Tenant, m365.Synced))
}

// Runs are those that are not finished, the newest of the others, and those that were begun together with one of them, in the
// order in which they were begun.
func (o Offboardings) Runs(ctx context.Context) ([]offboard.Run, error) {
	runs, err := collect(ctx, o.store.reader, func(rows *sql.Rows) (run offboard.Run, err error) {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			return run, err
		}
		return run, json.Unmarshal(body, &run)
	}, `WITH shown AS (
			SELECT id, together FROM offboardings WHERE ended IS NULL
			UNION ALL SELECT id, together FROM (SELECT id, together FROM offboardings WHERE ended IS NOT NULL ORDER BY ended DESC LIMIT ?))
		SELECT body FROM offboardings
		WHERE id IN (SELECT id FROM shown) OR together IN (SELECT together FROM shown)
		ORDER BY began, rowid`, endedRuns)
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
