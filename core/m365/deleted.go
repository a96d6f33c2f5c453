package m365

import (
	"strings"
	"time"
)

// Restorable is how long Microsoft keeps a deleted user to be restored.
const Restorable = 30 * 24 * time.Hour

// DeletedUser is a user among the deleted ones, where Microsoft keeps them for a while. The User has the username from before,
// and no more than what is asked of deleted users.
type DeletedUser struct {
	User
	// Deleted is when that was; zero where Microsoft did not say.
	Deleted time.Time
}

// DaysLeft are the days, begun ones included, in which the user can be restored; none after the last.
func (u DeletedUser) DaysLeft(now time.Time) int {
	left := u.Deleted.Add(Restorable).Sub(now)
	if left <= 0 {
		return 0
	}
	return int((left + 24*time.Hour - 1) / (24 * time.Hour))
}

// UsernameBefore is the username that a deleted user had, without the id that Microsoft puts in front of it so that others may
// have the name.
func UsernameBefore(id, username string) string {
	mark := strings.ReplaceAll(id, "-", "")
	if mark != "" && len(username) > len(mark) && strings.EqualFold(username[:len(mark)], mark) {
		return username[len(mark):]
	}
	return username
}
