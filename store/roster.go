package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/roster"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// leastHeld is from how many users on they are held in memory. Of fewer SQLite tells as soon.
const leastHeld = 50_000

// mostStale is how many blocks are read again before a question is answered from memory. Where more changed, SQLite answers.
const mostStale = 2

// held are the users in memory, by the numbers of their blocks.
type held struct {
	mu     sync.Mutex
	blocks map[int64]*roster.Block
	// steps are by the numbers of blocks, too.
	steps map[int64]steps
	// least is leastHeld, but in tests.
	least int
}

// Roster is all users as they are stored now, held in memory from then on, and the synced tenants by the numbers that it knows
// them by.
func (s *Store) Roster(ctx context.Context) (all roster.Roster, tenants map[int64]m365.Tenant, err error) {
	versions, err := blockVersions(ctx, s.reader)
	if err != nil {
		return nil, nil, s.fault(ctx, err, "see which users changed")
	}
	for _, number := range s.held.stale(versions) {
		// A transaction for each, so that the log need not be kept for all of it.
		err := s.read(ctx, func(tx *sql.Tx) error { return s.hold(ctx, tx, number) })
		if err != nil {
			return nil, nil, s.fault(ctx, err, "hold users in memory")
		}
	}
	tenants, err = s.tenantNumbers(ctx)
	return s.held.all(), tenants, s.fault(ctx, err, "read tenants")
}

func (s *Store) tenantNumbers(ctx context.Context) (map[int64]m365.Tenant, error) {
	tenants := make(map[int64]m365.Tenant)
	_, err := collect(ctx, s.reader, func(rows *sql.Rows) (none struct{}, err error) {
		var number int64
		var t m365.Tenant
		err = rows.Scan(&number, &t.ID, &t.Name, &t.Alias, labelsInto{&t.Tags}, &t.DefaultDomain, &t.InitialDomain)
		tenants[number] = t
		return none, err
	}, "SELECT num, id, name, "+labelFields+", default_domain, initial_domain FROM tenants WHERE status = ?", m365.Synced)
	return tenants, err
}

// hold reads a block anew.
func (s *Store) hold(ctx context.Context, tx *sql.Tx, number int64) error {
	block, err := s.readBlock(ctx, tx, number)
	if err == nil {
		s.held.put(block)
	}
	return err
}

// roster is all users as a transaction sees them; ready is false where they are not in memory, or too many of them changed.
func (s *Store) roster(ctx context.Context, tx *sql.Tx) (all roster.Roster, ready bool, err error) {
	if s.held.empty() {
		return nil, false, nil
	}
	versions, err := blockVersions(ctx, tx)
	if err != nil {
		return nil, false, err
	}
	stale := s.held.stale(versions)
	if len(stale) > mostStale {
		s.Outdated.Emit(struct{}{})
		return nil, false, nil
	}
	for _, number := range stale {
		if err := s.hold(ctx, tx, number); err != nil {
			return nil, false, err
		}
	}
	all, ready = s.held.as(versions)
	return all, ready, nil
}

func blockVersions(ctx context.Context, db querier) (map[int64]int64, error) {
	versions := make(map[int64]int64)
	_, err := collect(ctx, db, func(rows *sql.Rows) (none struct{}, err error) {
		var block, version int64
		err = rows.Scan(&block, &version)
		versions[block] = version
		return none, err
	}, "SELECT block, version FROM user_blocks")
	return versions, err
}

func (h *held) empty() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.blocks) == 0
}

// all are all blocks as they are held.
func (h *held) all() roster.Roster {
	h.mu.Lock()
	defer h.mu.Unlock()
	return inOrder(slices.Collect(maps.Values(h.blocks)))
}

func inOrder(all roster.Roster) roster.Roster {
	slices.SortFunc(all, func(a, b *roster.Block) int { return cmp.Compare(a.Number, b.Number) })
	return all
}

// put keeps a block unless it is held as it was later.
func (h *held) put(block *roster.Block) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if before := h.blocks[block.Number]; before != nil && before.Version > block.Version {
		return
	}
	if h.blocks == nil {
		h.blocks = make(map[int64]*roster.Block)
	}
	h.blocks[block.Number] = block
	h.steps[block.Number].forget(block.Version)
}

// stale are the numbers of the blocks that are not held in these versions, in their order.
func (h *held) stale(versions map[int64]int64) []int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	var stale []int64
	for number, version := range versions {
		if block := h.blocks[number]; block == nil || block.Version != version {
			stale = append(stale, number)
		}
	}
	slices.Sort(stale)
	return stale
}

// as are all blocks in these versions; ready is false where one of them is held as it was later.
func (h *held) as(versions map[int64]int64) (all roster.Roster, ready bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for number, version := range versions {
		block := h.blocks[number]
		if block == nil || block.Version != version {
			return nil, false
		}
		all = append(all, block)
	}
	return inOrder(all), true
}

// heldNumbers are the fields of users that are held as numbers: all but the texts.
var heldNumbers = slices.DeleteFunc(slices.Clone(userFields), func(field userField) bool { return field.folded })

// heldFields are where the roster has what the tables call so.
var heldFields = func() map[string]roster.Field {
	fields := map[string]roster.Field{
		"u.display_name_fold": roster.Name, "u.username_fold": roster.Username, "u.object": roster.Object, "t.name_fold": roster.TenantName,
	}
	maps.Copy(fields, heldNumberFields)
	return fields
}()

// heldNumberFields are those of heldFields that are held as numbers.
var heldNumberFields = func() map[string]roster.Field {
	fields := make(map[string]roster.Field)
	for i, field := range heldNumbers {
		fields["u."+field.name] = roster.Field(i)
	}
	return fields
}()

// heldUsers reads users as they are held, and usersOfBlock those of a block: the part of an id that blocks are told apart by is that
// of touchedUsers.
var (
	heldUsers = "SELECT u.id, u.tenant, u.object, ifnull(u.display_name_fold, ''), ifnull(u.username_fold, ''), t.default_domain, t.initial_domain, " +
		"ifnull(d.body ->> 'given', ''), ifnull(d.body ->> 'surname', ''), ifnull(d.body ->> 'mail', ''), ifnull(d.body ->> 'nickname', ''), d.aliases" +
		heldNames() + " FROM users u CROSS JOIN tenants t ON t.num = u.tenant LEFT JOIN user_details d ON d.id = u.id "
	usersOfBlock = heldUsers + "WHERE u.id BETWEEN ?1 << 12 AND (?1 << 12) + 4095 ORDER BY u.id"
	heldNumbered = heldUsers + "WHERE u.id IN (SELECT value FROM json_each(?)) ORDER BY u.id"
)

func heldNames() string {
	var names strings.Builder
	for _, field := range heldNumbers {
		names.WriteString(", u." + field.name)
	}
	return names.String()
}

// readBlock reads a block as a transaction sees it: whole, or who was written since it was held.
func (s *Store) readBlock(ctx context.Context, tx *sql.Tx, number int64) (*roster.Block, error) {
	var version int64
	if err := tx.QueryRowContext(ctx, "SELECT version FROM user_blocks WHERE block = ?", number).Scan(&version); err != nil {
		return nil, err
	}
	made := roster.Make(number, version, len(heldNumbers))
	before, written, ready := s.held.since(number, version)
	var err error
	if ready {
		err = rewrite(ctx, tx, made, before, written)
	} else {
		err = eachHeld(ctx, tx, made.Add, usersOfBlock, number)
	}
	return made.Made(), err
}

// eachHeld hands over the users that a statement reads. The user is another one at the next call.
func eachHeld(ctx context.Context, tx *sql.Tx, take func(*roster.User), statement string, arg any) error {
	user := roster.User{Numbers: make([]int64, len(heldNumbers)), Others: make([]string, 3)}
	var domain, initial, given, surname, mail, nickname string
	into := []any{&user.ID, &user.Tenant, &user.Object, &user.Name, &user.Username, &domain, &initial, &given, &surname, &mail, &nickname, aliasesInto{&user.Aliases}}
	for i := range user.Numbers {
		into = append(into, orNone{&user.Numbers[i]})
	}
	_, err := collect(ctx, tx, func(rows *sql.Rows) (none struct{}, err error) {
		err = rows.Scan(into...)
		user.Domains = [2]string{table.Fold(domain), table.Fold(initial)}
		user.Others[0], user.Others[1], user.Others[2] = table.Fold(given+" "+surname), table.Fold(mail), table.Fold(nickname)
		if err == nil {
			take(&user)
		}
		return none, err
	}, statement, arg)
	return err
}

// orNone reads a number that may be NULL.
type orNone struct{ number *int64 }

// Scan takes the number, or NULL for none.
func (n orNone) Scan(stored any) error {
	number, known := stored.(int64)
	if !known {
		number = roster.None
	}
	*n.number = number
	return nil
}
