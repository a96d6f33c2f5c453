package bulk

import (
	"fmt"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// Summary is a run as a text for a ticket: the roll-up, then each user, those first who are not done. It never holds a secret.
func (r *Run) Summary(times table.Printer) string {
	users, began := r.Users(), r.Began()
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s\n", change.Of(r.Action()).Title, RollUp(Count(users)))
	if !began.IsZero() {
		fmt.Fprintf(&text, "Time: %s\n", times.Stamp(began))
	}
	for _, state := range []State{Failed, Unknown, Running, Waiting, Checking, LeftOut, Done} {
		for _, user := range users {
			if user.State == state {
				text.WriteString(inLine(user) + "\n")
			}
		}
	}
	return strings.TrimRight(text.String(), "\n")
}

// RollUp says in few words how it stands: "3 of 40 failed, 37 done".
func RollUp(counts Counts) string {
	of := " of " + table.Thousands(int64(counts.Meant()))
	var parts []string
	for _, part := range []struct {
		count int
		word  string
	}{
		{counts.Failed, " failed"},
		{counts.Unknown, " not certain"},
		{counts.Done, " done"},
		{counts.Running, " running"},
		{counts.Waiting, " not begun"},
		{counts.LeftOut, " left out"},
	} {
		if part.count > 0 {
			parts = append(parts, table.Thousands(int64(part.count))+of+part.word)
			of = ""
		}
	}
	return strings.Join(parts, ", ")
}

// inLine is a user with how it went, and the change that the journal has.
func inLine(user User) string {
	target := user.Target
	text := fmt.Sprintf("- %s: %s (%s) in %s", user.State, target.Name, target.Username, target.Tenant)
	if why := strings.TrimSuffix(user.Why(), "."); why != "" {
		text += ". " + why
	}
	if !user.Ended.IsZero() {
		text += " [change " + user.Plan.ID + "]"
	}
	return text
}

// Why is the reason for the state, or what is to be said beside it.
func (u User) Why() string {
	switch {
	case u.Failure == nil:
		return u.Note
	case u.Note == "":
		return u.Failure.Sentence()
	}
	return u.Failure.Sentence() + " " + u.Note
}
