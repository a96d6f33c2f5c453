// Command judge lets a foreign client, CLI for Microsoft 365, work on the simulated cloud, and compares what it finds with what
// the program's own reader finds there. It fails where they do not agree.
package main

import (
	"context"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func main() {
	node := flag.String("node", "node", "the program that runs JavaScript")
	script := flag.String("cli", "", "index.js of CLI for Microsoft 365")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	agreed, err := judge(ctx, *node, *script, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
	}
	if err != nil || !agreed {
		os.Exit(1)
	}
}

// judge says whether all comparisons agreed.
func judge(ctx context.Context, node, script string, out io.Writer) (agreed bool, err error) {
	folder, err := os.MkdirTemp("", "judge-")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	server, err := cloudsim.Start(ctx, cloudsim.Options{Seed: 1, Tenants: 9, Users: 1500})
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	trusted := x509.NewCertPool()
	authority, err := os.ReadFile(server.CAFile())
	if err != nil {
		return false, err
	}
	trusted.AppendCertsFromPEM(authority)
	simulated := map[string]string{signInHost: server.Authority(), graphHost: server.Graph()}
	at, err := openStand(ctx, filepath.Join(folder, "ca.pem"), simulated, trusted)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, at.close()) }()
	client, err := openCLI(node, script, folder, at)
	if err != nil {
		return false, err
	}
	c, err := signIn(ctx, server, client)
	if err != nil {
		return false, err
	}
	return c.compareAll(ctx, out), nil
}

// signIn signs the foreign client in to a customer's tenant, and gives its token to the program's reader too.
func signIn(ctx context.Context, server *cloudsim.Server, client *cli) (*comparison, error) {
	app := server.Estate().Client()
	tenant := m365.TenantID(server.Estate().In(estate.Healthy)[0].ID)
	if err := server.Estate().Consent(string(tenant), app, app.Permissions, time.Now()); err != nil {
		return nil, err
	}
	account := server.Directory().Technicians()[directory.Administrator].UPN
	enter := func(code string) error {
		return cloudsim.Walker{Account: account, Code: code}.OpenURL(server.Pages() + "/device")
	}
	if err := client.logIn(ctx, app.ID, string(tenant), enter); err != nil {
		return nil, fmt.Errorf("login: %w", err)
	}
	var token string
	if err := client.run(ctx, &token, "util", "accesstoken", "get", "--resource", "https://"+graphHost); err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	reader, err := graph.New(graph.Options{Base: server.Graph(), Tokens: held(token), UserAgent: "judge"})
	if err != nil {
		return nil, err
	}
	return &comparison{client: client, reader: reader, tenant: tenant, account: account}, nil
}

// held is a token that is there already.
type held string

func (h held) Token(context.Context, m365.TenantID, string) (string, error) { return string(h), nil }
