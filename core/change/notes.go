package change

import (
	"strconv"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// mine says that the user is the signed-in account.
func (d *draft) mine() bool {
	who := d.service.options.Who()
	return who != "" && strings.EqualFold(who, d.user.UserPrincipalName)
}

// detailKept says that the user has the same role or product in another way too, so that the lists go on showing it.
const detailKept = "kept"

// The words for what is held.
const (
	assigned = "Assigned"
	member   = "Member"
)

// lookAgain is what to do where something is gone.
const lookAgain = "Refresh the tenant, then look again."

// noteBlocked says that a new way in is of no use yet.
func (d *draft) noteBlocked() {
	if d.user.SignIn == m365.Blocked {
		d.note("The sign-in of " + d.plan.Target.Name + " is blocked: unblock it too, or this does not help.")
	}
}

// inWords is a lifetime as people say it: "90 minutes", "8 hours".
func inWords(d time.Duration) string {
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "day"}, {time.Hour, "hour"}} {
		if d >= unit.size && d%unit.size == 0 {
			return plural(int(d/unit.size), unit.name)
		}
	}
	return plural(int(d/time.Minute), "minute")
}

func plural(count int, name string) string {
	if count == 1 {
		return "1 " + name
	}
	return strconv.Itoa(count) + " " + name + "s"
}

// named is how a person knows the subject of a write.
func named(write Write) string {
	if write.Name != "" {
		return write.Name
	}
	return write.Subject
}

func lower(text string) string { return strings.ToLower(text[:1]) + text[1:] }

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
