package integration

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// Borrower keeps in which tenants Microsoft's client for administrators may hold permissions that are to be taken back.
type Borrower interface {
	Borrowed(ctx context.Context) ([]m365.Borrowed, error)
	KeepBorrowed(ctx context.Context, borrowed m365.Borrowed) error
	DropBorrowed(ctx context.Context, tenant m365.TenantID) error
}

// CommandLineTools is Microsoft's own public client "Microsoft Graph Command Line Tools", with which an application is created.
const CommandLineTools = "14d82eec-204b-4c2f-b7e8-296a70dab67e"

// BorrowedPermissions are those that the creation takes; they are taken back afterwards.
var BorrowedPermissions = []string{"Application.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All"}

// ErrBorrowed says that the permissions that were borrowed could not be taken back.
var ErrBorrowed = errors.New("the permissions of Microsoft Graph Command Line Tools could not be taken back")

// Borrowed is where borrowed permissions are to be taken back; found is false where they are nowhere.
func (s *Service) Borrowed(ctx context.Context) (borrowed m365.Borrowed, found bool, err error) {
	all, err := s.Store.Borrowed(ctx)
	if err != nil || len(all) == 0 {
		return m365.Borrowed{}, false, err
	}
	return all[0], true, nil
}

// TakeBackBorrowed takes back what a run that broke off left borrowed in a tenant. The browser asks the person, whose address
// onURL gets.
func (s *Service) TakeBackBorrowed(ctx context.Context, tenant m365.TenantID, onURL func(string)) error {
	return s.borrowing(ctx, m365.Borrowed{Tenant: tenant}, onURL, func(string) {}, func(creation) error { return nil })
}

// LeaveBorrowed leaves in a tenant what may be borrowed there, and tells of it no more.
func (s *Service) LeaveBorrowed(ctx context.Context, tenant m365.TenantID) error {
	return s.Store.DropBorrowed(ctx, tenant)
}

// borrowing does something with the permissions that it has a person accept in the browser for Microsoft's client, and takes
// these back then.
func (s *Service) borrowing(ctx context.Context, borrowed m365.Borrowed, onURL, doing func(string), do func(creation) error) (err error) {
	if s.Administrate == nil {
		return ErrNoAdministrator
	}
	admin, err := s.Administrate(borrowed.Tenant)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, admin.Close(context.WithoutCancel(ctx))) }()
	before, err := s.isBorrowed(ctx, borrowed.Tenant)
	if err != nil {
		return err
	}
	// Kept before the browser opens: a program that ends meanwhile does not know what was accepted there.
	if !before || borrowed.Tier != "" {
		if err := s.Store.KeepBorrowed(ctx, borrowed); err != nil {
			return err
		}
	}
	if err := admin.SignIn(ctx, BorrowedPermissions, m365.SignInPrompt{OnURL: onURL}); err != nil {
		err = fmt.Errorf("sign in to tenant %s as an administrator: %w", borrowed.Tenant, err)
		if !before && (ctx.Err() != nil || refusal.InBrowser(err)) {
			err = errors.Join(err, s.Store.DropBorrowed(context.WithoutCancel(ctx), borrowed.Tenant)) // nobody accepted
		}
		return err
	}
	c := creation{s, admin, borrowed.Tenant, doing}
	defer func() {
		doing("Taking back the permissions of Microsoft Graph Command Line Tools")
		if backErr := c.takeBack(context.WithoutCancel(ctx)); backErr != nil {
			err = errors.Join(err, ErrBorrowed, backErr)
		}
	}()
	return do(c)
}

func (s *Service) isBorrowed(ctx context.Context, tenant m365.TenantID) (bool, error) {
	all, err := s.Store.Borrowed(ctx)
	return slices.ContainsFunc(all, func(b m365.Borrowed) bool { return b.Tenant == tenant }), err
}

// takeBack takes away from Microsoft's client what it had granted, and forgets that it had.
func (c creation) takeBack(ctx context.Context) error {
	if err := c.withdraw(ctx, CommandLineTools, BorrowedPermissions); err != nil {
		return err
	}
	if err := c.Store.DropBorrowed(ctx, c.tenant); err != nil {
		c.Log.Warn("that nothing is borrowed any more could not be kept", "tenant", c.tenant, "error", err)
	}
	return nil
}

// withdraw takes permissions of Microsoft Graph away from an application in the partner's tenant.
func (c creation) withdraw(ctx context.Context, clientID string, permissions []string) error {
	client, found, err := c.admin.Principal(ctx, c.tenant, clientID)
	if err != nil || !found {
		return err
	}
	graph, found, err := c.admin.Principal(ctx, c.tenant, access.GraphAppID)
	if err != nil || !found {
		return err
	}
	return c.until(ctx, func() (bool, error) {
		grants, err := c.admin.Grants(ctx, c.tenant, client.ID)
		if clientID == CommandLineTools && (refusal.NotConsented(err) || call.Is(err, call.Denied)) {
			return true, nil // the permission to look is one of those that are gone
		}
		withdrawn := func(name string) bool { return slices.Contains(permissions, name) }
		at := slices.IndexFunc(grants, func(g m365.PermissionGrant) bool {
			return g.ResourceID == graph.ID && slices.ContainsFunc(g.Scopes, withdrawn)
		})
		if err != nil || at < 0 {
			return true, err
		}
		left := slices.DeleteFunc(slices.Clone(grants[at].Scopes), withdrawn)
		request := call.SetGrant(grants[at].ID, left)
		if len(left) == 0 {
			request = call.DeleteGrant(grants[at].ID)
		}
		_, err = c.admin.Send(ctx, c.tenant, request)
		if err != nil && !call.MayHaveHappened(err) && !call.Is(err, call.NotFound) {
			return true, err
		}
		return false, err
	})
}
