package action

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// tell says in the corner how an offboarding stands whose form is closed: how far it is, and once that it ended or waits for
// the person, which stays behind the bell. Of one that was begun with others the whole is told.
func (l *leaving) tell() {
	switch {
	case !l.begun || l.run.Together != "":
	case l.run.Active:
		l.told = false
		if l.notice == nil {
			l.notice = l.a.o.Host.Toast(l.working())
			return
		}
		l.notice.Update(l.working())
	default:
		if l.notice != nil {
			l.notice.Close()
			l.notice = nil
		}
		if !l.told {
			l.told = true
			l.a.o.Host.Toast(l.resting())
		}
	}
}

func (l *leaving) working() page.Toast {
	over, all := l.run.Over()
	return page.Toast{
		Mood: page.Working, Text: l.what(), Detail: l.run.RollUp(), Done: over, Total: all, Actions: l.details(),
	}
}

// resting is how it stands where nothing goes on by itself.
func (l *leaving) resting() page.Toast {
	toast := page.Toast{Mood: page.Trouble, Text: l.what() + ": " + l.run.RollUp() + ".", Actions: l.details()}
	switch {
	case !l.run.Ended.IsZero():
		toast.Mood = page.Done
	case l.run.Stopped != nil:
		l.a.stopped(&toast, *l.run.Stopped, func() {
			l.do(func(ctx context.Context) error { return l.a.o.Offboarding.GoOn(ctx, l.run.ID) })
		})
	case l.run.Paused:
		toast.Mood, toast.Detail = page.Done, "It is paused."
	}
	return toast
}

// stopped says in a message what stopped offboardings, and offers a sign-in where they lack one.
func (a *Actions) stopped(toast *page.Toast, failure m365.Failure, goOn func()) {
	toast.Detail, toast.SignIn = failure.Sentence(), failure.SignIn
	if failure.SignIn {
		onward := page.Again(a.o.Host, failure, goOn)
		toast.Actions = append([]page.Action{{Label: onward.Label, Do: onward.Do, Keep: true}}, toast.Actions...)
	}
}

func (l *leaving) details() []page.Action { return []page.Action{{Label: "Details", Do: l.show}} }

func (l *leaving) what() string {
	return verbOffboard + " " + short(person(l.target)) + " in " + short(tenantName(l.target))
}
