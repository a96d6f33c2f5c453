package newuser_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/newuser"
)

func TestTemplatesComeBackFromAFile(t *testing.T) {
	reception := newuser.Preset{
		Name: "Reception", Tenant: "t", Origin: "t", Username: "{f}{last}", Domain: "contoso.com", Fields: map[string]string{"jobTitle": "Clerk", "usageLocation": "GB"},
		Licenses: []newuser.Named{{ID: "s", Name: "Visio"}}, Groups: []newuser.Named{{ID: "g", Name: "Staff"}}, Passphrase: true,
	}
	content, err := newuser.WritePresets([]newuser.Preset{reception})
	require.NoError(t, err)
	read, err := newuser.ReadPresets(append([]byte("\ufeff"), content...))
	require.NoError(t, err, "editors of Windows write a mark at the beginning")
	require.Len(t, read, 1)
	require.NotEmpty(t, read[0].ID)
	read[0].ID = ""
	require.Equal(t, reception, read[0])
	require.True(t, read[0].For("t"))
	require.False(t, read[0].For("other"))
}

func TestAFileThatHoldsNoTemplatesIsRefusedInASentence(t *testing.T) {
	file := func(template string) string {
		return `{"kind":"tenantkeep user templates","version":1,"templates":[` + template + `]}`
	}
	for content, says := range map[string]string{
		"":             "holds no templates",
		`{"kind":"x"}`: "holds no templates",
		`{"kind":"tenantkeep user templates","version":2}`: "newer version",
		file(`{"name":" "}`): "has no name",
		file(`{"name":"A","fields":{"usageLocation":"GBR"}}`):               "wrong Usage Location",
		file(`{"name":"A","username":"{x}"}`):                               "not known",
		file(strings.TrimSuffix(strings.Repeat(`{"name":"A"},`, 501), ",")): "more templates",
	} {
		_, err := newuser.ReadPresets([]byte(content))
		require.ErrorContains(t, err, says)
	}
	read, err := newuser.ReadPresets([]byte(file(`{"name":"A","fields":{"displayName":"Ada","jobTitle":"Clerk","shoeSize":"42"}}`)))
	require.NoError(t, err)
	require.Equal(t, map[string]string{"jobTitle": "Clerk"}, read[0].Fields, "what is a person's own is in no template")
}

func TestThePatternOfAUsernameIsRecognised(t *testing.T) {
	require.Equal(t, "{f}{last}", newuser.PatternLike("nhaddad", "Noor", "Haddad"))
	require.Empty(t, newuser.PatternLike("reception", "Noor", "Haddad"))
	require.Empty(t, newuser.PatternLike("", "", ""))
}
