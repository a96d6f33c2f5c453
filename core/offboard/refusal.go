package offboard

import (
	"errors"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// The reasons for which this package refuses.
var (
	// ErrNotSo: the user is not offboarded so.
	ErrNotSo = errors.New("the user is not offboarded so")
	// ErrUnderWay: a user is offboarded once at a time.
	ErrUnderWay = errors.New("the user is being offboarded already")
	// ErrOthers: another account began the offboarding.
	ErrOthers = errors.New("another account began it")
)

// Refusal is an offboarding that this package does not plan or begin.
type Refusal struct {
	// Reason is one of the Err values of this package.
	Reason error
	User   m365.UserKey
	// What and Do are sentences for the person. They may hold names of people; Error does not.
	What, Do string
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("offboard user %s in tenant %s: %v", r.User.ID, r.User.Tenant, r.Reason)
}

func refuseUnderWay(target change.Target) error {
	return &Refusal{
		Reason: ErrUnderWay, User: target.Key, What: name(target) + " in " + target.Tenant + " is being offboarded already.",
		Do: "Choose Offboard User again for this user alone to see how far it is.",
	}
}

func refuseOthers(run Run) error {
	return &Refusal{
		Reason: ErrOthers, User: run.Target.Key, What: "It was interrupted. " + run.Who + " began it.",
		Do: "It goes on by itself once " + run.Who + " is signed in. Choose Retry to go on with it as the account that is signed in now.",
	}
}

// Unwrap returns the reason.
func (r *Refusal) Unwrap() error { return r.Reason }

// As returns the Refusal in err, nil where there is none.
func As(err error) *Refusal {
	var found *Refusal
	if errors.As(err, &found) {
		return found
	}
	return nil
}

// Explain says in plain words why an offboarding is refused.
func (r *Refusal) Explain() m365.Failure {
	return m365.Failure{What: r.What, Do: r.Do, Technical: r.Error()}
}
