package main

import (
	"context"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// createUser creates a user in the tenant of an ordinary one, after a username that is taken.
func (t *tour) createUser(ctx context.Context) error {
	user, err := t.anOrdinaryUser(ctx)
	if err != nil {
		return err
	}
	onUI(func() { t.Shell.Open(page.Route{Page: page.Create, Tenant: user.Key.Tenant}) })
	return inOrder(
		func() error { return t.sees("User Details", "Generated password") },
		func() error { return t.typeInto("First Name", "Noor") },
		func() error { return t.typeInto("Last Name", "Haddad-Lindqvist") },
		func() error { return t.sees("Free.") },
		func() error { return t.typeInto("Username", localPart(user)) },
		func() error { return t.sees("Taken: ") },
		func() error { return t.picture("create-user", "Taken: ") },
		func() error {
			onUI(func() { t.Shell.SetTheme(theme.Dark) })
			return t.picture("create-user-dark", "Taken: ")
		},
		func() error {
			onUI(func() { t.Shell.SetTheme(theme.Light) })
			return t.typeInto("Username", "noor.haddad.reception")
		},
		func() error { return t.sees("Free.") },
		func() error { return t.tap("Groups") },
		func() error { return t.sees("Search groups") },
		func() error { return t.picture("create-user-groups", "Search groups") },
		func() error { return t.tap("Create User and Close") },
		func() error { return t.tap("What will be sent") },
		func() error { return t.sees("POST /v1.0/users", "[secret]") },
		func() error { return t.picture("create-user-question", "POST /v1.0/users") },
		func() error { return t.tap("Create user") },
		func() error { return t.sees("Copy Password") },
		func() error { return t.picture("create-user-done", "Copy Password", "Noor Haddad") },
		func() error { return t.tap("Close") },
		func() error { return t.wasCreated(ctx, user.Key.Tenant) },
	)
}

// localPart is the username before the @.
func localPart(user m365.User) string {
	for at, letter := range user.UserPrincipalName {
		if letter == '@' {
			return user.UserPrincipalName[:at]
		}
	}
	return user.UserPrincipalName
}

// wasCreated looks for the new user in the local picture.
func (t *tour) wasCreated(ctx context.Context, tenant m365.TenantID) error {
	names, err := t.Store.NewestNames(ctx, tenant)
	if err != nil {
		return err
	}
	for _, one := range names {
		if localPart(one) == "noor.haddad.reception" {
			return nil
		}
	}
	return fmt.Errorf("tenant %s has no Noor Haddad", tenant)
}
