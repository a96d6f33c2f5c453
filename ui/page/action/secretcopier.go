package action

import (
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// lookEvery is how often it is looked whether a secret is to leave the clipboard.
const lookEvery = 5 * time.Second

// secretCopier puts a secret on the clipboard and takes it off again after a while, unless something else is there by then.
type secretCopier struct {
	clipboard Clipboard
	after     uithread.Timer
	now       func() time.Time
	delay     time.Duration
	run       func(func())

	held m365.Secret
	stop func()
	// left is how much longer the secret may stay, and until the same by the clock.
	left  time.Duration
	until time.Time
}

// copy puts the secret alone on the clipboard, out of its history.
func (c *secretCopier) copy(secret m365.Secret) error {
	c.forget()
	if err := c.clipboard.SetSecret(secret.Reveal()); err != nil {
		return err
	}
	c.held = secret
	c.left, c.until = c.delay, c.now().Round(0).Add(c.delay) // Round leaves the time of the clock alone
	c.wait()
	return nil
}

// wait looks again after a while, whether the time is over. A timer stands still while the computer sleeps, and the clock may be
// set: whichever is over first counts.
func (c *secretCopier) wait() {
	step := min(c.left, lookEvery, c.until.Sub(c.now().Round(0)))
	c.stop = c.after(step, func() { c.run(func() { c.look(step) }) })
}

func (c *secretCopier) look(passed time.Duration) {
	if c.held.Empty() { // it was forgotten meanwhile
		return
	}
	c.left -= passed
	if c.left <= 0 || !c.now().Round(0).Before(c.until) {
		c.clear()
		return
	}
	c.wait()
}

// clear takes the secret off the clipboard, if it is still there.
func (c *secretCopier) clear() {
	if !c.held.Empty() && c.clipboard.Content() == c.held.Reveal() {
		c.clipboard.SetContent("")
	}
	c.forget()
}

func (c *secretCopier) forget() {
	if c.stop != nil {
		c.stop()
	}
	c.stop, c.held = nil, m365.Secret{}
}
