package release_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlyAPageOfTheProjectIsOpened(t *testing.T) {
	const all = "https://github.com/tenantkeep/tenantkeep/releases"
	for name, c := range map[string]struct{ address, opened string }{
		"the page of a release":           {all + "/tag/v0.2.0", all + "/tag/v0.2.0"},
		"a tag with a plus":               {all + "/tag/v0.2.0+1", all + "/tag/v0.2.0+1"},
		"no address":                      {"", all},
		"without encryption":              {"http://github.com/tenantkeep/tenantkeep/releases/tag/v0.2.0", all},
		"another host":                    {"https://example.com/tenantkeep/tenantkeep/releases/tag/v0.2.0", all},
		"a host that begins alike":        {"https://github.com.example.com/tenantkeep/tenantkeep/releases/tag/v0.2.0", all},
		"a host below":                    {"https://evil.github.com/tenantkeep/tenantkeep/releases/tag/v0.2.0", all},
		"a port":                          {"https://github.com:8443/tenantkeep/tenantkeep/releases/tag/v0.2.0", all},
		"a user name that looks like it":  {"https://github.com@example.com/tenantkeep/tenantkeep/releases/tag/v0.2.0", all},
		"a user name":                     {"https://me@github.com/tenantkeep/tenantkeep/releases/tag/v0.2.0", all},
		"another project":                 {"https://github.com/tenantkeep/other/releases/tag/v0.2.0", all},
		"a project that begins alike":     {"https://github.com/tenantkeep/tenantkeeper/releases/tag/v0.2.0", all},
		"a file to download":              {all + "/download/v0.2.0/tenantkeep.exe", all},
		"a way up":                        {all + "/tag/../../../../other/other", all},
		"a way up in disguise":            {all + "/tag/%2e%2e/%2e%2e/%2e%2e/%2e%2e/other/other", all},
		"slashes in disguise":             {all + "/tag/..%2f..%2f..%2fother", all},
		"backslashes":                     {all + `/tag/..\..\..\other`, all},
		"backslashes in disguise":         {all + "/tag/..%5C..%5C..%5Cother", all},
		"a doubled slash":                 {"https://github.com//tenantkeep/tenantkeep/releases/tag/v0.2.0", all},
		"something to ask":                {all + "/tag/v0.2.0?to=https://example.com", all},
		"a place within":                  {all + "/tag/v0.2.0#x", all},
		"a script":                        {"javascript:alert(1)//github.com/tenantkeep/tenantkeep/releases/tag/v0.2.0", all},
		"a file":                          {"file:///tenantkeep/tenantkeep/releases/tag/v0.2.0", all},
		"a program":                       {"calc.exe", all},
		"a new line":                      {all + "/tag/v0.2.0\nhttps://example.com", all},
		"an address without an end":       {all + "/tag/" + strings.Repeat("1", 1000), all},
		"letters that turn the direction": {all + "/tag/v0.2.0\u202e", all},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.opened, newest(t, published(wire{"html_url": c.address})).Page)
		})
	}
}
