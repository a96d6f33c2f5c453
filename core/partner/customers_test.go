package partner_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/partner"
)

func TestCustomersAreReadToTheLastPageWhateverThePagesHold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(0, 5), 1, 8).Draw(rt, "page sizes")
		whole := rapid.Bool().Draw(rt, "links with /v1")
		fake := newFake(t, func(w http.ResponseWriter, r *http.Request) {
			number, _ := strconv.Atoi(r.Header.Get("MS-ContinuationToken"))
			var items []string
			for i := range sizes[number] {
				items = append(items, fmt.Sprintf(`{"id":"AAAAAAAA-0000-0000-%04d-%012d","companyProfile":{"tenantId":"AAAAAAAA-0000-0000-%04d-%012d","domain":"d%d.com","companyName":"C%d"},"relationshipToPartner":"reseller"}`, number, i, number, i, i, i))
			}
			links := `{"self":{"uri":"/customers"}}`
			if number+1 < len(sizes) {
				prefix := ""
				if whole {
					prefix = "/v1"
				}
				links = fmt.Sprintf(`{"next":{"uri":"%s/customers?size=500&seekOperation=Next","method":"GET","headers":[{"key":"MS-ContinuationToken","value":"%d"},{"key":"Authorization","value":"Bearer evil"}]}}`, prefix, number+1)
			}
			reply(200, fmt.Sprintf("\ufeff"+`{"totalCount":9,"items":[%s],"links":%s}`, strings.Join(items, ","), links))(w, r)
		})
		defer fake.Close()
		client, _ := fake.client(t)
		customers, err := client.Customers(context.Background())
		require.NoError(rt, err)
		at := 0
		for number, size := range sizes {
			for i := range size {
				require.Equal(rt, partner.Customer{
					Tenant: m365.TenantID(fmt.Sprintf("aaaaaaaa-0000-0000-%04d-%012d", number, i)),
					Name:   fmt.Sprintf("C%d", i), Domain: fmt.Sprintf("d%d.com", i), Relationship: "reseller",
				}, customers[at])
				at++
			}
		}
		require.Len(rt, customers, at)
		requests := fake.requests()
		require.Len(rt, requests, len(sizes))
		require.Equal(rt, "/v1/customers?size=500", requests[0].uri)
		for _, request := range requests[1:] {
			require.Equal(rt, "/v1/customers?size=500&seekOperation=Next", request.uri)
			require.Equal(rt, []string{"Bearer token-" + request.header.Get("Authorization")[len("Bearer token-"):]}, request.header["Authorization"])
		}
	})
}

func TestCustomersThatCannotBeRead(t *testing.T) {
	next := func(uri string) http.HandlerFunc {
		return reply(200, fmt.Sprintf(`{"items":[],"links":{"next":{"uri":%q,"headers":[]}}}`, uri))
	}
	for _, test := range []struct {
		name     string
		answer   http.HandlerFunc
		kind     call.Kind
		requests int
	}{
		{"a link to another host", next("https://evil.example/v1/customers"), call.ForeignHost, 1},
		{"pages that go in a circle", next("/customers?size=500&seekOperation=Next"), call.Malformed, 2},
		{"nonsense", reply(200, `{"items":[`), call.Malformed, 1},
		{"a web page", reply(200, `<html>`), call.Malformed, 1},
		{"an answer that always breaks off", abort, call.Network, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			fake := newFake(t, test.answer)
			client, _ := fake.client(t)
			_, err := client.Customers(context.Background())
			require.True(t, call.Is(err, test.kind), "%v", err)
			require.Len(t, fake.requests(), test.requests)
			require.Contains(t, call.Explain(err, "").What, "Could not list the customers: ")
		})
	}
}
