package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/store"
)

// pacedUsers is how many users there are where the processor time of both is measured.
const pacedUsers = 20_000

// listedFields are those that the program reads of every user.
var listedFields = func() string {
	names := []string{
		"id", "userType", "accountEnabled", "employeeHireDate", "createdDateTime", "lastPasswordChangeDateTime", "onPremisesSyncEnabled",
		"assignedLicenses", "externalUserState", "proxyAddresses",
	}
	for _, text := range m365.Texts() {
		names = append(names, text.Graph)
	}
	return strings.Join(names, ",")
}()

// pace is what reading the users of a tenant took: each client is a process of its own, the simulated cloud another.
type pace struct {
	users     int
	processor time.Duration
}

func (p pace) perSecond() float64 { return float64(p.users) / p.processor.Seconds() }

func (p pace) String() string {
	return fmt.Sprintf("%d users, %.2f s of processor time, %.0f users a second of it", p.users, p.processor.Seconds(), p.perSecond())
}

// comparePace prints how many users a second of processor time the command lists, and the program reads and stores.
func (c *comparison) comparePace(ctx context.Context, out io.Writer) error {
	// Twice, and the better counts: the first run of a command reads its files from the disk.
	theirs, err := better(func() (pace, error) {
		return paceOf(c.client.command(ctx, []string{"entra", "user", "list", "--properties", listedFields, "--output", "json"}), func(answer []byte) (int, error) {
			var listed []json.RawMessage
			err := json.Unmarshal(answer, &listed)
			return len(listed), err
		})
	})
	if err != nil {
		return fmt.Errorf("the command failed: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	ours, err := better(func() (pace, error) {
		child := exec.CommandContext(ctx, self, "-read", c.base, "-tenant", string(c.tenant))
		child.Stdin = strings.NewReader(c.token)
		return paceOf(child, func(answer []byte) (int, error) { return strconv.Atoi(strings.TrimSpace(string(answer))) })
	})
	if err != nil {
		return fmt.Errorf("the program failed: %w", err)
	}
	fmt.Fprintf(out, "\nThe same fields of all users of a tenant, listed by the command: %v\nread and stored by the program: %v\n", theirs, ours)
	fmt.Fprintf(out, "figure users-a-second-of-processor-time-against-the-command %.1f x\n", ours.perSecond()/theirs.perSecond())
	return nil
}

func better(measure func() (pace, error)) (pace, error) {
	first, err := measure()
	if err != nil {
		return first, err
	}
	second, err := measure()
	if second.processor < first.processor {
		return second, err
	}
	return first, err
}

func paceOf(command *exec.Cmd, count func(answer []byte) (int, error)) (pace, error) {
	var answer, complaint bytes.Buffer
	command.Stdout, command.Stderr = &answer, &complaint
	if err := command.Run(); err != nil {
		return pace{}, fmt.Errorf("%w: %s", err, strings.TrimSpace(complaint.String()))
	}
	users, err := count(answer.Bytes())
	return pace{users: users, processor: command.ProcessState.UserTime() + command.ProcessState.SystemTime()}, err
}

// readAndStore reads the users of a tenant into a database of its own, as a first refresh does, and prints how many there are.
func readAndStore(ctx context.Context, base string, tenant m365.TenantID, token string, out io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "judge-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	kept, err := store.Open(ctx, dir, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	if err := kept.SaveListed(ctx, []m365.Tenant{{ID: tenant, Name: "Measured", Access: m365.Access{State: m365.AccessHealthy}}}); err != nil {
		return err
	}
	reader, err := graph.New(graph.Options{Base: base, Tokens: held(token), UserAgent: "judge"})
	if err != nil {
		return err
	}
	defer reader.Close()
	since, err := kept.Reading(ctx, tenant)
	if err != nil {
		return err
	}
	users, err := kept.ReplaceUsers(ctx, tenant, since, func(add func([]m365.User) error) (m365.Snapshot, error) {
		return m365.Snapshot{Taken: time.Now()}, reader.EachUserPage(ctx, tenant, add)
	})
	fmt.Fprintln(out, users)
	return err
}
