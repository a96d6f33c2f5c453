package shell

import (
	"slices"

	"github.com/tenantkeep/tenantkeep/ui/page"
)

// leave ends the program. Where a password or a pass would go with the window before anybody has seen it, it asks first.
func (s *Shell) leave(end func()) {
	unseen := s.actions.Unseen()
	switch {
	case len(unseen) == 0:
		end()
	case s.leaving != nil && slices.Contains(s.Canvas().Overlays().List(), s.leaving):
	default:
		s.Ask(page.Question{
			Title: "Close Tenantkeep?",
			Text:  unseen[0],
			More:  append(unseen[1:], "It is not kept anywhere: closed now, nobody can see it any more."),
			Verb:  "Close anyway", Danger: true, Do: end,
		})
		s.leaving = s.Canvas().Overlays().Top()
	}
}
