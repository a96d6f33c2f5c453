package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/roster"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// findHeld looks for the users that fit among those in memory; fitting is nil where SQLite has to tell.
func (s *Store) findHeld(ctx context.Context, tx *sql.Tx, users filtered, q table.Query) (fitting *roster.Fitting, err error) {
	if users.keyed || users.all < s.held.least {
		return nil, nil
	}
	all, ready, err := s.roster(ctx, tx)
	if err != nil || !ready {
		return nil, err
	}
	question := roster.Question{Tenants: users.places(), Keys: heldKeys(q.Sort), Offset: max(q.Offset, 0), Limit: max(q.Limit, 0)}
	for _, filter := range q.Filters {
		conditions, err := users.heldConditions(ctx, tx, filter, s.now())
		if err != nil {
			return nil, err
		}
		question.Conditions = append(question.Conditions, conditions...)
	}
	// What is told by a number costs less than what is told by texts, which then look at fewer users.
	slices.SortStableFunc(question.Conditions, func(a, b roster.Condition) int { return a.Cost() - b.Cost() })
	return all.Find(ctx, question)
}

// places are where the wanted tenants stand in the orders.
func (f filtered) places() map[int64]roster.Places {
	tenants := make([]listTenant, len(f.wanted))
	for i, number := range f.wanted {
		tenants[i] = f.tenants[number]
	}
	places := make(map[int64]roster.Places, len(tenants))
	slices.SortFunc(tenants, func(a, b listTenant) int { return strings.Compare(string(a.ID), string(b.ID)) })
	for at, tenant := range tenants {
		places[tenant.num] = roster.Places{ByID: int64(at), ByName: roster.None}
	}
	slices.SortFunc(tenants, func(a, b listTenant) int { return strings.Compare(table.Fold(a.Name), table.Fold(b.Name)) })
	place, before := int64(0), ""
	for _, tenant := range tenants {
		name := table.Fold(tenant.Name)
		if name == "" {
			continue
		}
		if name != before {
			place, before = place+1, name
		}
		places[tenant.num] = roster.Places{ByID: places[tenant.num].ByID, ByName: place}
	}
	return places
}

// heldKeys are an order of users as the roster knows it, nil where it does not know one of the keys: it has the ids of words
// and not their order.
func heldKeys(sort []table.SortKey) []roster.Key {
	var keys []roster.Key
	for _, key := range totalOrder(sort) {
		field, known := heldFields[storedColumns[key.Column].order]
		if !known {
			return nil
		}
		keys = append(keys, roster.Key{Field: field, Descending: key.Descending})
	}
	return keys
}

// heldConditions are a filter as conditions on users in memory; those on tenants are in the tenants that are wanted.
func (f filtered) heldConditions(ctx context.Context, tx *sql.Tx, filter table.Filter, now time.Time) ([]roster.Condition, error) {
	model := append(columns.Users(), columns.TenantFilter, columns.SearchFilter)
	kind := model[table.Index(model, filter.Column)].Kind
	if filter.Empty(kind) || tenantFilter(filter) != nil {
		return nil, nil
	}
	if filter.Column == columns.Search {
		var all []roster.Condition
		for _, word := range strings.Fields(filter.Text) {
			all = append(all, roster.Condition{Fields: []roster.Field{roster.Name, roster.Username, roster.Aliases}, Pattern: table.Compile(word)})
		}
		return all, nil
	}
	column := storedColumns[filter.Column]
	condition := roster.Condition{Fields: []roster.Field{heldFields[column.value]}}
	switch {
	case kind == table.Time:
		condition.Fits = f.heldTimes(column, filter, now)
	case column.numbers != nil:
		condition.Fits = heldChoice(column, filter.Any)
	case column.wordID:
		words, err := wordsThatFit(ctx, tx, filter.Text)
		condition.Fits = words.hold
		return []roster.Condition{condition}, err
	default:
		condition.Fields[0], condition.Pattern = heldFields[column.fold], table.Compile(filter.Text)
	}
	return []roster.Condition{condition}, nil
}

// heldTimes is timeCondition in memory.
func (f filtered) heldTimes(column stored, filter table.Filter, now time.Time) func(tenant, number int64) bool {
	from, to := filter.Span(now)
	first, end := int64(roster.None+1), int64(1<<63-1)
	if !from.IsZero() {
		first = microsFrom(from)
	}
	if !to.IsZero() {
		end = microsFrom(to)
	}
	spans := filter.Spans()
	return func(tenant, number int64) bool {
		if number == roster.None {
			return filter.Untimed && (column.untimed == "" || !slices.Contains(withheld, f.tenants[tenant].SignInActivity))
		}
		return spans && number >= first && number < end
	}
}

func heldChoice(column stored, wanted []string) func(tenant, number int64) bool {
	var numbers []int64
	for _, text := range wanted {
		if number, known := column.numbers[text]; known {
			numbers = append(numbers, number)
		}
	}
	if slices.Contains(wanted, "") {
		numbers = append(numbers, roster.None)
	}
	return func(_, number int64) bool { return slices.Contains(numbers, number) }
}

// wordSet are words by id.
type wordSet []uint64

func (w wordSet) hold(_, word int64) bool {
	return word >= 0 && word>>6 < int64(len(w)) && w[word>>6]>>(word&63)&1 == 1
}

// wordsThatFit are the words that fit what was typed.
func wordsThatFit(ctx context.Context, tx *sql.Tx, typed string) (wordSet, error) {
	match := matchCondition("fold", typed)
	var words wordSet
	_, err := collect(ctx, tx, func(rows *sql.Rows) (none struct{}, err error) {
		var word int64
		err = rows.Scan(&word)
		if more := word>>6 + 1 - int64(len(words)); more > 0 {
			words = append(words, make(wordSet, more)...)
		}
		words[word>>6] |= 1 << (word & 63)
		return none, err
	}, "SELECT id FROM words WHERE "+match.sql+" ORDER BY id DESC", match.args...)
	return words, err
}
