package change

import (
	"context"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func init() {
	offer(Operation{
		Action: RevokeSessions, Place: 140, Title: "Revoke All User Sessions", Verb: "Revoke sessions", Danger: true,
		many:    "Revoke sessions of %s",
		What:    "The user has to sign in again on every device.",
		lasting: "Revoked sessions cannot be given back.", instead: "The user signs in again.",
		// https://learn.microsoft.com/graph/api/user-revokesigninsessions: Microsoft answers that it is done, and does nothing.
		home: homeOnly{
			external, "Microsoft revokes the sessions of an external user only in their own organization",
			"The user's own organization can revoke them, in its own tenant. A block of the sign-in keeps the user out of this one.",
		},
		kinds: []WriteKind{EndSessions}, asks: just(Write{Kind: EndSessions}),
	}, map[WriteKind]effect{EndSessions: sessionsEffect{}})
}

// sessionsEffect ends every session.
type sessionsEffect struct{}

func (sessionsEffect) need(Write) need {
	return need{tier: access.HelpDesk, role: "Helpdesk Administrator", guarded: true}
}

func (sessionsEffect) doing(user string, _ Write) string { return "revoke the sessions of " + user }

func (sessionsEffect) plan(_ context.Context, d *draft, write Write) error {
	// https://learn.microsoft.com/graph/api/user-revokesigninsessions and entra/identity-platform/configurable-token-lifetimes.
	d.note("Access that was given out lives on for 60 to 90 minutes; after that the user signs in again everywhere.")
	d.step(write, "Revoke all sessions", call.RevokeSessions(d.id()))
	return nil
}

// tells nothing: Microsoft shows no sessions.
func (sessionsEffect) tells(*snapshot, Write) (verdict, error) { return never, nil }

func (sessionsEffect) late() bool { return false }

func (sessionsEffect) already(error) bool { return false }

func (sessionsEffect) because(*call.Error) (because, do string) { return "", "" }

func (sessionsEffect) lost() lost {
	return lost{undone: usually.undone, uncertain: "Retry: revoking twice does no harm."}
}

func (sessionsEffect) parts() []profile.Part { return []profile.Part{profile.Details} }

func (sessionsEffect) shows(Write, time.Time) shown { return shown{} }

func (sessionsEffect) inverse() WriteKind { return "" }
