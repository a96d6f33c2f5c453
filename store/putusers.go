package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// storedUser is a user as it lies in the tables.
type storedUser struct {
	userRow
	id int64
}

var storedUsers = "SELECT u.object, u.id, u.hash, d.body, ifnull(d.aliases, ''), " + sayOf(userNames, ", ", func(name string) string {
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
	return g.look(ctx, tx, append(objects, gone...))
}

// look reads those of some users that are stored, each once. It returns all that were read.
func (g *staging) look(ctx context.Context, db querier, objects []string) (map[string]storedUser, error) {
	unread := slices.DeleteFunc(slices.Clone(objects), func(object string) bool { return g.looked[object] })
	if len(unread) == 0 {
		return g.before, nil
	}
	found, err := g.storedOf(ctx, db, unread)
	if err != nil {
		return nil, err
	}
	if g.looked == nil {
		g.before, g.looked = make(map[string]storedUser), make(map[string]bool)
	}
	maps.Copy(g.before, found)
	for _, object := range unread {
		g.looked[object] = true
	}
	return g.before, nil
}

func (g *staging) storedOf(ctx context.Context, db querier, objects []string) (map[string]storedUser, error) {
	stored := make(map[string]storedUser, len(objects))
	var user storedUser
	into := append(make([]any, 0, 5+len(userNames)), &user.object, &user.id, &user.hash, &user.body, &user.aliases)
	_, err := collect(ctx, db, func(rows *sql.Rows) (none struct{}, err error) {
		user.values, into = make([]any, len(userNames)), into[:5]
		for i := range user.values {
			into = append(into, &user.values[i])
		}
		err = rows.Scan(into...)
		stored[user.object] = user
		return none, err
	}, storedUsers, jsonList(objects), g.tenant.num)
	return stored, err
}

// put writes some users, and deletes others by their ids: for a few of a tenant that costs much less than staging them.
func (g *staging) put(ctx context.Context, tx *sql.Tx, users []m365.User, gone []string) error {
	before, err := g.stored(ctx, tx, users, gone)
	if err != nil {
		return err
	}
	rows := make([]userRow, len(users))
	for i := range users {
		if rows[i], err = g.maker.row(&users[i], g.maker.hash(&users[i])); err != nil {
			return err
		}
	}
	return g.putOver(ctx, tx, before, rows, gone)
}

// putOver is put of rows where those of the users are known that are stored.
func (g *staging) putOver(ctx context.Context, tx *sql.Tx, before map[string]storedUser, rows []userRow, gone []string) error {
	words := make(map[string]bool)
	var left []string
	for _, row := range rows {
		for word := range row.words() {
			words[word] = true
		}
		left = slices.AppendSeq(left, before[row.object].words())
	}
	if err := g.putRows(ctx, tx, before, rows); err != nil {
		return err
	}
	if err := g.deleteUsers(ctx, tx, gone); err != nil {
		return err
	}
	for _, id := range gone {
		left = slices.AppendSeq(left, before[id].words())
	}
	if slices.ContainsFunc(left, func(word string) bool { return !words[word] }) {
		// Only now it is worth looking at all users of the tenant.
		return g.dropUnusedWords(ctx, tx)
	}
	return nil
}

// putRows writes rows over those that are stored, and adds the others. No user comes twice.
func (g *staging) putRows(ctx context.Context, tx *sql.Tx, before map[string]storedUser, rows []userRow) error {
	var others []userRow
	touched := make(touchedUsers)
	for _, row := range rows {
		was, known := before[row.object]
		if !known {
			others = append(others, row)
			continue
		}
		touched.touch(was.id)
		if err := g.update(ctx, tx, was, row); err != nil {
			return err
		}
	}
	if err := g.insert(ctx, tx, others, touched); err != nil {
		return err
	}
	return touched.count(ctx, tx, &g.store.held)
}

// update writes what differs of a row. The last sign-in comes apart. SQLite writes an index anew where one
// of its columns is written, the same value or not.
func (g *staging) update(ctx context.Context, tx *sql.Tx, was storedUser, row userRow) error {
	set, args := "hash = ?", []any{row.hash}
	for i, name := range userNames {
		if was.values[i] == row.values[i] || !slices.Contains(refreshedNames, name) {
			continue
		}
		value, err := g.valueOf(ctx, tx, i, row.values[i])
		if err != nil {
			return err
		}
		set, args = set+", "+name+" = ?", append(args, value)
	}
	if _, err := tx.ExecContext(ctx, "UPDATE users SET "+set+" WHERE id = ?", append(args, was.id)...); err != nil {
		return err
	}
	return updateDetails(ctx, tx, was, row)
}

func updateDetails(ctx context.Context, tx *sql.Tx, was storedUser, row userRow) (err error) {
	if row.body != was.body {
		_, err = tx.ExecContext(ctx, "UPDATE user_details SET body = ? WHERE id = ?", row.body, was.id)
	}
	if err == nil && row.aliases != was.aliases {
		_, err = tx.ExecContext(ctx, "UPDATE user_details SET aliases = ? WHERE id = ?", orNull(row.aliases), was.id)
	}
	return err
}

var insertUser = "INSERT INTO users (id, tenant, object, hash, " + strings.Join(userNames, ", ") + ") VALUES (?, ?, ?, ?" +
	strings.Repeat(", ?", len(userNames)) + ")"

// insert adds users with the ids after the last. A statement for each: of one that adds many SQLite keeps how every page was that
// it touches.
func (g *staging) insert(ctx context.Context, tx *sql.Tx, rows []userRow, touched touchedUsers) (err error) {
	if len(rows) == 0 {
		return nil
	}
	var id int64
	if err := tx.QueryRowContext(ctx, "SELECT ifnull(max(id), 0) FROM users").Scan(&id); err != nil {
		return err
	}
	users, err := tx.PrepareContext(ctx, insertUser)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, users.Close()) }()
	details, err := tx.PrepareContext(ctx, "INSERT INTO user_details (id, body, aliases) VALUES (?, ?, ?)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, details.Close()) }()
	args := make([]any, 4+len(userNames))
	for _, row := range rows {
		id++
		args[0], args[1], args[2], args[3] = id, g.tenant.num, row.object, row.hash
		for i, value := range row.values {
			if args[4+i], err = g.valueOf(ctx, tx, i, value); err != nil {
				return err
			}
		}
		if _, err := users.ExecContext(ctx, args...); err != nil {
			return err
		}
		if _, err := details.ExecContext(ctx, id, row.body, orNull(row.aliases)); err != nil {
			return err
		}
		touched.touch(id)
	}
	return nil
}

// valueOf is what goes into a column of users, by its place in userNames: of a word its id.
func (g *staging) valueOf(ctx context.Context, tx *sql.Tx, column int, value any) (any, error) {
	word, isText := value.(string)
	if !isText || !isWord[column] {
		return value, nil
	}
	if id, known := g.words[word]; known {
		return id, nil
	}
	id, err := g.wordID(ctx, tx, word)
	if err != nil {
		return nil, err
	}
	if g.words == nil {
		g.words = make(map[string]int64)
	}
	g.words[strings.Clone(word)] = id // a part of its page, which it would hold
	return id, nil
}

// wordID is the id of a text, which it adds where nobody has it yet.
func (g *staging) wordID(ctx context.Context, tx *sql.Tx, word string) (id int64, err error) {
	err = tx.QueryRowContext(ctx, "SELECT id FROM words WHERE tenant = ? AND text = ?", g.tenant.num, word).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	result, err := tx.ExecContext(ctx, "INSERT INTO words (tenant, text, fold) VALUES (?, ?, ?)", g.tenant.num, word, folded(word))
	if err != nil {
		return 0, err
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
