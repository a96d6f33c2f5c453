package newuser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Preset is a template: what users of a kind are created with.
type Preset struct {
	ID   string `json:"-"`
	Name string `json:"name"`
	// Tenant is the only one that it is for; empty is all of them.
	Tenant m365.TenantID `json:"tenant,omitempty"`
	// Origin is the tenant that the ids of Groups and Roles are of.
	Origin m365.TenantID `json:"origin,omitempty"`
	// Username is the pattern of usernames; empty leaves it to the tenant's habit. Domain is one of the tenant.
	Username string            `json:"username,omitempty"`
	Domain   string            `json:"domain,omitempty"`
	Fields   map[string]string `json:"fields,omitempty"`
	Licenses []Named           `json:"licenses,omitempty"`
	Groups   []Named           `json:"groups,omitempty"`
	Roles    []Named           `json:"roles,omitempty"`
	// Passphrase makes words in place of signs; KeepsPassword asks for no other at the first sign-in.
	Passphrase    bool `json:"passphrase,omitempty"`
	KeepsPassword bool `json:"keepsPassword,omitempty"`
}

// Named is a product, a group or a role.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// personal are the fields that no two users share: no template has them.
var personal = []string{"displayName", "givenName", "surname", change.Username, "mailNickname", "mail", "employeeId", "mobilePhone"}

// Shared are the fields of a user that a template can hold.
func Shared(fields map[string]string) map[string]string {
	kept := maps.Clone(fields)
	maps.DeleteFunc(kept, func(name, value string) bool {
		_, known := change.FieldOf(name)
		return value == "" || !known || slices.Contains(personal, name)
	})
	return kept
}

// For says that a template can be used in a tenant.
func (p Preset) For(tenant m365.TenantID) bool { return p.Tenant == "" || p.Tenant == tenant }

// FileError is why a file cannot be read, in sentences.
type FileError struct{ What, Do string }

func (e *FileError) Error() string { return e.What }

// presetFile is how templates stand in a file.
type presetFile struct {
	Kind    string   `json:"kind"`
	Version int      `json:"version"`
	Presets []Preset `json:"templates"`
}

const presetKind = "tenantkeep user templates"

// mostPresets is how many templates a file may hold.
const mostPresets = 500

// WritePresets is a file of templates.
func WritePresets(presets []Preset) ([]byte, error) {
	return json.MarshalIndent(presetFile{presetKind, 1, presets}, "", "  ")
}

// ReadPresets reads a file of templates, each with an id of its own. A *FileError says in a sentence why it cannot.
func ReadPresets(content []byte) ([]Preset, error) {
	var file presetFile
	if err := json.Unmarshal(bytes.TrimPrefix(content, []byte("\ufeff")), &file); err != nil || file.Kind != presetKind {
		return nil, &FileError{"The file holds no templates of Tenantkeep.", "Choose a file that was exported here."}
	}
	if file.Version != 1 || len(file.Presets) > mostPresets {
		return nil, &FileError{"The file is of a newer version of Tenantkeep, or holds more templates than can be.", "Update Tenantkeep, then import it again."}
	}
	for i := range file.Presets {
		one := &file.Presets[i]
		if err := one.check(); err != nil {
			return nil, err
		}
		one.ID = uuid.NewString()
	}
	return file.Presets, nil
}

// check refuses what no template holds.
func (p *Preset) check() error {
	if p.Name = strings.TrimSpace(p.Name); p.Name == "" {
		return &FileError{"A template in the file has no name.", "Export the templates once more."}
	}
	p.Fields = Shared(p.Fields)
	for _, field := range change.NewFields() {
		if value := p.Fields[field.Graph]; value != "" && field.Wrong(value) != "" {
			return &FileError{fmt.Sprintf("The template %s has a wrong %s: %s", p.Name, field.Label, field.Wrong(value)), "Mend it where it was exported."}
		}
	}
	if p.Username != "" && !slices.Contains(usernames, p.Username) {
		return &FileError{fmt.Sprintf("The template %s makes usernames in a way that is not known: %s.", p.Name, p.Username), "Mend it where it was exported."}
	}
	return nil
}

// PatternLike is the pattern that makes a username of names; empty where none does.
func PatternLike(local, first, last string) string {
	for _, pattern := range usernames {
		if local != "" && Username(pattern, first, last) == local {
			return pattern
		}
	}
	return ""
}
