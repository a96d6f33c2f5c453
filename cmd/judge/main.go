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
	read := flag.String("read", "", "only read and store the users of a tenant, from Graph at this `address`; the token comes on standard input")
	tenant := flag.String("tenant", "", "the `id` of that tenant")
	pace := flag.Bool("pace", false, "measure both alone, without comparing what they find")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	var agreed bool
	var err error
	if *read != "" {
		agreed, err = true, readFrom(ctx, *read, m365.TenantID(*tenant))
	} else {
		agreed, err = judge(ctx, *node, *script, *pace, os.Stdout)
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
	}
	if err != nil || !agreed {
		os.Exit(1)
	}
}

func readFrom(ctx context.Context, base string, tenant m365.TenantID) error {
	token, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	return readAndStore(ctx, base, tenant, string(token), os.Stdout)
}

// judge says whether all comparisons agreed, and measures both.
func judge(ctx context.Context, node, script string, onlyPace bool, out io.Writer) (agreed bool, err error) {
	if !onlyPace {
		if agreed, err = compared(ctx, node, script, out); err != nil {
			return false, err
		}
	}
	return agreed || onlyPace, on(ctx, cloudsim.Options{Seed: 1, Tenants: 1, Users: pacedUsers}, node, script, func(c *comparison) error {
		return c.comparePace(ctx, out)
	})
}

func compared(ctx context.Context, node, script string, out io.Writer) (agreed bool, err error) {
	err = on(ctx, cloudsim.Options{Seed: 1, Tenants: 9, Users: 1500}, node, script, func(c *comparison) error {
		agreed = c.compareAll(ctx, out)
		return nil
	})
	return agreed, err
}

// on hands over a foreign client and the program's reader, signed in to a simulated cloud.
func on(ctx context.Context, options cloudsim.Options, node, script string, do func(*comparison) error) (err error) {
	folder, err := os.MkdirTemp("", "judge-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	server, err := cloudsim.Start(ctx, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	trusted := x509.NewCertPool()
	authority, err := os.ReadFile(server.CAFile())
	if err != nil {
		return err
	}
	trusted.AppendCertsFromPEM(authority)
	simulated := map[string]string{signInHost: server.Authority(), graphHost: server.Graph()}
	at, err := openStand(ctx, filepath.Join(folder, "ca.pem"), simulated, trusted)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, at.close()) }()
	client, err := openCLI(node, script, folder, at)
	if err != nil {
		return err
	}
	c, err := signIn(ctx, server, client)
	if err != nil {
		return err
	}
	return do(c)
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
	return &comparison{client: client, reader: reader, tenant: tenant, account: account, base: server.Graph(), token: token}, nil
}

// held is a token that is there already.
type held string

func (h held) Token(context.Context, m365.TenantID, string) (string, error) { return string(h), nil }
