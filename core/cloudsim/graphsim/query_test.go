package graphsim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func TestAFilterFindsWhatItSays(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	guest := h.firstUser(func(u *directory.User) bool { return u.Guest() })
	irish, err := h.inside().CreateUser(func(u *directory.User) error {
		u.DisplayName, u.UserPrincipalName = "Niamh O'Hara", "niamh.o'hara@"+h.customer(0).DefaultDomain
		return nil
	})
	require.NoError(t, err)
	sku := h.inside().Subscriptions()[0].Product.SKUID
	has := func(u *directory.User, sku string) bool {
		for _, state := range u.Licences {
			if state.Works() && state.Product.SKUID == sku {
				return true
			}
		}
		return false
	}
	cases := []struct {
		name, filter string
		advanced     bool
		wants        func(*directory.User) bool
	}{
		{"equality of a flag", "accountEnabled eq false", false, func(u *directory.User) bool { return !u.AccountEnabled }},
		{"equality regardless of case", "userType eq 'GUEST'", false, func(u *directory.User) bool { return u.Guest() }},
		{"a quote doubled", "userPrincipalName eq '" + strings.ReplaceAll(irish.UserPrincipalName, "'", "''") + "'", false, func(u *directory.User) bool { return u.ID == irish.ID }},
		{"an id", "id eq '" + guest.ID + "'", false, func(u *directory.User) bool { return u.ID == guest.ID }},
		{"in", "department in ('Sales', 'Finance')", false, func(u *directory.User) bool { return u.Department == "Sales" || u.Department == "Finance" }},
		{"startswith", "startsWith(displayName,'a')", false, func(u *directory.User) bool { return strings.HasPrefix(strings.ToLower(u.DisplayName), "a") }},
		{
			"and binds before or", "userType eq 'Guest' or department eq 'Sales' and accountEnabled eq false", false,
			func(u *directory.User) bool { return u.Guest() || u.Department == "Sales" && !u.AccountEnabled },
		},
		{
			"parentheses", "(userType eq 'Guest' or department eq 'Sales') and accountEnabled eq false", false,
			func(u *directory.User) bool { return (u.Guest() || u.Department == "Sales") && !u.AccountEnabled },
		},
		{"a date", "createdDateTime ge 2024-01-01T00:00:00Z", false, func(u *directory.User) bool { return u.Created.Year() >= 2024 }},
		{"a day", "createdDateTime le 2023-12-31", false, func(u *directory.User) bool { return u.Created.Year() <= 2023 && u.Created.Format("0102") != "1231" }},
		{"a lambda on objects", "assignedLicenses/any(x:x/skuId eq " + sku + ")", false, func(u *directory.User) bool { return has(u, sku) }},
		{"a lambda with a space", "assignedLicenses/any(x: x/skuId eq " + sku + ")", false, func(u *directory.User) bool { return has(u, sku) }},
		{
			"a lambda on texts", "proxyAddresses/any(p:startswith(p,'smtp:alex'))", false,
			func(u *directory.User) bool {
				return strings.Contains(strings.ToLower(strings.Join(u.ProxyAddresses(), " ")), "smtp:alex")
			},
		},
		{"ne", "accountEnabled ne true", true, func(u *directory.User) bool { return !u.AccountEnabled }},
		{"not", "not(startswith(displayName,'a'))", true, func(u *directory.User) bool { return !strings.HasPrefix(strings.ToLower(u.DisplayName), "a") }},
		{"NOT in capitals", "NOT startsWith(displayName,'a') AND userType eq 'Guest'", true, func(u *directory.User) bool {
			return !strings.HasPrefix(strings.ToLower(u.DisplayName), "a") && u.Guest()
		}},
		{"endswith", "endsWith(userPrincipalName,'onmicrosoft.com')", true, func(u *directory.User) bool { return strings.HasSuffix(u.UserPrincipalName, "onmicrosoft.com") }},
		{"null", "jobTitle eq null", true, func(u *directory.User) bool { return u.JobTitle == "" }},
		{"ne null", "companyName ne null and NOT(companyName eq 'x')", true, func(u *directory.User) bool { return u.CompanyName != "" }},
		{"an empty collection", "assignedLicenses/$count eq 0", true, func(u *directory.User) bool { return len(u.Licences) == 0 || !has(u, sku) && !works(u) }},
		{"a property of advanced queries", "officeLocation eq '1/1000'", true, func(u *directory.User) bool { return u.OfficeLocation == "1/1000" }},
		{"synced", "onPremisesSyncEnabled eq true", false, func(u *directory.User) bool { return u.OnPremisesSynced }},
		{"sign-in activity", "signInActivity/lastSignInDateTime le 2026-10-01T00:00:00Z", false, func(u *directory.User) bool {
			return !u.LastSignIn.IsZero() && u.LastSignIn.Format("2006-01-02") < "2026-10-01"
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := map[string]bool{}
			h.inside().EachUser(0, func(u *directory.User) bool {
				if c.wants(u) {
					want[u.ID] = true
				}
				return true
			})
			options := []string{"$filter", c.filter, "$select", "id", "$top", "500"}
			get := h.get
			if c.advanced {
				r := h.get("users", options...)
				require.Equal(t, 400, r.status, "%s needs an advanced query", c.filter)
				require.Equal(t, "Request_UnsupportedQuery", r.code())
				options, get = append(options, "$count", "true"), h.advanced
			}
			r := get("users", options...)
			require.Equal(t, 200, r.status, "%s", r.raw)
			got := map[string]bool{}
			for _, row := range r.values() {
				got[row["id"].(string)] = true
			}
			require.Equal(t, want, got)
			if c.advanced {
				require.EqualValues(t, len(want), r.body["@odata.count"])
			}
		})
	}
}

func works(u *directory.User) bool {
	for _, state := range u.Licences {
		if state.Works() {
			return true
		}
	}
	return false
}

func TestWhatGraphDoesNotAcceptIsRefused(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	cases := []struct {
		name, path, options, code string
		eventual                  bool
	}{
		{"unknown property in a filter", "users", "$filter=shoeSize eq 42", "BadRequest", false},
		{"property that cannot be filtered", "users", "$filter=lastPasswordChangeDateTime ge 2024-01-01T00:00:00Z", "Request_UnsupportedQuery", true},
		{"operator that the property lacks", "users", "$filter=displayName ge 'a'", "Request_UnsupportedQuery", true},
		{"gt on a directory object", "users", "$filter=createdDateTime gt 2024-01-01T00:00:00Z", "Request_UnsupportedQuery", true},
		{"endswith on a property without it", "users", "$filter=endswith(displayName,'x')", "Request_UnsupportedQuery", true},
		{"filter on a group's creation", "groups", "$filter=createdDateTime ge 2021-11-01", "Request_UnsupportedQuery", true},
		{"wrong type", "users", "$filter=accountEnabled eq 'true'", "BadRequest", false},
		{"string left open", "users", "$filter=displayName eq 'x", "BadRequest", false},
		{"parenthesis left open", "users", "$filter=(displayName eq 'x'", "BadRequest", false},
		{"nothing on the right", "users", "$filter=displayName eq", "BadRequest", false},
		{"unknown operator", "users", "$filter=displayName like 'x'", "BadRequest", false},
		{"unknown function", "users", "$filter=contains(displayName,'x')", "BadRequest", false},
		{"all", "users", "$filter=proxyAddresses/all(p:p eq 'x')", "Request_UnsupportedQuery", true},
		{"activity with another property", "users", "$filter=signInActivity/lastSignInDateTime le 2026-10-01T00:00:00Z and accountEnabled eq true", "BadRequest", false},
		{"count of a collection", "users", "$filter=assignedLicenses/$count eq 3", "Request_UnsupportedQuery", true},
		{"skip", "users", "$skip=10", "BadRequest", false},
		{"page above 999", "users", "$top=1000", "Request_UnsupportedQuery", false},
		{"page above 500 with activity", "users", "$select=id,signInActivity&$top=501", "Request_UnsupportedQuery", false},
		{"page of zero", "users", "$top=0", "BadRequest", false},
		{"page above 1000 of the log", "auditLogs/signIns", "$top=1001", "Request_UnsupportedQuery", false},
		{"unknown property in a select", "users", "$select=id,shoeSize", "BadRequest", false},
		{"property that only beta knows", "roleManagement/directory/roleDefinitions", "$select=id,isPrivileged", "BadRequest", false},
		{"property not for collections", "users", "$select=id,mailboxSettings", "NotImplemented", false},
		{"unknown option", "users", "$foo=1", "BadRequest", false},
		{"option twice", "users", "$top=1&$top=2", "BadRequest", false},
		{"order by a property without it", "users", "$orderby=department", "Request_UnsupportedQuery", true},
		{"order by a property of advanced queries", "users", "$orderby=createdDateTime", "Request_UnsupportedQuery", false},
		{"filter and order without advanced", "users", "$filter=accountEnabled eq true&$orderby=displayName", "Request_UnsupportedQuery", false},
		{"search without the header", "users", `$search="displayName:a"`, "Request_UnsupportedQuery", false},
		{"search without quotes", "users", `$search=displayName:a`, "BadRequest", true},
		{"search of a property without it", "users", `$search="accountEnabled:true"`, "Request_UnsupportedQuery", true},
		{"count without the header", "users/$count", "", "Request_BadRequest", false},
		{"unknown expansion", "users", "$expand=shoes", "BadRequest", false},
		{"expansion where there is none", "groups", "$expand=members", "BadRequest", false},
		{"a token of another list", "groups", "$skiptoken=abc", "Directory_ExpiredPageToken", false},
		{"unknown address", "shoes", "", "BadRequest", false},
		{"delta with another filter", "users/delta", "$filter=accountEnabled eq true", "BadRequest", false},
		{"delta with sign-in activity", "users/delta", "$select=signInActivity", "BadRequest", false},
		{"deeply nested", "users", "$filter=" + strings.Repeat("(", 80) + "accountEnabled eq true" + strings.Repeat(")", 80), "BadRequest", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			address := c.path + "?" + strings.NewReplacer(" ", "%20", `"`, "%22").Replace(c.options)
			get := h.get
			if c.eventual {
				address, get = address+"&$count=true", h.advanced
			}
			r := get(address)
			require.GreaterOrEqual(t, r.status, 400, "%s", r.raw)
			require.Less(t, r.status, 502)
			require.Equal(t, c.code, r.code(), "%s", r.raw)
			require.Equal(t, r.header.Get("request-id"), r.body["error"].(map[string]any)["innerError"].(map[string]any)["request-id"])
		})
	}
}

func TestEveryUserComesOnceWhateverThePageSize(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	want := h.customer(0).Users
	rapid.Check(t, func(rt *rapid.T) {
		options := []string{"$select", "id", "$top", fmt.Sprint(rapid.IntRange(1, 999).Draw(rt, "top"))}
		if rapid.Bool().Draw(rt, "ordered") {
			options = append(options, "$orderby", rapid.SampledFrom([]string{"displayName", "userPrincipalName desc"}).Draw(rt, "order"))
		}
		seen := map[string]bool{}
		for _, row := range h.all("users", options...) {
			id := row["id"].(string)
			if seen[id] {
				rt.Fatalf("%s came twice", id)
			}
			seen[id] = true
		}
		if len(seen) != want {
			rt.Fatalf("%d users of %d", len(seen), want)
		}
	})
}

func TestPagesStayWholeWhileUsersAreWritten(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	r := h.get("users", "$top", "20", "$select", "id")
	seen := map[string]bool{}
	for number := 0; ; number++ {
		for _, row := range r.values() {
			require.False(t, seen[row["id"].(string)])
			seen[row["id"].(string)] = true
		}
		if r.text("@odata.nextLink") == "" {
			break
		}
		_, err := h.inside().ChangeUser(number, func(u *directory.User) error { u.Deleted = h.clock.at; return nil })
		require.NoError(t, err)
		r = h.get(r.text("@odata.nextLink")).ok()
	}
	require.Len(t, seen, h.customer(0).Users)
}

func TestANextLinkStaysOnTheServersOwnHostAndKeepsTheQuery(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	link := h.get("users", "$select", "id,displayName", "$top", "3", "$filter", "accountEnabled eq true").text("@odata.nextLink")
	require.True(t, strings.HasPrefix(link, base+"/v1.0/users?"), link)
	r := h.get(link).ok()
	require.Len(t, r.values(), 3)
	require.Len(t, r.values()[0], 2)
	h.as(h.customer(1))
	require.Equal(t, "Directory_ExpiredPageToken", h.get(link).code())
}

func TestOrderSearchCountAndExpand(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	rows := h.all("users", "$orderby", "displayName desc", "$top", "17", "$select", "displayName")
	for i := 1; i < len(rows); i++ {
		require.GreaterOrEqual(t, strings.ToLower(rows[i-1]["displayName"].(string)), strings.ToLower(rows[i]["displayName"].(string)))
	}
	found := h.advanced("users", "$search", `"displayName:wil" OR "mail:alex"`, "$select", "displayName").ok().values()
	require.NotEmpty(t, found)
	for _, row := range found {
		require.Regexp(t, `(?i)\bwil|alex`, row["displayName"])
	}
	started := h.advanced("users", "$search", `"mail:ex"`, "$select", "mail").ok().values()
	for _, row := range started {
		require.Regexp(t, `(?i)^ex`, row["mail"], "an address is compared by its beginning")
	}
	both := h.advanced("users", "$search", `"displayName:alex" AND "displayName:wilber"`, "$select", "displayName").ok().values()
	require.Len(t, both, 1)
	require.Equal(t, fmt.Sprint(h.customer(0).Users), string(h.advanced("users/$count").ok().raw))
	require.Nil(t, h.get("users", "$count", "true").body["@odata.count"], "without the header $count=true is ignored")
	u := h.firstUser(func(u *directory.User) bool { return u.Manager > 0 })
	boss, _ := h.inside().UserAt(u.Manager)
	one := h.get("users/"+u.ID, "$select", "id", "$expand", "manager($select=id,displayName)").ok()
	require.Equal(t, boss.DisplayName, one.body["manager"].(map[string]any)["displayName"])
	many := h.get("users", "$select", "id", "$expand", "manager($select=id)", "$top", "100").ok().values()
	require.Len(t, many, 100)
}

func TestASelectShowsNoMoreThanWasAskedFor(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 300, Tenants: 6})
	require.Len(t, h.get("users", "$top", "1").values()[0], 11, "the default set of a user")
	require.Equal(t, []string{"displayName", "id"}, keysOf(h.get("users", "$top", "1", "$select", "displayName").values()[0]))
	require.Equal(t, []string{"displayName", "id"}, keysOf(h.get("groups", "$top", "1", "$select", "displayName").values()[0]))
	require.Contains(t, h.get("users", "$top", "1", "$select", "accountEnabled,userType").values()[0], "accountEnabled")
	require.NotContains(t, h.get("users", "$top", "1").values()[0], "accountEnabled")
}

func keysOf(row map[string]any) []string {
	var keys []string
	for _, name := range []string{"displayName", "id", "userPrincipalName", "mail"} {
		if _, ok := row[name]; ok {
			keys = append(keys, name)
		}
	}
	if len(keys) != len(row) {
		return append(keys, "more")
	}
	return keys
}

func TestDomainsIgnoreTopAndFilter(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 900, Tenants: 4})
	require.Len(t, h.get("domains", "$top", "1", "$filter", "isDefault eq true").ok().values(), 3)
}

func TestASearchLooksForTheTokensOfANameAndForTheBeginningOfOtherTexts(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 60, Tenants: 2})
	u := h.plainUser()
	for _, test := range []struct {
		property, held, search string
		found                  bool
	}{
		{"displayName", "hello world", "displayName:world hello", true},
		{"displayName", "hello world", "displayName:wor", true},
		{"displayName", "hello world", "displayName:orld", false},
		{"displayName", "HelloWorld", "displayName:world", true},
		{"displayName", "HelloWorld", "displayName:helloworld", false},
		{"displayName", "helloWORLD", "displayName:world", true},
		{"displayName", "HELLOworld", "displayName:world", false},
		{"displayName", "HELLOworld", "displayName:helloworld", true},
		{"displayName", "HelloWORld", "displayName:ld", false},
		{"displayName", "hello-world", "displayName:helloworld", true},
		{"displayName", "hello.world", "displayName:helloworld", true},
		{"displayName", "hello world", "displayName:helloworld", false},
		{"displayName", "hello123world", "displayName:123", true},
		{"displayName", "hello123world", "displayName:world hello", true},
		{"displayName", "hello123world", "displayName:hello 23", false},
		{"displayName", "video one", "displayName:OneVideo", true},
		{"displayName", "onevideo", "displayName:OneVideo", false},
		{"displayName", "李四(David Li)", "displayName:李四(David Li)", true},
		{"displayName", "李四(David Li)", "displayName:David)", true},
		{"displayName", "李四(David Li)", "displayName:(李四", true},
		{"displayName", "李四(David Li)", "displayName:Li 李", true},
		{"displayName", "David Li", "displayName:David)", false},
		{"displayName", "David Li", "displayName:", false},
		{"city", "New York", "city:new y", true},
		{"city", "New York", "city:york", false},
	} {
		h.send("PATCH", "users/"+u.ID, `{"`+test.property+`":"`+test.held+`"}`, nil).ok()
		found := h.advanced("users", "$search", `"`+test.search+`"`, "$filter", "id eq '"+u.ID+"'", "$count", "true").ok().values()
		require.Equal(t, test.found, len(found) == 1, "%q in %q", test.search, test.held)
	}
	h.send("PATCH", "users/"+u.ID, `{"displayName":"one two"}`, nil).ok()
	for search, found := range map[string]bool{
		`"displayName:one" AND "displayName:two"`:                         true,
		`"displayName:one" OR "displayName:six" AND "displayName:six"`:    true,
		`("displayName:one" OR "displayName:six") AND "displayName:six"`:  false,
		`( "displayName:six" OR ("displayName:one"AND"displayName:two"))`: true,
		`"displayName:six" AND "displayName:one" OR "displayName:two"`:    true,
		`"displayName:six" AND ("displayName:one" OR "displayName:two")`:  false,
	} {
		rows := h.advanced("users", "$search", search, "$filter", "id eq '"+u.ID+"'", "$count", "true").ok().values()
		require.Equal(t, found, len(rows) == 1, search)
	}
	for _, broken := range []string{`("displayName:one"`, `"displayName:one")`, `"displayName:one" and "displayName:two"`, `"displayName:one" AND`, `()`, `` + strings.Repeat("(", 80)} {
		require.Equal(t, "BadRequest", h.advanced("users", "$search", broken).code(), broken)
	}
}

func TestARandomFilterNeverBreaksTheServer(t *testing.T) {
	h := newHarness(t, directory.Options{Users: 60, Tenants: 2})
	words := []string{"displayName", "accountEnabled", "eq", "ne", "and", "or", "not", "(", ")", "'x'", "''", "null", "true", ",", "in", "any", "assignedLicenses/any(", "x:x/skuId", "startswith(", "5", "2024-01-01", "/", "$count", "'"}
	rapid.Check(t, func(rt *rapid.T) {
		filter := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 12).Draw(rt, "words"), " ")
		r := h.advanced("users", "$filter", filter, "$count", "true")
		if r.status != 200 && r.status != 400 {
			rt.Fatalf("%s: %d", filter, r.status)
		}
	})
}
