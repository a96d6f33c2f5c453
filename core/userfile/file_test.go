package userfile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
	unicodetext "golang.org/x/text/encoding/unicode"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/core/userfile"
)

func TestAFileIsReadHoweverItWasWritten(t *testing.T) {
	const text = "Last Name,First Name,Job Title,Licenses,Manager\r\nGroß,Zoë,\"Clerk, senior\",Visio | Power BI,boss@contoso.com\r\n\r\nEk,Bo,,,\r\n"
	semicolons := strings.NewReplacer(",", ";", "Clerk; senior", "Clerk, senior").Replace(text)
	semicolons = strings.ReplaceAll(semicolons, "\"Clerk; senior\"", "\"Clerk, senior\"")
	windows, err := charmap.Windows1252.NewEncoder().String(semicolons)
	require.NoError(t, err)
	small, err := unicodetext.UTF16(unicodetext.LittleEndian, unicodetext.UseBOM).NewEncoder().String(strings.ReplaceAll(semicolons, ";", "\t"))
	require.NoError(t, err)
	big, err := unicodetext.UTF16(unicodetext.BigEndian, unicodetext.UseBOM).NewEncoder().String(text)
	require.NoError(t, err)
	for name, content := range map[string]string{
		"Excel's Unicode text": small, "UTF-16 the other way round": big, "an old Macintosh": strings.ReplaceAll(text, "\r\n", "\r"),
		"commas": text, "with a mark": "\uFEFF" + text, "semicolons": semicolons, "tabs": strings.ReplaceAll(semicolons, ";", "\t"),
		"Excel of Windows": windows, "Excel that names its separator": "sep=;\r\n" + semicolons,
	} {
		lines, err := userfile.Read([]byte(content))
		require.NoError(t, err, name)
		require.Len(t, lines, 2, name)
		require.Equal(t, map[string]string{"surname": "Groß", "givenName": "Zoë", "jobTitle": "Clerk, senior"}, lines[0].Fields, name)
		require.Equal(t, []string{"Visio", "Power BI"}, lines[0].Licenses)
		require.Equal(t, "boss@contoso.com", lines[0].Manager)
		require.Equal(t, "Bo", lines[1].Fields["givenName"])
	}
}

func TestTheTemplateIsAFileThatCanBeRead(t *testing.T) {
	_, err := userfile.Read(userfile.Template())
	require.ErrorContains(t, err, "holds no user")
	cells := strings.Count(string(userfile.Template()), ",")
	lines, err := userfile.Read(append(userfile.Template(), []byte("Noor Haddad"+strings.Repeat(",", cells))...))
	require.NoError(t, err)
	require.Equal(t, "Noor Haddad", lines[0].Fields["displayName"])
}

func TestAFileThatIsNoListOfUsersIsRefusedInASentence(t *testing.T) {
	for content, says := range map[string]string{
		"":                              "The file is empty",
		"First Name,Shoe Size\nA,42":    "“Shoe Size”",
		"First Name,givenName\nA,B":     "there twice",
		"First Name\n":                  "holds no user",
		"\xff\xfeA\x00\x00\x00":         "other signs than text",
		"\xff\xfe":                      "The file is empty",
		"PK\x03\x04\x00":                "other signs than text",
		strings.Repeat("x", 5<<20):      "longer than a list",
		"First Name\n" + thousandAndOne: "1,001 users",
	} {
		_, err := userfile.Read([]byte(content))
		require.ErrorContains(t, err, says)
	}
}

var thousandAndOne = strings.Repeat("Ada\n", userfile.MostLines+1)

var facts = userfile.Facts{
	Organization: m365.Organization{DefaultDomain: "contoso.com", Domains: []string{"contoso.com", "old.example"}, Federated: []string{"old.example"}},
	SKUs: []m365.SKU{
		{ID: "s-1", Name: "Visio Plan 2", PartNumber: "VISIOCLIENT", Enabled: 2, Consumed: 1}, {ID: "s-2", Name: "Power BI Pro", Enabled: 1, Consumed: 1},
	},
	Pattern: newuser.PatternOf(nil),
}

func TestEachLineIsFilledInAndSaysWhatIsWrongWithIt(t *testing.T) {
	header := "First Name,Last Name,Username,Usage Location,Licenses,Employee ID\n"
	for line, says := range map[string]string{
		"Noor,Haddad,,united kingdom,VISIOCLIENT,":         "",
		"Noor,Haddad,nh,GB,,":                              "",
		",,,,,":                                            "nothing",
		"Noor,,noör,,,":                                    "User Principal Name: Microsoft takes letters without accents",
		"Noor,,n@elsewhere.example,,,":                     "elsewhere.example is no verified domain",
		"Noor,,n@old.example,,,":                           "old.example is federated",
		"Noor,,,,Visio Plan 2,":                            "Usage Location: Microsoft assigns no license without it.",
		"Noor,,,GB,Power BI Pro,":                          "No unit of Power BI Pro is left",
		"Noor,,,GB,Sway,":                                  "The tenant has no product Sway.",
		"Noor,,,Atlantis,,":                                "Usage Location: “Atlantis” is no country.",
		"Noor,,,QX,,":                                      "Usage Location: “QX” is no country.",
		"Noor,,,,,12345678901234567":                       "Employee ID: Microsoft takes at most 16",
		",,noor,,,":                                        "Full Name: Microsoft keeps no user without it.",
		"Noor,Haddad,a,GB,,\nBo,Ek,a@CONTOSO.com,,,":       "Line 2 has the username a@contoso.com too.",
		"Noor,,a,GB,Visio Plan 2,\nBo,,b,GB,Visio Plan 2,": "No unit of Visio Plan 2 is left for this line.",
	} {
		lines, err := userfile.Read([]byte(header + line + "\n"))
		if says == "nothing" {
			require.Error(t, err)
			continue
		}
		require.NoError(t, err, line)
		userfile.Complete(lines, facts)
		last := lines[len(lines)-1]
		if says == "" {
			require.Empty(t, last.Faults, line)
			continue
		}
		require.Contains(t, fmt.Sprint(last.Faults), says, line)
	}
	lines, err := userfile.Read([]byte(header + "Noor,Haddad,,united kingdom,visioclient,17\n"))
	require.NoError(t, err)
	userfile.Complete(lines, facts)
	writes := lines[0].Writes(facts, &m365.Person{Key: m365.UserKey{ID: "boss"}, DisplayName: "Miriam"}, []m365.Group{{ID: "g", Name: "Reception"}})
	require.Equal(t, "noor.haddad@contoso.com", writes[0].Subject)
	require.Equal(t, "Noor Haddad", writes[0].Name)
	require.Equal(t, []string{"GB", "noor.haddad", "17"}, []string{writes[0].Detail[change.UsageLocation], writes[0].Detail["mailNickname"], writes[0].Detail["employeeId"]})
	require.Equal(t, []change.WriteKind{change.SetManager, change.AddLicense, change.AddGroup}, []change.WriteKind{writes[1].Kind, writes[2].Kind, writes[3].Kind})
}
