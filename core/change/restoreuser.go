package change

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
)

func init() {
	offer(Operation{
		Action: RestoreUser, Title: "Restore User", Verb: "Restore user",
		// https://learn.microsoft.com/entra/architecture/recover-from-deletions, "Properties maintained with soft delete".
		What:  "The user comes back with username, password, groups, admin roles and licenses, as long as units of these are left.",
		kinds: []WriteKind{BringBack}, asks: just(Write{Kind: BringBack}),
	}, map[WriteKind]effect{BringBack: bringBackEffect{}})
}

// bringBackEffect restores a deleted user.
type bringBackEffect struct{}

func (bringBackEffect) need(Write) need {
	return need{tier: access.Full, role: "User Administrator, or Privileged Authentication Administrator for a user who was an administrator"}
}

func (bringBackEffect) doing(user string, _ Write) string { return "restore " + user }

func (bringBackEffect) plan(ctx context.Context, d *draft, write Write) error {
	without := d.intent.WithoutTaken || write.Detail[DetailWithoutTaken] != ""
	if err := d.checkNames(ctx, without); err != nil {
		return err
	}
	if d.user.OnPremisesSynced {
		d.note(d.plan.Target.Name + " was synced from on-premises: restore the account in the Active Directory there, or the next sync deletes the user again.")
	}
	d.note("Whoever knew the password can sign in again: reset it where that must not be.")
	write.Before, write.After = deleted, present
	request := call.RestoreUser(d.id())
	if without {
		d.note("The addresses that others have by now are taken from the user for good, and mail to them goes on to who has them.")
		write.Detail = map[string]string{DetailWithoutTaken: "true"}
		request = call.RestoreWithout(d.id())
	}
	d.step(write, "Restore the user", request)
	return nil
}

// checkNames refuses to restore a user whose username somebody else has by now, or whose address, unless the user comes back
// without it.
func (d *draft) checkNames(ctx context.Context, without bool) error {
	for _, address := range slices.Compact([]string{d.user.UserPrincipalName, d.user.Mail}) {
		if address == "" {
			continue
		}
		others, err := d.service.options.Directory.WhoHas(ctx, d.intent.User.Tenant, address)
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			d.unread(err)
			continue
		}
		for _, other := range others {
			switch {
			case strings.EqualFold(other.UserPrincipalName, d.user.UserPrincipalName):
				return d.refuse(ErrNameTaken, fmt.Sprintf("%s cannot be restored as long as %s has the username %s.", d.on(), other.DisplayName, d.user.UserPrincipalName),
					"Give the other user another username, then restore this one.")
			case !without:
				return d.refuse(ErrAddressTaken, fmt.Sprintf("%s cannot be restored as it was: %s has the address %s by now.", d.on(), other.DisplayName, address), freeAddress)
			}
		}
	}
	return nil
}

const freeAddress = "Take the address from the other user, then restore this one; or restore this one without it on the page Deleted Users."

// tells that the user is back where Microsoft knows them.
func (bringBackEffect) tells(now *snapshot, _ Write) (verdict, error) {
	_, err := now.user()
	if call.Is(err, call.NotFound) {
		return undone, nil
	}
	return done, err
}

func (bringBackEffect) late() bool { return true }

func (bringBackEffect) already(error) bool { return false }

func (bringBackEffect) because(found *call.Error) (because, do string) {
	switch {
	case found.Kind == call.NotFound:
		return "the user is not among the deleted users any more", "Refresh the tenant: the user was restored meanwhile, or Microsoft deleted the user for good."
	case isTaken(found) && isAbout(found, "proxyaddresses"):
		return addressTaken, freeAddress
	case isTaken(found):
		return "another user has the username or an address of this user by now",
			"Give the other user another username, or take the address from them, then retry."
	}
	return "", ""
}

const addressTaken = "another user has an address of this user by now"

// AddressTaken says that a restoration failed because others have an address of the user, so that it can be done without it.
func AddressTaken(outcome Outcome) bool {
	for i, step := range outcome.Steps {
		kind := outcome.Plan.Steps[i].Write.Kind
		if kind == BringBack && step.Failure != nil && step.Failure.Because == capital(addressTaken)+"." {
			return true
		}
	}
	return false
}

func isAbout(found *call.Error, property string) bool {
	return strings.Contains(strings.ToLower(found.Message), property) || slices.ContainsFunc(found.Details, func(one call.Detail) bool {
		return strings.Contains(strings.ToLower(one.Target+one.Message), property)
	})
}

// isTaken recognises that another object has a value that must be unique.
func isTaken(found *call.Error) bool {
	about := func(text string) bool {
		text = strings.ToLower(text)
		return strings.Contains(text, "conflict") || strings.Contains(text, "already exist") || strings.Contains(text, "same value for property")
	}
	return about(found.Message) || slices.ContainsFunc(found.Details, func(one call.Detail) bool { return about(one.Code) || about(one.Message) })
}

func (bringBackEffect) lost() lost { return usually }

func (bringBackEffect) parts() []profile.Part {
	return []profile.Part{profile.Details, profile.Roles, profile.Licenses, profile.Groups}
}

func (bringBackEffect) shows(Write, time.Time) shown { return shown{returns: true} }

func (bringBackEffect) inverse() WriteKind { return DropUser }

// deletedUser is a deleted user as a plan reads them.
func (s *Service) deletedUser(ctx context.Context, key m365.UserKey) (m365.Details, error) {
	found, err := s.options.Directory.DeletedUser(ctx, key)
	return m365.Details{User: found.User}, err
}

// refuseUndeleted says why there is nobody to restore.
func (d *draft) refuseUndeleted(tenant string, cause error) error {
	refusal := &Refusal{Reason: ErrDeleted, Action: d.intent.Action, User: d.intent.User, Cause: cause}
	if user, err := d.live.user(); err == nil {
		refusal.Reason, refusal.Cause = ErrNothingToDo, nil
		refusal.What = fmt.Sprintf("There is nothing to restore: %s in %s is not deleted.", nameOf(user.User), tenant)
		return refusal
	}
	refusal.What = fmt.Sprintf("This user is not among the deleted users of %s any more: Microsoft deleted the user for good.", tenant)
	refusal.Do = "Create the user anew. Nobody can bring this one back."
	return refusal
}
