package user

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Changed reads the local data again, asks Microsoft anew where something was done, or draws anew what else changed.
func (p *Page) Changed(changes page.Changes) {
	if changes.Users || changes.Tenants {
		p.loader.Load()
	}
	switch {
	case !p.begun:
	case changes.AllCards:
		p.readLive()
	default:
		p.readParts(changes.Cards[p.o.Key])
	}
	if changes.Connection && p.known {
		p.drawAnew()
		p.readSignedIn()
	}
	if changes.Clock && p.known {
		p.head.show()
		for _, s := range p.sections {
			s.tellAge()
		}
	}
}

// snapshot is what the local data knows of the user.
type snapshot struct {
	user    m365.User
	tenants []m365.Tenant
	// cards are the last known ones, read only once.
	cards    map[profile.Part]profile.Snapshot
	cardsErr error
	// managerHere says that the manager of the last known details is in the local data.
	managerHere bool
}

func (p *Page) read(ctx context.Context) func() {
	var now snapshot
	var err error
	if now.tenants, err = p.o.Tenants.Tenants(ctx); err != nil {
		return func() { p.showMissing(err, now.tenants) }
	}
	if now.user, err = p.o.Users.User(ctx, p.o.Key); err != nil {
		return func() { p.showMissing(err, now.tenants) }
	}
	if p.o.Cards != nil && !p.lastRead {
		p.lastRead = true
		now.cards, now.cardsErr = p.o.Cards.Last(ctx, p.o.Key)
		now.managerHere = p.isHere(ctx, now.cards[profile.Details].Details.Manager)
	}
	return func() { p.show(now) }
}

// isHere says whether a person has a page of their own.
func (p *Page) isHere(ctx context.Context, person *m365.Person) bool {
	if person == nil {
		return false
	}
	_, err := p.o.Users.User(ctx, person.Key)
	return err == nil
}

func (p *Page) show(now snapshot) {
	opening, before := !p.known, p.local
	changed := !opening && !reflect.DeepEqual(before, now.user)
	p.known = true
	for _, tenant := range now.tenants {
		if tenant.ID == now.user.Key.Tenant {
			p.tenant = tenant
		}
	}
	p.local = now.user
	if opening || changed {
		p.shown = now.user
	}
	if !p.begun {
		p.useLast(now)
	}
	p.draw()
	p.visit()
	switch {
	case p.o.Cards == nil:
	case opening:
		p.begun = true
		p.readLive()
	case changed:
		p.readParts(differing(before, now.user))
	}
}

// differing are the cards that show what differs between two states of a user.
func differing(before, now m365.User) []profile.Part {
	parts := []profile.Part{profile.Details}
	if !slices.Equal(before.Roles, now.Roles) {
		parts = append(parts, profile.Roles)
	}
	if !slices.Equal(before.SKUs, now.SKUs) {
		parts = append(parts, profile.Licenses)
	}
	return parts
}

// useLast shows the cards as they were read last.
func (p *Page) useLast(now snapshot) {
	if now.cardsErr != nil {
		p.o.Host.Fail(now.cardsErr)
	}
	p.managerHere = now.managerHere
	for _, s := range p.sections {
		if c, kept := now.cards[s.kind.part]; kept {
			p.useKept(s, c)
		}
	}
}

func (p *Page) useKept(s *section, c profile.Snapshot) {
	s.use(c)
	if c.Part == profile.Details && s.withheld() == "" {
		p.useDetails(c, c.Taken.After(p.tenant.Refreshed))
		// The local data also holds what was changed here since.
		p.shown.SignIn = p.local.SignIn
	}
}

// useDetails takes over what Microsoft tells of the user. newer says that it is younger than the local data.
func (p *Page) useDetails(c profile.Snapshot, newer bool) {
	p.manager = c.Details.Manager
	if !newer {
		return
	}
	user := c.Details.User
	user.Key = p.local.Key
	user.Roles, user.SKUs, user.Licenses = p.shown.Roles, p.local.SKUs, p.local.Licenses
	if user.LastSignIn.IsZero() {
		user.LastSignIn = p.local.LastSignIn
	}
	if user.LastPasswordReset.IsZero() {
		user.LastPasswordReset = p.local.LastPasswordReset
	}
	p.shown = user
}

// draw shows the header and the open card as they stand.
func (p *Page) draw() {
	p.head.show()
	if !p.main.Visible() {
		p.missing.RemoveAll()
		p.main.Show()
		p.showTab()
	}
	for _, s := range p.sections {
		s.show()
	}
	p.o.Host.TrailChanged()
}

// drawAnew draws also rows that were not read again: who is signed in decides what can be done with them.
func (p *Page) drawAnew() {
	for _, s := range p.sections {
		if s.known {
			s.version++
		}
	}
	p.draw()
}

// readLive asks Microsoft for every card: the open one and the details first, the others once one of these is there.
func (p *Page) readLive() {
	first := []*section{p.open(), p.section(profile.Details)}
	p.waiting = slices.DeleteFunc(slices.Clone(p.sections), func(s *section) bool { return slices.Contains(first, s) })
	for _, s := range slices.Compact(first) {
		s.read()
	}
}

// readParts asks Microsoft for some cards.
func (p *Page) readParts(parts []profile.Part) {
	for _, part := range parts {
		if s := p.section(part); s != nil {
			s.read()
		}
	}
}

// readSignedIn asks again for the cards that failed for want of a sign-in.
func (p *Page) readSignedIn() {
	for _, s := range p.sections {
		if s.failure != nil && s.failure.SignIn && !p.o.Host.SignedOut() {
			s.read()
		}
	}
}

// readNow reads a card before its turn.
func (p *Page) readNow(s *section) {
	if i := slices.Index(p.waiting, s); i >= 0 {
		p.waiting = slices.Delete(p.waiting, i, i+1)
		s.read()
	}
}

// readRest reads the cards that waited for the first ones.
func (p *Page) readRest() {
	waiting := p.waiting
	p.waiting = nil
	for _, s := range waiting {
		s.read()
	}
}

// Refresh reads every card anew from Microsoft.
func (p *Page) Refresh() {
	switch {
	case p.o.Cards == nil:
		p.o.Host.RefreshTenants([]m365.TenantID{p.o.Key.Tenant})
	case p.begun:
		p.readLive()
	default:
		p.loader.Load()
	}
}

// visit remembers the user as recently viewed, once a page.
func (p *Page) visit() {
	if p.visited {
		return
	}
	p.visited = true
	p.o.Work.Do(func(ctx context.Context) func() {
		err := p.o.Users.Visit(ctx, p.o.Key)
		return func() {
			if err != nil && !errors.Is(err, ErrGone) {
				p.o.Host.Fail(err)
				return
			}
			p.o.Host.Visited()
		}
	})
}

// showMissing says why there is no user to show, among tenants.
func (p *Page) showMissing(err error, tenants []m365.Tenant) {
	p.known = false
	var state fyne.CanvasObject
	synced := slices.ContainsFunc(page.Synced(tenants), func(t m365.Tenant) bool { return t.ID == p.o.Key.Tenant })
	switch {
	case errors.Is(err, ErrGone) && synced:
		state = widget.NewEmptyState("This user is not in the local data any more: the user was deleted, and can be restored for 30 days.",
			widget.Action{Label: "Deleted Users", Do: func() { p.o.Host.Open(page.Route{Page: page.Deleted, Tenant: p.o.Key.Tenant}) }})
	case errors.Is(err, ErrGone):
		state = widget.NewEmptyState("This user is not in the local data any more: the tenant is no longer synced.",
			widget.Action{Label: "All Users", Do: func() { p.o.Host.Open(page.Route{Page: page.Users}) }})
	default:
		failure := p.o.Host.Explain(err)
		state = widget.NewErrorState(failure.Sentence(), page.Again(p.o.Host, failure, p.loader.Load), func() { p.o.Host.Copy(failure.Details()) })
	}
	p.main.Hide()
	p.missing.Objects = []fyne.CanvasObject{state}
	p.missing.Refresh()
	p.o.Host.TrailChanged()
}

// sentenceCase is a text with its first letter small, for the middle of a line.
func sentenceCase(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToLower(text[:1]) + text[1:]
}
