package action

import (
	"context"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// nobody is the row that leaves a user without a manager.
const nobody = "No manager"

// managerInput lets the manager be chosen from the users of the tenant, as Microsoft finds them.
func managerInput(e *editor) *editInput {
	c := newChooser("Manager")
	id, name := "", ""
	put := func(value, of string) {
		name, id = value, of
		if c.shows(value); value == "" {
			c.shows(nobody)
		}
	}
	i := &editInput{
		value: func() string { return name }, id: func() string { return id },
		put: put, say: c.fault, lock: c.lock,
	}
	i.wrong = func(string) string {
		if id == e.subject.User.Key.ID {
			return "Nobody is their own manager."
		}
		return ""
	}
	i.field, i.label = change.ManagerField, "Manager"
	i.cells = append(i.cells, i.over(c.content))
	c.button.SetOnTapped(func() {
		search := &peopleSearch{a: e.a, work: e.work, tenant: e.subject.User.Key.Tenant, chosen: func(person m365.Person) {
			put(person.DisplayName, person.Key.ID)
			e.changed(i)
		}}
		search.open(c)
	})
	return i
}

// peopleSearch finds users of the tenant while a person types. A letter that is typed while Microsoft searches makes one more
// search after it.
type peopleSearch struct {
	a                  *Actions
	work               *uithread.Work
	tenant             m365.TenantID
	chosen             func(m365.Person)
	list               *picked
	people             []m365.Person
	text               string
	searching, further bool
}

func (s *peopleSearch) open(under *chooser) {
	s.list = newPicked(s.a.o.Host.Canvas(), "Search users")
	s.list.rows = func() []string {
		rows := []string{nobody}
		for _, person := range s.people {
			rows = append(rows, person.DisplayName+" ("+person.UserPrincipalName+")")
		}
		return rows
	}
	s.list.chosen = func(at int) {
		if at == 0 {
			s.chosen(m365.Person{})
			return
		}
		s.chosen(s.people[at-1])
	}
	s.list.search.OnChanged = s.look
	s.list.search.OnSubmitted = func(string) {
		if len(s.people) > 0 && !s.searching {
			s.list.choose(1)
		}
	}
	s.list.show(under.button)
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
