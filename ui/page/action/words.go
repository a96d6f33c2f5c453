package action

import (
	"strings"

	"github.com/tenantkeep/tenantkeep/core/change"
)

// titleEitherSignIn is the name of blocking and unblocking where it is not known which of them applies.
var titleEitherSignIn = change.Of(change.Block).Title + "/" + change.Of(change.Unblock).Title

// Whom names a user and the tenant, as the first line of every form does.
func Whom(target change.Target) string {
	name := strings.TrimSpace(target.Name)
	switch {
	case name == "" && target.Username == "":
		name = target.Key.ID
	case name == "":
		name = target.Username
	case target.Username != "":
		name += " (" + target.Username + ")"
	}
	return name + " in " + tenantName(target)
}

func tenantName(target change.Target) string {
	if target.Tenant == "" {
		return string(target.Key.Tenant)
	}
	return target.Tenant
}

// person is the user's name in a sentence.
func person(target change.Target) string {
	if name := strings.TrimSpace(target.Name); name != "" {
		return name
	}
	return target.Username
}

// target is the subject as a change names it.
func (s Subject) target() change.Target {
	return change.Target{
		Key: s.User.Key, Name: s.User.DisplayName, Username: s.User.UserPrincipalName, Tenant: s.Tenant.FullName(),
	}
}

// listed joins names: "a", "a and b", "a, b and c".
func listed(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// lowered is a sentence that goes on after a colon.
func lowered(sentence string) string {
	if strings.HasPrefix(sentence, "Microsoft") {
		return sentence
	}
	return strings.ToLower(sentence[:1]) + sentence[1:]
}
