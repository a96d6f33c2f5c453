package graph

import (
	"net/http"
	"sync"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoft/kiota-abstractions-go/authentication"
	"github.com/microsoft/kiota-abstractions-go/serialization"
	"github.com/microsoft/kiota-abstractions-go/store"
	jsonserialization "github.com/microsoft/kiota-serialization-json-go"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
	"github.com/microsoftgraph/msgraph-sdk-go/models/odataerrors"
)

// registerSDK fills the SDK's own global registries (serializers, backing store, error factories), once in a process:
// the SDK reads them without a lock, so they must not change once requests run. The SDK's root client would do the first
// two, and with it some eighty packages would be compiled of which nothing is used; its typed sub-packages are enough, and
// they speak JSON alone. The error factories are registered by nobody else, not even by the root client
// (msgraph-sdk-go-core issues 300 and 309); the page iterator and batches need them.
var registerSDK = sync.OnceValue(func() error {
	abstractions.RegisterDefaultSerializer(func() serialization.SerializationWriterFactory {
		return jsonserialization.NewJsonSerializationWriterFactory()
	})
	abstractions.RegisterDefaultDeserializer(func() serialization.ParseNodeFactory {
		return jsonserialization.NewJsonParseNodeFactory()
	})
	adapter, err := newAdapter(&http.Client{}, "http://127.0.0.1")
	if err != nil {
		return err
	}
	adapter.EnableBackingStore(store.BackingStoreFactoryInstance)
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

// base is where the SDK's builders of one connection begin. A builder is made for a call and never kept in a struct: a type
// that holds it, once it is used as an interface, makes the linker keep every method of every builder below it.
func (conn *connection) base() map[string]string {
	return map[string]string{"baseurl": conn.adapter.GetBaseUrl()}
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
