package release

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Kind is what sort of failure an Error is.
type Kind string

// The kinds of failure.
const (
	// Unreachable: no answer, or not the whole of it.
	Unreachable Kind = "unreachable"
	// Limited: GitHub had too many questions from this network.
	Limited Kind = "limited"
	// Unpublished: there is no release yet.
	Unpublished Kind = "unpublished"
	// Redirected: the answer led to another host. It was not followed.
	Redirected Kind = "redirected"
	// Refused: GitHub, or what stands in between, answered with an error.
	Refused Kind = "refused"
	// Malformed: the answer is not that of GitHub about a release.
	Malformed Kind = "malformed"
)

// Error is a question about the newest release that got no answer.
type Error struct {
	Kind Kind
	// Status is the HTTP status; 0 where it does not matter or there was no answer.
	Status int
	// Err is the cause; nil where the status says all.
	Err error
}

// Error is the technical text. It quotes nothing of the answer.
func (e *Error) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "ask for the newest release: %s", e.Kind)
	if e.Status != 0 {
		fmt.Fprintf(&text, ", status %d", e.Status)
	}
	if e.Err != nil {
		fmt.Fprintf(&text, ": %v", e.Err)
	}
	return text.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// As returns the Error in err, nil where there is none.
func As(err error) *Error {
	var found *Error
	if errors.As(err, &found) {
		return found
	}
	return nil
}

// Explain says in plain words what happened and what to do.
func Explain(err error) m365.Failure {
	failure := m365.Failure{Technical: err.Error()}
	kind := Unreachable
	if failed := As(err); failed != nil {
		kind = failed.Kind
	}
	failure.What, failure.Do = kind.words()
	return failure
}

func (k Kind) words() (what, do string) {
	switch k {
	case Limited:
		return "GitHub takes no more questions from this network for now.", "Try again later."
	case Unpublished:
		return "No release of Tenantkeep is published yet.", ""
	case Redirected:
		return "The answer about the newest release led away from GitHub, and was not followed.",
			"Check whether a proxy or a sign-in page of your network stands in between, then try again."
	case Refused:
		return "GitHub did not tell the newest release.", "Try again later, or look at " + releasesPage + "."
	case Malformed:
		return "What came back is not GitHub's answer about the newest release.",
			"Check whether a proxy or a sign-in page of your network answers in its place, then try again."
	}
	return "GitHub could not be asked for the newest release.", "Check the network connection and the proxy, then try again."
}
