package graphsim

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// deltaLife is how long Microsoft keeps the state behind a token for directory objects.
const deltaLife = 7 * 24 * time.Hour

// deltaState is what a token of a delta query holds. A round begins at position 0 and ends with a deltaLink, which begins
// the next round: first with all users there ever were, later with those written to after a sequence.
type deltaState struct {
	selected []string
	ids      []string
	// after is the sequence since which changes are wanted; -1 in the first round. until is the sequence when the round began.
	after, until int64
	position     int
	issued       time.Time
}

// userDelta answers GET /users/delta. Without a token it begins with all users, and those that are gone, however long;
// $deltatoken=latest leaves them out.
func (c *call) userDelta() (answer, *failure) {
	state, f := c.deltaState()
	if f != nil {
		return answer{}, f
	}
	shown, f := userResource.choose(state.selected, true)
	if f != nil {
		return answer{}, f
	}
	if shown.has("signInActivity") || shown.has("licenseAssignmentStates") {
		return answer{}, badRequest("The property is not supported for delta queries.")
	}
	if f := c.basicOnly(); f != nil {
		return answer{}, f
	}
	preferences := strings.Join(c.header.Values("Prefer"), ",")
	minimal := prefersMinimal(preferences)
	size := c.query.top
	if size == 0 {
		size = preferredSize(preferences)
	}
	body := append(c.server.buffer(), `{"@odata.context":`...)
	body = append(appendString(body, c.context("users")), `,"value":[`...)
	filled, next := 0, -1
	add := func(u, was, ever *user) bool {
		if len(state.ids) > 0 && !contains(state.ids, u.ID) {
			return true
		}
		if filled == min(size, usersMost) {
			next = u.Slot
			return false
		}
		if filled > 0 {
			body = append(body, ',')
		}
		filled++
		if !minimal {
			was = nil
		}
		body = appendChange(body, u, was, ever, &shown)
		return true
	}
	if state.after < 0 {
		c.tenant.EachEver(state.position, func(u *user) bool { return add(u, nil, nil) })
	} else {
		c.tenant.EachTouched(state.after, state.position, add)
	}
	name, link := `],"@odata.nextLink":`, ""
	if next >= 0 {
		state.position = next
		link = c.deltaLink("$skiptoken", state)
	} else {
		name = `],"@odata.deltaLink":`
		state.after, state.position, state.issued = state.until, 0, c.server.options.Now()
		link = c.deltaLink("$deltatoken", state)
	}
	body = append(body, name...)
	return answer{status: http.StatusOK, body: append(appendString(body, link), '}'), pooled: true}, nil
}

// appendChange writes a user, or that it is gone. Of one that changed, what it never had is left out; what was taken away is
// null. Where was is given, who was there is told by the id and what is not as it was then
// (learn.microsoft.com/graph/api/user-delta).
func appendChange(b []byte, u, was, ever *user, shown *selection[user]) []byte {
	if !u.Gone() {
		had := *shown
		had.properties = slices.DeleteFunc(slices.Clone(shown.properties), func(p *property[user]) bool {
			if was != nil && !was.Gone() {
				return p.name != "id" && string(p.write(nil, u)) == string(p.write(nil, was))
			}
			return ever != nil && string(p.write(nil, u)) == "null" && string(p.write(nil, ever)) == "null"
		})
		return append(had.write(b, u), '}')
	}
	reason := "changed"
	if u.Purged {
		reason = "deleted"
	}
	return openObject(b).string("id", u.ID).raw("@removed", func(b []byte) []byte {
		return openObject(b).string("reason", reason).close()
	}).close()
}

// prefersMinimal says that only what changed is asked for.
func prefersMinimal(prefer string) bool {
	return slices.ContainsFunc(strings.Split(strings.ToLower(prefer), ","), func(one string) bool {
		return strings.TrimSpace(one) == "return=minimal"
	})
}

// preferredSize reads odata.maxpagesize.
func preferredSize(prefer string) int {
	_, size, _ := strings.Cut(strings.ToLower(prefer), "odata.maxpagesize=")
	number, err := strconv.Atoi(strings.TrimSpace(strings.FieldsFunc(size+" ", func(r rune) bool { return r == ',' || r == ';' })[0]))
	if err != nil || number < 1 {
		return usersDefault
	}
	return min(number, usersMost)
}

// deltaState reads the token, or begins a first round.
func (c *call) deltaState() (deltaState, *failure) {
	now := c.server.options.Now()
	state := deltaState{selected: c.query.selected, after: -1, until: c.tenant.Sequence(), issued: now}
	token := c.query.values.Get("$deltatoken")
	if token == "" {
		token = c.query.values.Get("$skiptoken")
	}
	if token == "" || token == "latest" {
		var f *failure
		state.ids, f = onlyIDs(c.query.filter)
		if token == "latest" {
			state.after = state.until
		}
		return state, f
	}
	fields, ok := c.server.open(token)
	if !ok || len(fields) != 9 || fields[0] != "delta" || fields[1] != c.caller.Tenant {
		return state, badRequest("Badly formed token.")
	}
	if fields[2] != c.server.directory.Generation() {
		return state, c.gone("resyncRequired", "Resync required. Full synchronization is needed.")
	}
	numbers := make([]int64, 4)
	for i := range numbers {
		numbers[i], _ = strconv.ParseInt(fields[3+i], 10, 64)
	}
	state.after, state.position, state.issued = numbers[0], int(numbers[2]), time.Unix(numbers[3], 0)
	if !c.query.has("deltatoken") {
		state.until = numbers[1]
	}
	state.selected, state.ids = names(fields[7]), names(fields[8])
	if now.Sub(state.issued) > deltaLife {
		return state, c.gone("syncStateNotFound", "The sync state generation is not found; it is older than 7 days. Full synchronization is needed.")
	}
	return state, nil
}

// gone asks for a new beginning.
func (c *call) gone(code, message string) *failure {
	f := fail(http.StatusGone, code, "%s", message)
	f.header = http.Header{"Location": {c.server.options.Base + "/" + c.version + "/users/delta?$deltatoken="}}
	return f
}

// onlyIDs reads the only filter that delta knows: ids joined by or, 50 at most.
func onlyIDs(tree clause) ([]string, *failure) {
	unsupported := badRequest("The filter of a delta query must be 'id eq' for up to 50 objects.")
	switch node := tree.(type) {
	case nil:
		return nil, nil
	case compareClause:
		if node.path != "id" || node.operator != "eq" || node.with.kind != textValue {
			return nil, unsupported
		}
		return []string{node.with.text}, nil
	case bothClause:
		left, f := onlyIDs(node.left)
		if f != nil || !node.or {
			return nil, unsupported
		}
		right, f := onlyIDs(node.right)
		if f != nil || len(left)+len(right) > 50 {
			return nil, unsupported
		}
		return slices.Concat(left, right), nil
	}
	return nil, unsupported
}

// deltaLink is the address that goes on; all of the query is in the token.
func (c *call) deltaLink(option string, state deltaState) string {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	token := c.server.seal("delta", c.caller.Tenant, c.server.directory.Generation(), number(state.after), number(state.until),
		number(int64(state.position)), number(state.issued.Unix()), strings.Join(state.selected, ","), strings.Join(state.ids, ","))
	return c.server.options.Base + "/" + c.version + "/users/delta()?" + option + "=" + token
}
