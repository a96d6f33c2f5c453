package graph_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestTheOrganizationTellsWhichDomainsAreFederated(t *testing.T) {
	fake := newFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 200, `{"value":[{"id":"`+string(contoso)+`","verifiedDomains":[
			{"name":"contoso.com","isDefault":true,"type":"Federated"},{"name":"contoso.onmicrosoft.com","isInitial":true,"type":"Managed"},{"name":"odd.example"}]}]}`)
	})
	client, _ := fake.client(t)
	organization, err := client.Organization(t.Context(), contoso)
	require.NoError(t, err)
	require.Equal(t, []string{"contoso.com"}, organization.Federated)
	require.Equal(t, "contoso.com", organization.FederatedDomain("Ada@CONTOSO.com"))
	require.Empty(t, organization.FederatedDomain("ada@odd.example"))
	require.Empty(t, organization.FederatedDomain(""))
}

func TestAUserTellsOfInvitationAndRestrictedUnits(t *testing.T) {
	user := `{"id":"` + ada + `"}`
	fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1.0/users/"+ada {
			writeJSON(w, 200, user)
			return
		}
		writeJSON(w, 200, `{"value":[
			{"@odata.type":"#microsoft.graph.group","id":"g","displayName":"Staff"},
			{"@odata.type":"#microsoft.graph.administrativeUnit","id":"u1","displayName":"Offices","isMemberManagementRestricted":false},
			{"@odata.type":"#microsoft.graph.administrativeUnit","id":"u2","displayName":"Executives","isMemberManagementRestricted":true},
			{"@odata.type":"#microsoft.graph.administrativeUnit","id":"u3","displayName":null,"isMemberManagementRestricted":true},
			{"@odata.type":"#microsoft.graph.administrativeUnit","id":"u4"}]}`)
	})
	client, _ := fake.client(t)
	key := m365.UserKey{Tenant: contoso, ID: ada}
	found, err := client.User(t.Context(), key)
	require.NoError(t, err)
	require.False(t, found.External || found.Restricted)
	user = `{"id":"` + ada + `","externalUserState":"Accepted","isManagementRestricted":true}`
	found, err = client.User(t.Context(), key)
	require.NoError(t, err)
	require.True(t, found.External && found.Restricted)
	require.Contains(t, fake.requests()[0].query, "isManagementRestricted")

	units, err := client.RestrictedUnits(t.Context(), key)
	require.NoError(t, err)
	require.Equal(t, []string{"Executives", "u3"}, units)
}

func TestTheUsersOwnDefaultIsToldBesideTheSystems(t *testing.T) {
	fake := newFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/beta/users/"+ada+"/authentication/signInPreferences" {
			writeJSON(w, 200, `{"isSystemPreferredAuthenticationMethodEnabled":true,"systemPreferredAuthenticationMethod":"PhoneAppNotification","userPreferredMethodForSecondaryAuthentication":"sms"}`)
			return
		}
		writeJSON(w, 200, `{"value":[
			{"@odata.type":"#microsoft.graph.phoneAuthenticationMethod","id":"p","phoneType":"mobile"},
			{"@odata.type":"#microsoft.graph.microsoftAuthenticatorAuthenticationMethod","id":"a"}]}`)
	})
	client, _ := fake.client(t)
	methods, err := client.UserMethods(t.Context(), m365.UserKey{Tenant: contoso, ID: ada})
	require.NoError(t, err)
	require.Len(t, methods, 2)
	require.True(t, methods[0].Chosen && !methods[0].Default)
	require.True(t, methods[1].Default && !methods[1].Chosen)
}
