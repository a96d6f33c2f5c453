package main

import (
	"context"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// offboard takes a user out of their tenant: everything goes by itself but the licenses, which wait for the checklist.
func (t *tour) offboard(ctx context.Context) error {
	user, err := t.anOrdinaryUser(ctx)
	if err != nil {
		return err
	}
	onUI(func() { t.Shell.Open(page.Route{Page: page.User, User: user.Key}) })
	return inOrder(
		func() error { return t.sees(user.UserPrincipalName, "Read just now") },
		func() error { return t.fromMenu("More", "Offboard User") },
		func() error { return t.sees("Make the plan") },
		func() error { return t.picture("offboard-steps", "Make the plan") },
		func() error { return t.tap("Make the plan") },
		func() error { return t.sees("Ready", "Manual") },
		func() error { return t.picture("offboard-plan", "Ready", "Manual") },
		func() error { return t.tap("What will be sent") },
		func() error { return t.sees(m365.Hidden) },
		func() error { return t.picture("offboard-requests", "POST /v1.0/users/") },
		func() error { return t.tap("Offboard") },
		func() error { return t.sees("Manager cleared", "Waits until the checklist", "End here") },
		func() error { return t.picture("offboard", "Mark as done", "Done") },
		func() error {
			onUI(func() { t.Shell.SetTheme(theme.Dark) })
			return t.picture("offboard-dark", "Mark as done", "Done")
		},
		func() error {
			onUI(func() { t.Shell.SetTheme(theme.Light) })
			return t.tap("Copy summary for ticket")
		},
		func() error { return t.tap("Close") },
		func() error { return t.isOffboarded(ctx, user) },
	)
}

// fromMenu chooses from a menu.
func (t *tour) fromMenu(menu, item string) error {
	return inOrder(func() error { return t.tap(menu) }, func() error { return t.tap(item) })
}

// isOffboarded demands that the lists show the user blocked, and the journal the changes.
func (t *tour) isOffboarded(ctx context.Context, user m365.User) error {
	now, err := t.Store.User(ctx, user.Key)
	if err != nil {
		return err
	}
	if now.SignIn != m365.Blocked {
		return fmt.Errorf("%s may still sign in", user.Key)
	}
	answer, err := t.Store.ActivitySource().Query(ctx, table.Query{Limit: 1})
	if err == nil && answer.Total < 5 {
		err = fmt.Errorf("the journal has %d changes", answer.Total)
	}
	return err
}
