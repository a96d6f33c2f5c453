package roster_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/roster"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// held puts users into blocks of so many.
func held(users []roster.User, size int) (all roster.Roster) {
	for part := range slices.Chunk(users, size) {
		block := roster.Make(int64(len(all)), 1, 1)
		for i := range part {
			block.Add(&part[i])
		}
		all = append(all, block.Made())
	}
	return all
}

var tenants = map[int64]roster.Places{
	1: {ByName: 2, ByID: 1}, 2: {ByName: roster.None, ByID: 3}, 3: {ByName: 2, ByID: 2}, 4: {ByName: 1, ByID: 4},
}

func anyUser(id int) *rapid.Generator[roster.User] {
	return rapid.Custom(func(t *rapid.T) roster.User {
		return roster.User{
			ID: int64(id * 3), Tenant: rapid.Int64Range(1, 5).Draw(t, "tenant"),
			Object: rapid.SampledFrom([]string{
				fmt.Sprintf("0a1b2c3d-0000-4000-8000-%012x", id), fmt.Sprintf("ffeeddcc-1111-4000-8000-%012x", id*1001), fmt.Sprint("odd", id),
			}).Draw(t, "object"),
			Name: rapid.StringMatching(`[ab@]{0,3}|[ab]{6,20}`).Draw(t, "name"), Username: rapid.StringMatching(`([ab]{0,2}|[ab]{6,20})(@[ab]{0,2}){0,2}`).Draw(t, "username"),
			Domains: [2]string{"b"}, Others: []string{rapid.StringMatching(`[ab ]{0,3}`).Draw(t, "other")},
			Numbers: []int64{rapid.SampledFrom([]int64{roster.None, 0, -5, 1_000_000, 2_000_000, 1 << 40, 1<<63 - 1, roster.None + 1}).Draw(t, "number")},
		}
	})
}

func anyCondition() *rapid.Generator[roster.Condition] {
	return rapid.Custom(func(t *rapid.T) roster.Condition {
		fields := rapid.SampledFrom([][]roster.Field{
			{roster.Name}, {roster.Username}, {roster.Object}, {roster.Name, roster.Username}, {0},
		}).Draw(t, "fields")
		if fields[0] == 0 {
			least := rapid.Int64().Draw(t, "least")
			return roster.Condition{Fields: fields, Fits: func(tenant, number int64) bool { return number >= least || tenant == 1 }}
		}
		return roster.Condition{Fields: fields, Pattern: table.Compile(rapid.StringMatching(`[ab@_%0-]{1,4}|[ab]{5,11}`).Draw(t, "pattern"))}
	})
}

func fits(u roster.User, c roster.Condition) bool {
	if c.Fits != nil {
		return c.Fits(u.Tenant, u.Numbers[0])
	}
	return slices.ContainsFunc(c.Fields, func(field roster.Field) bool { return c.Pattern.MatchesFolded(textOf(u, field)) })
}

func textOf(u roster.User, field roster.Field) string {
	switch field {
	case roster.Name:
		return u.Name
	case roster.Username:
		return u.Username
	}
	return u.Object
}

// compared puts two users in the order of keys as it is defined.
func compared(a, b roster.User, keys []roster.Key) int {
	for _, key := range keys {
		if order := comparedBy(a, b, key); order != 0 {
			return order
		}
	}
	return cmp.Or(cmp.Compare(tenants[a.Tenant].ByID, tenants[b.Tenant].ByID), strings.Compare(a.Object, b.Object))
}

func comparedBy(a, b roster.User, key roster.Key) int {
	order, noneA, noneB := 0, false, false
	if key.Field < 0 && key.Field != roster.TenantName {
		first, second := textOf(a, key.Field), textOf(b, key.Field)
		order, noneA, noneB = strings.Compare(first, second), first == "", second == ""
	} else {
		first, second := a.Numbers[0], b.Numbers[0]
		if key.Field == roster.TenantName {
			first, second = tenants[a.Tenant].ByName, tenants[b.Tenant].ByName
		}
		order, noneA, noneB = cmp.Compare(first, second), first == roster.None, second == roster.None
	}
	switch {
	case noneA && noneB:
		return 0
	case noneA:
		return 1
	case noneB:
		return -1
	case key.Descending:
		return -order
	}
	return order
}

// sorted are the ids of the users that fit, in order.
func sorted(users []roster.User, q roster.Question) []int64 {
	var fitting []roster.User
	for _, user := range users {
		_, wanted := q.Tenants[user.Tenant]
		if wanted && !slices.ContainsFunc(q.Conditions, func(c roster.Condition) bool { return !fits(user, c) }) {
			fitting = append(fitting, user)
		}
	}
	slices.SortFunc(fitting, func(a, b roster.User) int { return compared(a, b, q.Keys) })
	ids := []int64{}
	for _, user := range fitting {
		ids = append(ids, user.ID)
	}
	return ids
}

func TestEveryPageHoldsTheUsersThatFitInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		users := make([]roster.User, rapid.IntRange(0, 30).Draw(t, "users"))
		for i := range users {
			users[i] = anyUser(i).Draw(t, "user")
		}
		q := roster.Question{
			Tenants: tenants, Conditions: rapid.SliceOfN(anyCondition(), 0, 2).Draw(t, "conditions"),
			Offset: rapid.IntRange(0, 35).Draw(t, "offset"), Limit: rapid.IntRange(0, 10).Draw(t, "limit"),
		}
		for range rapid.IntRange(1, 3).Draw(t, "keys") {
			field := rapid.SampledFrom([]roster.Field{roster.Name, roster.Username, roster.Object, roster.TenantName, 0}).Draw(t, "field")
			q.Keys = append(q.Keys, roster.Key{Field: field, Descending: rapid.Bool().Draw(t, "descending")})
		}
		fitting, err := held(users, 7).Find(context.Background(), q)
		require.NoError(t, err)
		want := sorted(users, q)
		require.Equal(t, len(want), fitting.Total)
		require.ElementsMatch(t, want, fitting.All())
		from := min(q.Offset, len(want))
		page, err := fitting.Page()
		require.NoError(t, err)
		require.Equal(t, want[from:min(from+q.Limit, len(want))], append([]int64{}, page...))
	})
}

func TestPagesOfManyUsersAreTheSameFromBothEnds(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	users := make([]roster.User, 20_000)
	for i := range users {
		users[i] = roster.User{
			ID: int64(i), Tenant: random.Int64N(4) + 1, Object: fmt.Sprint(i), Name: fmt.Sprintf("%05d", random.IntN(9000)), Numbers: []int64{random.Int64N(3)},
		}
	}
	all := held(users, 500)
	for _, keys := range [][]roster.Key{
		{{Field: roster.Name}}, {{Field: roster.Name, Descending: true}}, {{Field: 0}, {Field: roster.Name}}, {{Field: roster.Username}},
	} {
		q := roster.Question{Tenants: tenants, Keys: keys, Limit: 50}
		want := sorted(users, q)
		for _, q.Offset = range []int{0, 3000, 9980, 15_000, 19_950, 19_990} {
			fitting, err := all.Find(t.Context(), q)
			require.NoError(t, err)
			page, err := fitting.Page()
			require.NoError(t, err)
			require.Equal(t, want[q.Offset:min(q.Offset+50, len(want))], page)
		}
	}
}

func TestAUserIsFoundByWordsThatNameAndUsernameLack(t *testing.T) {
	block := roster.Make(0, 1, 0)
	block.Add(&roster.User{
		Name: "o'neil, ann", Username: "ann.oneil@contoso.com", Domains: [2]string{"contoso.com", "contoso.onmicrosoft.com"},
		Others:  []string{"ann o'neil", "ann.oneil@contoso.com", "sales@fabrikam.com", "ann"},
		Aliases: []string{"aoneil@contoso.onmicrosoft.com", "ann.oneil@contoso.onmicrosoft.com"},
	})
	block.Add(&roster.User{Name: "bob", Username: "bob@fabrikam.com", Domains: [2]string{"contoso.com", "contoso.onmicrosoft.com"}})
	made := block.Made()
	require.Equal(t, "o'neil, ann\x00ann.oneil\x00ann o neil\x00sales\x00aoneil", made.Texts(0))
	require.Equal(t, "bob\x00bob", made.Texts(1))
	require.Equal(t, []string{"\x00fabrikam com", "\x00fabrikam com"}, []string{made.Shared(0), made.Shared(1)})
}

func TestADefectInAConditionEndsTheQuestionAlone(t *testing.T) {
	users := []roster.User{{ID: 1, Tenant: 1, Object: "1", Numbers: []int64{1}}}
	_, err := held(users, 1).Find(t.Context(), roster.Question{
		Tenants: tenants, Conditions: []roster.Condition{{Fields: []roster.Field{0}, Fits: func(int64, int64) bool { panic("a defect") }}},
	})
	require.ErrorContains(t, err, "a defect")
}
