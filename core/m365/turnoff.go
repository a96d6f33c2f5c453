package m365

// TurnOff is how far the end of the integration is: what is taken out of the tenants before the program forgets them.
type TurnOff struct {
	// EraseJournal says that the record of changes goes too.
	EraseJournal bool
	// Permitting says that the permission to delete the application at home is still asked for in the browser: nothing was
	// removed yet, and the permission may be there already.
	Permitting bool
	Removals   []Removal
}

// Removal is what a Turn Off does in one tenant.
type Removal struct {
	Tenant TenantID
	// Name is the tenant's, as no other has it.
	Name string
	// Primary marks the partner's own tenant, which comes last: the others are reached through it.
	Primary bool
	State   RemovalState
	// Doing says what a removal under way is at.
	Doing string
	// Failure says why the application could not be removed; nil where nobody tried to the end.
	Failure *Failure
}

// RemovalState is where a Removal stands.
type RemovalState string

// The states of a removal.
const (
	// RemovalWaits for its turn, or is under way.
	RemovalWaits RemovalState = "waits"
	// RemovalStopped was stopped by the person before it was done.
	RemovalStopped RemovalState = "stopped"
	// RemovalFailed could not be done.
	RemovalFailed RemovalState = "failed"
	// RemovalDone left nothing of the application in the tenant.
	RemovalDone RemovalState = "done"
)

// EnterpriseApplication is an application as a tenant has it: its service principal there.
type EnterpriseApplication struct {
	ID string
	// Owner is the tenant in which the application is registered.
	Owner TenantID
}
