package offboard_test

import (
	"maps"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/offboard"
)

// dies is what a power cut leaves: what the journal and the store hold at the moment. What the program does after is lost.
func (e *estate) dies() {
	e.journal.mu.Lock()
	changes := maps.Clone(e.journal.latest)
	e.journal.mu.Unlock()
	e.kept.mu.Lock()
	runs := maps.Clone(e.kept.runs)
	e.kept.mu.Unlock()
	e.left = func() {
		e.journal.latest, e.kept.runs = changes, runs
	}
	e.end()
}

// revive starts the program on what its death left.
func (e *estate) revive() {
	e.left()
	e.begin()
}

// requireOnce demands that each request of a plan was sent, and once where it reached Microsoft. A revocation and a password
// that nobody sees may be sent again: Microsoft does not show whether they were done.
func (e *estate) requireOnce(plan offboard.Plan, reached bool) {
	e.t.Helper()
	sent := make(map[string]int)
	for _, write := range e.microsoft.sent() {
		sent[write]++
	}
	most := 2
	if reached {
		most = 1
	}
	for _, request := range plan.Requests() {
		name := request.Method + " " + request.Path
		require.Positive(e.t, sent[name], name)
		if !sentAgain(name) {
			require.LessOrEqual(e.t, sent[name], most, name)
		}
	}
}

// sentAgain says of a write that Microsoft does not show whether it was done.
func sentAgain(write string) bool {
	return strings.HasSuffix(write, "/revokeSignInSessions") || strings.HasPrefix(write, "PATCH /users/")
}
