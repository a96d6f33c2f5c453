package user

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func signInsKind() kind {
	return kind{
		part: profile.SignIns, title: "Sign-in Logs", noun: "sign-ins", what: "the sign-in logs", role: "Reports Reader",
		empty: "Microsoft lists no sign-ins of this user. It keeps them for 30 days at most.",
		columns: []table.Column{
			{ID: "date", Title: "Sign In Date", ShortTitle: "Date", Kind: table.Time, Width: 128, Least: 128, Fixed: true},
			{
				ID: "status", Title: "Sign In Status", ShortTitle: "Status", Kind: table.State, Width: 112,
				Choices: []string{string(m365.SignInFailure), string(m365.SignInInterrupted), string(m365.SignInSuccess)},
			},
			{
				ID: "compliant", Title: "Device Compliant", ShortTitle: "Compliant", Kind: table.State, Width: 124,
				Choices: compliances,
			},
			{ID: "device", Title: "Device", Width: 130, Breaks: true},
			{ID: "ip", Title: "IP Address", Width: 132, Least: 124, Breaks: true},
			{
				ID: "requirement", Title: "Authentication Requirement", ShortTitle: "Requirement", Kind: table.Choice, Width: 146, Least: 146,
			},
			{ID: "location", Title: "Location", Width: 150, Breaks: true},
			{ID: "resource", Title: "Resource", Width: 160, Breaks: true},
			{ID: "policy", Title: "Conditional Access Policy", ShortTitle: "Access Policy", Width: 180, Breaks: true},
			{ID: "app", Title: "Application", Width: 170, Breaks: true, Hidden: true},
			{ID: "reason", Title: "Failure Reason", Width: 320, Breaks: true, Hidden: true},
			{ID: "code", Title: "Error Code", Width: 100, Hidden: true},
		},
		sort: []table.SortKey{{Column: "date", Descending: true}},
		rows: func(s *section) []table.Row { return rowsOf(s.card.SignIns, signInRow) },
		actions: []rowAction{{
			label: "Copy Failure Reason",
			off: func(s *section, key string) string {
				if reasonOf(s.signIn(key)) == "" {
					return "It succeeded, or Microsoft gives no reason"
				}
				return ""
			},
			do: func(s *section, key string) { s.page.o.Host.Copy(reasonOf(s.signIn(key))) },
		}},
	}
}

func (s *section) signIn(id string) m365.SignIn {
	if i := slices.IndexFunc(s.card.SignIns, func(one m365.SignIn) bool { return one.ID == id }); i >= 0 {
		return s.card.SignIns[i]
	}
	return m365.SignIn{}
}

func signInRow(one m365.SignIn) table.Row {
	return table.Row{Key: one.ID, Cells: []table.Cell{
		{Time: one.At},
		{Text: string(one.Outcome), Tone: outcomeTone(one.Outcome), Tip: reasonOf(one)},
		complianceCell(one.Compliance),
		{Text: one.Device},
		{Text: one.IP},
		{Text: one.Requirement},
		{Text: one.Location},
		{Text: one.Resource},
		policyCell(one),
		{Text: one.App},
		{Text: one.Reason},
		codeCell(one.Code),
	}}
}

func outcomeTone(outcome m365.SignInOutcome) table.Tone {
	switch outcome {
	case m365.SignInSuccess:
		return table.Good
	case m365.SignInInterrupted:
		return table.Caution
	case m365.SignInFailure:
		return table.Danger
	}
	return table.Neutral
}

// reasonOf says why a sign-in did not succeed, with Microsoft's code on a line of its own.
func reasonOf(one m365.SignIn) string {
	switch {
	case one.Code == 0:
		return ""
	case one.Reason == "":
		return "Microsoft gives no reason.\nCode " + strconv.Itoa(one.Code)
	}
	return one.Reason + "\nCode " + strconv.Itoa(one.Code)
}

func codeCell(code int) table.Cell {
	if code == 0 {
		return table.Cell{}
	}
	return table.Cell{Text: strconv.Itoa(code)}
}

func policyCell(one m365.SignIn) table.Cell {
	switch {
	case len(one.Policies) > 0:
		return table.Cell{Text: strings.Join(one.Policies, ", ")}
	case one.PoliciesHidden:
		return table.Cell{Text: "Not shown", Muted: true, Tip: "Policies applied, but your GDAP roles do not let you see them. Security Reader is enough."}
	}
	return table.Cell{Text: "N/A", Muted: true}
}
