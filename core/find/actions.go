package find

import (
	"unicode/utf8"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// usersOfAVerb is how many users each verb is offered for, where several verbs fit.
const usersOfAVerb = 2

// actions are those of which the words name the verb and the rest whom it is for: "reset adele vance". Beside a tenant or
// a portal that was found stands what can be done to that tenant.
func (e *everything) actions(tenants, portals []Result) []Result {
	var found []Result
	each := usersOfAVerb
	if e.verbsNamed() == 1 {
		each = most[OfAction]
	}
	for _, verb := range e.Verbs {
		rest, spans, named := verbIn(e.q, verb.Title)
		switch {
		case !named:
		case verb.Of == OfUser:
			found = append(found, e.onUsers(verb, rest, spans, each)...)
		case !rest.Empty():
			found = append(found, e.onTenants(verb, rest, spans)...)
		}
	}
	if best := bestTenant(tenants, portals); best != nil && len(found) == 0 {
		for _, verb := range e.Verbs {
			if verb.Of == OfTenant {
				found = append(found, onTenant(verb, best.Tenant, nil, best.Rank, spansOfName(*best)))
			}
		}
	}
	return found
}

// verbsNamed counts the verbs on users that words of the query name.
func (e *everything) verbsNamed() int {
	count := 0
	for _, verb := range e.Verbs {
		if _, _, named := verbIn(e.q, verb.Title); named && verb.Of == OfUser {
			count++
		}
	}
	return count
}

// leastVerb is how many letters of a word name a verb at least.
const leastVerb = 2

// verbIn finds the title of a verb in the first or the last words of a query, as many as begin words of it, and returns the
// other words.
func verbIn(q Query, title string) (rest Query, spans []Span, named bool) {
	text := []folded{fold(title)}
	for count := len(q.words); count > 0; count-- {
		for _, first := range []bool{true, false} {
			verb, others := q.words[:count], q.words[count:]
			if !first {
				cut := len(q.words) - count
				verb, others = q.words[cut:], q.words[:cut]
			}
			if match := of(verb).match(text); match.Rank <= WordStarts && longEnough(verb) {
				return of(others), match.Spans[0], true
			}
		}
	}
	return q, nil, false
}

func longEnough(words []string) bool {
	for _, word := range words {
		if utf8.RuneCountInString(word) < leastVerb {
			return false
		}
	}
	return true
}

func (e *everything) onUsers(verb Verb, whom Query, spans []Span, most int) []Result {
	var found []Result
	users := e.find(whom, most)
	for i := range users {
		user := &users[i]
		tenant := e.tenant(user.Key.Tenant)
		found = append(found, Result{
			Kind: OfAction, Rank: user.Rank, ID: verb.ID, User: &user.User, Tenant: tenant,
			Parts: []Part{
				{Text: verb.Title, Spans: spans},
				{Text: "of", Muted: true},
				{Text: user.DisplayName, Spans: user.Spans[OfDisplayName]},
				{Text: user.Username, Spans: user.Spans[OfUsername], Muted: true},
				{Text: "·", Muted: true},
				{Text: tenant.FullName(), Muted: true},
			},
		})
	}
	return found
}

func (e *everything) onTenants(verb Verb, which Query, spans []Span) []Result {
	var found []Result
	for _, tenant := range e.Tenants {
		if match := which.Match(tenantTexts(tenant)...); match.Rank <= Within {
			found = append(found, onTenant(verb, tenant, spans, match.Rank, match.Spans[0]))
		}
	}
	return found
}

func onTenant(verb Verb, tenant m365.Tenant, spans []Span, rank Rank, ofName []Span) Result {
	return Result{
		Kind: OfAction, Rank: rank, ID: verb.ID, Tenant: tenant,
		Parts: []Part{{Text: verb.Title, Spans: spans}, {Text: tenant.Name, Spans: ofName}, {Text: tenant.Mark(), Muted: true, Mark: true}},
	}
}

// bestTenant is the result that best says which tenant is meant, nil where none does.
func bestTenant(tenants, portals []Result) *Result {
	var best *Result
	for _, results := range [][]Result{tenants, portals} {
		for i := range results {
			if best == nil || results[i].Rank < best.Rank {
				best = &results[i]
			}
		}
	}
	if best == nil || best.Rank > Within || len(spansOfName(*best)) == 0 {
		return nil
	}
	return best
}

// spansOfName are the parts of the tenant's name that fit, which both kinds of result begin with.
func spansOfName(of Result) []Span { return of.Parts[0].Spans }
