package main

import (
	"context"
	"errors"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/shell"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// checkSetup sees which prerequisites hold, of one's own and of every tenant.
func (t *tour) checkSetup() error {
	onUI(func() { t.Shell.Open(page.Route{Page: page.Setup, Tab: setup.TabCheck}) })
	return inOrder(
		t.closeMessages,
		func() error { return t.sees("Client tenants", "Check again") },
		func() error { return t.bothColours("setup-check", "Client tenants", "Check again") },
	)
}

// turnOff takes the application out of every tenant but those that do not let it, and sees the program as it was before the
// first step.
func (t *tour) turnOff(ctx context.Context) error {
	onUI(func() {
		t.Shell.SetTheme(theme.Light)
		t.Shell.Open(page.Route{Page: page.Setup, Tab: setup.TabAuthenticate})
	})
	t.resize(shell.DefaultSize)
	err := inOrder(
		func() error { return t.tap("Turn Off") },
		func() error { return t.sees("Also delete Activity, the record of what was changed") },
		func() error { return t.bothColours("setup-turn-off", "Turn off Microsoft 365", "Turn off") },
		func() error { return t.tap("Turn off") },
		func() error { return t.seesWithin(allWithin, "Finish without them") },
		func() error {
			return t.bothColours("setup-turning-off", "Turn Off is not finished", "Copy what is left")
		},
		func() error { return t.tap("Finish without them") },
		func() error { return t.tap("Finish") },
		func() error { return t.sees("Connect your CSP tenant") },
		func() error { return t.picture("setup-turned-off", "Connect your CSP tenant", "Turn On") },
	)
	if err != nil {
		return err
	}
	synced, users, err := t.counts(ctx)
	if err == nil && synced+users > 0 {
		err = errors.New("tenants or users are left after Turn Off")
	}
	return err
}

// createApplication has the program register the application, and ends where the first sign-in ended.
func (t *tour) createApplication() error {
	return inOrder(
		func() error { return t.tap("Turn On") },
		func() error { return t.tap("Create it for me") },
		func() error { return t.sees("This will be created in ", "delegated permissions of the access") },
		func() error {
			return t.bothColours("setup-create-application", "This will be created in ", "Create application")
		},
		func() error { return t.tap("Create application") },
		func() error { return t.sees("Choose the tenants to sync.", string(m365.Deactivated)) },
		func() error { return t.picture("setup-on-again", "Rows of tenants", "Unsync") },
	)
}
