package graph

import (
	"net/http"
	"sync"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoft/kiota-abstractions-go/authentication"
	msgraph "github.com/microsoftgraph/msgraph-sdk-go"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
	"github.com/microsoftgraph/msgraph-sdk-go/models/odataerrors"
)

// registerSDK fills the SDK's own global registries (serializers, backing store, error factories), once in a process:
// the SDK reads them without a lock, so they must not change once requests run. The error factories are registered by
// nobody else, not even by the SDK's root client (msgraph-sdk-go-core issues 300 and 309); the page iterator and batches
// need them.
var registerSDK = sync.OnceValue(func() error {
	adapter, err := newAdapter(&http.Client{}, "http://127.0.0.1")
	if err != nil {
		return err
	}
	msgraph.NewGraphServiceClient(adapter)
	odata := abstractions.ErrorMappings{
		"4XX": odataerrors.CreateODataErrorFromDiscriminatorValue,
		"5XX": odataerrors.CreateODataErrorFromDiscriminatorValue,
		"XXX": odataerrors.CreateODataErrorFromDiscriminatorValue,
	}
	if err := core.RegisterError(core.PageIteratorErrorRegistryKey, odata); err != nil {
		return err
	}
	return core.RegisterError(core.BatchRequestErrorRegistryKey, odata)
})

// rootClient is the SDK's fluent client of the whole of Graph, on an adapter. It is made for a call and never kept in a
// struct: a type that holds it, once it is used as an interface, makes the linker keep every method of every builder in
// the SDK, which triples the program. NewGraphBaseServiceClient is not used because it writes the global registries anew.
func rootClient(adapter *core.GraphRequestAdapterBase) *msgraph.GraphBaseServiceClient {
	return &msgraph.GraphBaseServiceClient{
		BaseRequestBuilder: *abstractions.NewBaseRequestBuilder(adapter, "{+baseurl}", map[string]string{"baseurl": adapter.GetBaseUrl()}),
	}
}

// newAdapter makes the SDK's adapter on client, without authentication: the chain gives the token, after the request has
// waited for its turn.
func newAdapter(client *http.Client, base string) (*core.GraphRequestAdapterBase, error) {
	adapter, err := core.NewGraphRequestAdapterBaseWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(
		&authentication.AnonymousAuthenticationProvider{}, core.GraphClientOptions{}, nil, nil, client)
	if err != nil {
		return nil, err
	}
	adapter.SetBaseUrl(base)
	return adapter, nil
}
