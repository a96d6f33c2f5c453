package graph_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestAnOperationInTheBackgroundIsAskedForAtItsOwnAddress(t *testing.T) {
	const address = "/v1.0/users/" + ada + "/authentication/operations/o1"
	for status, want := range map[string]call.Progress{
		"notStarted": {}, "running": {}, "unknownFutureValue": {},
		"succeeded": {Ended: true, Succeeded: true},
		"failed":    {Ended: true, Detail: "the domain refused it"},
	} {
		t.Run(status, func(t *testing.T) {
			fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPost {
					w.Header().Set("Location", "http://"+r.Host+address+"?aadgdc=DUB02P&aadgsu=x")
					writeJSON(w, 202, `{"newPassword":null}`)
					return
				}
				detail := "null"
				if status == "failed" {
					detail = `"the domain refused it"`
				}
				writeJSON(w, 200, `{"id":"o1","status":"`+status+`","statusDetail":`+detail+`}`)
			})
			client, _ := fake.client(t)
			answer, err := client.Send(t.Context(), contoso, call.ResetSyncedPassword(ada, m365.NewSecret("x")))
			require.NoError(t, err)
			got, err := client.Progress(t.Context(), contoso, answer.Operation)
			require.NoError(t, err)
			require.Equal(t, want, got)
			asked := fake.requests()[1]
			require.Equal(t, address+"?aadgdc=DUB02P&aadgsu=x", asked.path+"?"+asked.query)
		})
	}
}

func TestAnOperationOfAnotherHostIsNotAskedFor(t *testing.T) {
	fake := newFakeGraph(t, noContent)
	client, _ := fake.client(t)
	for _, address := range []string{"https://elsewhere.example/v1.0/operations/1", "//elsewhere.example/x", "/v1.0/operations/1", ""} {
		_, err := client.Progress(t.Context(), contoso, address)
		require.Error(t, err, address)
	}
	require.Empty(t, fake.requests())
}
