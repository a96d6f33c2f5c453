package estate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A tenant's consents are one small file, so that a change writes little even among a thousand tenants.
const consentSuffix = ".json"

// keep writes a tenant's consents down. e.mu is held. The state in memory stays the truth when the disk refuses: the person
// at the simulated cloud learns it from the log.
func (e *Estate) keep(tenant string) {
	if e.dir == "" {
		return
	}
	key := strings.ToLower(tenant)
	if err := save(filepath.Join(e.dir, key+consentSuffix), e.consents[key]); err != nil {
		e.options.Log.Error("consents not kept", "tenant", key, "error", err)
	}
}

func save(path string, consents []*consent) error {
	data, err := json.Marshal(consents)
	if err != nil {
		return fmt.Errorf("write consents: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("write consents: %w", err)
	}
	// Renamed into place, so that a run that ends in the middle leaves the old file whole.
	if err := os.WriteFile(path+".new", data, 0o600); err != nil {
		return fmt.Errorf("write consents: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("write consents: %w", err)
	}
	return nil
}

func load(dir string) (map[string][]*consent, error) {
	consents := map[string][]*consent{}
	if dir == "" {
		return consents, nil
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return consents, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read consents: %w", err)
	}
	for _, entry := range entries {
		tenant, ok := strings.CutSuffix(entry.Name(), consentSuffix)
		if !ok {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("read consents of %s: %w", tenant, err)
		}
		var kept []*consent
		if err := json.Unmarshal(data, &kept); err != nil {
			return nil, fmt.Errorf("read consents of %s: %w", tenant, err)
		}
		for _, c := range kept {
			if c.Grants == nil {
				c.Grants = map[string][]string{}
			}
		}
		consents[tenant] = kept
	}
	return consents, nil
}

func forget(dir string) error {
	if dir == "" {
		return nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("forget consents: %w", err)
	}
	return nil
}
