package partner_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
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

// numbered answers with a page of some items, and a link that was not there before.
func numbered(items string) http.HandlerFunc {
	var pages atomic.Int32
	return func(w http.ResponseWriter, r *http.Request) {
		reply(200, fmt.Sprintf(`{"items":[%s],"links":{"next":{"uri":"/customers?page=%d"}}}`, items, pages.Add(1)))(w, r)
	}
}

func again() http.HandlerFunc   { return numbered(`{"id":"a"}`) }
func endless() http.HandlerFunc { return numbered("") }

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
		{"pages that go in a circle", next("/customers?size=500&seekOperation=Next"), call.Incomplete, 2},
		{"a page that comes again under new links", again(), call.Incomplete, 2},
		{"links without an end", endless(), call.TooLarge, 1001},
		{"an answer without a list", reply(200, `{}`), call.Malformed, 1},
		{"null", reply(200, `null`), call.Malformed, 1},
		{"a list of null", reply(200, `{"items":[null]}`), call.Malformed, 1},
		{"no list", reply(200, `{"items":null}`), call.Malformed, 1},
		{"a customer without an id", reply(200, `{"items":[{"companyProfile":{"companyName":"Contoso"}}]}`), call.Malformed, 1},
		{"a number for a text", reply(200, `{"items":[{"id":7}]}`), call.Malformed, 1},
		{"more than is read", reply(200, `{"items":[],"x":"`+strings.Repeat("x", 17<<20)+`"}`), call.TooLarge, 1},
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
