package signin

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/cache"
)

// vaultPause is the least time between two writes of refresh tokens that came with access tokens. Microsoft gives a new one with
// every token and takes the earlier ones on, so the vault may hold one of these: a write takes longer than many tokens.
const vaultPause = 30 * time.Second

// vaultCache stands between the library's cache and the vault. Both hold what the next run needs, which is the refresh token and
// the account. Access tokens stay in neither: the session has them, there is one for every tenant, and with each that is renewed
// the library would look through all of them and write them down.
type vaultCache struct {
	vault Vault
	log   *slog.Logger
	// tell hears a sentence for the person.
	tell func(notice string)
	now  func() time.Time

	mu     sync.Mutex
	loaded bool
	// lasting is what the library's memory holds between its calls, kept is what the vault holds.
	lasting, kept []byte
	// asked is when the vault was last given something to keep.
	asked time.Time
	// told says that the person was told of a trouble that may end.
	told bool
}

// trouble tells the person that the vault did not do its work; without a notice, that it does it again.
func (c *vaultCache) trouble(notice string) {
	if notice == "" && !c.told {
		return
	}
	c.told = notice != ""
	c.tell(notice)
}

// Replace makes the library forget what does not last. The first time it reads that from the vault; one that cannot be read
// counts as empty: the person signs in again, which is all that can be done.
func (c *vaultCache) Replace(ctx context.Context, memory cache.Unmarshaler, _ cache.ReplaceHints) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.loaded {
		return c.load(ctx, memory)
	}
	if len(c.lasting) == 0 {
		return nil
	}
	if err := memory.Unmarshal(c.lasting); err != nil {
		return fmt.Errorf("recall the sign-in: %w", err)
	}
	return nil
}

func (c *vaultCache) load(ctx context.Context, memory cache.Unmarshaler) error {
	data, err := c.vault.Read(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	c.loaded = true
	if err != nil {
		c.log.Warn("the sign-in could not be read from the vault", "error", err)
		c.trouble(fmt.Sprintf("Sign in again: the last sign-in could not be read from %s. %s", systemVaultName, systemVaultUnread))
		return nil
	}
	if len(data) == 0 {
		return nil
	}
	if err := memory.Unmarshal(data); err != nil {
		c.log.Warn("the sign-in in the vault could not be understood")
		c.trouble(fmt.Sprintf("Sign in again: what %s gave back of the last sign-in is damaged.", systemVaultName))
		return nil
	}
	c.lasting, c.kept = data, data
	return nil
}

// Export takes over what lasts of the library's memory, and keeps it in the vault where nothing was kept there for a while.
func (c *vaultCache) Export(ctx context.Context, memory cache.Marshaler, _ cache.ExportHints) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	data, err := memory.Marshal()
	if err != nil {
		return fmt.Errorf("keep the sign-in: %w", err)
	}
	if c.lasting, err = lasting(data); err != nil {
		return fmt.Errorf("keep the sign-in: %w", err)
	}
	if since := c.now().Sub(c.asked); since < 0 || since >= vaultPause {
		c.keep(ctx)
	}
	return nil
}

// flush keeps at once what lasts: who signed in, and the newest refresh token at the end of a run.
func (c *vaultCache) flush(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(ctx)
}

// keep makes the vault hold what lasts. A vault that does not take it costs a sign-in at the next start and must not cost this
// one. It is called with the lock held.
func (c *vaultCache) keep(ctx context.Context) {
	if bytes.Equal(c.lasting, c.kept) {
		return
	}
	c.asked = c.now()
	var err error
	if c.lasting == nil {
		err = c.vault.Delete(ctx)
	} else {
		err = c.vault.Write(ctx, c.lasting)
	}
	if err != nil {
		c.log.Warn("the sign-in could not be written to the vault", "error", err)
		c.trouble(notKept())
		return
	}
	c.kept = c.lasting
	c.trouble("")
}

// clear empties the vault, whatever it holds.
func (c *vaultCache) clear(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loaded, c.lasting, c.kept = true, nil, nil
	return c.vault.Delete(ctx)
}

// section is a part of the library's cache.
type section map[string]json.RawMessage

// lasting takes out of the library's cache, in the form that all of Microsoft's libraries share, what outlives a run:
// refresh tokens, the application's entry, and of each account one entry. Nil means that nothing does.
func lasting(data []byte) ([]byte, error) {
	var all struct {
		RefreshToken section
		AppMetadata  section
		Account      section
	}
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	if len(all.RefreshToken) == 0 {
		return nil, nil
	}
	var err error
	if all.Account, err = oneOfEach(all.Account); err != nil {
		return nil, err
	}
	return json.Marshal(all)
}

// oneOfEach leaves of the entries of an account, one for every tenant that it got a token for, that of its home tenant. An
// account that was never there has its first one left, by which it can be forgotten.
func oneOfEach(accounts section) (section, error) {
	left, keys := make(section), make(map[string]string)
	for _, key := range slices.Sorted(maps.Keys(accounts)) {
		var account struct {
			ID    string `json:"home_account_id"`
			Realm string `json:"realm"`
		}
		if err := json.Unmarshal(accounts[key], &account); err != nil {
			return nil, err
		}
		before, found := keys[account.ID]
		if found && !strings.HasSuffix(account.ID, "."+account.Realm) {
			continue
		}
		delete(left, before)
		left[key], keys[account.ID] = accounts[key], key
	}
	return left, nil
}
