package create

import (
	"context"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
)

// checkAfter is how long nothing was typed before a username is checked.
const checkAfter = 400 * time.Millisecond

// usernameCheck is what the tenant says of the username as it is now.
type usernameCheck struct {
	username string
	// asking says that the answer is on its way.
	asking bool
	taken  string
	// free are usernames to take in its place.
	free []string
	// remark is to be known of one that is free.
	remark string
}

// propose fills in what follows from the names, where the person wrote nothing else.
func (p *Page) propose() {
	d := p.draft
	first, last := d.values["givenName"], d.values["surname"]
	offer := func(field, value string) {
		if (!d.touched[field] || d.values[field] == "") && (value != "" || first+last == "") {
			d.values[field] = value
		}
	}
	offer("displayName", newuser.Display(p.known.pattern.Display, first, last))
	if p.known.id != "" {
		offer(change.Username, newuser.Username(orText(p.draft.pattern, p.known.pattern.Username), first, last))
	}
	p.followUsername()
}

// followUsername makes the alias the same, where the person wrote no other.
func (p *Page) followUsername() {
	if !p.draft.touched["mailNickname"] {
		p.draft.values["mailNickname"] = p.draft.values[change.Username]
	}
	p.checkUsername()
}

// checkUsername asks the tenant for the username, once nothing was typed for a moment.
func (p *Page) checkUsername() {
	username := p.draft.username()
	field, _ := change.FieldOf(change.Username)
	if username == p.checked.username {
		return
	}
	p.forgetCheck()
	p.checked = usernameCheck{username: username}
	if username == "" || field.Wrong(username) != "" || p.known.id == "" {
		return
	}
	p.checked.asking = true
	p.forgetCheck = p.o.Work.After(checkAfter, func() { p.ask(username) })
}

func (p *Page) ask(username string) {
	tenant, first, last := p.draft.tenant.ID, p.draft.values["givenName"], p.draft.values["surname"]
	p.o.Work.Do(func(ctx context.Context) func() {
		check, err := p.o.Names.CheckUsername(ctx, tenant, username)
		var free []string
		if err == nil && check.Taken != "" {
			free = p.freeOnes(ctx, tenant, username, first, last)
		}
		return func() {
			if p.checked.username == username && err == nil {
				p.answered(check, free)
			}
		}
	})
}

// freeOnes are at most two usernames that nobody has.
func (p *Page) freeOnes(ctx context.Context, tenant m365.TenantID, username, first, last string) (free []string) {
	local, domain, _ := strings.Cut(username, "@")
	for _, other := range newuser.Others(local, first, last) {
		check, err := p.o.Names.CheckUsername(ctx, tenant, other+"@"+domain)
		if err == nil && check.Taken == "" && len(check.Unread) == 0 {
			free = append(free, other)
		}
		if len(free) == 2 || err != nil {
			break
		}
	}
	return free
}

func (p *Page) answered(check change.UsernameCheck, free []string) {
	p.checked.asking, p.checked.taken, p.checked.free, p.checked.remark = false, check.Taken, free, check.Deleted
	if check.Taken == "" && len(check.Unread) > 0 {
		p.checked.remark = "It could not be checked whether the username is free: " + p.o.Host.Explain(check.Unread[0]).What
	}
	p.draw()
}

// usernameFault says what is wrong with the username; empty where nothing is known to be.
func (p *Page) usernameFault() string {
	if p.checked.taken == "" || p.checked.username != p.draft.username() {
		return ""
	}
	if len(p.checked.free) == 0 {
		return p.checked.taken
	}
	return p.checked.taken + " Free: " + strings.Join(p.checked.free, ", ") + "."
}
