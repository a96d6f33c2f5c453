package page

import (
	"maps"
	"slices"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

// ChangeKind is what a Change is about.
type ChangeKind int

// The kinds of change.
const (
	// TenantsChanged: the list, a status, an access, a count or a failure.
	TenantsChanged ChangeKind = iota
	// UsersChanged: rows of the users' table.
	UsersChanged
	// CardsChanged: something was done to User, so that Cards of their page are out of date.
	CardsChanged
	// ActivityChanged: the journal of changes has something new.
	ActivityChanged
	// ProgressChanged: a refresh began, went on or ended.
	ProgressChanged
	// ConnectionChanged: turned on, saved, signed in or out.
	ConnectionChanged
	// Throttled: Microsoft asked to wait for Tenant until Until.
	Throttled
	// OffboardingChanged: the offboarding JobID stands otherwise.
	OffboardingChanged
	// JobStarted, JobGoesOn and JobEnded: Text says what, JobID which, Failed whether something went wrong, Done of Total how
	// far it is.
	JobStarted
	JobGoesOn
	JobEnded
)

// Change is something that happened below the window.
type Change struct {
	Kind   ChangeKind
	Tenant m365.TenantID
	User   m365.UserKey
	Cards  []profile.Part
	Until  time.Time
	JobID  string
	Text   string
	Failed bool
	// Done of Total is how far a job is.
	Done, Total int
	// SignIn says that a job failed because nobody is signed in.
	SignIn bool
	// Soon: a person waits to see it, so it is not gathered with what a refresh finds.
	Soon bool
	// Details are what "Copy details" of a failed job copies; optional.
	Details string
}

// Changes are what happened since a page last looked.
type Changes struct {
	Tenants, Users, Activity, Progress, Connection bool
	// Waits: Microsoft asked to leave a tenant alone for a while.
	Waits bool
	// Cards are those of users' pages that are out of date; AllCards are all of them.
	Cards    map[m365.UserKey][]profile.Part
	AllCards bool
	// Clock: a minute has passed, and ages are told anew.
	Clock bool
}

// Everything is what a page that opens has not seen yet.
func Everything() Changes {
	return Changes{Tenants: true, Users: true, AllCards: true, Activity: true, Progress: true, Connection: true}
}

// Any says whether something happened.
func (c Changes) Any() bool {
	return c.Tenants || c.Users || c.Activity || c.Progress || c.Connection || c.Clock || c.AllCards || len(c.Cards) > 0
}

// With adds a change.
func (c Changes) With(change Change) Changes {
	switch change.Kind {
	case TenantsChanged:
		c.Tenants = true
	case UsersChanged:
		c.Users = true
	case CardsChanged:
		c.Cards = withCards(c.Cards, change)
	case ActivityChanged:
		c.Activity = true
	case ProgressChanged:
		c.Progress = true
	case Throttled:
		c.Progress, c.Waits = true, true
	case ConnectionChanged:
		c.Connection = true
	}
	return c
}

// withCards adds the cards of a change to those of its user, each once. The map is copied, because others may hold it.
func withCards(all map[m365.UserKey][]profile.Part, change Change) map[m365.UserKey][]profile.Part {
	if len(change.Cards) == 0 {
		return all
	}
	more := maps.Clone(all)
	if more == nil {
		more = make(map[m365.UserKey][]profile.Part)
	}
	parts := append(slices.Clone(more[change.User]), change.Cards...)
	slices.Sort(parts)
	more[change.User] = slices.Compact(parts)
	return more
}
