package action

import (
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
		toast.Detail = l.run.Stopped.Sentence()
	case l.run.Paused:
		toast.Mood, toast.Detail = page.Done, "It is paused."
	}
	return toast
}

func (l *leaving) details() []page.Action { return []page.Action{{Label: "Details", Do: l.show}} }

func (l *leaving) what() string {
	return verbOffboard + " " + short(person(l.target)) + " in " + short(tenantName(l.target))
}
