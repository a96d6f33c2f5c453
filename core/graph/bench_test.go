package graph_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoft/kiota-abstractions-go/authentication"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

const (
	benchPages     = 5
	benchPageUsers = 999
)

// benchUsers are the pages as Microsoft sends them for the fields that the program asks for, but for what ends them.
var benchUsers = sync.OnceValue(func() (pages [][]byte) {
	for number := range benchPages {
		pages = append(pages, benchPage(number))
	}
	return pages
})

func benchPage(number int) []byte {
	var page bytes.Buffer
	page.WriteString(`{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users","value":[`)
	for i := number * benchPageUsers; i < (number+1)*benchPageUsers; i++ {
		if i > number*benchPageUsers {
			page.WriteByte(',')
		}
		fmt.Fprintf(&page, `{"id":"00000000-0000-0000-0000-%012d","displayName":"Adele Vance %d","givenName":"Adele","surname":"Vance",`+
			`"userPrincipalName":"adele.vance.%d@contoso.com","mail":"adele.vance.%d@contoso.com","mailNickname":"adele.vance.%d",`+
			`"userType":"Member","accountEnabled":true,"jobTitle":"Retail Manager","companyName":"Contoso Retail","department":"Retail",`+
			`"employeeId":"E%06d","employeeType":"Employee","employeeHireDate":"2020-01-02T00:00:00Z","officeLocation":"18/2111",`+
			`"streetAddress":"9256 Towne Center Dr., Suite 400","city":"San Diego","state":"CA","postalCode":"92121","country":"United States",`+
			`"businessPhones":["+1 425 555 0109"],"mobilePhone":"+1 425 555 0110","usageLocation":"US","createdDateTime":"2019-05-06T07:08:09Z",`+
			`"lastPasswordChangeDateTime":"2025-01-01T02:00:00Z","onPremisesSyncEnabled":null,"externalUserState":null,`+
			`"assignedLicenses":[{"disabledPlans":["113feb6c-3fe4-4440-bddc-54d774bf0318"],"skuId":"06ebc4ee-1bb5-47dd-8120-11324bc54e06"},`+
			`{"disabledPlans":[],"skuId":"cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46"}]}`, i, i, i, i, i, i)
	}
	page.WriteString(`]`)
	return page.Bytes()
}

func newBenchGraph(b *testing.B) *fakeGraph {
	b.Helper()
	var fake *fakeGraph
	fake = newFakeGraph(b, func(w http.ResponseWriter, r *http.Request) {
		number, _ := strconv.Atoi(r.URL.Query().Get("page"))
		end := `}`
		if number+1 < benchPages {
			end = fmt.Sprintf(`,"@odata.nextLink":"%s/v1.0/users?page=%d"}`, fake.URL, number+1)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(benchUsers()[number])
		_, _ = w.Write([]byte(end))
	})
	return fake
}

func reportUsers(b *testing.B, read int) {
	b.Helper()
	require.Equal(b, b.N*benchPages*benchPageUsers, read)
	b.ReportMetric(float64(read)/b.Elapsed().Seconds(), "users/s")
}

// BenchmarkUsersPageOwn reads users as the program does.
func BenchmarkUsersPageOwn(b *testing.B) {
	fake := newBenchGraph(b)
	client, _ := fake.client(b)
	b.ReportAllocs()
	read := 0
	for b.Loop() {
		err := client.EachUserPage(context.Background(), contoso, func(page []m365.User) error {
			read += len(page)
			return nil
		})
		require.NoError(b, err)
	}
	reportUsers(b, read)
}

// BenchmarkUsersPageSDK reads the same users from the same server with the SDK's page iterator into its models.
func BenchmarkUsersPageSDK(b *testing.B) {
	fake := newBenchGraph(b)
	transport := &http.Transport{MaxIdleConnsPerHost: 32}
	defer transport.CloseIdleConnections()
	adapter, err := core.NewGraphRequestAdapterBaseWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(
		&authentication.AnonymousAuthenticationProvider{}, core.GraphClientOptions{}, nil, nil, &http.Client{Transport: transport})
	require.NoError(b, err)
	adapter.SetBaseUrl(fake.URL + "/v1.0")
	_, err = graph.New(graph.Options{Base: fake.URL, Tokens: &tokens{}}) // registers the SDK's serializers
	require.NoError(b, err)
	b.ReportAllocs()
	read := 0
	for b.Loop() {
		request := abstractions.NewRequestInformationWithMethodAndUrlTemplateAndPathParameters(abstractions.GET,
			"{+baseurl}/users{?%24top}", map[string]string{"baseurl": adapter.GetBaseUrl(), "%24top": "999"})
		first, err := adapter.Send(context.Background(), request, models.CreateUserCollectionResponseFromDiscriminatorValue, nil)
		require.NoError(b, err)
		iterator, err := core.NewPageIterator[models.Userable](first, adapter, models.CreateUserCollectionResponseFromDiscriminatorValue)
		require.NoError(b, err)
		iterator.SetHeaders(abstractions.NewRequestHeaders())
		require.NoError(b, iterator.Iterate(context.Background(), func(user models.Userable) bool {
			if user.GetId() != nil {
				read++
			}
			return true
		}))
	}
	reportUsers(b, read)
}
