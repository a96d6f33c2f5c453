package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// storedUser is a user as it lies in the tables.
type storedUser struct {
	id, hash int64
	body     string
	// values are those of userNames, of a word its text.
	values []any
}

var storedUsers = "SELECT u.object, u.id, u.hash, d.body, " + sayOf(userNames, ", ", func(name string) string {
	if slices.Contains(wordNames, name) {
		return "(SELECT text FROM words WHERE id = u." + name + ")"
	}
	return "u." + name
}) + `
FROM json_each(?) j CROSS JOIN users u ON u.tenant = ` + bound + ` AND u.object = j.value CROSS JOIN user_details d ON d.id = u.id`

// stored are those of some users that are stored, and of those that are gone, by their object ids.
func (g *staging) stored(ctx context.Context, tx *sql.Tx, users []m365.User, gone []string) (map[string]storedUser, error) {
	objects, err := g.objectsOf(users)
	if err != nil {
		return nil, err
	}
	objects = append(objects, gone...)
	stored := make(map[string]storedUser, len(objects))
	_, err = collect(ctx, tx, func(rows *sql.Rows) (none struct{}, err error) {
		user := storedUser{values: make([]any, len(userNames))}
		var object string
		into := append(make([]any, 0, 4+len(userNames)), &object, &user.id, &user.hash, &user.body)
		for i := range user.values {
			into = append(into, &user.values[i])
		}
		err = rows.Scan(into...)
		stored[object] = user
		return none, err
	}, storedUsers, jsonList(objects), g.tenant.num)
	return stored, err
}

// put writes some users, one by one, and deletes others by their ids: for a few of a tenant that costs much less than staging
// them, whose statements touch so many pages that SQLite keeps a file of how they were.
func (g *staging) put(ctx context.Context, tx *sql.Tx, users []m365.User, gone []string) error {
	before, err := g.stored(ctx, tx, users, gone)
	if err != nil {
		return err
	}
	return g.putOver(ctx, tx, before, users, gone)
}

// putOver is put where those of the users are known that are stored.
func (g *staging) putOver(ctx context.Context, tx *sql.Tx, before map[string]storedUser, users []m365.User, gone []string) error {
	words := make(map[string]struct{})
	var left []string
	for i := range users {
		row, err := g.changed(&users[i], g.hasher.hash(&users[i]), words)
		if err != nil {
			return err
		}
		if was, known := before[users[i].Key.ID]; known {
			left = append(left, was.words()...)
			err = g.update(ctx, tx, was, row)
		} else {
			err = g.insert(ctx, tx, row)
		}
		if err != nil {
			return err
		}
	}
	if err := g.deleteUsers(ctx, tx, gone); err != nil {
		return err
	}
	for _, id := range gone {
		left = append(left, before[id].words()...)
	}
	for _, word := range left {
		if _, stays := words[word]; !stays {
			// Only now it is worth looking at all users of the tenant.
			return g.dropUnusedWords(ctx, tx)
		}
	}
	return nil
}

func (u storedUser) words() (words []string) {
	for i, value := range u.values {
		if word, isText := value.(string); isText && slices.Contains(wordNames, userNames[i]) {
			words = append(words, word)
		}
	}
	return words
}

// update writes what differs of a row that changed gives. The last sign-in comes apart. SQLite writes an index anew where one
// of its columns is written, the same value or not.
func (g *staging) update(ctx context.Context, tx *sql.Tx, was storedUser, row []any) error {
	hash, body, values := row[2], row[3], row[4:]
	set, args := "hash = ?", []any{hash}
	for i, name := range userNames {
		if was.values[i] == values[i] || !slices.Contains(refreshedNames, name) {
			continue
		}
		value, err := g.valueOf(ctx, tx, name, values[i])
		if err != nil {
			return err
		}
		set, args = set+", "+name+" = ?", append(args, value)
	}
	if _, err := tx.ExecContext(ctx, "UPDATE users SET "+set+" WHERE id = ?", append(args, was.id)...); err != nil || body == was.body {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE user_details SET body = ? WHERE id = ?", body, was.id)
	return err
}

var insertUser = "INSERT INTO users (tenant, object, hash, " + strings.Join(userNames, ", ") + ") VALUES (?, ?, ?" +
	strings.Repeat(", ?", len(userNames)) + ")"

func (g *staging) insert(ctx context.Context, tx *sql.Tx, row []any) error {
	object, hash, body, values := row[1], row[2], row[3], row[4:]
	args := []any{g.tenant.num, object, hash}
	for i, name := range userNames {
		value, err := g.valueOf(ctx, tx, name, values[i])
		if err != nil {
			return err
		}
		args = append(args, value)
	}
	result, err := tx.ExecContext(ctx, insertUser, args...)
	if err != nil {
		return err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO user_details (id, body) VALUES (?, ?)", id, body)
	return err
}

// valueOf is what goes into a column of users: of a word its id.
func (g *staging) valueOf(ctx context.Context, tx *sql.Tx, name string, value any) (any, error) {
	word, isText := value.(string)
	if !isText || !slices.Contains(wordNames, name) {
		return value, nil
	}
	var id int64
	err := tx.QueryRowContext(ctx, "SELECT id FROM words WHERE tenant = ? AND text = ?", g.tenant.num, word).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	result, err := tx.ExecContext(ctx, "INSERT INTO words (tenant, text, fold) VALUES (?, ?, ?)", g.tenant.num, word, folded(word))
	if err != nil {
		return nil, err
	}
	return result.LastInsertId()
}

func (g *staging) deleteUsers(ctx context.Context, tx *sql.Tx, objects []string) error {
	for _, object := range objects {
		if _, err := tx.ExecContext(ctx, "DELETE FROM users WHERE tenant = ? AND object = ?", g.tenant.num, object); err != nil {
			return err
		}
	}
	return nil
}
