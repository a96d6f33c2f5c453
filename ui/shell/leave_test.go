package shell_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/shell"
)

// closable is a window whose X a test can press.
type closable struct {
	fyne.Window
	press  func()
	closed int
}

func (c *closable) SetCloseIntercept(press func()) { c.press = press }
func (c *closable) Close()                         { c.closed++ }

func openClosable(t *testing.T) (*harness, *closable) {
	t.Helper()
	window := &closable{}
	d := open(t, connected(1, 3), func(o *shell.Options) {
		window.Window = o.Window
		o.Window = window
	})
	return d, window
}

func (d *harness) resetPassword() {
	d.T.Helper()
	d.Tap("Select Adele Vance", "Row Actions", "Reset Password", "Reset password")
	d.Sees("The password is reset.")
}

func TestTheWindowClosesWhereNothingWaitsToBeSeen(t *testing.T) {
	d, window := openClosable(t)
	window.press()
	require.Equal(t, 1, window.closed)
	d.resetPassword()
	d.Tap("Show", "Close")
	window.press()
	require.Equal(t, 2, window.closed)
}

func TestTheWindowAsksBeforeAPasswordGoesThatNobodySaw(t *testing.T) {
	const question = "New password for Adele Vance in Contoso Dental was neither shown nor copied yet."
	for name, before := range map[string]func(*harness){
		"its form is open":     func(*harness) {},
		"a message offers it":  func(d *harness) { d.Tap("Close") },
		"another page is open": func(d *harness) { d.Tap("Close", "Activity") },
	} {
		t.Run(name, func(t *testing.T) {
			d, window := openClosable(t)
			d.resetPassword()
			before(d)
			window.press()
			window.press()
			d.Settle()
			d.Sees("Close Tenantkeep?", question)
			require.Zero(t, window.closed)
			d.Press(fyne.KeyReturn)
			require.Zero(t, window.closed, "Enter does not do what cannot be undone")
			d.Tap("Cancel")
			d.SeesNot("Close Tenantkeep?")
			window.press()
			d.Settle()
			d.Tap("Close anyway")
			require.Equal(t, 1, window.closed)
		})
	}
}

func TestQuitAsksToo(t *testing.T) {
	d, _ := openClosable(t)
	d.resetPassword()
	d.Tap("Close")
	d.menu("File", "Quit")
	d.Sees("Close Tenantkeep?")
	require.Zero(t, d.quit)
	d.Tap("Close anyway")
	require.Equal(t, 1, d.quit)
}

func TestTheWindowAsksBeforeItLeavesManyUsersHalfDone(t *testing.T) {
	d, window := openClosable(t)
	held := make(chan struct{})
	d.world.do(func() { d.world.held = held })
	d.Tap("Select rows", "Select all on page", "Row Actions", "Revoke All User Sessions")
	require.NoError(t, d.Robot.Tap("Revoke sessions of 3 users"))
	d.Queue.Flush()
	window.press()
	d.Queue.Flush()
	d.Sees("Close Tenantkeep?", "Revoke All User Sessions, 3 users is under way")
	require.Zero(t, window.closed)
	require.NoError(t, d.Robot.Tap("Cancel"))
	close(held)
	d.Settle()
	d.Sees("3 of 3 users")
	window.press()
	require.Equal(t, 1, window.closed)
}
