package action

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// manyOptions are what is asked of the person before many users are checked.
type manyOptions interface {
	// begin makes what is asked, for the users that are meant.
	begin(m *many)
	content() fyne.CanvasObject
	// focus gets the keyboard first; nil is the form.
	focus() fyne.Focusable
	// lacks says what is still to be chosen; empty where the users can be checked.
	lacks() string
	// want is what is wanted for one user. An error says why nothing can be.
	want(user change.Target) (change.Intent, error)
}

// optionsOf are what an operation asks; nil where it asks nothing.
func (a *Actions) optionsOf(operation change.Operation) manyOptions {
	switch operation.Action {
	case change.ResetPassword:
		return &manyPassword{}
	case change.EditUser:
		return &manyFields{}
	case change.ManageLicenses:
		return &manyChoose{kind: a.licensesOfMany()}
	case change.ManageGroups:
		return &manyChoose{kind: a.groupsOfMany()}
	}
	return nil
}

// choosing shows the options, or comes back to them as they were left. What was checked for others is dropped.
func (m *many) choosing() {
	if m.run != nil {
		m.run.Stop()
	}
	m.run, m.users, m.counts, m.active = nil, nil, bulk.Counts{}, false
	m.draw()
	check := widget.NewButton(widget.Primary, "Check "+table.Counted(m.total(), "user", "users"), "", m.checkChosen)
	m.chosen = func() {
		if lacks := m.options.lacks(); lacks != "" {
			check.DisableBecause(lacks)
		} else {
			check.Enable()
		}
		m.form.refresh()
	}
	body := page.Column(page.Gap, widget.NewMutedParagraph("For each of them: "+lowered(m.operation.What), m.textWidth()))
	if text := hiddenText(m.hidden); text != "" {
		body.Add(widget.NewBanner(table.Caution, text))
	}
	body.Add(page.Inset(0, page.Apart, 0, 0, m.options.content()))
	m.form.show(view{
		head: m.head, width: m.width(), body: body, keeps: m.options.content(), enter: check, focus: m.options.focus(),
		left:    widget.NewMuted("Nothing is sent before you have seen what."),
		buttons: []*widget.Button{m.closeButton("Cancel"), check},
	})
	m.chosen()
}

// checkChosen checks the users for what was chosen.
func (m *many) checkChosen() {
	tasks := make([]bulk.Task, len(m.tasks))
	for i, task := range m.tasks {
		tasks[i] = task
		tasks[i].Intent, tasks[i].Err = m.options.want(task.Target)
	}
	m.begins(tasks)
}
