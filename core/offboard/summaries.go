package offboard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// RollUpOf says in few words how the users of runs stand: "3 of 40 failed, 30 done, 7 with steps by hand".
func RollUpOf(runs []Run) string {
	counts := Count(runs)
	of := " of " + table.Thousands(int64(len(runs)))
	var parts []string
	for _, part := range []struct {
		standing Standing
		words    string
	}{
		{Attention, " failed"},
		{Stopped, " stopped"},
		{Ended, " done"},
		{UnderWay, " running"},
		{Queued, " waiting"},
		{Held, " paused"},
		{ForPerson, " with steps by hand"},
	} {
		if count := counts[part.standing]; count > 0 {
			parts = append(parts, table.Thousands(int64(count))+of+part.words)
			of = ""
		}
	}
	return strings.Join(parts, ", ")
}

// SummaryOf is the evidence of runs that were begun at once as one text in Markdown: how the users stand, then each run whole.
func SummaryOf(runs []Run, times table.Printer) string {
	var text strings.Builder
	fmt.Fprintf(&text, "# %s\n\n", TitleOf(runs))
	if len(runs) > 0 {
		fmt.Fprintf(&text, "- Tenants: %s\n- By: %s\n- Began: %s\n", plain(strings.Join(tenantsOf(runs), ", ")), plain(runs[0].Who), times.Stamp(runs[0].Began))
	}
	fmt.Fprintf(&text, "- Users: %s\n\n", RollUpOf(runs))
	for _, run := range runs {
		fmt.Fprintf(&text, "- %s: %s (%s) in %s: %s\n", run.Standing(), plain(run.Target.Name), plain(run.Target.Username), plain(run.Target.Tenant), run.RollUp())
	}
	for _, run := range runs {
		text.WriteString("\n#" + run.Summary(times) + "\n")
	}
	return strings.TrimRight(text.String(), "\n")
}

// TitleOf names runs that were begun at once in a line.
func TitleOf(runs []Run) string { return "Offboard " + table.Counted(len(runs), "user", "users") }

func tenantsOf(runs []Run) (names []string) {
	known := make(map[m365.TenantID]bool)
	for _, run := range runs {
		if id := run.Target.Key.Tenant; !known[id] {
			known[id] = true
			names = append(names, run.Target.Tenant)
		}
	}
	return names
}

// Checklist is a step that waits to be done by hand, with the runs of which it does.
type Checklist struct {
	Kind  Kind
	Title string
	Runs  []Run
}

// Checklists are what is to be done by hand in runs, step by step.
func Checklists(runs []Run) (lists []Checklist) {
	for _, one := range choosable {
		list := Checklist{Kind: one.Kind, Title: one.Title}
		for _, run := range runs {
			if step := run.Of(one.Kind); step != nil && step.State == ByHand {
				list.Runs = append(list.Runs, run)
			}
		}
		if len(list.Runs) > 0 {
			lists = append(lists, list)
		}
	}
	return lists
}

// leave ends what PowerShell is signed in to.
const leave = "Disconnect-ExchangeOnline -Confirm:$false"

// PowerShell is all that waits to be done by hand in Exchange, as one block to paste: a tenant after the other, each signed in to
// once. Whatever was signed in to before is left first, so that where a sign-in fails no line reaches another tenant.
func PowerShell(runs []Run) string {
	connections, lines := byConnection(runs)
	var block []string
	for _, connect := range connections {
		block = append(block, leave, connect)
		block = append(block, lines[connect]...)
	}
	if len(block) > 0 {
		block = append(block, leave)
	}
	return strings.Join(block, "\n")
}

// byConnection are the lines of each tenant, the tenants in the order in which they come first.
func byConnection(runs []Run) (connections []string, lines map[string][]string) {
	lines = make(map[string][]string)
	for _, run := range runs {
		told := false
		for _, step := range run.Steps {
			if step.State != ByHand || step.Connect == "" {
				continue
			}
			if !slices.Contains(connections, step.Connect) {
				connections = append(connections, step.Connect)
			}
			if !told {
				told = true
				lines[step.Connect] = append(lines[step.Connect], "# "+seen(name(run.Target)+" ("+run.Target.Username+") in "+run.Target.Tenant))
			}
			lines[step.Connect] = append(lines[step.Connect], step.Line)
		}
	}
	return connections, lines
}

// Texts are the texts that wait to be sent, one after the other.
func Texts(runs []Run) string {
	var texts []string
	for _, run := range runs {
		for _, step := range run.Steps {
			if step.State == ByHand && step.Text != "" {
				texts = append(texts, step.Text)
			}
		}
	}
	return strings.Join(texts, "\n\n---\n\n")
}
