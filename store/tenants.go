package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// hasTwin says whether another of the tenants has the same name.
const hasTwin = "EXISTS (SELECT 1 FROM tenants twin WHERE twin.name_fold = tenants.name_fold AND twin.num <> tenants.num)"

const tenantFields = hasTwin + ", " + labelFields + `, id, name, default_domain, initial_domain, sharepoint_name, is_primary, status, doing, failure,
	access_state, access_why, access_ends, relationships, auto_extend, users, refreshed, rest_read, refresh_failure, sign_in_activity, roles, lacks,
	sign_ins_lack, consented`

// Tenants are all known tenants by name, without regard to case and accents.
func (s *Store) Tenants(ctx context.Context) ([]m365.Tenant, error) {
	tenants, err := collect(ctx, s.reader, func(rows *sql.Rows) (m365.Tenant, error) { return scanTenant(rows) },
		"SELECT "+tenantFields+" FROM tenants ORDER BY name_fold NULLS LAST, id")
	return tenants, s.fault(ctx, err, "read tenants")
}

// Tenant is one tenant, or ErrNotFound.
func (s *Store) Tenant(ctx context.Context, id m365.TenantID) (m365.Tenant, error) {
	tenant, err := scanTenant(s.reader.QueryRowContext(ctx, "SELECT "+tenantFields+" FROM tenants WHERE id = ?", id))
	return tenant, s.fault(ctx, orNotFound(err), "read tenant %s", id)
}

type scanner interface{ Scan(into ...any) error }

func scanTenant(row scanner) (m365.Tenant, error) {
	var t m365.Tenant
	var ends, refreshed sql.NullInt64
	var failure, refreshFailure, lacks, signInsLack sql.NullString
	err := row.Scan(&t.Twin, &t.Alias, labelsInto{&t.Tags}, &t.ID, &t.Name, &t.DefaultDomain, &t.InitialDomain, &t.SharePointName, &t.Primary, &t.Status, &t.Doing,
		&failure, &t.Access.State, &t.Access.Why, &ends, &t.Access.Relationships, &t.Access.AutoExtend, &t.Users, &refreshed, timeInto{&t.RestRead},
		&refreshFailure, &t.SignInActivity, &t.Roles, &lacks, &signInsLack, &t.Consented)
	if err != nil {
		return m365.Tenant{}, err
	}
	t.Access.Ends, t.Refreshed = timeOf(ends), timeOf(refreshed)
	var failureErr, refreshErr, lacksErr error
	t.Failure, failureErr = failureOf(failure)
	t.RefreshFailure, refreshErr = failureOf(refreshFailure)
	t.Lacks, lacksErr = lacksOf(lacks)
	apart, apartErr := lacksOf(signInsLack)
	t.Lacks = append(t.Lacks, apart...)
	return t, errors.Join(failureErr, refreshErr, lacksErr, apartErr)
}

func orNotFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// SaveListed keeps the list of tenants as Microsoft gives it. New ones are Deactivated; known ones get their name, access
// and primary mark, and keep status and snapshot. A tenant that is no longer listed is dropped while it is Deactivated;
// otherwise its row stays and its access has ended.
func (s *Store) SaveListed(ctx context.Context, listed []m365.Tenant) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		seen := make(map[m365.TenantID]bool, len(listed))
		for _, tenant := range listed {
			seen[tenant.ID] = true
			if err := saveListed(ctx, tx, tenant); err != nil {
				return fmt.Errorf("tenant %s: %w", tenant.ID, err)
			}
		}
		return endUnlisted(ctx, tx, seen)
	})
	return s.fault(ctx, err, "save list of tenants")
}

func saveListed(ctx context.Context, tx *sql.Tx, t m365.Tenant) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO tenants (id, name, name_fold, default_domain, initial_domain, sharepoint_name, is_primary, status,
			access_state, access_why, access_ends, relationships, auto_extend)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET
			name            = iif(excluded.name = '', name, excluded.name),
			name_fold       = iif(excluded.name = '', name_fold, excluded.name_fold),
			default_domain  = iif(default_domain = '', excluded.default_domain, default_domain),
			initial_domain  = iif(initial_domain = '', excluded.initial_domain, initial_domain),
			sharepoint_name = iif(sharepoint_name = '', excluded.sharepoint_name, sharepoint_name),
			is_primary      = excluded.is_primary,
			access_state    = excluded.access_state,
			access_why      = excluded.access_why,
			access_ends     = excluded.access_ends,
			relationships   = excluded.relationships,
			auto_extend     = excluded.auto_extend`,
		t.ID, t.Name, folded(t.Name), t.DefaultDomain, t.InitialDomain, t.SharePointName, t.Primary, m365.Deactivated,
		t.Access.State, t.Access.Why, micros(t.Access.Ends), t.Access.Relationships, t.Access.AutoExtend)
	return err
}

func endUnlisted(ctx context.Context, tx *sql.Tx, listed map[m365.TenantID]bool) error {
	known, err := collect(ctx, tx, func(rows *sql.Rows) (id m365.TenantID, err error) {
		return id, rows.Scan(&id)
	}, "SELECT id FROM tenants")
	if err != nil {
		return err
	}
	for _, id := range known {
		if listed[id] {
			continue
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM tenants WHERE id = ? AND status = ?", id, m365.Deactivated); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE tenants SET access_state = ?, access_why = '', relationships = 0, auto_extend = 0 WHERE id = ?",
			m365.AccessEnded, id)
		if err != nil {
			return err
		}
	}
	return nil
}

// SetTenantStatus changes where a tenant stands, what it is at and why it failed; nil for no failure.
func (s *Store) SetTenantStatus(ctx context.Context, id m365.TenantID, status m365.TenantStatus, doing string, failure *m365.Failure) error {
	body, err := failureJSON(failure)
	if err == nil {
		err = changeOne(s.writer.ExecContext(ctx, "UPDATE tenants SET status = ?, doing = ?, failure = ? WHERE id = ?",
			status, doing, body, id))
	}
	return s.fault(ctx, err, "save status of tenant %s", id)
}

// SetRefreshFailure keeps why the last refresh of a tenant failed; nil for it did not.
func (s *Store) SetRefreshFailure(ctx context.Context, id m365.TenantID, failure *m365.Failure) error {
	body, err := failureJSON(failure)
	if err == nil {
		err = changeOne(s.writer.ExecContext(ctx, "UPDATE tenants SET refresh_failure = ? WHERE id = ?", body, id))
	}
	return s.fault(ctx, err, "save refresh failure of tenant %s", id)
}

// SetConsented keeps the access tier whose permissions a tenant was asked for.
func (s *Store) SetConsented(ctx context.Context, id m365.TenantID, tier string) error {
	err := changeOne(s.writer.ExecContext(ctx, "UPDATE tenants SET consented = ? WHERE id = ?", tier, id))
	return s.fault(ctx, err, "save consent of tenant %s", id)
}

// RemoveTenantData deletes all that was read from a tenant, also from recents and with the profiles of its users, and makes it
// Deactivated. A refresh that is under way cannot bring it back. The consented tier stays: Microsoft has that consent still.
// What was changed there stays in the journal (Forget says why).
func (s *Store) RemoveTenantData(ctx context.Context, id m365.TenantID) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		err := changeOne(tx.ExecContext(ctx, `
			UPDATE tenants SET status = ?, doing = '', failure = NULL, refresh_failure = NULL, users = 0, refreshed = NULL,
				default_domain = '', initial_domain = '', sharepoint_name = '', sign_in_activity = '', roles = '', lacks = NULL,
				mark = '', read_whole = NULL, rest_read = NULL, product_names = '', sign_ins = NULL, all_sign_ins = NULL, sign_ins_lack = NULL,
				removals = removals + 1
			WHERE id = ?`, m365.Deactivated, id))
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM user_templates WHERE tenant = ?", id); err != nil {
			return err
		}
		for _, from := range []string{"recents", "users", "words", "offboardings", "offboard_choices", "subscriptions"} {
			statement := "DELETE FROM " + from + " WHERE tenant = (SELECT num FROM tenants WHERE id = ?)"
			if _, err := tx.ExecContext(ctx, statement, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = s.emptyLog(ctx)
	}
	return s.fault(ctx, err, "delete data of tenant %s", id)
}

// changeOne turns a change of no row into ErrNotFound.
func changeOne(result sql.Result, err error) error {
	if err != nil {
		return err
	}
	changed, err := result.RowsAffected()
	if err == nil && changed == 0 {
		return ErrNotFound
	}
	return err
}
