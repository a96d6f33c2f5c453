package integration

import (
	"context"
	"fmt"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/pause"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// What a removal is at.
const (
	doingPermit = "Permitting the deletion"
	doingDelete = "Deleting enterprise application"
	doingRevoke = "Removing the consent"
	doingProve  = "Making sure that it is gone"
)

// clearSteps deletes the enterprise application before the consent: without the consent nothing but the customer's own
// administrator could delete it.
func (s *Service) clearSteps(ctx context.Context, removal m365.Removal, connection m365.Connection) error {
	doing := func(what string) error {
		removal.Doing = what
		defer s.TenantsChanged.Emit(struct{}{})
		return s.Store.SetRemoval(ctx, removal)
	}
	if err := doing(doingPermit); err != nil {
		return err
	}
	there, err := s.permitted(ctx, removal, connection)
	if err != nil {
		return err
	}
	if there {
		if err := doing(doingDelete); err != nil {
			return err
		}
		if err := s.deleteApplication(ctx, removal.Tenant, connection); err != nil {
			return err
		}
	}
	if !removal.Primary {
		if err := doing(doingRevoke); err != nil {
			return err
		}
		if err := s.Partner.RemoveConsent(ctx, removal.Tenant, connection.ClientID); err != nil {
			return fmt.Errorf("remove the consent in tenant %s: %w", removal.Tenant, err)
		}
	}
	if err := doing(doingProve); err != nil {
		return err
	}
	return s.proveGone(ctx, removal.Tenant, connection.ClientID)
}

// permitted gets a token that may delete the application; it is false where the tenant has no application to delete.
func (s *Service) permitted(ctx context.Context, removal m365.Removal, connection m365.Connection) (bool, error) {
	granted, err := s.Session.Renew(ctx, removal.Tenant)
	switch {
	case refusal.NoApplication(err):
		return false, nil
	case err != nil && (removal.Primary || !refusal.NotConsented(err)):
		return false, fmt.Errorf("token for tenant %s before the deletion: %w", removal.Tenant, err)
	case slices.Contains(granted, access.Removal):
		return true, nil
	case removal.Primary:
		return false, &LackingError{Tenant: removal.Tenant, Permissions: []string{access.Removal}}
	case err == nil:
		if there, err := s.there(ctx, removal.Tenant, connection); err != nil || !there {
			return false, err
		}
	}
	return true, s.consentToRemoval(ctx, removal.Tenant, connection)
}

// there says whether a tenant that gives tokens has the application. Tokens outlive it for a while, so an answer that it is not
// there is asked for again: only a tenant that gives none any more, or never shows it in all that time, has none.
func (s *Service) there(ctx context.Context, id m365.TenantID, connection m365.Connection) (there bool, err error) {
	err = s.until(ctx, func() (final bool, err error) {
		if _, there, err = s.own(ctx, id, connection); err != nil || there {
			return true, err
		}
		_, err = s.Session.Renew(ctx, id)
		return refusal.NotConsented(err), nil
	})
	return there, err
}

// consentToRemoval gives the application in a client tenant, for its own end, the permission to be deleted: no tier has it.
func (s *Service) consentToRemoval(ctx context.Context, id m365.TenantID, connection m365.Connection) error {
	app := m365.AppConsent{
		ClientID: connection.ClientID, DisplayName: s.AppName, Scopes: append(access.CustomerScopes(TierOf(connection)), access.Removal),
	}
	already, err := s.Partner.Consent(ctx, id, app)
	if err == nil && already {
		if err = s.Partner.RemoveConsent(ctx, id, app.ClientID); err == nil {
			_, err = s.Partner.Consent(ctx, id, app)
		}
	}
	if err != nil {
		return fmt.Errorf("permit the deletion in tenant %s: %w", id, err)
	}
	return s.until(ctx, func() (bool, error) {
		granted, err := s.Session.Renew(ctx, id)
		switch {
		case err == nil && slices.Contains(granted, access.Removal):
			return true, nil
		case err == nil:
			return false, &LackingError{Tenant: id, Permissions: []string{access.Removal}}
		case refusal.NotConsented(err):
			return false, fmt.Errorf("token for tenant %s before the deletion: %w", id, err)
		}
		return true, fmt.Errorf("token for tenant %s before the deletion: %w", id, err)
	})
}

// until asks again until an answer is final, or Microsoft had the time that a consent takes.
func (s *Service) until(ctx context.Context, ask func() (final bool, err error)) error {
	deadline := s.Now().Add(verifyFor)
	for wait := verifyFirst; ; wait = min(2*wait, verifyMost) {
		final, err := ask()
		if final || !s.Now().Add(wait).Before(deadline) {
			return err
		}
		if err := pause.Lend(ctx, func() error { return s.Sleep(ctx, wait) }); err != nil {
			return err
		}
	}
}

// own is our application in a tenant. One of its id that another organization registered is never touched.
func (s *Service) own(ctx context.Context, id m365.TenantID, connection m365.Connection) (m365.EnterpriseApplication, bool, error) {
	app, found, err := s.Directory.EnterpriseApplication(ctx, id, connection.ClientID)
	if err == nil && found && app.Owner != connection.Tenant {
		err = fmt.Errorf("delete the enterprise application in tenant %s: %w", id, ErrNotOurs)
	}
	return app, found, err
}

// deleteApplication deletes it once. Where the answer got lost, or says that it failed, what is there decides.
func (s *Service) deleteApplication(ctx context.Context, id m365.TenantID, connection m365.Connection) error {
	app, found, err := s.own(ctx, id, connection)
	if err != nil || !found {
		return err
	}
	failed := s.Directory.DeleteApplication(ctx, id, app.ID)
	if failed == nil || ctx.Err() != nil {
		return failed
	}
	if _, found, err := s.own(ctx, id, connection); err == nil && !found || refusal.NotConsented(err) {
		return nil
	}
	return failed
}

// proveGone waits until Microsoft gives no more tokens for a tenant, or shows no application there.
func (s *Service) proveGone(ctx context.Context, id m365.TenantID, clientID string) error {
	return s.until(ctx, func() (bool, error) {
		_, err := s.Session.Renew(ctx, id)
		if refusal.NotConsented(err) {
			return true, nil
		}
		_, found, err := s.Directory.EnterpriseApplication(ctx, id, clientID)
		if err == nil && !found || refusal.NotConsented(err) {
			return true, nil
		}
		if err == nil {
			err = fmt.Errorf("tenant %s: %w", id, ErrStillThere)
		}
		return false, err
	})
}
