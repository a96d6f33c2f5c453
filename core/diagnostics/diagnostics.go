// Package diagnostics tells how the program stands on a computer, for who helps: versions, settings, counts, times, errors by
// their kind and code, and what is left of the log. It holds nothing of a client: no names, addresses, ids or secrets. What
// may stand in it is named here; all else stays out.
package diagnostics

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Facts are what the bundle is made of.
type Facts struct {
	Made    time.Time
	Program []Fact
	// Settings are what a person chose among what is offered, by name.
	Settings []Fact
	Data     []Fact
	// Failures are the failures that tenants have now, each by its code.
	Failures []Failure
	// Crash is how an earlier run broke down, as core/crash reports it.
	Crash string
	// Log is the end of the log, JSON line by line.
	Log string
}

// Fact is a value with its name.
type Fact struct{ Name, Value string }

// Failure is what is told of a failure of a tenant.
type Failure struct {
	At            time.Time
	Code, Request string
	Offline       bool
	SignIn        bool
}

// Text is the bundle.
func Text(facts Facts) string {
	var text strings.Builder
	fmt.Fprintf(&text, "Tenantkeep diagnostics of %s\n", facts.Made.UTC().Format(time.RFC3339))
	text.WriteString("No names, addresses, tenants, users or secrets. A tenant or a user stands as a number.\n")
	for _, part := range []struct {
		title string
		facts []Fact
	}{{"Program", facts.Program}, {"Settings", facts.Settings}, {"Data", facts.Data}} {
		fmt.Fprintf(&text, "\n%s\n", part.title)
		for _, fact := range part.facts {
			fmt.Fprintf(&text, "  %s: %s\n", fact.Name, Plain(fact.Value))
		}
	}
	text.WriteString("\nTenants that could not be refreshed\n")
	writeLines(&text, failureLines(facts.Failures))
	text.WriteString("\nLast break down\n")
	writeLines(&text, strings.FieldsFunc(facts.Crash, func(r rune) bool { return r == '\n' }))
	text.WriteString("\nLog\n")
	writeLines(&text, logLines(facts.Log))
	return text.String()
}

func writeLines(text *strings.Builder, lines []string) {
	if len(lines) == 0 {
		lines = []string{"none"}
	}
	for _, line := range lines {
		text.WriteString("  " + line + "\n")
	}
}

// plain is how a value looks that is none of a client: a number, a version, a word of the program.
var plain = regexp.MustCompile(`^[A-Za-z0-9 ._+/:(),-]{0,80}$`)

// Plain is a value that can be told; of any other only that there is one.
func Plain(value string) string {
	switch {
	case value == "":
		return "-"
	case !plain.MatchString(value) || guid.MatchString(value):
		return "(not told)"
	}
	return value
}

func failureLines(failures []Failure) []string {
	slices.SortFunc(failures, func(a, b Failure) int { return b.At.Compare(a.At) })
	lines := make([]string, len(failures))
	for i, failure := range failures {
		lines[i] = strings.Join(slices.DeleteFunc([]string{
			failure.At.UTC().Format(time.RFC3339), errorCode(failure.Code), labelled("request ", requestID(failure.Request)),
			wordIf(failure.Offline, "offline"), wordIf(failure.SignIn, "sign-in wanted"),
		}, func(part string) bool { return part == "" }), " ")
	}
	return lines
}

func wordIf(so bool, word string) string {
	if so {
		return word
	}
	return ""
}

func labelled(label, value string) string {
	if value == "" {
		return ""
	}
	return label + value
}
