package shell_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/shell"
)

func TestAPageAppearsTogetherWithItsRows(t *testing.T) {
	d := open(t, connected(2, 5))
	d.shell.Open(page.Route{Page: page.Tenants})
	require.True(t, d.Robot.Has("Rows of users"), "the page before stays until the rows are there")
	require.False(t, d.Robot.Has("Rows of tenants"))
	d.Settle()
	require.False(t, d.Robot.Has("Rows of users"))
	d.Sees("View Users")
}

func TestAPageThatReadsLongAppearsBeforeItsRows(t *testing.T) {
	w := connected(2, 5)
	slow := &slowUsers{world: w}
	d := open(t, w, func(o *shell.Options) { o.Services.Users = slow })
	d.Tap("All Tenants")
	slow.held = make(chan struct{})
	d.shell.Open(page.Route{Page: page.Users})
	d.Clock.Advance(100 * time.Millisecond)
	d.Queue.Flush()
	require.True(t, d.Robot.Has("Rows of users"))
	require.False(t, d.Robot.Has("Rows of tenants"))
	close(slow.held)
	d.Settle()
	d.Sees("Adele Vance")
}

// slowUsers answers no question about users until held is closed.
type slowUsers struct {
	*world
	held chan struct{}
}

func (s *slowUsers) UserSource() table.Source { return slowSource{s.world.UserSource(), s.held} }

type slowSource struct {
	table.Source
	held chan struct{}
}

func (s slowSource) Query(ctx context.Context, q table.Query) (table.Page, error) {
	if s.held != nil {
		<-s.held
	}
	return s.Source.Query(ctx, q)
}
