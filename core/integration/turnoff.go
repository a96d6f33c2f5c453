package integration

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// ErrTurningOff says that something cannot begin while the integration is being turned off.
var ErrTurningOff = errors.New("the integration is being turned off")

// ErrNotOurs says that an enterprise application of our id is registered by somebody else.
var ErrNotOurs = errors.New("the enterprise application of this id belongs to another organization")

// ErrStillThere says that Microsoft shows an enterprise application after its deletion.
var ErrStillThere = errors.New("the enterprise application is still there after its deletion")

// Purger forgets what the program keeps on this computer.
type Purger interface {
	// TurnOff is the Turn Off that is under way; found is false where none is.
	TurnOff(ctx context.Context) (off m365.TurnOff, found bool, err error)
	BeginTurnOff(ctx context.Context, off m365.TurnOff) error
	SetRemoval(ctx context.Context, removal m365.Removal) error
	DropTurnOff(ctx context.Context) error
	// Forget deletes all that came from Microsoft, and the connection; EraseJournal the record of changes.
	Forget(ctx context.Context) error
	EraseJournal(ctx context.Context) error
}

// TurningOff is the Turn Off that is under way; found is false where none is.
func (s *Service) TurningOff(ctx context.Context) (off m365.TurnOff, found bool, err error) {
	return s.Store.TurnOff(ctx)
}

// TurnOff begins to take the application out of every tenant, and goes on in the background: first out of the clients', then
// out of the partner's own. Where nothing stays behind, all that is kept on this computer goes too, and with eraseJournal the
// record of changes. Before anything else the browser asks for the permission that this takes at home, whose address onURL
// gets. Nothing has changed where it returns an error.
func (s *Service) TurnOff(ctx context.Context, eraseJournal bool, onURL func(string)) error {
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return err
	}
	tenants, err := s.Store.Tenants(ctx)
	if err != nil {
		return err
	}
	off := m365.TurnOff{EraseJournal: eraseJournal, Permitting: true, Removals: removalsOf(tenants, connection)}
	if len(off.Removals) == 0 {
		return s.purge(ctx, off)
	}
	if !connection.Authenticated() {
		return refusal.ErrSignedOut
	}
	// Kept before the browser opens: a program that ends meanwhile does not know whether the permission was given.
	if err := s.Store.BeginTurnOff(ctx, off); err != nil {
		return err
	}
	if err := s.permitRemoval(ctx, connection, onURL); err != nil {
		return errors.Join(err, s.Store.DropTurnOff(context.WithoutCancel(ctx)))
	}
	return s.beginRemovals(ctx, off)
}

// beginRemovals works through all that is left, once the permission is there.
func (s *Service) beginRemovals(ctx context.Context, off m365.TurnOff) error {
	off.Permitting = false
	for i := range off.Removals {
		if off.Removals[i].State != m365.RemovalDone {
			off.Removals[i].State, off.Removals[i].Failure = m365.RemovalWaits, nil
		}
	}
	if err := s.Store.BeginTurnOff(ctx, off); err != nil {
		return err
	}
	s.goOff()
	return nil
}

// removalsOf are the tenants that hold the application: those that are not Deactivated, those that were unsynced, which changes
// nothing at Microsoft, and last the own one once somebody signed in.
func removalsOf(tenants []m365.Tenant, connection m365.Connection) []m365.Removal {
	var removals []m365.Removal
	for _, tenant := range tenants {
		if !tenant.Primary && (tenant.Status != m365.Deactivated || tenant.Consented != "") {
			removals = append(removals, m365.Removal{Tenant: tenant.ID, Name: tenant.FullName(), State: m365.RemovalWaits})
		}
	}
	if connection.Tenant != "" && connection.Tier != "" {
		removals = append(removals, m365.Removal{
			Tenant: connection.Tenant, Name: connection.TenantName, Primary: true, State: m365.RemovalWaits,
		})
	}
	return removals
}

// permitRemoval has the person accept what deleting the application at home takes. Who may not accept it goes on without: the
// own tenant then says what is left to do.
func (s *Service) permitRemoval(ctx context.Context, connection m365.Connection, onURL func(string)) error {
	granted, err := s.Session.Renew(ctx, connection.Tenant)
	if err == nil && slices.Contains(granted, access.Removal) || refusal.NotConsented(err) {
		return nil
	}
	account, err := s.Session.Permit(ctx, []string{access.Removal}, m365.SignInPrompt{
		LoginHint: connection.Account, TenantName: connection.TenantName, OnURL: onURL,
	})
	switch {
	case refusal.NeedsAdministrator(err):
		s.Log.Warn("the application cannot be deleted at home", "tenant", connection.Tenant, "error", err)
		return nil
	case err != nil:
		s.nameTenants(ctx, err)
		return fmt.Errorf("sign in to tenant %s: %w", connection.Tenant, err)
	}
	connection.Account, connection.HomeAccountID, connection.ObjectID = account.Username, account.HomeAccountID, account.ObjectID
	return s.saveConnection(ctx, connection)
}

// GoOnTurningOff takes up a Turn Off that was stopped, and what failed in it. One that ended while it asked for the permission
// asks again, where that was not given; onURL gets the browser's address.
func (s *Service) GoOnTurningOff(ctx context.Context, onURL func(string)) error {
	off, found, err := s.Store.TurnOff(ctx)
	if err != nil || !found {
		return err
	}
	if off.Permitting {
		connection, err := s.Store.Connection(ctx)
		if err != nil {
			return err
		}
		if err := s.permitRemoval(ctx, connection, onURL); err != nil {
			return err
		}
	}
	return s.beginRemovals(ctx, off)
}

// resumeTurnOff goes on with what the last run left waiting; it is false where no Turn Off is under way.
func (s *Service) resumeTurnOff(ctx context.Context) (bool, error) {
	off, found, err := s.Store.TurnOff(ctx)
	if err != nil || !found {
		return false, err
	}
	waiting := slices.ContainsFunc(off.Removals, func(r m365.Removal) bool { return r.State == m365.RemovalWaits })
	if !off.Permitting && (waiting || !slices.ContainsFunc(off.Removals, isLeft)) {
		s.goOff()
	}
	return true, nil
}

// StopTurningOff ends the Turn Off that runs, tenants in the middle of it too, and waits for that.
func (s *Service) StopTurningOff(ctx context.Context) error {
	s.off.stop()
	off, found, err := s.Store.TurnOff(ctx)
	if err != nil || !found {
		return err
	}
	for _, removal := range off.Removals {
		if removal.State != m365.RemovalWaits {
			continue
		}
		removal.State, removal.Doing = m365.RemovalStopped, ""
		if err := s.Store.SetRemoval(ctx, removal); err != nil {
			return err
		}
	}
	s.TenantsChanged.Emit(struct{}{})
	return nil
}

// FinishTurningOff forgets everything on this computer, whatever is left in the clients' tenants. Where Partner Center takes at
// least the consent back there, the application that stays can do nothing. The own tenant is cleared before, unless that failed
// already: it then says why, and the next call does not try again.
func (s *Service) FinishTurningOff(ctx context.Context) error {
	s.off.stop()
	off, _, err := s.Store.TurnOff(ctx)
	if err != nil {
		return err
	}
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return err
	}
	for _, removal := range off.Removals {
		if removal.Primary || removal.State == m365.RemovalDone {
			continue
		}
		if err := s.Partner.RemoveConsent(ctx, removal.Tenant, connection.ClientID); err != nil {
			s.Log.Warn("the consent was not removed", "tenant", removal.Tenant, "error", err)
		}
	}
	for _, removal := range off.Removals {
		if !removal.Primary || removal.State == m365.RemovalDone || removal.State == m365.RemovalFailed {
			continue
		}
		if s.clear(ctx, removal, connection).State != m365.RemovalDone {
			return ctx.Err()
		}
	}
	if err := s.purge(ctx, off); err != nil {
		return err
	}
	s.tell(Job{ID: turnOffJob, Ended: true, Text: "Microsoft 365 is turned off."})
	return nil
}

// purge forgets the account, its tokens and all that is kept on this computer.
func (s *Service) purge(ctx context.Context, off m365.TurnOff) error {
	if err := s.Session.SignOut(ctx); err != nil && !errors.Is(err, refusal.ErrSignedOut) {
		return fmt.Errorf("sign out: %w", err)
	}
	if off.EraseJournal {
		if err := s.Store.EraseJournal(ctx); err != nil {
			return err
		}
	}
	if err := s.Store.Forget(ctx); err != nil {
		return err
	}
	s.Forgotten()
	return nil
}

// ByHand is what somebody has to do where the application could not be removed.
func ByHand(removal m365.Removal, appName string) string {
	who := "An administrator of " + removal.Name
	if removal.Primary {
		who = "An administrator of your own tenant"
	}
	return who + " can delete it: in entra.microsoft.com open Enterprise applications, choose " + appName + ", then Properties, Delete."
}

// OffProgress says how far a Turn Off is: "3 of 38 tenants cleared, 1 could not be."
func OffProgress(off m365.TurnOff) string {
	done, failed := 0, 0
	for _, removal := range off.Removals {
		switch removal.State {
		case m365.RemovalDone:
			done++
		case m365.RemovalFailed:
			failed++
		}
	}
	text := fmt.Sprintf("%s of %s cleared", table.Thousands(int64(done)), countTenants(len(off.Removals)))
	if failed > 0 {
		text += ", " + table.Thousands(int64(failed)) + " could not be"
	}
	return text + "."
}
