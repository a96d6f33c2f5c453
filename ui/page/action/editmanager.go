package action

import (
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
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
		e.a.PickPerson(e.work, e.subject.User.Key.Tenant, nobody, c.button, func(person m365.Person) {
			put(person.DisplayName, person.Key.ID)
			e.changed(i)
		})
	})
	return i
}
