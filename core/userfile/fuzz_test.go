package userfile_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/core/userfile"
)

// Whatever a file holds, it is read as text or refused in a sentence.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"First Name,Last Name\nNoor,Haddad\n", "\uFEFFUsername;Licenses\r\nn;\"a\"\"b|c\"\r\n", "sep=\t\nFirst Name\tGroups\nA\tB\n",
		"\xff\xfeF\x00", "First Name\rA\r", "First Name,\n\"A\n", "PK\x03\x04\x00", "First Name\n=1+1\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		lines, err := userfile.Read(content)
		if err != nil {
			var refused *newuser.FileError
			require.ErrorAs(t, err, &refused)
			require.NotEmpty(t, refused.What)
			require.NotEmpty(t, refused.Do)
			return
		}
		require.NotEmpty(t, lines)
		for _, line := range lines {
			for _, value := range line.Fields {
				require.True(t, utf8.ValidString(value))
				require.NotEmpty(t, value)
			}
		}
	})
}
