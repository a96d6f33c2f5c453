package page

import (
	"context"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// LinkHost is what opening a link asks of the window.
type LinkHost interface {
	Now() time.Time
	Copy(text string)
	Toast(Toast) Notice
}

// OpenLink opens an address in the browser. Where no browser opens, the address can be copied.
func OpenLink(host LinkHost, work *uithread.Work, open func(ctx context.Context, url string) error, link string) {
	work.Do(func(ctx context.Context) func() {
		err := open(ctx, link)
		if err == nil {
			return nil
		}
		return func() {
			failure := m365.Failure{What: "The browser did not open.", Technical: err.Error(), At: host.Now()}
			host.Toast(Toast{
				Mood: Trouble, Text: failure.What, Detail: "Copy the link and open it in a browser.",
				Actions: []Action{
					{Label: "Copy link", Do: func() { host.Copy(link) }, Keep: true},
					{Label: "Copy details", Do: func() { host.Copy(failure.Details()) }, Keep: true},
				},
			})
		}
	})
}
