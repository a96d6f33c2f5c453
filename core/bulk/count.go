package bulk

import "github.com/tenantkeep/tenantkeep/core/m365"

// Counts is how many users stand how.
type Counts struct {
	Checking, LeftOut, Waiting, Running, Done, Failed, Unknown int
	// Unchecked are those of LeftOut who may be checked again, Admins those who are not left out and hold an admin role.
	Unchecked, Admins int
	// Tenants are those of the users who are not left out.
	Tenants int
}

// Meant are the users who are not left out.
func (c Counts) Meant() int { return c.Waiting + c.Running + c.Done + c.Failed + c.Unknown }

// Ended are the users of whom it is said how it went.
func (c Counts) Ended() int { return c.Done + c.Failed + c.Unknown }

// Troubled are those that Retry is about.
func (c Counts) Troubled() int { return c.Failed + c.Unknown }

// Count counts users.
func Count(users []User) Counts {
	var counts Counts
	tenants := make(map[m365.TenantID]bool)
	for _, user := range users {
		counts.add(user)
		if user.State == LeftOut {
			continue
		}
		tenants[user.Target.Key.Tenant] = true
		if user.IsAdmin() {
			counts.Admins++
		}
	}
	counts.Tenants = len(tenants)
	return counts
}

func (c *Counts) add(user User) {
	//exhaustive:enforce
	switch user.State {
	case Checking:
		c.Checking++
	case LeftOut:
		c.LeftOut++
		if !user.Final {
			c.Unchecked++
		}
	case Waiting:
		c.Waiting++
	case Running:
		c.Running++
	case Done:
		c.Done++
	case Failed:
		c.Failed++
	case Unknown:
		c.Unknown++
	}
}
