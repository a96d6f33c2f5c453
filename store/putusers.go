package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// put writes some users, one by one, and deletes others by their ids: for a few of a tenant that costs much less than staging
// them, whose statements touch so many pages that SQLite keeps a file of how they were.
func (g *staging) put(ctx context.Context, tx *sql.Tx, users []m365.User, gone []string) error {
	objects := append([]string{}, gone...)
	rows, words := make([][]any, len(users)), make(map[string]struct{})
	for i := range users {
		row, err := g.changed(&users[i], g.hasher.hash(&users[i]), words)
		if err != nil {
			return err
		}
		rows[i] = row
		objects = append(objects, users[i].Key.ID)
	}
	before, err := g.wordsOf(ctx, tx, objects)
	if err != nil {
		return err
	}
	for word := range words {
		_, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO words (tenant, text, fold) VALUES (?, ?, ?)", g.tenant.num, word, folded(word))
		if err != nil {
			return err
		}
	}
	if err := errors.Join(g.putRows(ctx, tx, rows), g.deleteUsers(ctx, tx, gone)); err != nil {
		return err
	}
	after, err := g.wordsOf(ctx, tx, objects)
	if err != nil {
		return err
	}
	for word := range before {
		if !after[word] {
			// Only now it is worth looking at all users of the tenant.
			return g.dropUnusedWords(ctx, tx)
		}
	}
	return nil
}

// putUser takes the tenant, the id, the hash and the values for userNames.
var putUser = func() string {
	names := "INSERT INTO users (tenant, object, hash"
	values := ") VALUES (?1, ?2, ?3"
	for i, name := range userNames {
		value := "?" + strconv.Itoa(4+i)
		if slices.Contains(wordNames, name) {
			value = "(SELECT id FROM words WHERE tenant = ?1 AND text = " + value + ")"
		}
		names += ", " + name
		values += ", " + value
	}
	return names + values + ")" + orRefreshed
}()

const putDetails = `
INSERT INTO user_details (id, body) VALUES ((SELECT id FROM users WHERE tenant = ? AND object = ?), ?)
ON CONFLICT (id) DO UPDATE SET body = excluded.body WHERE body <> excluded.body`

// putRows writes users as changed gives them.
func (g *staging) putRows(ctx context.Context, tx *sql.Tx, rows [][]any) error {
	for _, row := range rows {
		object, hash, body := row[1], row[2], row[3]
		if _, err := tx.ExecContext(ctx, putUser, append([]any{g.tenant.num, object, hash}, row[4:]...)...); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, putDetails, g.tenant.num, object, body); err != nil {
			return err
		}
	}
	return nil
}

func (g *staging) deleteUsers(ctx context.Context, tx *sql.Tx, objects []string) error {
	for _, object := range objects {
		if _, err := tx.ExecContext(ctx, "DELETE FROM users WHERE tenant = ? AND object = ?", g.tenant.num, object); err != nil {
			return err
		}
	}
	return nil
}

var wordsOf = "SELECT " + sayOf(wordNames, ", ", func(name string) string { return "u." + name }) + `
FROM json_each(?) j CROSS JOIN users u ON u.tenant = ? AND u.object = j.value`

// wordsOf are the words that some users have, by their numbers.
func (g *staging) wordsOf(ctx context.Context, tx *sql.Tx, objects []string) (map[int64]bool, error) {
	words := make(map[int64]bool)
	row := make([]sql.NullInt64, len(wordNames))
	into := make([]any, len(row))
	for i := range row {
		into[i] = &row[i]
	}
	_, err := collect(ctx, tx, func(rows *sql.Rows) (none struct{}, err error) {
		err = rows.Scan(into...)
		for _, word := range row {
			if word.Valid {
				words[word.Int64] = true
			}
		}
		return none, err
	}, wordsOf, jsonList(objects), g.tenant.num)
	return words, err
}
