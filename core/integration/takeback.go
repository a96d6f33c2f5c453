package integration

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// ErrRemovalKept says that the permission of Turn Off stays in the partner's tenant: nobody here may take it back.
var ErrRemovalKept = errors.New("the permission of Turn Off could not be taken back")

// TakeBackTurnOff keeps the integration on, with the tenants that still have the application. What the own tenant permitted for
// Turn Off is taken back there, for which the browser asks the person, whose address onURL gets. ErrRemovalKept and ErrBorrowed
// say what stayed; with any other error Turn Off is as it was.
func (s *Service) TakeBackTurnOff(ctx context.Context, onURL func(string)) error {
	s.off.stop()
	kept := s.withdrawRemoval(ctx, onURL)
	if kept != nil && !errors.Is(kept, ErrRemovalKept) && !errors.Is(kept, ErrBorrowed) {
		return kept
	}
	if err := s.Store.DropTurnOff(ctx); err != nil {
		return err
	}
	s.TenantsChanged.Emit(struct{}{})
	return kept
}

// withdrawRemoval takes the permission of Turn Off away from the application at home, where it has it.
func (s *Service) withdrawRemoval(ctx context.Context, onURL func(string)) error {
	connection, err := s.Store.Connection(ctx)
	if err != nil {
		return err
	}
	borrowed, err := s.isBorrowed(ctx, connection.Tenant)
	if err != nil {
		return err
	}
	granted, err := s.Session.Renew(ctx, connection.Tenant)
	gone := refusal.NotConsented(err) || err == nil && !slices.Contains(granted, access.Removal)
	switch {
	case gone && !borrowed:
		return nil
	case gone:
		return s.TakeBackBorrowed(ctx, connection.Tenant, onURL)
	case err != nil:
		return fmt.Errorf("token for tenant %s: %w", connection.Tenant, err)
	case s.Administrate == nil:
		return ErrRemovalKept
	}
	err = s.borrowing(ctx, m365.Borrowed{Tenant: connection.Tenant}, onURL, func(string) {}, func(c creation) error {
		return c.withdraw(ctx, connection.ClientID, []string{access.Removal})
	})
	if refusal.NeedsAdministrator(err) {
		return errors.Join(ErrRemovalKept, err)
	}
	return err
}
