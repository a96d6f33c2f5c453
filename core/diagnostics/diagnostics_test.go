package diagnostics_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/diagnostics"
)

var made = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const (
	tenant  = "8f3c0000-0000-4000-8000-0000000041aa"
	request = "11111111-2222-4333-8444-555555555555"
)

// lineOf is what is told of one line of a log.
func lineOf(t *testing.T, log string) string {
	t.Helper()
	return diagnostics.Text(diagnostics.Facts{Made: made, Log: log})
}

func TestALineOfTheLogTellsKindsCodesAndTimes(t *testing.T) {
	text := lineOf(t, `{"time":"2026-11-23T11:00:00Z","level":"WARN","msg":"refresh failed","tenant":"`+tenant+`","code":"Authorization_RequestDenied","request":"`+request+
		`","error":"read the users in tenant `+tenant+`: denied, status 403, Authorization_RequestDenied, request `+request+`"}
{"time":"2026-11-23T11:01:00Z","level":"INFO","msg":"refreshed","tenant":"`+tenant+`","users":120,"took":"1.2s"}
{"time":"2026-11-23T11:02:00Z","level":"ERROR","msg":"a defect","error":"a defect of the program: index out of range [3] with length 2 in action.(*many).draw:17 < grid.New.func1:88"}`)
	require.Contains(t, text, `2026-11-23T11:00:00Z WARN refresh failed code=Authorization_RequestDenied error="denied, status 403, Authorization_RequestDenied, request `+request+`" request=`+request+` tenant=#1`)
	require.Contains(t, text, "2026-11-23T11:01:00Z INFO refreshed tenant=#1 took=1.2s users=120")
	require.Contains(t, text, "a defect in action.(*many).draw:17 < grid.New.func1:88")
	require.NotContains(t, text, tenant)
}

func TestNothingElseOfALineIsTold(t *testing.T) {
	for name, line := range map[string]string{
		"a name in an error":      `{"msg":"failed","error":"the user Canary Smith was not found"}`,
		"a host in an error":      `{"msg":"failed","error":"dial tcp: lookup canary.com:443: no such host"}`,
		"a path":                  `{"msg":"failed","error":"open /home/canary/tenantkeep.db: permission denied","program":"C:\\Users\\canary\\x.exe"}`,
		"the words of a library":  `{"msg":"Canary Smith","part":"library"}`,
		"an attribute of a name":  `{"msg":"failed","name":"canary","customer":"canary.onmicrosoft.com"}`,
		"a code that is none":     `{"msg":"failed","code":"Canary","request":"canary","requestId":"canary-1234-1234"}`,
		"a version that is none":  `{"msg":"started","version":"canary"}`,
		"a list and a thing":      `{"msg":"failed","names":["canary"],"user":{"name":"canary"}}`,
		"a line that is no JSON":  `canary`,
		"a defect with its words": `{"msg":"a defect","error":"a defect of the program: canary.com:443 said so"}`,
	} {
		t.Run(name, func(t *testing.T) {
			text := lineOf(t, line)
			require.NotContains(t, text, "canary")
			require.NotContains(t, text, "Canary")
		})
	}
}

func TestFactsThatAreNoPlainValuesAreNotTold(t *testing.T) {
	facts := []diagnostics.Fact{{"version", "1.2.3"}, {"theme", ""}, {"zone", "Europe/London"}, {"odd", "jo@canary.com"}, {"id", tenant}}
	text := diagnostics.Text(diagnostics.Facts{Made: made, Program: facts, Settings: facts, Data: facts})
	require.Contains(t, text, "version: 1.2.3")
	require.Contains(t, text, "theme: -")
	require.Contains(t, text, "zone: Europe/London")
	require.NotContains(t, text, "canary")
	require.NotContains(t, text, tenant)
}

func TestFailuresOfTenantsAreToldByTheirCodes(t *testing.T) {
	text := diagnostics.Text(diagnostics.Facts{Made: made, Failures: []diagnostics.Failure{
		{At: made, Code: "AADSTS700016", Request: request, SignIn: true}, {At: made.Add(time.Hour), Offline: true},
	}})
	require.Contains(t, text, "  2026-11-23T13:00:00Z offline\n  2026-11-23T12:00:00Z AADSTS700016 request "+request+" sign-in wanted\n")
}
