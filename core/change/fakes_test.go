package change_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

type tokens struct{}

func (tokens) Token(_ context.Context, tenant m365.TenantID, _ string) (string, error) {
	return "token-of-" + string(tenant), nil
}

// nobody is a partner without relationships.
type nobody struct{ graphsim.Estate }

func (nobody) GroupsOf(string) []graphsim.SecurityGroup             { return nil }
func (nobody) ServicePrincipals(string) []graphsim.ServicePrincipal { return nil }

// clock stands still but for what moves it.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	return nil
}

func numbered(prefix string) func() string {
	var mu sync.Mutex
	last := 0
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		last++
		return fmt.Sprintf("%s%d", prefix, last)
	}
}

// journal keeps every row as JSON, as a database does.
type journal struct {
	mu              sync.Mutex
	rows            []string
	latest          map[string]string
	targets         map[string]change.Target
	undone          map[string]string
	failBegin, fail error
}

func newJournal() *journal {
	return &journal{latest: make(map[string]string), undone: make(map[string]string), targets: make(map[string]change.Target)}
}

func (j *journal) Begin(ctx context.Context, entry change.Entry) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.failBegin != nil {
		return j.failBegin
	}
	if _, there := j.latest[entry.ID]; there {
		return fmt.Errorf("change %s began before", entry.ID)
	}
	return j.write(ctx, entry)
}

func (j *journal) Again(ctx context.Context, entry change.Entry) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.failBegin != nil {
		return j.failBegin
	}
	if _, there := j.latest[entry.ID]; !there {
		return fmt.Errorf("change %s never began", entry.ID)
	}
	return j.write(ctx, entry)
}

func (j *journal) End(ctx context.Context, entry change.Entry) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.fail != nil {
		return j.fail
	}
	if _, there := j.latest[entry.ID]; !there {
		return fmt.Errorf("change %s never began", entry.ID)
	}
	return j.write(ctx, entry)
}

func (j *journal) write(ctx context.Context, entry change.Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	row, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	j.rows = append(j.rows, string(row))
	j.latest[entry.ID] = string(row)
	j.targets[entry.ID] = entry.Target
	if entry.Undoes != "" && entry.State == change.Done {
		j.undone[entry.Undoes] = entry.ID
	}
	return nil
}

func (j *journal) Entry(_ context.Context, id string) (change.Entry, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	row, ok := j.latest[id]
	if !ok {
		return change.Entry{}, fmt.Errorf("no change %s", id)
	}
	var entry change.Entry
	err := json.Unmarshal([]byte(row), &entry)
	entry.UndoneBy = j.undone[id]
	return entry, err
}

func (j *journal) entry(t *testing.T, id string) change.Entry {
	t.Helper()
	entry, err := j.Entry(t.Context(), id)
	require.NoError(t, err)
	return entry
}

func (j *journal) text() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return strings.Join(j.rows, "\n")
}

// local is the local snapshot of users.
type local struct {
	mu    sync.Mutex
	users map[m365.UserKey]m365.User
	fail  error
}

func newLocal() *local { return &local{users: make(map[m365.UserKey]m365.User)} }

func (l *local) put(user m365.User) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.users[user.Key] = user
}

func (l *local) get(key m365.UserKey) m365.User {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.users[key]
}

func (l *local) Patch(_ context.Context, key m365.UserKey, change func(*m365.User)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		return l.fail
	}
	if user, there := l.users[key]; there {
		change(&user)
		l.users[key] = user
	}
	return nil
}

func (l *local) TakeOut(_ context.Context, key m365.UserKey) (m365.User, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	user, there := l.users[key]
	if l.fail != nil || !there {
		return m365.User{}, false, l.fail
	}
	delete(l.users, key)
	return user, true, nil
}

func (l *local) PutIn(_ context.Context, user m365.User) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		return l.fail
	}
	l.users[user.Key] = user
	return nil
}

// syncBuffer is a buffer that many goroutines write to.
type syncBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *syncBuffer) text() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.String()
}
