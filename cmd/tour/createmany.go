package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/tenantkeep/tenantkeep/ui/page"
)

// newUsers is a file of new users, some of whom cannot be created. {taken} stands for a username.
const newUsers = "Display Name,Username,First Name,Last Name,Usage Location,Hire Date,Licenses\r\n" +
	"Ines Moreau,ines.moreau,Ines,Moreau,FR,2026-12-01,\r\n" +
	"Tomas Berg,{taken},Tomas,Berg,SE,,\r\n" +
	"Lena Fuchs,lena fuchs,Lena,Fuchs,DE,tomorrow,\r\n" +
	"Ravi Menon,ravi.menon,Ravi,Menon,Narnia,,Business Extraordinary\r\n" +
	"Aiko Tanaka,aiko.tanaka,Aiko,Tanaka,JP,,\r\n" +
	"Aiko Tanaka,aiko.tanaka,Aiko,Tanaka,JP,,\r\n" +
	"Samuel Osei,samuel.osei,Samuel,Osei,GB,2027-01-04,\r\n"

// checkAFile sees what is wrong with a file of new users, before anything is sent.
func (t *tour) checkAFile(ctx context.Context) error {
	user, err := t.anOrdinaryUser(ctx)
	if err != nil {
		return err
	}
	if err := os.WriteFile(t.newUsers(), []byte(strings.ReplaceAll(newUsers, "{taken}", localPart(user))), 0o600); err != nil {
		return err
	}
	onUI(func() { t.Shell.Open(page.Route{Page: page.CreateMany, Tenant: user.Key.Tenant}) })
	return inOrder(
		func() error { return t.tap("Choose a file…") },
		func() error { return t.sees("Aiko Tanaka", "Taken") },
		t.settled,
		func() error { return t.bothColours("create-many", "Aiko Tanaka") },
	)
}

func (t *tour) newUsers() string { return filepath.Join(t.dir, "new-users.csv") }
