// Command cloudsim serves the simulated Microsoft cloud by itself, for trying other tools against it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"text/tabwriter"

	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "cloudsim:", err)
		os.Exit(1)
	}
}

// settings are the flags.
type settings struct {
	cloudsim.Options
	cloudFile string
}

func readFlags(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("cloudsim", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Int64Var(&s.Seed, "seed", 1, "number that fixes all that is made up")
	flags.IntVar(&s.Tenants, "tenants", directory.DefaultTenants, "how many customers there are")
	flags.IntVar(&s.Users, "users", directory.DefaultUsers, "how many users there are in all tenants together")
	flags.StringVar(&s.Dir, "dir", "", "folder that keeps addresses, certificate and changes between runs; none: nothing is kept")
	flags.StringVar(&s.Addr, "addr", "127.0.0.1:0", "loopback address; a port other than 0 is the first of six in a row")
	flags.StringVar(&s.cloudFile, "cloud-file", "", "where to write the custom-cloud file; none: cloud.json beside the certificate")
	flags.Usage = func() { help(stderr, flags.PrintDefaults) }
	if err := flags.Parse(args); err != nil {
		return settings{}, err
	}
	if flags.NArg() > 0 {
		return settings{}, fmt.Errorf("%q is not understood: there are flags only", flags.Arg(0))
	}
	s.Log = slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelInfo}))
	return s, nil
}

const rulesHelp = `
It misbehaves as it is told at the address of control, which it prints:

  POST CONTROL/rules    {"service":"graph","operation":"GET /users/{id}","kind":"503-html","times":2}
  GET CONTROL/rules     the rules with their hits; DELETE ends all, DELETE CONTROL/rules/1 one

A rule names the kind. What else it names, a request must match: service (graph, login, partner), tenant, pathContains, method,
operation. It may say retryAfter, delay, skew ("-10m"), other (a tenant) and times. The kinds:

`

// help prints the flags, and how the cloud is told to misbehave.
func help(out io.Writer, printFlags func()) {
	fmt.Fprintln(out, "cloudsim serves the simulated Microsoft cloud on this machine until Ctrl+C.")
	fmt.Fprintln(out)
	printFlags()
	fmt.Fprint(out, rulesHelp)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, kind := range fault.Kinds() {
		does := kind.Does
		if kind.Needs != "" {
			does += " (needs " + kind.Needs + ")"
		}
		fmt.Fprintf(table, "  %s\t%s\n", kind.Kind, does)
	}
	// It is help: nobody waits for it.
	_ = table.Flush()
}

// run serves until ctx ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	chosen, err := readFlags(args, stderr)
	if err != nil {
		return err
	}
	server, err := cloudsim.Start(ctx, chosen.Options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	if chosen.cloudFile == "" {
		chosen.cloudFile = filepath.Join(filepath.Dir(server.CAFile()), "cloud.json")
	}
	if err := server.CloudFile(chosen.cloudFile); err != nil {
		return err
	}
	if err := describe(stdout, server, chosen.cloudFile); err != nil {
		return fmt.Errorf("print addresses: %w", err)
	}
	<-ctx.Done()
	return nil
}

// describe prints what a person needs to point a tool here.
func describe(out io.Writer, server *cloudsim.Server, cloudFile string) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range [][2]string{
		{"authority", server.Authority() + "/" + server.Estate().Partner().ID},
		{"graph", server.Graph() + "/v1.0"},
		{"partner center", server.PartnerCenter() + "/v1"},
		{"portals", server.PortalBase()},
		{"control", server.Control()},
		{"client id", server.Estate().Client().ID},
		{"certificate", server.CAFile()},
		{"cloud file", cloudFile},
	} {
		fmt.Fprintf(table, "%s\t%s\n", row[0], row[1])
	}
	fmt.Fprintln(table)
	for _, account := range server.Estate().Technicians() {
		fmt.Fprintf(table, "account\t%s\t%s\n", account.UPN, account.Note)
	}
	fmt.Fprintln(table, "\nCtrl+C ends it.")
	return table.Flush()
}
