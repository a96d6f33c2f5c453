package find

import (
	"cmp"
	"context"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// Kind is what a result is. Groups that fit as well stand in this order.
type Kind int

// The kinds of result.
const (
	OfTenant Kind = iota
	OfPortal
	OfUser
	OfAction
	OfCommand
)

// Portal is one of Microsoft's admin portals.
type Portal struct{ ID, Name, Short string }

// Verb is what can be done to a user, or to a tenant.
type Verb struct {
	ID, Title string
	// Of is OfUser or OfTenant.
	Of Kind
}

// Command is something else that the window can do or open. Words are further ones by which it is found.
type Command struct{ Title, Note, Words string }

// Sources are what is searched.
type Sources struct {
	// Tenants are those that are synced.
	Tenants  []m365.Tenant
	Portals  []Portal
	Verbs    []Verb
	Commands []Command
	// Users gives those who fit best, and who was viewed lately for a query that is empty.
	Users func(ctx context.Context, q Query, most int) ([]Found, error)
}

// Part is a piece of a result's line. Spans are what of it fits.
type Part struct {
	Text  string
	Spans []Span
	// Muted parts are of second rank.
	Muted bool
	// Mark says that it tells a name from others of it.
	Mark bool
}

// Result is something that was found.
type Result struct {
	Kind  Kind
	Rank  Rank
	Parts []Part
	// Tenant is the one found, or the one that a portal, an action or a user is of.
	Tenant m365.Tenant
	// User is who was found, or whom an action is about; nil for none.
	User *User
	// ID is that of the portal or the verb, Command the place among the commands.
	ID      string
	Command int
}

// Group is the results of one kind, the best first.
type Group struct {
	Kind    Kind
	Results []Result
}

// most is how many results a kind gets, and mostInAll how many all get together.
var most = map[Kind]int{OfTenant: 3, OfPortal: 4, OfUser: 5, OfAction: 4, OfCommand: 4}

const mostInAll = 11

// Search finds everything that fits, in groups of which the best stands first.
func Search(ctx context.Context, q Query, in Sources) ([]Group, error) {
	search := everything{ctx: ctx, q: q, Sources: in}
	groups := []Group{
		{OfTenant, search.tenants()},
		{OfPortal, search.portals()},
		{OfUser, search.users()},
		{OfCommand, search.commands()},
	}
	actions := Group{OfAction, search.actions(groups[0].Results, groups[1].Results)}
	return arranged(slices.Insert(groups, int(OfAction), actions)), search.err
}

// arranged are the groups that have something, the one with the best result first, cut to what the window shows.
func arranged(groups []Group) []Group {
	for i := range groups {
		slices.SortStableFunc(groups[i].Results, func(a, b Result) int { return cmp.Compare(a.Rank, b.Rank) })
		groups[i].Results = groups[i].Results[:min(len(groups[i].Results), most[groups[i].Kind])]
	}
	groups = slices.DeleteFunc(groups, func(g Group) bool { return len(g.Results) == 0 })
	slices.SortStableFunc(groups, func(a, b Group) int { return cmp.Compare(a.Results[0].Rank, b.Results[0].Rank) })
	left := mostInAll
	for i := range groups {
		groups[i].Results = groups[i].Results[:min(len(groups[i].Results), left)]
		left -= len(groups[i].Results)
	}
	return slices.DeleteFunc(groups, func(g Group) bool { return len(g.Results) == 0 })
}

// everything is one search of all sources.
type everything struct {
	Sources
	ctx context.Context
	q   Query
	err error
}

// tenantTexts are what a tenant is found by; the first three are shown.
func tenantTexts(t m365.Tenant) []string {
	return append([]string{t.Name, t.DefaultDomain, t.Alias, t.InitialDomain, string(t.ID)}, t.Tags...)
}

func (e *everything) tenants() []Result {
	if e.q.Empty() {
		return nil
	}
	var found []Result
	for _, tenant := range e.Tenants {
		if match := e.q.Match(tenantTexts(tenant)...); match.Rank < Unfit {
			found = append(found, Result{
				Kind: OfTenant, Rank: match.Rank, Tenant: tenant,
				Parts: []Part{
					{Text: tenant.Name, Spans: match.Spans[0]},
					{Text: tenant.Alias, Spans: match.Spans[2]},
					{Text: tenant.DefaultDomain, Spans: match.Spans[1], Muted: true, Mark: true},
				},
			})
		}
	}
	return found
}

// portals are those of which a word names the portal, and every other word the portal or the tenant.
func (e *everything) portals() []Result {
	var found []Result
	for _, portal := range e.Portals {
		named := e.wordsIn(portal.Name, portal.Short)
		if named == 0 {
			continue
		}
		for _, tenant := range e.Tenants {
			if (named | e.wordsIn(tenantTexts(tenant)...)) != e.allWords() {
				continue
			}
			match := e.q.Match(append([]string{portal.Name, portal.Short}, tenantTexts(tenant)...)...)
			if match.Rank == Unfit {
				continue
			}
			found = append(found, Result{
				Kind: OfPortal, Rank: max(match.Rank, WordStarts), Tenant: tenant, ID: portal.ID,
				Parts: []Part{
					{Text: tenant.Name, Spans: match.Spans[2]},
					{Text: "›", Muted: true},
					{Text: portal.Name, Spans: match.Spans[0]},
					{Text: tenant.Mark(), Muted: true, Mark: true},
				},
			})
		}
	}
	slices.SortStableFunc(found, func(a, b Result) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(table.Fold(a.Tenant.Name), table.Fold(b.Tenant.Name)))
	})
	return found
}

// wordsIn are the words of the query that some of the texts have, as bits.
func (e *everything) wordsIn(texts ...string) (bits uint) {
	folds := make([]folded, len(texts))
	for i, text := range texts {
		folds[i] = fold(text)
	}
	for i, word := range e.q.words {
		if placeIn(folds, word).rank <= Within {
			bits |= 1 << i
		}
	}
	return bits
}

func (e *everything) allWords() uint { return 1<<len(e.q.words) - 1 }

func (e *everything) users() []Result {
	found := e.find(e.q, most[OfUser])
	results := make([]Result, len(found))
	for i := range found {
		results[i] = Result{
			Kind: OfUser, Rank: found[i].Rank, User: &found[i].User, Tenant: e.tenant(found[i].Key.Tenant), Parts: e.userParts(&found[i]),
		}
	}
	return results
}

// userParts name a user, with what else of them fits.
func (e *everything) userParts(found *Found) []Part {
	parts := []Part{
		{Text: found.DisplayName, Spans: found.Spans[OfDisplayName]},
		{Text: found.Username, Spans: found.Spans[OfUsername], Muted: true},
	}
	more := func(text string, spans []Span) {
		if len(spans) > 0 {
			parts = append(parts, Part{Text: "·", Muted: true}, Part{Text: text, Spans: spans, Muted: true})
		}
	}
	more(found.FullName, found.Spans[OfFullName])
	more(found.Mail, found.Spans[OfMail])
	more(found.Nickname, found.Spans[OfNickname])
	for i, alias := range found.Aliases {
		more(alias, found.Spans[OfAliases+i])
	}
	tenant := e.tenant(found.Key.Tenant)
	return append(parts, Part{Text: "·", Muted: true}, Part{Text: tenant.FullName(), Muted: true})
}

func (e *everything) find(q Query, most int) []Found {
	found, err := e.Users(e.ctx, q, most)
	e.err = cmp.Or(e.err, err)
	return found
}

func (e *everything) tenant(id m365.TenantID) m365.Tenant {
	at := slices.IndexFunc(e.Tenants, func(t m365.Tenant) bool { return t.ID == id })
	if at < 0 {
		return m365.Tenant{ID: id}
	}
	return e.Tenants[at]
}

func (e *everything) commands() []Result {
	var found []Result
	for i, command := range e.Commands {
		match := e.q.Match(command.Title, command.Words)
		if match.Rank == Unfit || match.Rank == Fuzzy && e.q.whole != "" && len(match.Spans[0]) == 0 {
			continue
		}
		found = append(found, Result{
			Kind: OfCommand, Rank: max(match.Rank, Prefix), Command: i,
			Parts: []Part{{Text: command.Title, Spans: match.Spans[0]}, {Text: command.Note, Muted: true}},
		})
	}
	return found
}
