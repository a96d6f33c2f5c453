package action

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// peopleSearch finds users of the tenant while a person types. A letter that is typed while Microsoft searches makes one more
// search after it.
type peopleSearch struct {
	a      *Actions
	work   *uithread.Work
	tenant m365.TenantID
	// none is the row that chooses nobody; empty leaves it out.
	none               string
	chosen             func(m365.Person)
	list               *picked
	people             []m365.Person
	text               string
	searching, further bool
}

// PickPerson shows the users of a tenant under an object, as Microsoft finds them. none is the row that chooses nobody; empty
// leaves it out.
func (a *Actions) PickPerson(work *uithread.Work, tenant m365.TenantID, none string, under fyne.CanvasObject, chosen func(m365.Person)) {
	search := &peopleSearch{a: a, work: work, tenant: tenant, none: none, chosen: chosen}
	search.open(under)
}

func (s *peopleSearch) open(under fyne.CanvasObject) {
	s.list = newPicked(s.a.o.Host.Canvas(), "Search users")
	first := 0
	if s.none != "" {
		first = 1
	}
	s.list.rows = func() []string {
		rows := []string{s.none}[1-first:]
		for _, person := range s.people {
			rows = append(rows, person.DisplayName+" ("+person.UserPrincipalName+")")
		}
		return rows
	}
	s.list.chosen = func(at int) {
		if at < first {
			s.chosen(m365.Person{})
			return
		}
		s.chosen(s.people[at-first])
	}
	s.list.search.OnChanged = s.look
	s.list.search.OnSubmitted = func(string) {
		if len(s.people) > 0 && !s.searching {
			s.list.choose(first)
		}
	}
	s.list.show(under)
	s.look("")
}

func (s *peopleSearch) look(text string) {
	s.text = text
	if s.searching {
		s.further = true
		return
	}
	s.searching = true
	s.list.say("Searching")
	s.work.Do(func(ctx context.Context) func() {
		found, err := s.a.o.Directory.FindUsers(ctx, s.tenant, text)
		return func() { s.found(found, err) }
	})
}

func (s *peopleSearch) found(people []m365.Person, err error) {
	s.searching = false
	if s.further {
		s.further = false
		s.look(s.text)
		return
	}
	said := ""
	switch {
	case err != nil:
		people, said = nil, s.a.o.Host.Explain(err).What
	case len(people) == 0:
		said = "No users match."
	}
	s.people = slices.Clone(people)
	s.list.say(said)
	s.list.refresh()
}
