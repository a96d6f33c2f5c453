package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

// cards are the tabs of a user's page beside the first, each with what only it shows.
var cards = []struct{ tab, knownBy string }{
	{"Roles", "Sort by Assigned Through"},
	{"Licenses", "Sort by Assignment Path"},
	{"Devices", "Sort by Hostname"},
	{"Groups", "Sort by Group Name"},
	{"Sign-in Logs", "Sort by IP Address"},
	{"Authentication", "Sort by Method"},
}

// act opens a user, looks at every card, resets the password, blocks the sign-in, and takes the block back.
func (t *tour) act(ctx context.Context) error {
	user, err := t.anOrdinaryUser(ctx)
	if err != nil {
		return err
	}
	onUI(func() { t.Shell.Open(page.Route{Page: page.User, User: user.Key}) })
	return inOrder(
		func() error { return t.sees(user.UserPrincipalName, "Read just now") },
		t.seeCards,
		func() error { return t.resetPassword(user) },
		t.editUser,
		func() error { return t.block(ctx, user) },
		func() error { return t.undoBlock(ctx, user) },
	)
}

// anOrdinaryUser is the first member of the local picture who may sign in, holds no role and lives in the cloud.
func (t *tour) anOrdinaryUser(ctx context.Context) (m365.User, error) {
	found := errors.New("found")
	var user m365.User
	err := t.Store.UserSource().Each(ctx, table.Query{}, func(row table.Row) error {
		key, err := m365.ParseUserKey(row.Key)
		if err != nil {
			return err
		}
		one, err := t.Store.User(ctx, key)
		if err != nil {
			return err
		}
		if one.Type != m365.Member || one.SignIn != m365.Allowed || one.OnPremisesSynced || len(one.Roles) > 0 || len(one.Licenses) == 0 {
			return nil
		}
		user = one
		return found
	})
	if !errors.Is(err, found) {
		return user, errors.Join(errors.New("no ordinary user is there"), err)
	}
	return user, nil
}

func (t *tour) seeCards() error {
	for _, card := range cards {
		err := inOrder(
			func() error { return t.tap(card.tab) },
			func() error { return t.sees(card.knownBy, "Read ") }, // when is another matter: the first card may be a minute ago
			func() error {
				return t.picture("user-"+strings.ToLower(strings.ReplaceAll(card.tab, " ", "-")), card.knownBy)
			},
		)
		if err != nil {
			return fmt.Errorf("tab %s: %w", card.tab, err)
		}
	}
	return nil
}

func (t *tour) resetPassword(user m365.User) error {
	return inOrder(
		func() error { return t.tap("Reset Password") },
		func() error { return t.sees(user.UserPrincipalName, "Must change password at next sign-in") },
		func() error { return t.tap("What will be sent") },
		func() error { return t.sees("[secret]") },
		func() error { return t.picture("reset-password", "[secret]", user.UserPrincipalName) },
		func() error { return t.tap("Reset password") },
		func() error { return t.sees("Copy Reset Password") },
		func() error { return t.picture("reset-password-done", "Copy Reset Password", user.UserPrincipalName) },
		func() error { return t.tap("Close") },
	)
}

// editUser changes two fields, after a value that Microsoft would not take.
func (t *tour) editUser() error {
	const fault = "Microsoft takes at most 16 characters here; this is 17."
	return inOrder(
		func() error { return t.tap("Details") },
		func() error { return t.tap("Edit User") },
		func() error { return t.sees("Nothing is changed yet.") },
		func() error { return t.typeInto("Employee ID", "12345678901234567") },
		func() error { return t.typeInto("Job Title", "Head of Records") },
		func() error { return t.tap("Review changes") },
		func() error { return t.sees(fault) },
		func() error { return t.picture("user-edit", fault) },
		func() error {
			onUI(func() { t.Shell.SetTheme(theme.Dark) })
			return t.picture("user-edit-dark", fault)
		},
		func() error {
			onUI(func() { t.Shell.SetTheme(theme.Light) })
			return t.typeInto("Employee ID", "E-1001")
		},
		func() error { return t.tap("Review changes") },
		func() error { return t.tap("What will be sent") },
		func() error { return t.sees("Set Job Title to Head of Records") },
		func() error { return t.picture("user-edit-review", "PATCH /v1.0/users/") },
		func() error { return t.tap("Save changes") },
		func() error { return t.sees("2 of 2 steps done") },
		func() error { return t.tap("Close") },
		func() error { return t.sees("Head of Records", "E-1001") },
	)
}

func (t *tour) block(ctx context.Context, user m365.User) error {
	return inOrder(
		func() error { return t.tap("Block Sign In") },
		func() error { return t.sees(user.UserPrincipalName) },
		func() error { return t.tap("Block sign-in") },
		func() error { return t.sees("Done") },
		func() error { return t.tap("Close") },
		func() error { return t.sees("Unblock Sign In") },
		func() error { return t.isNow(ctx, user, m365.Blocked) },
	)
}

func (t *tour) undoBlock(ctx context.Context, user m365.User) error {
	return inOrder(
		func() error { return t.tap("Activity") },
		func() error { return t.sees("Block Sign In") },
		func() error { return t.picture("activity", "Rows of changes", "Block Sign In", user.DisplayName) },
		func() error { return t.tap("Block Sign In") },
		func() error { return t.sees("Copy summary for ticket") },
		func() error { return t.picture("activity-change", "Copy summary for ticket", user.UserPrincipalName) },
		func() error { return t.tap("Undo") },
		func() error { return t.sees("What the change did is taken back.", user.UserPrincipalName) }, // the question, no longer the record
		func() error { return t.tap("Undo") },
		func() error { return t.sees("Done") },
		func() error { return t.tap("Close") },
		func() error { return t.isNow(ctx, user, m365.Allowed) },
	)
}

// isNow asks Microsoft, not the window.
func (t *tour) isNow(ctx context.Context, user m365.User, want m365.SignInStatus) error {
	live, err := t.Graph.User(ctx, user.Key)
	if err == nil && live.SignIn != want {
		err = fmt.Errorf("the sign-in at Microsoft is %s, want %s", live.SignIn, want)
	}
	return err
}
