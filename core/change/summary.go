package change

import (
	"fmt"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// Summary is a change as a text for a ticket. It never holds a secret. A name makes no line of its own and turns nothing
// around.
func Summary(entry Entry, times table.Printer) string {
	var text strings.Builder
	line := func(label, value string) {
		if value != "" {
			fmt.Fprintf(&text, "%s: %s\n", label, oneLine(value))
		}
	}
	fmt.Fprintf(&text, "%s (%s)\n", entry.Title, entry.State.Label())
	line("Tenant", entry.Target.Tenant)
	line("User", fmt.Sprintf("%s, %s", entry.Target.Name, entry.Target.Username))
	line("By", entry.Who)
	line("Time", times.Stamp(entry.At))
	for _, step := range entry.Steps {
		fmt.Fprintf(&text, "- %s: %s\n", oneLine(step.Text), oneLine(inLine(step)))
	}
	line("Change", entry.ID)
	line("Undoes", entry.Undoes)
	line("Undone by", entry.UndoneBy)
	return strings.TrimRight(text.String(), "\n")
}

// oneLine is a text as it is seen, in one line.
func oneLine(text string) string { return strings.Join(strings.Fields(table.Seen(text)), " ") }

// inLine is how a step went: state, values, note, reason, Microsoft's name of the request.
func inLine(step EntryStep) string {
	text := strings.ToLower(step.State.Label())
	if step.Write.Before != "" || step.Write.After != "" {
		text += fmt.Sprintf(" (%s to %s)", orNone(step.Write.Before), orNone(step.Write.After))
	}
	if step.Note != "" {
		text += ". " + strings.TrimSuffix(step.Note, ".")
	}
	if step.Failure != nil {
		text += ". " + strings.TrimSuffix(step.Failure.What, ".")
	}
	if step.RequestID != "" {
		text += " [request " + step.RequestID + "]"
	}
	return text
}

func orNone(value string) string {
	if value == "" {
		return "none"
	}
	return value
}

// Label is a state in the words of the window.
func (s State) Label() string {
	//exhaustive:enforce
	switch s {
	case Waiting:
		return "Waiting"
	case Running:
		return "Running"
	case Done:
		return "Done"
	case Failed:
		return "Failed"
	case Unknown:
		return "Not certain"
	case Skipped:
		return "Skipped"
	}
	return string(s)
}
