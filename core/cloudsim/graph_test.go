package cloudsim_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
)

// collection is an answer with pages.
type collection struct {
	Value []map[string]any `json:"value"`
	Next  string           `json:"@odata.nextLink"`
}

func TestGraphShowsThePartnersSideOfTheEstate(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	require.NoError(t, p.signIn(cloudsim.Walker{Account: account(t, server, directory.Administrator)}))
	active := url.Values{"$filter": {"status eq 'active'"}, "$top": {"300"}}
	address := server.Graph() + "/v1.0/tenantRelationships/delegatedAdminRelationships?" + active.Encode()
	var relationships collection
	send(t, p.http, "GET", address, p.signed.AccessToken, "").json(t, &relationships)
	customers := map[any]int{}
	for _, relationship := range relationships.Value {
		customers[relationship["customer"].(map[string]any)["tenantId"]]++
	}
	require.Len(t, customers, directory.DefaultTenants-1, "all but the one whose relationship ended")
	require.NotContains(t, customers, server.Estate().In(estate.Ended)[0].ID)
	require.Equal(t, 2, customers[server.Estate().In(estate.TwoRelationships)[0].ID])
}

func TestDeletingTheEnterpriseApplicationEndsAccess(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	require.NoError(t, p.signIn(cloudsim.Walker{Account: account(t, server, directory.Administrator)}))
	customer := server.Estate().In(estate.Healthy)[0].ID
	server.Estate().Widen(customer, server.Estate().Client(), map[string][]string{estate.GraphResource: {"Application.ReadWrite.All"}})
	token, err := p.silent(customer, p.graphScope())
	require.NoError(t, err)
	address := server.Graph() + "/v1.0/servicePrincipals(appId='" + server.Estate().Client().ID + "')"
	require.Equal(t, http.StatusNoContent, send(t, p.http, "DELETE", address, token.AccessToken, "").status)
	other := newProgram(t, server)
	require.NoError(t, other.signIn(cloudsim.Walker{Account: account(t, server, directory.Administrator)}))
	_, err = other.silent(customer, other.graphScope())
	require.Equal(t, []int{90099}, refusalIn(t, err).Codes)
}

func TestATokenExpiresInTheMiddleOfPaging(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	require.NoError(t, p.signIn(cloudsim.Walker{Account: account(t, server, directory.Administrator)}))
	_, err := server.Faults().Add(fault.Rule{Service: fault.Graph, Kind: fault.ExpiredToken, Times: 1})
	require.NoError(t, err)
	var page collection
	send(t, p.http, "GET", server.Graph()+"/v1.0/users?$select=id&$top=2", p.signed.AccessToken, "").json(t, &page)
	require.NotEmpty(t, page.Next)
	require.Equal(t, http.StatusUnauthorized, send(t, p.http, "GET", page.Next, p.signed.AccessToken, "").status)
	require.Equal(t, http.StatusOK, send(t, p.http, "GET", page.Next, p.signed.AccessToken, "").status)
}

func TestATokenAndAnAnswerOfAnotherTenantAreHandedOutOnDemand(t *testing.T) {
	server := start(t, cloudsim.Options{Seed: 1})
	p := newProgram(t, server)
	require.NoError(t, p.signIn(cloudsim.Walker{Account: account(t, server, directory.Administrator)}))
	healthy := server.Estate().In(estate.Healthy)
	asked, other := healthy[0].ID, healthy[1].ID
	for _, tenant := range []string{asked, other} {
		require.Equal(t, http.StatusCreated, p.consent(tenant).status)
	}
	organization := func(token string) string {
		var read struct{ Value []struct{ ID string } }
		send(t, p.http, "GET", server.Graph()+"/v1.0/organization", token, "").json(t, &read)
		require.Len(t, read.Value, 1)
		return read.Value[0].ID
	}
	_, err := server.Faults().Add(fault.Rule{Service: fault.Login, Tenant: asked, Kind: fault.ForeignToken, Other: other, Times: 1})
	require.NoError(t, err)
	foreign, err := p.silent(asked, p.graphScope())
	require.NoError(t, err)
	require.Equal(t, other, organization(foreign.AccessToken), "it is good, and of the other tenant")

	fresh := newProgram(t, server)
	require.NoError(t, fresh.signIn(cloudsim.Walker{Account: account(t, server, directory.Administrator)}))
	own, err := fresh.silent(asked, fresh.graphScope())
	require.NoError(t, err)
	require.Equal(t, asked, organization(own.AccessToken))
	_, err = server.Faults().Add(fault.Rule{Service: fault.Graph, Operation: "GET /organization", Kind: fault.ForeignTenant, Other: other})
	require.NoError(t, err)
	require.Equal(t, other, organization(own.AccessToken))
}
