package program

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// offboarder, when set, makes the test binary a program that offboards a user and stops at one of the requests until it is
// killed.
const offboarder = "TENANTKEEP_TEST_OFFBOARDER"

// halted is whom such a program offboards, and where it stops.
type halted struct {
	User    m365.UserKey
	At      heldAt
	Account string
}

// departing are the steps without those that wait for a person.
func departing() offboard.Choice {
	choice := offboard.Usual().With(offboard.Delete, true)
	for _, kind := range []offboard.Kind{offboard.Notice, offboard.Mailbox, offboard.Forward, offboard.Lists} {
		choice = choice.With(kind, false)
	}
	return choice
}

// notingIn notes each write to Graph in a file before it leaves, and stops where the holder does, which may be nil.
func notingIn(folder string, holder *holder) func(*environment) {
	return func(in *environment) {
		in.wrap = through(func(request *http.Request, next http.RoundTripper) (*http.Response, error) {
			if !writesToGraph(request) {
				return next.RoundTrip(request)
			}
			if holder != nil {
				if err := holder.pass(request, next); err != nil {
					return nil, err
				}
			}
			if err := noteIn(folder, request); err != nil {
				return nil, err
			}
			return next.RoundTrip(request)
		}).wrap
	}
}

func noteIn(folder string, write *http.Request) error {
	_, path, _ := strings.Cut(write.URL.Path, "/v1.0")
	return appendTo(filepath.Join(folder, "sent.txt"), write.Method+" "+path+"\n")
}

// offboardAndHold signs in, offboards the user of a file, and stops at a request for ever.
func offboardAndHold(folder string) error {
	ctx := context.Background()
	var at halted
	if err := readTold(folder, &at); err != nil {
		return err
	}
	holder := &holder{at: at.At, answered: func(write *http.Request) error { return noteIn(folder, write) }}
	p, err := signedInOn(ctx, folder, at.Account, notingIn(folder, holder))
	if err != nil {
		return err
	}
	plan, err := p.offboard.Plan(ctx, at.User, departing())
	if err != nil {
		return err
	}
	holder.armed.Store(true)
	run, err := p.offboard.Begin(ctx, plan)
	if err != nil {
		return err
	}
	p.running.Wait()
	run, _ = p.offboard.Run(run.ID)
	return fmt.Errorf("nothing was held:\n%s", run.Summary(table.Printer{}))
}

func appendTo(name, text string) error {
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := file.WriteString(text); err != nil {
		return err
	}
	return file.Close()
}

// leaver is somebody who has something of everything that an offboarding takes, and one default method.
func (s subject) leaver() bool {
	_, team := s.team()
	_, has := s.inside.UserAt(s.user.Manager)
	preferred := 0
	for _, method := range s.inside.MethodsOf(s.user.Slot) {
		if s.inside.IsPreferred(s.user.Slot, method) {
			preferred++
		}
	}
	return s.plain() && team && has && len(s.user.Direct) > 0 && preferred == 1 && !s.user.Restricted && s.user.CreationType == ""
}

// TestKilledAtEachStepOfAnOffboarding kills the program before and after each request of an offboarding. The next start goes on
// with it by itself: the user has nothing left and is deleted, and nothing was sent twice that can be read back.
func TestKilledAtEachStepOfAnOffboarding(t *testing.T) {
	server := startSimulation(t, 12, 900)
	d := openHarness(t, server)
	for number := 1; ; number++ {
		for _, answered := range []bool{false, true} {
			at := d.find(t, func(one subject) bool {
				if !one.leaver() {
					return false
				}
				plan, err := d.program.offboard.Plan(t.Context(), one.key, departing())
				require.NoError(t, err)
				return len(plan.Requests()) >= min(number, 9)
			})
			plan, err := d.program.offboard.Plan(t.Context(), at.key, departing())
			require.NoError(t, err)
			if len(plan.Requests()) < number {
				require.Greater(t, number, 9)
				return
			}
			t.Logf("request %d of %d, answered: %t", number, len(plan.Requests()), answered)
			d.offboardKilled(t, at, plan, halted{at.key, heldAt{number, answered}, technician(server, directory.Administrator)})
		}
	}
}

// offboardKilled kills a program in the middle of an offboarding, and lets the next one go on with it.
func (d *harness) offboardKilled(t *testing.T, at subject, plan offboard.Plan, where halted) {
	t.Helper()
	run := d.killed(t, offboarder, where, at.key)
	run = d.rests(run.ID)
	require.False(t, run.Ended.IsZero(), run.Summary(table.Printer{}))
	_, there := at.inside.User(at.key.ID)
	require.False(t, there)
	requireSentOnce(t, d.program.folder, plan)
}

// killed has a program stop in the middle of an offboarding, and kills it; the next start knows the run of a user, and goes on.
func (d *harness) killed(t *testing.T, name string, where any, user m365.UserKey) offboard.Run {
	t.Helper()
	folder := d.program.folder
	require.NoError(t, d.program.close(t.Context()))
	require.NoError(t, d.server.CloudFile(filepath.Join(folder, "cloud.json")))
	require.NoError(t, os.RemoveAll(filepath.Join(folder, "sent.txt")))
	killHeld(t, name, folder, where)

	d.program = startProgram(t, d.server, func(in *environment) { in.folder = folder }, notingIn(folder, nil))
	run, under := d.program.offboard.Of(user)
	require.True(t, under, "the next start knows of it")
	waits := run.Waits()
	require.NoError(t, d.program.resume(t.Context()))
	if run, _ = d.program.offboard.Of(user); waits {
		require.Equal(t, "It was interrupted. Nobody is signed in. Sign in to go on.", run.Stopped.Sentence(), "and says so before a sign-in")
	}
	signIn(t, d.program)
	d.program.offboard.Resume(t.Context())
	return run
}

// requireSentOnce holds what left the programs against a plan.
func requireSentOnce(t *testing.T, folder string, plan offboard.Plan) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "sent.txt"))
	require.NoError(t, err)
	sent := strings.Split(strings.TrimSpace(string(text)), "\n")
	var wanted []string
	for _, request := range plan.Requests() {
		wanted = append(wanted, request.Method+" "+request.Path)
	}
	again := func(write string) bool {
		return strings.HasSuffix(write, "/revokeSignInSessions") || strings.HasPrefix(write, "PATCH /users/")
	}
	require.ElementsMatch(t, slices.DeleteFunc(slices.Clone(wanted), again), slices.DeleteFunc(slices.Clone(sent), again))
	require.LessOrEqual(t, len(sent), len(wanted)+1)
}

// offboardSomebody offboards a user to the end, and counts what was sent.
func (d *harness) offboardSomebody(t *testing.T) (writes int) {
	t.Helper()
	plan, err := d.program.offboard.Plan(t.Context(), d.find(t, subject.leaver).key, departing())
	require.NoError(t, err)
	run, err := d.program.offboard.Begin(t.Context(), plan)
	require.NoError(t, err)
	run = d.rests(run.ID)
	require.False(t, run.Ended.IsZero(), run.Summary(table.Printer{}))
	return len(plan.Requests())
}

// rests is a run once nothing goes on in it by itself.
func (d *harness) rests(id string) (run offboard.Run) {
	moved := make(chan struct{}, 1000)
	stop := d.program.offboard.Changed.Listen(func(string) { moved <- struct{}{} })
	defer stop()
	for run, _ = d.program.offboard.Run(id); run.Active; run, _ = d.program.offboard.Run(id) {
		<-moved
	}
	return run
}
