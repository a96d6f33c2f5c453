package action

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// secrets is how many passwords wait to be shown.
func (m *many) secrets() int {
	count := 0
	for _, user := range m.users {
		if !user.Secret().Empty() {
			count++
		}
	}
	return count
}

// unseen says what would go with the window before anybody has seen it; empty where nothing would.
func (m *many) unseen() string {
	switch count := m.secrets(); {
	case m.active && m.operation.Secretive():
		return "New passwords are being made right now: " + m.title() + "."
	case count > 0 && !m.seen:
		return table.Counted(count, "new password was", "new passwords were") + " neither shown nor saved yet: " + m.title() + "."
	}
	return ""
}

// showSecrets gives the passwords. They are gone when the form closes.
func (m *many) showSecrets() {
	m.seen = true
	told := widget.NewMutedParagraph(m.secretsText(), m.textWidth())
	rows := newLines()
	rows.set(m.secretLines(func(text string) {
		told.SetText(text)
		m.form.refresh()
	}))
	above := page.Column(page.Gap, told)
	if m.counts.Unknown > 0 {
		above.Add(widget.NewBanner(table.Caution, "Of "+table.Counted(m.counts.Unknown, "user", "users")+
			" it is not known whether the password was set. Try it. Where it does not work, reset it again."))
	}
	room := func() fyne.Size {
		rest := m.a.o.Host.Canvas().Size().Height - formFrame - above.MinSize().Height - m.head.MinSize().Height - 2*page.Gap
		return fyne.NewSize(0, max(manyLeast, rest))
	}
	m.form.show(view{
		head: m.head, width: m.width(), left: widget.NewLink("Back", m.running),
		body: page.Column(page.Gap, above, widget.Sized(room, rows.content)),
		buttons: []*widget.Button{
			widget.NewButton(widget.Secondary, "Save to a file", "", func() { m.saveSecrets(told) }), m.closeButton("Close"),
		},
	})
}

func (m *many) secretsText() string {
	return "The passwords are shown only here, and gone when this closes. What you copy is taken off the clipboard after " +
		secondsOf(m.a.o.ClearAfter) + ", if it is still there."
}

// secretLines are the passwords with whose they are; each is copied by itself.
func (m *many) secretLines(say func(text string)) []line {
	var rows []line
	for _, user := range m.users {
		secret := user.Secret()
		if secret.Empty() {
			continue
		}
		row := line{name: secret.Reveal(), mono: true, note: Whom(user.Target), icon: icons.Copy, act: "Copy the password of " + person(user.Target)}
		if user.State == bulk.Unknown {
			row.pill, row.tone = string(bulk.Unknown), table.Caution
		}
		row.do = func() { say(m.copySecret(secret, person(user.Target))) }
		rows = append(rows, row)
	}
	return rows
}

func (m *many) copySecret(secret m365.Secret, whose string) string {
	if err := m.a.copier.copy(secret); err != nil {
		return "It could not be copied: " + err.Error() + ". Press the button again, or write it down."
	}
	return "The password of " + whose + " is copied. " + m.secretsText()
}

// saveSecrets writes the passwords to a file that the person chooses, after a warning.
func (m *many) saveSecrets(told *widget.Paragraph) {
	columns := []table.Column{
		{ID: columnName, Title: "Display Name"},
		{ID: columnUsername, Title: "Username"},
		{ID: columnTenant, Title: "Tenant Name"},
		{ID: columnState, Title: "State"},
		{ID: "password", Title: "Password"},
	}
	var rows []table.Row
	for _, user := range m.users {
		if secret := user.Secret(); !secret.Empty() {
			rows = append(rows, table.Row{Key: user.Key(), Cells: []table.Cell{
				{Text: person(user.Target)},
				{Text: user.Target.Username},
				{Text: tenantName(user.Target)},
				{Text: string(user.State)},
				{Text: secret.Reveal()},
			}})
		}
	}
	m.a.o.Host.Export(page.Export{
		What: "passwords", File: "new-passwords", Source: table.NewSlice(columns, rows), Columns: columns, Rows: len(rows),
		Query:   table.Query{Sort: []table.SortKey{{Column: columnTenant}, {Column: columnName}}},
		Format:  m.a.o.Host.Printer().Export,
		Warning: "Whoever opens the file can sign in as these users. Keep it where nobody else reads it, and delete it once the passwords are handed over.",
		Saved: func() {
			told.SetText("The passwords are saved to the file. " + m.secretsText())
			m.form.refresh()
		},
	})
}

// offer lets a message lead to passwords that nobody has seen. Closed by its X, they are given up.
func (m *many) offer(toast *page.Toast) {
	toast.Waits = secretWaits
	toast.Actions = []page.Action{{Label: "Show passwords", Do: m.show}}
	forget := func() {
		if !m.seen {
			m.run.Forget()
			m.redraw()
		}
	}
	expires := m.a.o.After(secretWaits, func() { m.a.o.Work.Run(forget) })
	toast.Dismissed = func() {
		expires()
		forget()
	}
}
