package graph_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/contract"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

const (
	ada   = "aaaaaaaa-0000-4000-8000-000000000001"
	group = "bbbbbbbb-0000-4000-8000-000000000002"
	role  = "cccccccc-0000-4000-8000-000000000003"
	sku   = "dddddddd-0000-4000-8000-000000000004"
	plan  = "eeeeeeee-0000-4000-8000-000000000005"
)

// documented is a write with the request that Microsoft documents for it. $HOST stands for the cloud's Graph.
type documented struct {
	name          string
	request       func(*graph.Client) call.Request
	method, path  string
	body          string
	answer        string
	status        int
	secret, newID string
}

func fixed(request call.Request) func(*graph.Client) call.Request {
	return func(*graph.Client) call.Request { return request }
}

var writes = []documented{
	{
		name: "block", request: fixed(call.SetSignIn(ada, m365.Blocked)),
		method: "PATCH", path: "/users/" + ada, body: `{"accountEnabled":false}`, status: 204,
	},
	{
		name: "unblock", request: fixed(call.SetSignIn(ada, m365.Allowed)),
		method: "PATCH", path: "/users/" + ada, body: `{"accountEnabled":true}`, status: 204,
	},
	{
		name: "password of a cloud user", request: fixed(call.SetPassword(ada, m365.NewSecret("Correct-horse1"), true)),
		method: "PATCH", path: "/users/" + ada,
		body: `{"passwordProfile":{"password":"Correct-horse1","forceChangePasswordNextSignIn":true}}`, status: 204,
	},
	{
		name: "password of a synced user", request: fixed(call.ResetSyncedPassword(ada, m365.NewSecret("Correct-horse1"))),
		method: "POST", path: "/users/" + ada + "/authentication/methods/28c10230-6103-485e-b985-444c60001490/resetPassword",
		body: `{"newPassword":"Correct-horse1"}`, status: 202, answer: `{"newPassword":null}`,
	},
	{
		name: "TAP", request: fixed(call.CreateTAP(ada, 90*time.Minute, true)),
		method: "POST", path: "/users/" + ada + "/authentication/temporaryAccessPassMethods",
		body: `{"lifetimeInMinutes":90,"isUsableOnce":true}`, status: 201,
		answer: `{"id":"p1","temporaryAccessPass":"Tap-123","lifetimeInMinutes":90}`, secret: "Tap-123", newID: "p1",
	},
	{
		name: "sessions", request: fixed(call.RevokeSessions(ada)),
		method: "POST", path: "/users/" + ada + "/revokeSignInSessions", status: 200, answer: `{"value":true}`,
	},
	{
		name: "add a role", request: fixed(call.AddRole(ada, role, call.WholeTenant)),
		method: "POST", path: "/roleManagement/directory/roleAssignments",
		body:   `{"@odata.type":"#microsoft.graph.unifiedRoleAssignment","principalId":"` + ada + `","roleDefinitionId":"` + role + `","directoryScopeId":"/"}`,
		status: 201, answer: `{"id":"a1","principalId":"` + ada + `"}`, newID: "a1",
	},
	{
		name: "remove a role", request: fixed(call.RemoveRole("a1-_x")),
		method: "DELETE", path: "/roleManagement/directory/roleAssignments/a1-_x", status: 204,
	},
	{
		name: "add to a group", request: func(c *graph.Client) call.Request { return c.AddToGroup(ada, group) },
		method: "POST", path: "/groups/" + group + "/members/$ref",
		body: `{"@odata.id":"$HOST/v1.0/directoryObjects/` + ada + `"}`, status: 204,
	},
	{
		name: "remove from a group", request: fixed(call.RemoveFromGroup(ada, group)),
		method: "DELETE", path: "/groups/" + group + "/members/" + ada + "/$ref", status: 204,
	},
	{
		name: "restore a user without the addresses that others have", request: fixed(call.RestoreWithout(ada)),
		method: "POST", path: "/directory/deletedItems/" + ada + "/restore", body: `{"autoReconcileProxyConflict":true}`, status: 200, answer: `{"id":"` + ada + `"}`, newID: ada,
	},
	{
		name: "remove the ownership of a device", request: fixed(call.DisownDevice(ada, group)),
		method: "DELETE", path: "/devices/" + group + "/registeredOwners/" + ada + "/$ref", status: 204,
	},
	{
		name: "assign a license", request: fixed(call.AssignLicenses(ada, []call.AddedLicense{{SKU: sku, Without: []string{plan}}}, nil)),
		method: "POST", path: "/users/" + ada + "/assignLicense",
		body: `{"addLicenses":[{"skuId":"` + sku + `","disabledPlans":["` + plan + `"]}],"removeLicenses":[]}`, status: 200, answer: `{"id":"` + ada + `"}`, newID: ada,
	},
	{
		name: "remove a license", request: fixed(call.AssignLicenses(ada, nil, []string{sku})),
		method: "POST", path: "/users/" + ada + "/assignLicense",
		body: `{"addLicenses":[],"removeLicenses":["` + sku + `"]}`, status: 200, answer: `{"id":"` + ada + `"}`, newID: ada,
	},
	{
		name: "set one field and clear another", request: fixed(call.SetFields(ada, map[string]any{"usageLocation": "GB", "jobTitle": nil})),
		method: "PATCH", path: "/users/" + ada, body: `{"usageLocation":"GB","jobTitle":null}`, status: 204,
	},
	{
		name: "add a phone", request: fixed(call.AddPhone(ada, "mobile", "+1 2065550100")),
		method: "POST", path: "/users/" + ada + "/authentication/phoneMethods", body: `{"phoneNumber":"+1 2065550100","phoneType":"mobile"}`,
		status: 201, answer: `{"id":"m1","phoneNumber":"+1 2065550100","phoneType":"mobile"}`, newID: "m1",
	},
	{
		name: "change a phone", request: fixed(call.ChangePhone(ada, "m1", "office", "+1 2065550100x12")),
		method: "PATCH", path: "/users/" + ada + "/authentication/phoneMethods/m1", body: `{"phoneNumber":"+1 2065550100x12","phoneType":"office"}`,
		status: 200, answer: `{"id":"m1","phoneNumber":"+1 2065550100x12","phoneType":"office"}`, newID: "m1",
	},
	{
		name: "add an email address", request: fixed(call.AddEmail(ada, "ada@home.example")),
		method: "POST", path: "/users/" + ada + "/authentication/emailMethods", body: `{"emailAddress":"ada@home.example"}`,
		status: 201, answer: `{"id":"m1","emailAddress":"ada@home.example"}`, newID: "m1",
	},
	{
		name: "change an email address", request: fixed(call.ChangeEmail(ada, "m1", "ada@home.example")),
		method: "PATCH", path: "/users/" + ada + "/authentication/emailMethods/m1", body: `{"emailAddress":"ada@home.example"}`,
		status: 200, answer: `{"id":"m1","emailAddress":"ada@home.example"}`, newID: "m1",
	},
	{
		name: "set several fields at once", request: fixed(call.Together(
			call.SetFields(ada, map[string]any{"jobTitle": nil}), call.SetFields(ada, map[string]any{"businessPhones": []string{"1"}}),
		)),
		method: "PATCH", path: "/users/" + ada, body: `{"jobTitle":null,"businessPhones":["1"]}`, status: 204,
	},
	{
		name: "create a user", request: fixed(call.CreateUser(map[string]any{
			"displayName": "Ada", "mailNickname": "ada", "userPrincipalName": "ada@contoso.com", "usageLocation": "GB", "businessPhones": []string{"1"},
		}, m365.NewSecret("Correct-horse1"), true)),
		method: "POST", path: "/users",
		body: `{"accountEnabled":true,"displayName":"Ada","mailNickname":"ada","userPrincipalName":"ada@contoso.com","usageLocation":"GB","businessPhones":["1"],
			"passwordProfile":{"password":"Correct-horse1","forceChangePasswordNextSignIn":true}}`,
		status: 201, answer: `{"id":"` + ada + `","displayName":"Ada"}`, newID: ada,
	},
	{
		name:    "assign a license to a user who was just created",
		request: fixed(call.AssignLicenses(call.NewUser, []call.AddedLicense{{SKU: sku}}, nil).For(ada)),
		method:  "POST", path: "/users/" + ada + "/assignLicense",
		body: `{"addLicenses":[{"skuId":"` + sku + `","disabledPlans":[]}],"removeLicenses":[]}`, status: 200, answer: `{"id":"` + ada + `"}`, newID: ada,
	},
	{
		name: "add a user who was just created to a group", request: func(c *graph.Client) call.Request { return c.AddToGroup(call.NewUser, group).For(ada) },
		method: "POST", path: "/groups/" + group + "/members/$ref",
		body: `{"@odata.id":"$HOST/v1.0/directoryObjects/` + ada + `"}`, status: 204,
	},
	{
		name: "set the manager", request: func(c *graph.Client) call.Request { return c.SetManager(ada, group) },
		method: "PUT", path: "/users/" + ada + "/manager/$ref", body: `{"@odata.id":"$HOST/v1.0/users/` + group + `"}`, status: 204,
	},
	{
		name: "clear the manager", request: fixed(call.ClearManager(ada)),
		method: "DELETE", path: "/users/" + ada + "/manager/$ref", status: 204,
	},
	{
		name: "delete a user", request: fixed(call.DeleteUser(ada)), method: "DELETE", path: "/users/" + ada, status: 204,
	},
	{
		name: "restore a user", request: fixed(call.RestoreUser(ada)),
		method: "POST", path: "/directory/deletedItems/" + ada + "/restore", body: `{}`, status: 200, answer: `{"id":"` + ada + `"}`, newID: ada,
	},
	{
		name: "read a recovery key", request: fixed(call.ReadRecoveryKey(role)),
		method: "GET", path: "/informationProtection/bitlocker/recoveryKeys/" + role + "?$select=key", status: 200,
		answer: `{"id":"` + role + `","key":"123456-234567"}`, secret: "123456-234567", newID: role,
	},
	{
		name: "read the password of a local administrator", request: fixed(call.ReadLocalPassword(role)),
		method: "GET", path: "/directory/deviceLocalCredentials/" + role + "?$select=credentials", status: 200,
		answer: `{"id":"` + role + `","credentials":[` +
			`{"accountName":"Administrator","backupDateTime":"2026-11-01T00:00:00Z","passwordBase64":"b2xk"},` +
			`{"accountName":"Administrator","backupDateTime":"2026-11-20T00:00:00Z","passwordBase64":"TmV3LTEhw6k="}]}`,
		secret: "New-1!é", newID: role,
	},
	{
		name: "remove a sign-in method", request: fixed(call.RemoveMethod(ada, "phoneMethods", "m1")),
		method: "DELETE", path: "/users/" + ada + "/authentication/phoneMethods/m1", status: 204,
	},
}

func TestEveryWriteIsTheRequestThatMicrosoftDocuments(t *testing.T) {
	for _, test := range writes {
		t.Run(test.name, func(t *testing.T) {
			fake := newFakeGraph(t, test.respond)
			client, _ := fake.client(t)
			answer, err := client.Send(context.Background(), contoso, test.request(client))
			require.NoError(t, err)
			sent := fake.requests()
			require.Len(t, sent, 1)
			require.Equal(t, test.method, sent[0].method)
			path, query, _ := strings.Cut(test.path, "?")
			require.Equal(t, "/v1.0"+path, sent[0].path)
			require.Equal(t, query, sent[0].query)
			require.Equal(t, "Bearer token-1-of-"+string(contoso), sent[0].header.Get("Authorization"))
			if test.body == "" {
				require.Empty(t, sent[0].body)
			} else {
				require.JSONEq(t, strings.ReplaceAll(test.body, "$HOST", fake.URL), sent[0].body)
				require.Equal(t, "application/json", sent[0].header.Get("Content-Type"))
			}
			require.Equal(t, test.newID, answer.ID)
			require.Equal(t, test.secret, answer.Secret.Reveal())
			require.Equal(t, "graph-request", answer.RequestID)
		})
	}
}

func (d documented) respond(w http.ResponseWriter, _ *http.Request) {
	if d.answer == "" {
		w.Header().Set("request-id", "graph-request")
		w.WriteHeader(d.status)
		return
	}
	writeJSON(w, d.status, d.answer)
}

func TestEveryWriteFitsMicrosoftsDescriptionOfGraph(t *testing.T) {
	checked := contract.Open(t).Watch()
	for _, test := range writes {
		fake := newFakeGraph(t, test.respond)
		client, _ := fake.client(t, func(o *graph.Options) { o.Transport = checked.Over(plain()) })
		_, err := client.Send(context.Background(), contoso, test.request(client))
		require.NoError(t, err, test.name)
		require.Empty(t, checked.Broken(), test.name)
	}
	require.Equal(t, len(writes), checked.Checked())
}

func TestIdsAreEscapedInThePath(t *testing.T) {
	const odd = "a/b?c#d e"
	const escaped = "a%2Fb%3Fc%23d%20e"
	for _, request := range []call.Request{
		call.SetSignIn(odd, m365.Blocked), call.SetPassword(odd, m365.Secret{}, true), call.ResetSyncedPassword(odd, m365.Secret{}),
		call.CreateTAP(odd, time.Hour, true), call.RevokeSessions(odd), call.RemoveRole(odd), call.RemoveFromGroup(odd, "g"),
		call.RemoveFromGroup("u", odd), call.AssignLicenses(odd, nil, nil), call.SetFields(odd, nil), call.RemoveMethod(odd, "phoneMethods", "m"),
		call.RemoveMethod("u", odd, "m"), call.RemoveMethod("u", "phoneMethods", odd),
		call.AddPhone(odd, "mobile", ""), call.ChangePhone(odd, "m", "mobile", ""), call.ChangePhone("u", odd, "mobile", ""),
		call.AddEmail(odd, ""), call.ChangeEmail(odd, "m", ""), call.ChangeEmail("u", odd, ""),
	} {
		require.Contains(t, request.Path, escaped)
		require.NotContains(t, request.Path, odd)
	}
	fake := newFakeGraph(t, noContent)
	client, _ := fake.client(t)
	require.Contains(t, client.AddToGroup("u", odd).Path, escaped)
	require.Contains(t, client.AddToGroup(odd, "g").Text(), escaped)
	_, err := client.Send(context.Background(), contoso, call.RemoveFromGroup(odd, odd))
	require.ErrorIs(t, err, call.ErrID)
	require.Empty(t, fake.requests())
}

func TestARequestIsShownAsItIsSentButForSecrets(t *testing.T) {
	require.Equal(t, `PATCH /v1.0/users/u

{
  "passwordProfile": {
    "forceChangePasswordNextSignIn": false,
    "password": "[secret]"
  }
}`, call.SetPassword("u", m365.NewSecret("Correct-horse1"), false).Text())
	require.Equal(t, "POST /v1.0/users/u/revokeSignInSessions", call.RevokeSessions("u").Text())
	require.Contains(t, call.SetFields("u", map[string]any{"companyName": "Smith & <Sons>"}).Text(), "Smith & <Sons>")
}
