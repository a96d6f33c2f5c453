package newuser_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/newuser"
)

// Whatever a file of templates holds, it is refused in a sentence, or its templates can be used and exported again.
func FuzzReadPresets(f *testing.F) {
	for _, template := range []string{
		``, `{"name":"A"}`, `{"name":" A ","tenant":"t","origin":"t","username":"{f}{last}","domain":"contoso.com","fields":{"jobTitle":"Clerk","usageLocation":"GB","displayName":"Ada"}}`,
		`{"name":"A","licenses":[{"id":"s","name":"Visio"}],"groups":[null],"roles":[{}],"passphrase":true,"keepsPassword":true}`, `null`, `{"name":"A","fields":{"employeeHireDate":"x"}}`,
		`{"name":"A\u0000\u202e"}`, `{"name":7}`, `{"name":"A","fields":null}`,
	} {
		f.Add([]byte(`{"kind":"tenantkeep user templates","version":1,"templates":[` + template + `]}`))
	}
	f.Add([]byte("\ufeff{}"))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, content []byte) {
		read, err := newuser.ReadPresets(content)
		if err != nil {
			var refused *newuser.FileError
			require.ErrorAs(t, err, &refused)
			require.NotEmpty(t, refused.What)
			require.NotEmpty(t, refused.Do)
			return
		}
		ids := make(map[string]bool)
		for _, one := range read {
			require.NotEmpty(t, strings.TrimSpace(one.Name))
			require.True(t, utf8.ValidString(one.Name))
			require.False(t, ids[one.ID])
			ids[one.ID] = true
			for name, value := range one.Fields {
				field, known := change.FieldOf(name)
				require.True(t, known, name)
				require.Empty(t, field.Wrong(value))
			}
			if one.Username != "" {
				require.NotEmpty(t, newuser.Username(one.Username, "Ada", "Bell"))
			}
		}
		written, err := newuser.WritePresets(read)
		require.NoError(t, err)
		again, err := newuser.ReadPresets(written)
		require.NoError(t, err)
		rewritten, err := newuser.WritePresets(again)
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))
	})
}
