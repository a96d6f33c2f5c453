package page

import (
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// ChangeKind is what a Change is about.
type ChangeKind int

// The kinds of change.
const (
	// TenantsChanged: the list, a status, an access, a count or a failure.
	TenantsChanged ChangeKind = iota
	// UsersChanged: rows of the users' table.
	UsersChanged
	// CardsChanged: something was done to a user, so that the cards of their page are out of date.
	CardsChanged
	// ActivityChanged: the journal of changes has something new.
	ActivityChanged
	// ProgressChanged: a refresh began, went on or ended.
	ProgressChanged
	// ConnectionChanged: turned on, saved, signed in or out.
	ConnectionChanged
	// Throttled: Microsoft asked to wait for Tenant until Until.
	Throttled
	// JobStarted and JobEnded: Text says what, JobID which, Failed whether something went wrong.
	JobStarted
	JobEnded
)

// Change is something that happened below the window.
type Change struct {
	Kind   ChangeKind
	Tenant m365.TenantID
	Until  time.Time
	JobID  string
	Text   string
	Failed bool
	// Soon: a person waits to see it, so it is not gathered with what a refresh finds.
	Soon bool
	// Details are what "Copy details" of a failed job copies; optional.
	Details string
}

// Changes are what happened since a page last looked.
type Changes struct {
	Tenants, Users, Cards, Activity, Progress, Connection bool
	// Clock: a minute has passed, and ages are told anew.
	Clock bool
}

// Everything is what a page that opens has not seen yet.
func Everything() Changes {
	return Changes{Tenants: true, Users: true, Cards: true, Activity: true, Progress: true, Connection: true}
}

// Any says whether something happened.
func (c Changes) Any() bool { return c != Changes{} }

// With adds a change.
func (c Changes) With(kind ChangeKind) Changes {
	switch kind {
	case TenantsChanged:
		c.Tenants = true
	case UsersChanged:
		c.Users = true
	case CardsChanged:
		c.Cards = true
	case ActivityChanged:
		c.Activity = true
	case ProgressChanged, Throttled:
		c.Progress = true
	case ConnectionChanged:
		c.Connection = true
	}
	return c
}
