// Package change is every write to Microsoft 365: planned with the exact requests, confirmed with the names of tenant and
// user, carried out once, checked where its outcome is not certain, and recorded.
package change

import (
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Action is what a person asks for. Its value is kept in the journal.
type Action string

// The actions.
const (
	ResetPassword  Action = "reset-password"
	LosePassword   Action = "lose-password"
	CreateTAP      Action = "create-temporary-access-pass"
	Block          Action = "block-sign-in"
	Unblock        Action = "unblock-sign-in"
	RevokeSessions Action = "revoke-sessions"
	ManageRoles    Action = "manage-roles"
	ManageLicenses Action = "manage-licenses"
	ManageGroups   Action = "manage-groups"
	AddMethod      Action = "add-method"
	ChangeMethod   Action = "change-method"
	RemoveMethod   Action = "remove-method"
	EditUser       Action = "edit-user"
	DisableDevices Action = "disable-devices"
	EnableDevices  Action = "enable-devices"
	DisownDevices  Action = "remove-device-ownership"
	DeleteUser     Action = "delete-user"
	RestoreUser    Action = "restore-user"
	// ShowRecoveryKey and ShowLocalPassword look at what Microsoft keeps of a device.
	ShowRecoveryKey   Action = "show-recovery-key"
	ShowLocalPassword Action = "show-local-password"
	CreateUser        Action = "create-user"
	Undo              Action = "undo"
)

// WriteKind is what a Write does.
type WriteKind string

// The kinds of write.
const (
	SetSignIn   WriteKind = "set-sign-in"
	SetPassword WriteKind = "set-password"
	MakeTAP     WriteKind = "make-pass"
	EndSessions WriteKind = "end-sessions"
	AddRole     WriteKind = "add-role"
	TakeRole    WriteKind = "remove-role"
	AddGroup    WriteKind = "add-group"
	TakeGroup   WriteKind = "remove-group"
	AddLicense  WriteKind = "add-license"
	TakeLicense WriteKind = "remove-license"
	SetField    WriteKind = "set-field"
	PutMethod   WriteKind = "add-method"
	SetMethod   WriteKind = "change-method"
	SetManager  WriteKind = "set-manager"
	TakeMethod  WriteKind = "remove-method"
	BarDevice   WriteKind = "disable-device"
	AdmitDevice WriteKind = "enable-device"
	// DisownDevice ends that the user is the registered owner of a device.
	DisownDevice WriteKind = "remove-device-ownership"
	DropUser     WriteKind = "delete-user"
	BringBack    WriteKind = "restore-user"

	ReadRecoveryKey   WriteKind = "read-recovery-key"
	ReadLocalPassword WriteKind = "read-local-password"
	MakeUser          WriteKind = "create-user"
	// WithdrawMethod takes back what PutMethod did.
	WithdrawMethod WriteKind = "withdraw-method"
)

// Write is one thing done to one user, as data: the journal keeps it, and its inverse undoes it. It never holds a secret.
type Write struct {
	Kind WriteKind `json:"kind"`
	// Subject is the id of the role, group, product or method, or the name of the field; Name is how a person knows it.
	Subject string `json:"subject,omitempty"`
	Name    string `json:"name,omitempty"`
	// Detail is what the kind needs besides, by the names below.
	Detail map[string]string `json:"detail,omitempty"`
	// Before and After are the values around the write, in words; empty means none. Of a field, a phone or an address After
	// is what is set.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// The names of what Write.Detail holds.
const (
	// DetailScope is the scope of a role, "/" where there is none; DetailAssignment is the id of its assignment.
	DetailScope      = "scope"
	DetailAssignment = "assignment"
	// DetailSegment is the collection of a method in Graph's paths.
	DetailSegment = "segment"
	// DetailPlansOff are the ids of a product's service plans that stay off, with commas between.
	DetailPlansOff = "plansOff"
	// DetailFrom and DetailTo are the ids of what Before and After name.
	DetailFrom = "from"
	DetailTo   = "to"

	// DetailWithoutTaken is set where a user is restored without the addresses that others have.
	DetailWithoutTaken = "withoutTaken"

	// The TAPs before another was made, to tell afterwards whether it was; and whether the user is synced.
	detailTAPs   = "passes"
	detailSynced = "synced"
)

// Target is whose user a change is for. Names are those that the person confirmed.
type Target struct {
	// Key has no id while the user is not created.
	Key m365.UserKey
	// Name and Username are the user's, Tenant the tenant's name.
	Name, Username, Tenant string
}

// PasswordOptions say how Reset Password makes the password.
type PasswordOptions struct {
	// Passphrase makes words in place of signs. Length counts signs (14 to 64), or words (4 to 10).
	Passphrase bool
	Length     int
	// MustChange: the user changes it at the next sign-in.
	MustChange bool
}

// TAPOptions say how a Temporary Access Pass (TAP) is made.
type TAPOptions struct {
	Lifetime time.Duration
	Once     bool
}

// Intent is what a person wants done to one user.
type Intent struct {
	Action Action
	// User has no id for CreateUser: Microsoft gives it.
	User m365.UserKey
	// Password is used by ResetPassword and CreateUser, TAP by CreateTAP.
	Password PasswordOptions
	TAP      TAPOptions
	// Writes are used by the actions that manage something: what is added and removed. Kind, Subject, Name and Detail are set;
	// for EditUser also After, and Before as the person saw it.
	Writes []Write
	// UsageLocation, where it is set, is given before a license to a user who has none; two letters.
	UsageLocation string
	// Overwrites sets the fields of EditUser whatever is in them: the person saw none of them before.
	Overwrites bool
	// WithoutTaken restores a user without the addresses of mail that others have by now.
	WithoutTaken bool
	// Entry is the change that Undo undoes.
	Entry string
	// Run names what was begun on many users at once; empty for one user.
	Run string
}

// Plan is a change as it will be carried out, to be confirmed. It is carried out at most once.
type Plan struct {
	// ID names the change in the journal.
	ID     string
	Action Action
	Target Target
	// Title is for the confirmation: "Block sign-in".
	Title string
	Steps []Step
	// Notes are what the person should know before: "Synced from on-premises: …".
	Notes []string
	// AdminRoles are the directory roles of the user, named in the question; where there are any, the person is asked twice.
	AdminRoles []string
	// Undoes is the change that this one undoes; empty for others.
	Undoes string
	// Run names what was begun on many users at once; empty for one user.
	Run string

	secret m365.Secret
}

// Step is one request of a plan.
type Step struct {
	Write Write
	// Text says what it does: "Add to group Finance".
	Text    string
	Request call.Request
}

// State is how a step stands.
type State string

// The states. Unknown: it was sent, no answer came, and reading back could not tell.
const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
	Unknown State = "unknown"
	Skipped State = "skipped"
)

// StepResult is how a step went.
type StepResult struct {
	State State
	// Note adds to the state: "It was so already", "Read back", "Microsoft shows it in a few minutes".
	Note string
	// Already: somebody else had done it, so that there is nothing to undo.
	Already bool
	// Failure says why State is Failed or Unknown.
	Failure   *m365.Failure
	RequestID string
	// At is when Microsoft answered, by its own clock; zero where its answer did not say.
	At    time.Time
	Ended time.Time
}

// Outcome is how a plan went, step by step in the plan's order.
type Outcome struct {
	Plan  Plan
	Steps []StepResult
	// Secret is the new password or TAP, to be shown once.
	Secret m365.Secret
	// Ended is zero while it is carried out.
	Ended time.Time

	// round counts how often it was carried out: once, and once for each retry.
	round int
	began time.Time
}

// State is that of the whole: Done where every step is, else Unknown where one is, else Failed.
func (o Outcome) State() State {
	state := Done
	for _, step := range o.Steps {
		switch {
		case step.State == Unknown:
			return Unknown
		case step.State != Done:
			state = Failed
		}
	}
	return state
}

// Failure is the first thing that went wrong; nil where nothing did.
func (o Outcome) Failure() *m365.Failure {
	for _, step := range o.Steps {
		if step.Failure != nil {
			return step.Failure
		}
	}
	return nil
}

// Entry is a change in the journal. The journal is only added to: a row when the change begins and
// each time it is carried out once more, and one each time it ends.
type Entry struct {
	ID string
	At time.Time
	// Who is the account that made the change.
	Who    string
	Action Action
	Target Target
	Title  string
	Steps  []EntryStep
	// State is Running until the end is recorded, also when the program ended before.
	State State
	Ended time.Time
	// Undoes is the change that this one undoes; UndoneBy the one that undid it.
	Undoes, UndoneBy string
	// Run is what the change was begun with on many users at once; empty for one user.
	Run string
}

// EntryStep is a step in the journal. The names in its JSON stay as the first version kept them.
type EntryStep struct {
	Write     Write         `json:"deed"`
	Text      string        `json:"text"`
	State     State         `json:"state"`
	Note      string        `json:"note,omitempty"`
	Already   bool          `json:"already,omitempty"`
	Failure   *m365.Failure `json:"failure,omitempty"`
	RequestID string        `json:"requestId,omitempty"`
	At        time.Time     `json:"at,omitzero"`
}
