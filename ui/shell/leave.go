package shell

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/ui/page"
)

// leave ends the program. Where a password or a pass would go with the window before anybody has seen it, or an action on
// many users is not at its end, it asks first.
func (s *Shell) leave(end func()) {
	told := s.actions.UnderWay()
	if len(told) > 0 {
		told = append(told, "Closed now, it ends with those who are under way, and the others stay as they are. Activity shows what was done.")
	}
	if unseen := s.actions.Unseen(); len(unseen) > 0 {
		told = append(append(unseen, "It is not kept anywhere: closed now, nobody can see it any more."), told...)
	}
	switch {
	case len(told) == 0:
		end()
	case s.leaving != nil && slices.Contains(s.Canvas().Overlays().List(), s.leaving):
	default:
		s.Ask(page.Question{
			Title: "Close Tenantkeep?",
			Text:  told[0],
			More:  told[1:],
			Verb:  "Close anyway", Danger: true, Do: end,
		})
		s.leaving = s.Canvas().Overlays().Top()
	}
}
