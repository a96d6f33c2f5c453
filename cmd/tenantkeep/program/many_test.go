package program

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

// blocker, when set, makes the test binary a program that blocks everybody until it is killed.
const blocker = "TENANTKEEP_TEST_BLOCKER"

// blockEverybody signs in, checks everybody of the local picture, says so on standard output, and blocks them.
func blockEverybody(folder string) error {
	ctx := context.Background()
	p, err := signedInOn(ctx, folder, os.Getenv(blocker+"_ACCOUNT"))
	if err != nil {
		return err
	}
	users, err := everyTarget(ctx, p.store)
	if err != nil {
		return err
	}
	run := p.many(change.Block, users)
	run.Check(ctx)
	fmt.Println("checked")
	run.Carry(ctx)
	fmt.Println("blocked")
	return nil
}

// everyTarget is everybody of the local picture.
func everyTarget(ctx context.Context, from *store.Store) (users []change.Target, err error) {
	err = from.UserSource().Each(ctx, table.Query{}, func(row table.Row) error {
		key, err := m365.ParseUserKey(row.Key)
		users = append(users, change.Target{Key: key})
		return err
	})
	return users, err
}

// many is an action on many users, as the window begins it.
func (p *program) many(action change.Action, users []change.Target) *bulk.Run {
	return p.manyTasks(action, bulk.ForEach(change.Intent{Action: action}, users))
}

func (p *program) manyTasks(action change.Action, tasks []bulk.Task) *bulk.Run {
	return bulk.New(bulk.Options{
		Changes: p.change, Action: action, Tasks: tasks, Units: p.graph.SKUs,
		Explain: func(err error) m365.Failure { return p.explainer.Explain(err, "") },
	})
}

// TestKilledWhileManyAreBlocked kills the program at different moments while it blocks everybody. What the journal says to be
// done is done, nobody is blocked of whom it knows nothing, and what was under way has no end in it.
func TestKilledWhileManyAreBlocked(t *testing.T) {
	server := startSimulation(t, 6, 150)
	p := startProgram(t, server)
	signIn(t, p)
	syncThem(t, p, healthy(t, p)...)
	folder := p.folder
	require.NoError(t, p.close(t.Context()))
	require.NoError(t, server.CloudFile(filepath.Join(folder, "cloud.json")))
	before := enabledUsers(server)
	for round := range 4 {
		killAfter(t, blocker, folder, "checked", time.Duration(1+round*150)*time.Millisecond, blocker+"_ACCOUNT="+technician(server, directory.Administrator))
		requireJournalTrue(t, folder, before, enabledUsers(server))
	}
}

// enabledUsers are those of all tenants who may sign in at Microsoft.
func enabledUsers(server *cloudsim.Server) map[m365.UserKey]bool {
	enabled := make(map[m365.UserKey]bool)
	for _, info := range server.Directory().Tenants() {
		inside, _ := server.Directory().Open(info.ID)
		inside.EachUser(0, func(u *directory.User) bool {
			if u.AccountEnabled {
				enabled[m365.UserKey{Tenant: m365.TenantID(info.ID), ID: u.ID}] = true
			}
			return true
		})
	}
	return enabled
}

// requireJournalTrue holds the journal against Microsoft.
func requireJournalTrue(t *testing.T, folder string, before, after map[m365.UserKey]bool) {
	t.Helper()
	opened, err := store.Open(t.Context(), folder, store.Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, opened.Close()) }()
	told := make(map[m365.UserKey]bool)
	require.NoError(t, opened.ActivitySource().Each(t.Context(), table.Query{}, func(row table.Row) error {
		entry, err := opened.Journal().Entry(t.Context(), row.Key)
		told[entry.Target.Key] = true
		require.Contains(t, []change.State{change.Done, change.Running, change.Failed}, entry.State)
		require.False(t, entry.State == change.Done && after[entry.Target.Key], "done is done")
		return err
	}))
	for key := range before {
		require.True(t, after[key] || told[key], "the journal knows of everybody who was blocked")
	}
	t.Logf("%d changes in the journal, %d of %d blocked", len(told), len(before)-len(after), len(before))
}

func TestManyUsersAreBlockedAndUnblockedThroughTheWholeProgram(t *testing.T) {
	server := startSimulation(t, 8, 200)
	p := startProgram(t, server)
	signIn(t, p)
	syncThem(t, p, healthy(t, p)...)
	users, err := everyTarget(t.Context(), p.store)
	require.NoError(t, err)

	run := p.many(change.Block, users)
	run.Check(t.Context())
	checked := bulk.Count(run.Users())
	require.Positive(t, checked.Admins)
	for _, user := range run.Users() {
		if user.State == bulk.LeftOut {
			require.NotEmpty(t, user.Why())
		}
	}
	run.Carry(t.Context())
	blocked := bulk.Count(run.Users())
	require.Equal(t, checked.Waiting, blocked.Ended())

	var again []change.Target
	for _, user := range run.Users() {
		if user.State == bulk.Done {
			listed, err := p.store.User(t.Context(), user.Target.Key)
			require.NoError(t, err)
			require.Equal(t, m365.Blocked, listed.SignIn)
			again = append(again, user.Target)
		}
	}
	back := p.many(change.Unblock, again)
	back.Check(t.Context())
	back.Carry(t.Context())
	require.Equal(t, len(again), bulk.Count(back.Users()).Done)
	for _, target := range again {
		require.True(t, enabledUsers(server)[target.Key])
	}
}

func TestPasswordsOfManyUsersAreInNoFile(t *testing.T) {
	server := startSimulation(t, 4, 100)
	p := startProgram(t, server)
	signIn(t, p)
	syncThem(t, p, healthy(t, p)...)
	users, err := everyTarget(t.Context(), p.store)
	require.NoError(t, err)
	run := p.many(change.ResetPassword, users)
	run.Check(t.Context())
	run.Carry(t.Context())
	passwords := make(map[string]bool)
	for _, user := range run.Users() {
		if user.State == bulk.Done {
			passwords[user.Secret().Reveal()] = true
		}
	}
	require.Equal(t, bulk.Count(run.Users()).Done, len(passwords), "each has another")
	require.Greater(t, len(passwords), 20)
	folder := p.folder
	require.NoError(t, p.close(t.Context()))
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for password := range passwords {
			require.NotContains(t, string(content), password, path)
		}
		return err
	}))
}

func TestAllThatWasDoneToManyIsUndoneFromTheJournal(t *testing.T) {
	server := startSimulation(t, 4, 100)
	p := startProgram(t, server)
	signIn(t, p)
	syncThem(t, p, healthy(t, p)...)
	users, err := everyTarget(t.Context(), p.store)
	require.NoError(t, err)
	before := enabledUsers(server)
	run := p.many(change.Block, users)
	run.Check(t.Context())
	run.Carry(t.Context())
	require.Less(t, len(enabledUsers(server)), len(before))

	newest, err := journal{p.store}.Source().Query(t.Context(), table.Query{Limit: 1})
	require.NoError(t, err)
	one, err := p.store.Journal().Entry(t.Context(), newest.Rows[0].Key)
	require.NoError(t, err)
	entries, err := p.store.Journal().Run(t.Context(), one.Run)
	require.NoError(t, err)
	var tasks []bulk.Task
	for _, entry := range entries {
		tasks = append(tasks, bulk.UndoOf(entry.Target, entry.ID))
	}
	back := p.manyTasks(change.Undo, tasks)
	back.Check(t.Context())
	back.Carry(t.Context())
	require.Equal(t, bulk.Count(run.Users()).Done, bulk.Count(back.Users()).Done)
	require.Equal(t, before, enabledUsers(server))
}

// manyThereAndBack does to some users at once what needs one request each, and counts what was sent.
func (d *harness) manyThereAndBack(t *testing.T) (writes int) {
	t.Helper()
	home := func(at subject) bool { return at.plain() && at.user.CreationType == "" && !at.user.Restricted }
	users := []change.Target{{Key: d.find(t, home).key}, {Key: d.find(t, home).key}}
	for _, intent := range []change.Intent{
		{Action: change.Block},
		{Action: change.Unblock},
		{Action: change.RevokeSessions},
		{Action: change.ResetPassword, Password: change.PasswordOptions{Passphrase: true}},
		{Action: change.EditUser, Overwrites: true, Writes: []change.Write{
			{Kind: change.SetField, Subject: "department", After: "Field Services"}, {Kind: change.SetField, Subject: "companyName"},
		}},
	} {
		run := d.program.manyTasks(intent.Action, bulk.ForEach(intent, users))
		run.Check(t.Context())
		run.Carry(t.Context())
		require.Equal(t, len(users), bulk.Count(run.Users()).Done, run.Summary(table.Printer{}))
		writes += len(users)
	}
	return writes
}
