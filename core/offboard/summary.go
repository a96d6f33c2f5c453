package offboard

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// Summary is a run as a text for a ticket, in Markdown, with times as the printer tells them: the evidence of what was done,
// what failed and what was left, with Microsoft's time and name of each request. It never holds a secret.
func (r Run) Summary(times table.Printer) string {
	var text strings.Builder
	line := func(label, value string) {
		if value != "" {
			fmt.Fprintf(&text, "- %s: %s\n", label, plain(value))
		}
	}
	fmt.Fprintf(&text, "# Offboard %s\n\n", plain(r.Target.Name))
	line("User", r.Target.Name+", "+r.Target.Username+", "+r.Target.Key.ID)
	line("Tenant", r.Target.Tenant+", "+string(r.Target.Key.Tenant))
	line("By", r.Who)
	line("Began", times.Stamp(r.Began))
	if !r.Ended.IsZero() {
		line("Ended", times.Stamp(r.Ended))
	}
	line("Outcome", r.RollUp())
	text.WriteString("\n")
	for i, step := range r.Steps {
		fmt.Fprintf(&text, "%d. %s: %s\n", i+1, plain(step.Title), step.inLine(times))
		for _, part := range step.Parts {
			fmt.Fprintf(&text, "   - %s: %s\n", plain(part.Text), part.inLine(times))
		}
	}
	return strings.TrimRight(text.String(), "\n")
}

func (s Step) inLine(times table.Printer) string {
	said := []string{string(s.State)}
	add := func(text string) {
		if text = strings.TrimSuffix(plain(text), "."); text != "" {
			said = append(said, text)
		}
	}
	add(s.Note)
	if s.Note == "" && !s.Over() {
		add(s.About)
	}
	if s.Failure != nil {
		add(s.Failure.What)
	}
	if s.By != "" {
		add("By " + s.By)
	}
	if s.Over() && !s.Ended.IsZero() {
		add(times.Stamp(s.Ended))
	}
	if s.Change != "" {
		add("Change " + s.Change)
	}
	return strings.Join(said, ". ")
}

func (p Part) inLine(times table.Printer) string {
	said := []string{p.State.Label()}
	if p.Note != "" && p.Why == "" {
		said = append(said, strings.TrimSuffix(plain(p.Note), "."))
	}
	if p.Why != "" {
		said = append(said, strings.TrimSuffix(plain(p.Why), "."))
	}
	if p.RequestID != "" {
		of := "request " + p.RequestID
		if !p.At.IsZero() {
			of += ", answered " + times.Stamp(p.At)
		}
		said = append(said, of)
	}
	return strings.Join(said, ". ")
}

// plain is a text in one line, as it is seen, which Markdown draws as it is.
func plain(text string) string {
	var safe strings.Builder
	for _, sign := range seen(text) {
		if strings.ContainsRune("\\`*_[]<>#|", sign) {
			safe.WriteByte('\\')
		}
		safe.WriteRune(sign)
	}
	return safe.String()
}

// seen is a text as it is seen, in one line.
func seen(text string) string {
	text = strings.Map(func(sign rune) rune {
		if unicode.IsControl(sign) {
			return ' '
		}
		return sign
	}, table.Seen(text))
	return strings.Join(strings.Fields(text), " ")
}

// Title names a run in a line.
func (r Run) Title() string { return "Offboard " + name(r.Target) }

func name(target change.Target) string {
	if shown := strings.TrimSpace(target.Name); shown != "" {
		return shown
	}
	return target.Username
}

// RollUp says in few words how the run stands.
func (r Run) RollUp() string {
	text := fmt.Sprintf("%d of %s done", r.Done(), table.Counted(len(r.Steps), "step", "steps"))
	for _, part := range []struct {
		count int
		words string
	}{{r.count(LeftOut), "left out"}, {r.Troubled(), "failed"}, {r.ByHand(), "to do by hand"}} {
		if part.count > 0 {
			text += fmt.Sprintf(", %d %s", part.count, part.words)
		}
	}
	return text
}
