package find_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/find"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// world is a few tenants and users.
func world() find.Sources {
	tenants := []m365.Tenant{
		{ID: "t1", Name: "Contoso Dental", DefaultDomain: "contoso.com"},
		{ID: "t2", Name: "Continental Air", DefaultDomain: "continental.com"},
		{ID: "t3", Name: "Fabrikam Legal", DefaultDomain: "fabrikam.com"},
	}
	users := []find.User{
		{Key: m365.UserKey{Tenant: "t1", ID: "1"}, DisplayName: "Adele Vance", Username: "adele.vance@contoso.com"},
		{Key: m365.UserKey{Tenant: "t1", ID: "2"}, DisplayName: "Exchange Sync", Username: "exchsync@contoso.com"},
		{Key: m365.UserKey{Tenant: "t3", ID: "3"}, DisplayName: "Megan Bowen", Username: "mbowen@fabrikam.com", Viewed: true},
	}
	return find.Sources{
		Tenants:  tenants,
		Portals:  []find.Portal{{ID: "exchange", Name: "Exchange Admin", Short: "Exchange"}, {ID: "teams", Name: "Teams Admin", Short: "Teams"}},
		Verbs:    []find.Verb{{ID: "view", Title: "View Users of", Of: find.OfTenant}, {ID: "reset", Title: "Reset Password", Of: find.OfUser}},
		Commands: []find.Command{{Title: "All Tenants", Note: "Go"}, {Title: "Theme: Dark", Note: "View", Words: "settings"}},
		Users: func(_ context.Context, q find.Query, most int) (found []find.Found, err error) {
			for _, user := range users {
				match := q.Match(user.DisplayName, user.Username, "", "", "", "")
				if match.Rank < find.Unfit && (user.Viewed || !q.Empty()) && len(found) < most {
					found = append(found, find.Found{User: user, Match: match})
				}
			}
			return found, nil
		},
	}
}

// lines are the results as they are read, a line each, what fits in brackets.
func lines(t *testing.T, typed string) (found []string) {
	t.Helper()
	groups, err := find.Search(t.Context(), find.Parse(typed), world())
	require.NoError(t, err)
	for _, group := range groups {
		for _, result := range group.Results {
			var line []string
			for _, part := range result.Parts {
				if part.Text != "" {
					line = append(line, marked(part.Text, part.Spans))
				}
			}
			found = append(found, strings.Join(line, " "))
		}
	}
	return found
}

// marked is a text with brackets round what fits.
func marked(text string, spans []find.Span) string {
	for i := len(spans) - 1; i >= 0; i-- {
		text = text[:spans[i].From] + "[" + text[spans[i].From:spans[i].To] + "]" + text[spans[i].To:]
	}
	return text
}

func TestEverythingThatFitsIsFoundInItsGroup(t *testing.T) {
	for typed, want := range map[string][]string{
		"cont exch": {
			"[Cont]inental Air › [Exch]ange Admin", "[Cont]oso Dental › [Exch]ange Admin",
			"[Exch]ange Sync exchsync@[cont]oso.com · Contoso Dental", "View Users of [Cont]inental Air",
		},
		"fabrikam":          {"[Fabrikam] Legal fabrikam.com", "View Users of [Fabrikam] Legal", "Megan Bowen mbowen@[fabrikam].com · Fabrikam Legal"},
		"reset adele vance": {"[Reset] Password of [Adele Vance] adele.vance@contoso.com · Contoso Dental"},
		"vance reset pass":  {"[Reset Pass]word of Adele [Vance] adele.vance@contoso.com · Contoso Dental"},
		"reset":             {"[Reset] Password of Megan Bowen mbowen@fabrikam.com · Fabrikam Legal"},
		"settings":          {"Theme: Dark View"},
		"mgnbwn":            {"[M]e[g]a[n] [B]o[w]e[n] mbowen@fabrikam.com · Fabrikam Legal"},
		"":                  {"Megan Bowen mbowen@fabrikam.com · Fabrikam Legal", "All Tenants Go", "Theme: Dark View"},
		"nothing like it":   nil,
	} {
		require.Equal(t, want, lines(t, typed), typed)
	}
}
