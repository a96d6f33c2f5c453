package signin

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/cache"
)

// vaultCache stands between the library's cache and the vault. The library's memory is what counts while the program runs; the
// vault gets what the next run needs, which is the refresh token and the account. Access tokens never go there: they live an
// hour, there is one for every tenant, and writing them all each time one is renewed would take longer than asking for it.
type vaultCache struct {
	vault Vault
	log   *slog.Logger
	// tell hears a sentence for the person.
	tell func(notice string)

	mu     sync.Mutex
	loaded bool
	kept   []byte
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

// Replace fills the library's memory from the vault, the first time. A vault that cannot be read counts as empty: the person
// signs in again, which is all that can be done.
func (c *vaultCache) Replace(ctx context.Context, memory cache.Unmarshaler, _ cache.ReplaceHints) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loaded {
		return nil
	}
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
	c.kept = data
	return nil
}

// Export writes to the vault when what it should hold has changed. A vault that does not take it costs a sign-in at the next
// start and must not cost this one.
func (c *vaultCache) Export(ctx context.Context, memory cache.Marshaler, _ cache.ExportHints) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	data, err := memory.Marshal()
	if err != nil {
		return fmt.Errorf("keep the sign-in: %w", err)
	}
	lasting, err := lasting(data)
	if err != nil {
		return fmt.Errorf("keep the sign-in: %w", err)
	}
	if bytes.Equal(lasting, c.kept) {
		return nil
	}
	if lasting == nil {
		err = c.vault.Delete(ctx)
	} else {
		err = c.vault.Write(ctx, lasting)
	}
	if err != nil {
		c.log.Warn("the sign-in could not be written to the vault", "error", err)
		c.trouble(notKept())
		return nil
	}
	c.kept = lasting
	c.trouble("")
	return nil
}

// clear empties the vault, whatever it holds.
func (c *vaultCache) clear(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loaded, c.kept = true, nil
	return c.vault.Delete(ctx)
}

// lasting takes out of the library's cache, in the form that all of Microsoft's libraries share, what outlives a run:
// refresh tokens, the application's entry, and of the accounts the one of the home tenant. Nil means that nothing does.
func lasting(data []byte) ([]byte, error) {
	type section map[string]json.RawMessage
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
	if all.Account, err = homeAccounts(all.Account); err != nil {
		return nil, err
	}
	return json.Marshal(all)
}

func homeAccounts(all map[string]json.RawMessage) (map[string]json.RawMessage, error) {
	home := make(map[string]json.RawMessage)
	for key, entry := range all {
		var account struct {
			ID    string `json:"home_account_id"`
			Realm string `json:"realm"`
		}
		if err := json.Unmarshal(entry, &account); err != nil {
			return nil, err
		}
		if strings.HasSuffix(account.ID, "."+account.Realm) {
			home[key] = entry
		}
	}
	return home, nil
}
