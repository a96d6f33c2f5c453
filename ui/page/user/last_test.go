package user_test

import (
	"testing"
	"time"

	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/ui/page/user"
)

// lastCards are the cards of Adele as they were three hours ago: one row of each.
func lastCards() map[profile.Part]profile.Snapshot {
	last := liveCards(adeleUser())
	for part, c := range last {
		c.Taken = ago(3 * time.Hour)
		c.Roles, c.Licenses, c.Devices = first(c.Roles), first(c.Licenses), first(c.Devices)
		c.Groups, c.SignIns, c.Methods = first(c.Groups), first(c.SignIns), first(c.Methods)
		last[part] = c
	}
	return last
}

func first[T any](list []T) []T { return list[:min(len(list), 1)] }

// openHeld is open for a fake that holds readings back: it shows what is there before they end.
func openHeld(t *testing.T, w *fake, change ...func(*user.Options)) *harness {
	t.Helper()
	d := newHarness(t, w)
	d.enter(nil, change...)
	d.until(func() bool { return len(w.readsOf()) > 0 && d.Robot.Sees("Adele") })
	return d
}
