package contract_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/contract"
)

const (
	assignments = "/v1.0/roleManagement/directory/roleAssignments"
	methods     = "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/"
	invitations = "/v1.0/invitations"
)

// exchange is a request and an answer of JSON.
func exchange(method, address, sent string, status int, answer string) contract.Exchange {
	request := httptest.NewRequest(method, "https://graph.example"+address, strings.NewReader(sent))
	if sent != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	header := http.Header{}
	if answer != "" {
		header.Set("Content-Type", "application/json")
	}
	return contract.Exchange{Request: request, Sent: []byte(sent), Status: status, Header: header, Answer: []byte(answer)}
}

func TestWhatMicrosoftDescribesPassesAndIsNamed(t *testing.T) {
	c := contract.Open(t)
	for operation, e := range map[string]contract.Exchange{
		"GET /v1.0/users/{user-id}":                                 exchange("GET", "/v1.0/users/ada@contoso.com?$select=id", "", 200, `{"id":"u1","displayName":null}`),
		"DELETE /v1.0/users/{user-id}":                              exchange("DELETE", "/v1.0/users/u1", "", 204, ""),
		"GET /beta/auditLogs/signIns":                               exchange("GET", "/beta/auditLogs/signIns", "", 200, `{"value":[{"id":"s1","authenticationRequirement":"singleFactorAuthentication"}]}`),
		"GET /v1.0/auditLogs/signIns":                               exchange("GET", "/v1.0/auditLogs/signIns", "", 403, `{"error":{"code":"x","message":"y"}}`),
		"POST " + assignments:                                       exchange("POST", assignments, `{"@odata.type":"#microsoft.graph.unifiedRoleAssignment","principalId":"u1"}`, 201, `{"id":"a1"}`),
		"GET " + methods + "{authenticationMethodConfiguration-id}": exchange("GET", methods+"Fido2", "", 200, `{"@odata.type":"#microsoft.graph.fido2AuthenticationMethodConfiguration","id":"Fido2"}`),
	} {
		named, err := c.Check(e)
		require.NoError(t, err, operation)
		require.Equal(t, operation, named)
		require.Contains(t, c.Operations(), operation)
	}
}

func TestWhatMicrosoftDoesNotDescribeIsNamed(t *testing.T) {
	c := contract.Open(t)
	for why, e := range map[string]contract.Exchange{
		"no version":                exchange("GET", "/v2.0/users", "", 200, `{"value":[]}`),
		"no such operation":         exchange("GET", "/v1.0/teapots", "", 200, `{"value":[]}`),
		"request":                   exchange("PATCH", "/v1.0/users/u1", `{"hireDay":"Monday"}`, 204, ""),
		"answer":                    exchange("GET", "/v1.0/users", "", 200, `{"value":[{"id":7}]}`),
		"authenticationRequirement": exchange("GET", "/v1.0/auditLogs/signIns", "", 200, `{"value":[{"id":"s1","authenticationRequirement":"singleFactorAuthentication"}]}`),
	} {
		_, err := c.Check(e)
		require.ErrorContains(t, err, why)
	}
}

func TestTheTypeOfARequestsObjectIsTheOneThatTheOperationTakes(t *testing.T) {
	c := contract.Open(t)
	for body, why := range map[string]string{
		`{"@odata.type":"#microsoft.graph.unifiedRoleAssignment"}`: "",
		`{"@odata.type":"#microsoft.graph.user"}`:                  "where microsoft.graph.unifiedRoleAssignment is due",
		`{"@odata.type":"microsoft.graph.unifiedRoleAssignment"}`:  "is no type of Graph",
		`{"@odata.type":"#microsoft.graph.unifiedroleassignment"}`: "is no type of Graph",
		`{"@odata.type":7}`: "is no type of Graph",
		`{"principal":{"@odata.type":"#microsoft.graph.teapot"}}`: "is no type of Graph",
	} {
		_, err := c.Check(exchange("POST", assignments, body, 201, `{"id":"a1"}`))
		if why == "" {
			require.NoError(t, err, body)
			continue
		}
		require.ErrorContains(t, err, why, body)
	}
	_, err := c.Check(exchange("POST", invitations, `{"invitedUserMessageInfo":{"ccRecipients":[{"emailAddress":{"@odata.type":"#microsoft.graph.recipient"}}]}}`, 201, `{"id":"i1"}`))
	require.ErrorContains(t, err, "body.invitedUserMessageInfo.ccRecipients[0].emailAddress: @odata.type #microsoft.graph.recipient where microsoft.graph.emailAddress is due")
}
