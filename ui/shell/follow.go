package shell

import (
	"time"

	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
)

// clockPause is how often ages are told anew.
const clockPause = time.Minute

// listen begins to follow what happens below the window.
func (s *Shell) listen() {
	show := func(changes page.Changes) { s.work.Run(func() { s.changed(changes) }) }
	s.soon = &gatherer{pause: frame, after: s.options.After, show: show}
	s.late = &gatherer{pause: usersPause, after: s.options.After, show: show}
	s.deaf = s.options.Services.Changes.Listen(s.hear)
}

// deafen ends that.
func (s *Shell) deafen() {
	if s.deaf == nil {
		return
	}
	s.deaf()
	s.soon.close()
	s.late.close()
	s.stopTick()
}

// hear takes a change on any goroutine.
func (s *Shell) hear(change page.Change) {
	switch change.Kind {
	case page.JobStarted, page.JobGoesOn, page.JobEnded:
		s.work.Run(func() { s.showJob(change) })
	case page.OffboardingChanged:
		s.work.Run(func() { s.actions.OffboardingChanged(change.JobID) })
	case page.Throttled:
		s.work.Run(func() { s.noteWait(change) })
		s.soon.add(change)
	case page.UsersChanged:
		if change.Soon {
			s.soon.add(change)
			return
		}
		s.late.add(change)
	default:
		s.soon.add(change)
	}
}

func (s *Shell) noteWait(change page.Change) {
	if s.snapshot.waits == nil {
		s.snapshot.waits = make(map[m365.TenantID]time.Time)
	}
	s.snapshot.waits[change.Tenant] = change.Until
}

// WaitsUntil is until when Microsoft asked to leave a tenant alone; zero where it did not.
func (s *Shell) WaitsUntil(tenant m365.TenantID) time.Time { return s.snapshot.waits[tenant] }

// changed shows what changed since the last frame.
func (s *Shell) changed(changes page.Changes) {
	if changes.Progress {
		s.snapshot.progress = s.options.Services.Refresher.Progress()
		s.showFoot()
	}
	if changes.Tenants || changes.Users || changes.Activity || changes.Connection {
		s.loader.Load()
	}
	if changes.Connection {
		s.connector.Load()
	}
	if s.status != nil {
		s.status.show()
	}
	if s.open != nil {
		s.open.Changed(changes)
	}
}

func (s *Shell) showJob(change page.Change) {
	toast := page.Toast{Mood: page.Done, Text: change.Text, Done: change.Done, Total: change.Total}
	if change.Kind != page.JobEnded {
		toast.Mood = page.Working
	}
	if change.Failed {
		toast.Mood = page.Trouble
		if integration.IsSync(change.JobID) {
			toast.Actions = append(toast.Actions, page.Action{Label: "Show failed tenants", Do: s.showFailedTenants})
		}
		toast.SignIn = change.SignIn
		if change.SignIn {
			toast.Actions = append(toast.Actions, page.Action{Label: "Sign in", Do: func() { s.SignIn(s.RefreshAll) }})
		}
		if change.Details != "" {
			toast.Actions = append(toast.Actions, page.Action{Label: "Copy details", Do: func() { s.Copy(change.Details) }, Keep: true})
		}
	}
	s.toasts.job(change, toast)
}

// showFailedTenants opens Setup on the tenants whose sync failed.
func (s *Shell) showFailedTenants() {
	if open, ok := s.open.(*setup.Page); ok {
		open.ShowFailed()
		return
	}
	s.Open(page.Route{Page: page.Setup, Tab: setup.TabFailed})
}

// tick tells ages anew, again and again.
func (s *Shell) tick() {
	s.stopTick = s.options.After(clockPause, func() {
		s.work.Run(func() {
			s.showFoot()
			if s.open != nil {
				s.open.Changed(page.Changes{Clock: true})
			}
			s.tick()
		})
	})
}
