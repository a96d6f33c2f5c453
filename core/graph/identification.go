package graph

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"github.com/google/uuid"
	khttp "github.com/microsoft/kiota-http-go"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
)

const clientRequestID = "client-request-id"

// identification names a request, and makes its body one that can be sent again. One name stands for all tries of a
// request, so that Microsoft's support and the log see them as one.
type identification struct {
	next  http.RoundTripper
	agent string
}

func (t *identification) RoundTrip(req *http.Request) (*http.Response, error) {
	named := req.Clone(req.Context())
	named.Header.Set(clientRequestID, uuid.NewString())
	named.Header.Set("User-Agent", t.agent)
	// The SDK writes /users/me-token-to-replace where /me is meant, and leaves the change to the chain.
	named.URL.Path = khttp.ReplacePathTokens(named.URL.Path, core.ReplacementPairs)
	if err := keepBody(named); err != nil {
		return nil, err
	}
	return t.next.RoundTrip(named)
}

// keepBody reads the body into memory, because the SDK gives one that net/http cannot rewind.
func keepBody(req *http.Request) error {
	if req.Body == nil || req.Body == http.NoBody {
		return nil
	}
	content, err := io.ReadAll(req.Body)
	closed := req.Body.Close()
	if err != nil {
		return fmt.Errorf("request body: %w", err)
	}
	if closed != nil {
		return fmt.Errorf("request body: %w", closed)
	}
	req.ContentLength = int64(len(content))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
	req.Body, err = req.GetBody()
	return err
}

// again is a copy of req that can be sent once more.
func again(req *http.Request) (*http.Request, error) {
	fresh := req.Clone(req.Context())
	if req.GetBody == nil {
		return fresh, nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, fmt.Errorf("request body: %w", err)
	}
	fresh.Body = body
	return fresh, nil
}
