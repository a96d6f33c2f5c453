package m365

import (
	"cmp"
	"time"
)

// Failure is an error as a person reads it, and as it is kept between runs.
type Failure struct {
	// What happened, and to which tenant: one plain sentence without codes.
	What string
	// Because is the reason alone, in few words and without the tenant; empty where What begins with it.
	Because string `json:",omitempty"`
	// Do is the next step for the technician; empty when there is none.
	Do string
	// Code is Microsoft's: AADSTS65001, Authorization_RequestDenied.
	Code string
	// RequestID is Microsoft's request or correlation id, for a support case.
	RequestID string
	// At is when it happened.
	At time.Time
	// SignIn says that a new sign-in is the way out.
	SignIn bool `json:",omitempty"`
	// Offline says that no connection to Microsoft came about, as without a network.
	Offline bool `json:",omitempty"`
	// Technical is the whole error for "Copy details". It never holds a token.
	Technical string
}

// Lack is something that could not be read, and why.
type Lack struct {
	// Of is what a person misses: a column, a card, a name.
	Of string
	// Part: it is more than a name that is missing.
	Part bool `json:",omitempty"`
	Failure
}

// Reason is what comes first where there is little room: why, without the tenant's name.
func (f Failure) Reason() string { return cmp.Or(f.Because, f.What) }

// Sentence joins what happened and what to do.
func (f Failure) Sentence() string {
	if f.Do == "" {
		return f.What
	}
	return f.What + " " + f.Do
}

// Details is the text that "Copy details" puts on the clipboard: the sentences, then code, request id, time (UTC) and the
// technical error, a line each.
func (f Failure) Details() string {
	text := f.Sentence()
	for _, line := range []struct{ label, value string }{
		{"Code", f.Code},
		{"Request id", f.RequestID},
		{"Error", f.Technical},
	} {
		if line.value != "" {
			text += "\n" + line.label + ": " + line.value
		}
	}
	if !f.At.IsZero() {
		text += "\nTime: " + f.At.UTC().Format(time.RFC3339)
	}
	return text
}
