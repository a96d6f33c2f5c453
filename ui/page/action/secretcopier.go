package action

import (
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// secretCopier puts a secret on the clipboard and takes it off again after a while, unless something else is there by then.
type secretCopier struct {
	clipboard Clipboard
	after     uithread.Timer
	delay     time.Duration
	run       func(func())

	held m365.Secret
	stop func()
}

// copy puts the secret alone on the clipboard, out of its history.
func (c *secretCopier) copy(secret m365.Secret) error {
	c.forget()
	if err := c.clipboard.SetSecret(secret.Reveal()); err != nil {
		return err
	}
	c.held = secret
	c.stop = c.after(c.delay, func() { c.run(c.clear) })
	return nil
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
