package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/roster"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// countChoices counts the users by the values of a column. Find looks for those that fit in memory; nil where they are not there.
func countChoices(
	ctx context.Context, tx *sql.Tx, column string, users filtered, find func() (*roster.Fitting, error),
) ([]table.ChoiceCount, error) {
	counts, err := countValues(ctx, tx, column, users, find)
	if err != nil {
		return nil, err
	}
	name, err := choiceNames(ctx, tx, column, users, counts)
	if err != nil {
		return nil, err
	}
	return namedChoices(counts, name), nil
}

// countValues counts by value as it is stored. The users of tenants are known without counting.
func countValues(
	ctx context.Context, tx *sql.Tx, column string, users filtered, find func() (*roster.Fitting, error),
) (map[any]int, error) {
	value := storedColumns[column].value
	if value == "u.tenant" && len(users.conditions) == 0 {
		counts := make(map[any]int)
		for _, num := range users.wanted {
			counts[num] = users.tenants[num].Users
		}
		return counts, nil
	}
	field, isNumber := heldNumberFields[value]
	if value != "u.tenant" && !isNumber {
		return countStored(ctx, tx, value, users)
	}
	held, err := find()
	switch {
	case err != nil:
		return nil, err
	case held == nil:
		return countStored(ctx, tx, value, users)
	case isNumber:
		return asStored(held.Counts(field))
	}
	return asStored(held.Tenants())
}

// asStored are counts by the numbers of the roster as SQLite counts them.
func asStored(held map[int64]int, err error) (map[any]int, error) {
	counts := make(map[any]int, len(held))
	for number, users := range held {
		if number == roster.None {
			counts[nil] = users
		} else {
			counts[number] = users
		}
	}
	return counts, err
}

func countStored(ctx context.Context, tx *sql.Tx, value string, users filtered) (map[any]int, error) {
	// A condition that always holds makes the hint look for an index with the value, too.
	grouped := users
	grouped.conditions = append([]sqlCondition{{value: value, sql: "1"}}, users.conditions...)
	where, args := users.where()
	counts := make(map[any]int)
	_, err := collect(ctx, tx, func(rows *sql.Rows) (none struct{}, err error) {
		var stored any
		var number int
		err = rows.Scan(&stored, &number)
		counts[stored] = number
		return none, err
	}, "SELECT "+value+", count(*) FROM users u"+grouped.hint()+where+" GROUP BY 1", args...)
	return counts, err
}

// choiceNames tells what a stored value is as a value and a label of the column.
func choiceNames(
	ctx context.Context, tx *sql.Tx, column string, users filtered, counts map[any]int,
) (func(stored any) (value, label string), error) {
	plain := func(text func(any) string) func(any) (string, string) {
		return func(stored any) (string, string) { return text(stored), text(stored) }
	}
	how := storedColumns[column]
	switch {
	case column == columns.TenantID:
		return func(stored any) (string, string) {
			tenant := users.tenants[stored.(int64)]
			return string(tenant.ID), tenant.FullName()
		}, nil
	case column == columns.TenantName:
		return plain(func(stored any) string { return users.tenants[stored.(int64)].Name }), nil
	case how.numbers != nil:
		texts := make(map[any]string, len(how.numbers))
		for text, number := range how.numbers {
			texts[number] = text
		}
		return plain(func(stored any) string { return texts[stored] }), nil
	case how.wordID:
		texts, err := wordTexts(ctx, tx, counts)
		return plain(func(stored any) string { return texts[stored] }), err
	}
	return plain(func(stored any) string { return fmt.Sprint(stored) }), nil
}

// wordTexts reads the texts of words by id.
func wordTexts(ctx context.Context, tx *sql.Tx, counts map[any]int) (map[any]string, error) {
	ids := make([]int64, 0, len(counts))
	for stored := range counts {
		if id, isID := stored.(int64); isID {
			ids = append(ids, id)
		}
	}
	texts := make(map[any]string, len(ids))
	_, err := collect(ctx, tx, func(rows *sql.Rows) (none struct{}, err error) {
		var id int64
		var text string
		err = rows.Scan(&id, &text)
		texts[id] = text
		return none, err
	}, "SELECT w.id, w.text FROM json_each(?) j CROSS JOIN words w ON w.id = j.value", jsonNumbers(ids))
	return texts, err
}

// namedChoices joins counts of the same value: two tenants may use the same word.
func namedChoices(counts map[any]int, name func(any) (value, label string)) []table.ChoiceCount {
	at := make(map[string]int)
	choices := make([]table.ChoiceCount, 0, len(counts))
	for stored, rows := range counts {
		value, label := name(stored)
		if i, known := at[value]; known {
			choices[i].Rows += rows
			continue
		}
		at[value] = len(choices)
		choices = append(choices, table.ChoiceCount{Value: value, Label: label, Rows: rows})
	}
	table.SortChoices(choices)
	return choices
}
