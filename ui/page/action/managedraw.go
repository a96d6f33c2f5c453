package action

import (
	"strings"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// draw shows both lists, the summary, and whether there is something to apply.
func (m *manager) draw() {
	m.drawHeld()
	m.drawOffered()
	m.drawSummary()
	switch {
	case len(m.adding)+len(m.removing) == 0:
		m.apply.DisableBecause(nothingYet)
	case m.needsPlace():
		m.apply.DisableBecause("Choose the usage location first")
	default:
		m.apply.Enable()
	}
}

// needsPlace says that Microsoft would refuse a license for want of a usage location.
func (m *manager) needsPlace() bool {
	return m.place != nil && m.place.code == "" && len(m.adding) > 0
}

func (m *manager) drawHeld() {
	if !m.heldKnown {
		return
	}
	shown := make([]line, 0, len(m.held)+len(m.lined))
	for _, held := range m.held {
		shown = append(shown, m.heldLine(held))
	}
	// What comes stands last: what is there keeps its place under the pointer.
	for _, write := range m.lined {
		shown = append(shown, m.addedLine(write))
	}
	if len(shown) == 0 {
		m.left.say(centred("The user has no " + m.kind.noun + "."))
		return
	}
	m.left.set(shown)
}

// addedLine is what comes, or what was taken back.
func (m *manager) addedLine(write change.Write) line {
	if !has(m.adding, write) {
		return line{
			name: write.Name, muted: true, icon: icons.Plus, act: "Add " + write.Name + " again",
			do: func() { m.take(&m.adding, write) },
		}
	}
	return line{
		name: write.Name, pill: "Adding", tone: table.Good, icon: icons.Close, act: "Do not add " + write.Name,
		do: func() { m.forget(&m.adding, write) },
	}
}

func (m *manager) heldLine(held choice) line {
	row := line{name: held.name, note: held.note}
	switch {
	case held.fixed != "":
		row.note, row.muted = held.fixed, true
	case has(m.removing, held.write):
		row.pill, row.tone, row.icon, row.act = "Removing", table.Danger, icons.Close, "Keep "+held.name
		row.do = func() { m.forget(&m.removing, held.write) }
	default:
		row.icon, row.act = icons.Trash, "Remove "+held.name
		row.do = func() { m.take(&m.removing, held.write) }
	}
	return row
}

func (m *manager) drawOffered() {
	if !m.found {
		return
	}
	var shown []line
	for _, offered := range m.offered {
		if m.kind.all != nil && !matches(offered.name, m.text) {
			continue
		}
		shown = append(shown, m.offeredLine(offered))
	}
	if len(shown) == 0 {
		m.right.say(widget.NewEmptyState("No "+m.kind.noun+" match.", widget.Action{}))
		return
	}
	m.right.set(shown)
}

func (m *manager) offeredLine(offered choice) line {
	row := line{name: offered.name, note: offered.note, icon: icons.Plus, act: "Add " + offered.name}
	row.do = func() { m.take(&m.adding, offered.write) }
	why := offered.fixed
	if taken := m.taken(offered.thing); taken != "" {
		why = taken
	}
	if has(m.adding, offered.write) {
		why = "It will be added"
	}
	if why != "" {
		row.note, row.muted, row.act = why, true, ""
	}
	return row
}

// taken says why something cannot be added that the user has already.
func (m *manager) taken(thing string) string {
	for _, held := range m.held {
		if held.thing == thing && held.taken != "" {
			return held.taken
		}
	}
	return ""
}

func (m *manager) drawSummary() {
	m.added.SetText(summary("Add", m.adding))
	m.removed.SetText(summary("Remove", m.removing))
	if len(m.adding)+len(m.removing) == 0 {
		m.added.SetText(nothingYet + ".")
	}
}

func summary(verb string, writes []change.Write) string {
	if len(writes) == 0 {
		return " "
	}
	names := make([]string, len(writes))
	for i, write := range writes {
		names[i] = write.Name
	}
	return verb + " " + table.Thousands(int64(len(writes))) + ": " + strings.Join(names, ", ")
}
