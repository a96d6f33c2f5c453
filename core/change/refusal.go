package change

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// The reasons for which this package refuses.
var (
	// ErrNothingToDo: the user is already as wanted.
	ErrNothingToDo = errors.New("the user is already so")
	// ErrTier: the access tier does not allow the action.
	ErrTier = errors.New("the access tier does not allow it")
	// ErrCarried: a plan is carried out once.
	ErrCarried = errors.New("this change was carried out already")
	// ErrNotUndoable: there is nothing in the change that can be undone.
	ErrNotUndoable = errors.New("this change cannot be undone")
	// ErrDeleted: Microsoft does not know the user any more.
	ErrDeleted = errors.New("the user does not exist")
	// ErrOwnAccount: technicians do not lock themselves out.
	ErrOwnAccount = errors.New("it is the signed-in account")
	// ErrOtherTenant: another tenant answered than the one of the plan.
	ErrOtherTenant = errors.New("another tenant answered")
	// ErrFederated: Microsoft sets no password for users of a federated domain.
	ErrFederated = errors.New("the domain is federated")
	// ErrTAPOff: the tenant does not allow Temporary Access Passes.
	ErrTAPOff = errors.New("the tenant does not allow Temporary Access Passwords")
	// ErrTAPLimits: the TAP is outside what the tenant's policy allows.
	ErrTAPLimits = errors.New("the policy of the tenant does not allow such a Temporary Access Password")
	// ErrGuest: Microsoft does it only in the organization where the user is at home.
	ErrGuest = errors.New("the user is a guest")
	// ErrSynced: it is done in the Active Directory on premises.
	ErrSynced = errors.New("the user is synced from on-premises")
	// ErrLastAdministrator: nobody else could administer the tenant.
	ErrLastAdministrator = errors.New("the user is the last Global Administrator")
	// ErrSpared: the technician chose to leave administrators alone.
	ErrSpared = errors.New("administrators are spared")
	// ErrAddressTaken: another user has an address of mail, and the user can be restored without it.
	ErrAddressTaken = errors.New("another user has an address of mail")
	// ErrNameTaken: another user has what must be unique.
	ErrNameTaken = errors.New("another user has the username or an address")
	// ErrFixedGroup: Microsoft Graph cannot change the members of the group.
	ErrFixedGroup = errors.New("the members of the group cannot be changed")
	// ErrThroughGroup: the role comes from a group.
	ErrThroughGroup = errors.New("the role is held through a group")
	// ErrInherited: the license comes from a group.
	ErrInherited = errors.New("the license is inherited from a group")
	// ErrNoUsageLocation: a license needs one.
	ErrNoUsageLocation = errors.New("the user has no usage location")
	// ErrContact: Microsoft takes no such phone or address, or not beside what is registered.
	ErrContact = errors.New("the phone or the address cannot be registered")
	// ErrFields: fields of the user cannot be set as asked for, or were changed by somebody else meanwhile.
	ErrFields = errors.New("fields cannot be set so")
	// ErrNewPlan: what is secret is made anew, and not sent again.
	ErrNewPlan = errors.New("a password is not sent twice")
	// ErrIntent: what is wanted is incomplete or contradicts itself.
	ErrIntent = errors.New("this cannot be planned")
	// ErrJournal: nothing was sent, because the journal could not be written.
	ErrJournal = errors.New("the journal could not be written")
	// ErrNotRecorded: the change was carried out, and how it went could not be recorded.
	ErrNotRecorded = errors.New("the change could not be recorded")
	// ErrRunning: the change is still being carried out.
	ErrRunning = errors.New("the change is being carried out")
)

// Refusal is a change that this package does not plan or carry out, with its reason in plain words.
type Refusal struct {
	// Reason is one of the Err values of this package.
	Reason error
	Action Action
	User   m365.UserKey
	// What and Do are sentences for the person. They may hold names of people; Error does not.
	What, Do string
	// Objections say what is wrong with which field.
	Objections []Objection
	// Cause is what failed, where something did.
	Cause error
}

// Error is the technical text: ids, no names.
func (r *Refusal) Error() string {
	text := fmt.Sprintf("%s of user %s in tenant %s: %v", r.Action, r.User.ID, r.User.Tenant, r.Reason)
	if r.Cause != nil {
		text += ": " + r.Cause.Error()
	}
	return text
}

// Unwrap returns the reason and the cause.
func (r *Refusal) Unwrap() []error {
	if r.Cause == nil {
		return []error{r.Reason}
	}
	return []error{r.Reason, r.Cause}
}

// As returns the Refusal in err, nil where there is none.
func As(err error) *Refusal {
	var found *Refusal
	if errors.As(err, &found) {
		return found
	}
	return nil
}

// Explain says in plain words why this package refused. An error that is no Refusal gets a general sentence.
func Explain(err error) m365.Failure {
	refusal := As(err)
	if refusal == nil {
		return m365.Failure{
			What:      "The change could not be made.",
			Do:        "Nothing was sent. Retry, and copy the details for support when it happens again.",
			Technical: err.Error(),
		}
	}
	return m365.Failure{What: refusal.What, Do: refusal.Do, Technical: err.Error()}
}

func refuseTier(action Action, user m365.UserKey, needed access.Tier) error {
	return &Refusal{
		Reason: ErrTier, Action: action, User: user,
		What: fmt.Sprintf("The access tier that is set does not allow this: it needs %q.", needed.Label()),
		Do:   "Choose the tier under Setup > Integrations > Microsoft 365, then sync the tenant again so that it grants the permissions.",
	}
}

func refuseCarried(plan Plan) error {
	return &Refusal{
		Reason: ErrCarried, Action: plan.Action, User: plan.Target.Key,
		What: "This change was carried out already.",
		Do:   "Its result is on the Activity page. Begin anew to make it once more.",
	}
}

func refuseJournal(plan Plan, cause error) error {
	return &Refusal{
		Reason: ErrJournal, Action: plan.Action, User: plan.Target.Key, Cause: cause,
		What: "Nothing was sent, because the change could not be written to the activity journal.",
		Do:   roomFor(cause, "retry"),
	}
}

// roomFor says what to do about a journal that took nothing, before something else.
func roomFor(cause error, then string) string {
	if disk.IsFull(cause) {
		return "The disk with Tenantkeep's data is full: free some space on it, then " + then + "."
	}
	return "Check that the disk has room, then " + then + "."
}

func notRecorded(plan Plan, cause error) error {
	return &Refusal{
		Reason: ErrNotRecorded, Action: plan.Action, User: plan.Target.Key, Cause: cause,
		What: fmt.Sprintf("The change of %s in %s was carried out, but its result could not be written to the activity journal.", plan.Target.Name, plan.Target.Tenant),
		Do:   "Note the result down, and check that the disk has room.",
	}
}

// list joins names for a sentence: "A, B and C".
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
