package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// longestLike is the longest pattern that SQLite's LIKE takes, in bytes; no text that it could match is stored.
const longestLike = 50_000

// filtered is which users a query is about.
type filtered struct {
	// tenants are all tenants by number; wanted are those whose users count.
	tenants map[int64]listTenant
	wanted  []int64
	// conditions narrow their users down.
	conditions []sqlCondition
	// keyed says that only some users are asked for, by their keys.
	keyed bool
	// whole and all count the users of the wanted tenants and of all, before the conditions.
	whole, all int
}

// listTenant is what a list of users needs of a tenant.
type listTenant struct {
	m365.Tenant
	num int64
}

// sqlCondition is a term of a WHERE clause, and which value it looks at.
type sqlCondition struct {
	value string
	sql   string
	args  []any
}

// filterUsers reads the tenants and turns the filters of q into SQL.
func filterUsers(ctx context.Context, tx *sql.Tx, q table.Query, now time.Time) (filtered, error) {
	var f filtered
	synced, err := f.readTenants(ctx, tx)
	if err != nil {
		return f, err
	}
	model := append(columns.Users(), columns.TenantFilter, columns.SearchFilter)
	for _, filter := range q.Filters {
		column := model[table.Index(model, filter.Column)]
		if filter.Empty(column.Kind) {
			continue
		}
		if fits := tenantFilter(filter); fits != nil {
			synced = slices.DeleteFunc(synced, func(t listTenant) bool { return !fits(t) })
			continue
		}
		if filter.Column == columns.Search {
			f.conditions = append(f.conditions, searchConditions(filter.Text)...)
			continue
		}
		f.conditions = append(f.conditions, conditionOf(storedColumns[column.ID], filter, column.Kind, now))
	}
	if q.Keys != nil {
		f.keyed = true
		f.conditions = append(f.conditions, f.keyCondition(q.Keys))
	}
	for _, tenant := range synced {
		f.wanted = append(f.wanted, tenant.num)
		f.whole += tenant.Users
	}
	if f.whole < f.all {
		f.conditions = append(f.conditions, inNumbers("u.tenant", f.wanted))
	}
	return f, nil
}

// readTenants reads all tenants and returns the synced ones that have users.
func (f *filtered) readTenants(ctx context.Context, tx *sql.Tx) (synced []listTenant, err error) {
	f.tenants = make(map[int64]listTenant)
	_, err = collect(ctx, tx, func(rows *sql.Rows) (none struct{}, err error) {
		var t listTenant
		err = rows.Scan(&t.num, &t.ID, &t.Name, &t.Twin, &t.Alias, labelsInto{&t.Tags}, &t.DefaultDomain, &t.Users, &t.SignInActivity, &t.Roles, &t.Status)
		f.tenants[t.num] = t
		f.all += t.Users
		if t.Status == m365.Synced && t.Users > 0 {
			synced = append(synced, t)
		}
		return none, err
	}, "SELECT num, id, name, "+hasTwin+", "+labelFields+", default_domain, users, sign_in_activity, roles, status FROM tenants")
	return synced, err
}

// keyCondition keeps the users of some keys.
func (f *filtered) keyCondition(keys []string) sqlCondition {
	numbers := make(map[m365.TenantID]int64, len(f.tenants))
	for _, tenant := range f.tenants {
		numbers[tenant.ID] = tenant.num
	}
	pairs := [][2]any{}
	for _, text := range keys {
		key, err := m365.ParseUserKey(text)
		if number, known := numbers[key.Tenant]; err == nil && known {
			pairs = append(pairs, [2]any{number, key.ID})
		}
	}
	return sqlCondition{
		"u.object", "(u.tenant, u.object) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))", []any{jsonList(pairs)},
	}
}

// tenantFilter is a filter that is about tenants, nil for another.
func tenantFilter(filter table.Filter) func(listTenant) bool {
	switch filter.Column {
	case columns.TenantID:
		return func(t listTenant) bool { return slices.Contains(filter.Any, string(t.ID)) }
	case columns.TenantName:
		pattern := table.Compile(filter.Text)
		return func(t listTenant) bool { return pattern.Matches(t.Name) || pattern.Matches(t.Alias) }
	}
	return nil
}

// conditionOf is a filter that is not empty as SQL.
func conditionOf(column stored, filter table.Filter, kind table.Kind, now time.Time) sqlCondition {
	switch {
	case kind == table.Time:
		return timeCondition(column, filter, now)
	case column.numbers != nil:
		return choiceCondition(column, filter.Any)
	case kind == table.Choice:
		return inTexts(column.value, filter.Any)
	case column.wordID:
		match := matchCondition("fold", filter.Text)
		match.sql = column.value + " IN (SELECT id FROM words WHERE " + match.sql + ")"
		match.value = column.value
		return match
	}
	return matchCondition(column.fold, filter.Text)
}

// searchConditions keep the users that have every word in the name, in the username, which the index by name has beside it, or
// in an alias.
func searchConditions(text string) []sqlCondition {
	var all []sqlCondition
	for _, word := range strings.Fields(text) {
		name, username := matchCondition("u.display_name_fold", word), matchCondition("u.username_fold", word)
		alias := matchCondition("aliases", word)
		all = append(all, sqlCondition{
			value: "u.display_name_fold",
			sql: "(" + name.sql + " OR " + username.sql + " OR u.id IN (SELECT id FROM user_details INDEXED BY user_aliases " +
				"WHERE aliases IS NOT NULL AND " + alias.sql + "))",
			args: slices.Concat(name.args, username.args, alias.args),
		})
	}
	return all
}

// matchCondition matches a folded text as table.Pattern does.
func matchCondition(fold, text string) sqlCondition {
	pattern := table.Compile(text)
	if plain, isPlain := pattern.Plain(); isPlain {
		return sqlCondition{fold, "instr(" + fold + ", ?) > 0", []any{plain}}
	}
	like := pattern.Like()
	if len(like) > longestLike {
		return sqlCondition{fold, "0", nil}
	}
	return sqlCondition{fold, fold + ` LIKE ? ESCAPE '\'`, []any{like}}
}

// timeCondition keeps a span of time, and the rows without a time where the filter says so.
func timeCondition(column stored, filter table.Filter, now time.Time) sqlCondition {
	condition := spanCondition(column.value, filter, now)
	if !filter.Untimed {
		return condition
	}
	untimed := column.value + " IS NULL"
	if column.untimed != "" {
		untimed += " AND " + column.untimed
	}
	if condition.sql != "" {
		untimed = "(" + condition.sql + " OR " + untimed + ")"
	}
	condition.sql = untimed
	return condition
}

func spanCondition(value string, filter table.Filter, now time.Time) sqlCondition {
	from, to := filter.Span(now)
	condition := sqlCondition{value: value}
	var terms []string
	if !from.IsZero() {
		terms = append(terms, value+" >= ?")
		condition.args = append(condition.args, microsFrom(from))
	}
	if !to.IsZero() {
		terms = append(terms, value+" < ?")
		condition.args = append(condition.args, microsFrom(to))
	}
	condition.sql = strings.Join(terms, " AND ")
	return condition
}

func choiceCondition(column stored, wanted []string) sqlCondition {
	var numbers []int64
	for _, text := range wanted {
		if number, known := column.numbers[text]; known {
			numbers = append(numbers, number)
		}
	}
	condition := inNumbers(column.value, numbers)
	if slices.Contains(wanted, "") {
		condition.sql = "(" + condition.sql + " OR " + column.value + " IS NULL)"
	}
	return condition
}

func inNumbers(value string, numbers []int64) sqlCondition {
	return sqlCondition{value, value + " IN (SELECT value FROM json_each(?))", []any{jsonNumbers(numbers)}}
}

func inTexts(value string, texts []string) sqlCondition {
	condition := sqlCondition{value: value, sql: value + " IN (" + strings.TrimSuffix(strings.Repeat("?, ", len(texts)), ", ") + ")"}
	for _, text := range texts {
		condition.args = append(condition.args, text)
	}
	return condition
}

// jsonNumbers is a list of numbers as one argument, so that a statement's text does not depend on how many there are.
func jsonNumbers(numbers []int64) string {
	if len(numbers) == 0 {
		return "[]"
	}
	return jsonList(numbers)
}

// jsonList is a list of texts and numbers as one argument.
func jsonList(list any) string {
	// They always marshal.
	body, _ := json.Marshal(list)
	return string(body)
}

// where is the WHERE clause with its arguments, extra conditions last.
func (f filtered) where(extra ...sqlCondition) (clause string, args []any) {
	return whereAll(slices.Concat(f.conditions, extra))
}

// whereAll is the WHERE clause of conditions that must all hold, empty without any.
func whereAll(conditions []sqlCondition) (clause string, args []any) {
	if len(conditions) == 0 {
		return "", nil
	}
	terms := make([]string, len(conditions))
	for i, c := range conditions {
		terms[i] = c.sql
		args = append(args, c.args...)
	}
	return " WHERE " + strings.Join(terms, " AND "), args
}

// fewTenants is the share of all users, one in so many, below which looking at the users of the wanted tenants one by one
// beats reading an index of all users from end to end.
const fewTenants = 20

// hint tells SQLite where to look for the users that fit: in an index that holds all the conditions ask for, or among the
// users of a few tenants, or else in the table from end to end. Without statistics SQLite would guess worse.
func (f filtered) hint() string {
	if f.keyed {
		return indexedBy(byKey)
	}
	if f.whole < f.all && f.whole*fewTenants <= f.all {
		return indexedBy(byKey)
	}
	for _, index := range []index{byDisplayName, byUsername, byLastSignIn, byKey} {
		if f.looksAt(index.values[0]) && f.within(index) {
			return indexedBy(index)
		}
	}
	return notIndexed
}

// notIndexed is the hint to read the table from end to end.
const notIndexed = " NOT INDEXED"

func indexedBy(index index) string { return " INDEXED BY " + index.name }

func (f filtered) looksAt(value string) bool {
	return slices.ContainsFunc(f.conditions, func(c sqlCondition) bool { return c.value == value })
}

// within says that the index holds every value that the conditions look at.
func (f filtered) within(index index) bool {
	return !slices.ContainsFunc(f.conditions, func(c sqlCondition) bool { return !slices.Contains(index.values, c.value) })
}
