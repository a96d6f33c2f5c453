package deleted

import (
	"context"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// source is the deleted users as Microsoft shows them, asked for at the first query and at the first one after outdate. What it
// answers is sorted, filtered and exported from memory.
type source struct {
	*table.Slice
	now func() time.Time
	ask func(ctx context.Context) ([]m365.DeletedUser, error)

	mu sync.Mutex
	// users are by the keys of their rows. fresh says that they need not be asked for.
	users map[string]m365.DeletedUser
	fresh bool

	// asking lets one query ask at a time.
	asking sync.Mutex
}

func newSource(now func() time.Time, ask func(ctx context.Context) ([]m365.DeletedUser, error)) *source {
	s := &source{Slice: table.NewSlice(columns(), nil), now: now, ask: ask}
	s.Now = now
	return s
}

// Query answers a page, of what Microsoft says now where that is to be asked.
func (s *source) Query(ctx context.Context, q table.Query) (table.Page, error) {
	if err := s.bring(ctx); err != nil {
		return table.Page{}, err
	}
	return s.Slice.Query(ctx, q)
}

func (s *source) bring(ctx context.Context) error {
	s.asking.Lock()
	defer s.asking.Unlock()
	if s.isFresh() {
		return nil
	}
	found, err := s.ask(ctx)
	if err != nil {
		return err
	}
	now := s.now()
	rows, users := make([]table.Row, len(found)), make(map[string]m365.DeletedUser, len(found))
	for i, user := range found {
		rows[i] = rowOf(user, now)
		users[rows[i].Key] = user
	}
	s.Set(rows)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users, s.fresh = users, true
	return nil
}

func (s *source) isFresh() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fresh
}

// outdate lets the next query ask Microsoft.
func (s *source) outdate() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fresh = false
}

// user is who a row is about.
func (s *source) user(key string) (m365.DeletedUser, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	user, known := s.users[key]
	return user, known
}
