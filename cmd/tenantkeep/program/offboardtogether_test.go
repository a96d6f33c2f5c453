package program

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/offboard"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// offboardersTogether, when set, makes the test binary a program that offboards some users at once and stops at one of the
// requests until it is killed.
const offboardersTogether = "TENANTKEEP_TEST_OFFBOARDERS_TOGETHER"

// haltedTogether is whom such a program offboards, and where it stops.
type haltedTogether struct {
	Users   []m365.UserKey
	At      heldAt
	Account string
}

func offboardTogetherAndHold(folder string) error {
	ctx := context.Background()
	var at haltedTogether
	if err := readTold(folder, &at); err != nil {
		return err
	}
	holder := &holder{at: at.At, answered: func(write *http.Request) error { return noteIn(folder, write) }}
	p, err := signedInOn(ctx, folder, at.Account, notingIn(folder, holder))
	if err != nil {
		return err
	}
	plans, err := p.offboardingPlans(ctx, at.Users)
	if err != nil {
		return err
	}
	holder.armed.Store(true)
	name, err := p.offboard.BeginTogether(ctx, plans)
	if err != nil {
		return err
	}
	p.running.Wait()
	return fmt.Errorf("nothing was held:\n%s", offboard.SummaryOf(p.offboard.Together(name), table.Printer{}))
}

func (p *program) offboardingPlans(ctx context.Context, users []m365.UserKey) (plans []offboard.Plan, err error) {
	for _, user := range users {
		plan, err := p.offboard.Plan(ctx, user, departing(), users...)
		if err != nil {
			return nil, err
		}
		plans = append(plans, plan)
	}
	return plans, nil
}

// TestKilledInTheMiddleOfOffboardingSome kills the program while it offboards users of several tenants at once. The next start
// knows of all of them and goes on by itself: each has nothing left and is deleted. A request that was on its way when the program
// was killed may be sent again, once it is read back that it did not arrive; no other one is.
func TestKilledInTheMiddleOfOffboardingSome(t *testing.T) {
	const users = 6
	server := startSimulation(t, 12, 900)
	d := openHarness(t, server)
	for _, at := range []heldAt{{Number: 3}, {Number: 25, Answer: true}} {
		var all []subject
		where := haltedTogether{At: at, Account: technician(server, directory.Administrator)}
		for range users {
			one := d.find(t, subject.leaver)
			all, where.Users = append(all, one), append(where.Users, one.key)
		}
		plans, err := d.program.offboardingPlans(t.Context(), where.Users)
		require.NoError(t, err)
		run := d.killed(t, offboardersTogether, where, all[0].key)
		runs := d.allRest(run.Together)
		require.Len(t, runs, users, "nobody is forgotten")
		require.Equal(t, offboard.Ended, offboard.StandingOf(runs), offboard.SummaryOf(runs, table.Printer{}))
		for _, one := range all {
			_, there := one.inside.User(one.key.ID)
			require.False(t, there)
		}
		requireHardlyTwice(t, d.program.folder, plans)
	}
}

// requireHardlyTwice holds what left the programs against plans: everything, and again only what a user had under way.
func requireHardlyTwice(t *testing.T, folder string, plans []offboard.Plan) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "sent.txt"))
	require.NoError(t, err)
	sent := make(map[string]int)
	for write := range strings.SplitSeq(strings.TrimSpace(string(text)), "\n") {
		sent[write]++
	}
	for _, plan := range plans {
		again := 0
		for _, request := range plan.Requests() {
			write := request.Method + " " + request.Path
			require.Positive(t, sent[write], write)
			sent[write]--
		}
		for write, more := range sent {
			if strings.Contains(write, plan.Target.Key.ID) {
				again += more
			}
		}
		require.LessOrEqual(t, again, 1, plan.Target.Key)
	}
}

// allRest are the runs that were begun at once, once nothing goes on in them by itself.
func (d *harness) allRest(together string) (runs []offboard.Run) {
	for {
		runs = d.program.offboard.Together(together)
		at := -1
		for i, run := range runs {
			if standing := run.Standing(); standing == offboard.UnderWay || standing == offboard.Queued {
				at = i
			}
		}
		if at < 0 {
			return runs
		}
		d.moves(func() bool {
			now, _ := d.program.offboard.Run(runs[at].ID)
			return now.Standing() != runs[at].Standing()
		})
	}
}

// moves waits until something is so that follows from an offboarding.
func (d *harness) moves(so func() bool) {
	moved := make(chan struct{}, 1000)
	stop := d.program.offboard.Changed.Listen(func(string) {
		select {
		case moved <- struct{}{}:
		default:
		}
	})
	defer stop()
	for !so() {
		<-moved
	}
}
