package m365

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// TenantID names a tenant: a GUID in lower case with hyphens. The zero value names none.
type TenantID string

// ErrNotGUID says that a text is not a GUID.
var ErrNotGUID = errors.New("not a GUID of the form 00000000-0000-0000-0000-000000000000")

// ParseTenantID reads a tenant's GUID in any letter case, with or without space around it.
func ParseTenantID(text string) (TenantID, error) {
	text = strings.TrimSpace(text)
	id, err := uuid.Parse(text)
	if err != nil || len(text) != 36 {
		return "", fmt.Errorf("tenant id %q: %w", text, ErrNotGUID)
	}
	return TenantID(id.String()), nil
}

// UserKey names one user of one tenant. Two tenants may hold users of the same id, name and address, so neither half is
// ever used alone.
type UserKey struct {
	Tenant TenantID
	ID     string
}

// String is "tenant/object", the form that tables and logs use.
func (k UserKey) String() string { return string(k.Tenant) + "/" + k.ID }

// ParseUserKey reads what String wrote.
func ParseUserKey(text string) (UserKey, error) {
	tenant, id, found := strings.Cut(text, "/")
	if !found || tenant == "" || id == "" {
		return UserKey{}, fmt.Errorf("user key %q: want tenant/object", text)
	}
	return UserKey{Tenant: TenantID(tenant), ID: id}, nil
}
