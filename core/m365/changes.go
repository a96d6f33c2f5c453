package m365

import "time"

// UserChange is what Microsoft tells of a user that changed.
type UserChange struct {
	ID string
	// Gone says that the user was deleted.
	Gone bool
	// Complete says that the user can be known by the change alone.
	Complete bool
	// Apply puts what was told into the user as it was known, and leaves the rest. Names of roles and licenses stay.
	Apply func(*User)
}

// Changes are what a refresh found that read no more than what changed.
type Changes struct {
	Snapshot
	// Users are those that came or changed, as they are now.
	Users []User
	// Gone are the ids of those that left.
	Gone []string
}

// Reading is how a tenant was read last.
type Reading struct {
	// Mark is where the next reading of what changed begins; empty where the tenant is to be read whole.
	Mark string
	// Whole is when its users were last read whole.
	Whole time.Time
	// Names stands for the names of the tenant's products that its users were given.
	Names string
	// Subscriptions is when it was last read what the tenant bought.
	Subscriptions time.Time
	// Rest is when all but the users was last read whole: organization, products, roles.
	Rest time.Time
	// SignIns is when the last sign-ins were last asked for, of some users or all, and AllSignIns when of all.
	SignIns, AllSignIns time.Time
	// Deactivated says that the tenant is not to be read: it was unsynced.
	Deactivated bool
	// Number is what the store knows the tenant by, and Removals how often its data was removed: what was read from here on is
	// not stored where that came in between.
	Number, Removals int64
}

// LastSignIn is when a user last signed in.
type LastSignIn struct {
	ID string
	At time.Time
}
