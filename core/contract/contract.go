// Package contract holds requests and answers against Microsoft's own description of Graph. It is for tests, and in no
// program.
package contract

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/stretchr/testify/require"
)

// Contract is Microsoft's description of Graph: of v1.0, and of the operations of beta that are in use.
type Contract struct {
	versions map[string]*version
}

// version is a version of Graph.
type version struct {
	document *openapi3.T
	router   routers.Router
}

// Exchange is a request with its answer.
type Exchange struct {
	Request *http.Request
	// Sent is the request's body.
	Sent   []byte
	Status int
	Header http.Header
	Answer []byte
}

// Open reads the descriptions, or skips the test.
func Open(t *testing.T) *Contract {
	t.Helper()
	c := &Contract{versions: make(map[string]*version)}
	for name, file := range map[string]File{"v1.0": V1, "beta": Beta} {
		document, err := openapi3.NewLoader().LoadFromData(file.Read(t))
		require.NoError(t, err)
		// The host is whatever cloud is spoken with.
		document.Servers = openapi3.Servers{{URL: "/" + name}}
		router, err := gorillamux.NewRouter(document)
		require.NoError(t, err)
		c.versions[name] = &version{document, router}
	}
	return c
}

// Operations are all that are described, sorted: "GET /v1.0/users/{user-id}".
func (c *Contract) Operations() []string {
	var all []string
	for name, v := range c.versions {
		for path, item := range v.document.Paths.Map() {
			for method := range item.Operations() {
				all = append(all, method+" /"+name+path)
			}
		}
	}
	slices.Sort(all)
	return all
}

// Check names the operation of an exchange, as Operations does, and says what in it Microsoft does not describe.
func (c *Contract) Check(e Exchange) (operation string, err error) {
	name, _, _ := strings.Cut(strings.TrimPrefix(e.Request.URL.Path, "/"), "/")
	v := c.versions[name]
	if v == nil {
		return "", fmt.Errorf("no version of Graph is called %q", name)
	}
	// The validator reads an address by the host that the description names: none.
	request := e.Request.Clone(e.Request.Context())
	request.URL = &url.URL{Path: e.Request.URL.Path, RawPath: e.Request.URL.RawPath, RawQuery: e.Request.URL.RawQuery}
	request.Body = io.NopCloser(bytes.NewReader(e.Sent))
	route, values, err := v.router.FindRoute(request)
	if err != nil {
		return "", fmt.Errorf("no such operation: %w", err)
	}
	operation = e.Request.Method + " /" + name + route.Path
	input := &openapi3filter.RequestValidationInput{
		Request: request, PathParams: values, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	input.Options.WithCustomSchemaErrorFunc(short)
	// What is refused need not be right.
	if e.Status < http.StatusBadRequest {
		if err := checkRequest(v, input, e); err != nil {
			return operation, fmt.Errorf("request: %w", err)
		}
	}
	if err := checkAnswer(input, e); err != nil {
		return operation, fmt.Errorf("answer: %w", err)
	}
	return operation, nil
}

func checkRequest(v *version, input *openapi3filter.RequestValidationInput, e Exchange) error {
	if err := openapi3filter.ValidateRequest(input.Request.Context(), input); err != nil {
		return err
	}
	return v.checkTypes(input.Route.Operation, e.Sent)
}

func checkAnswer(input *openapi3filter.RequestValidationInput, e Exchange) error {
	if strings.HasPrefix(e.Header.Get("Content-Type"), "text/plain") {
		// The validator takes plain text for a string, and a count of Graph is a number.
		_, err := strconv.Atoi(string(e.Answer))
		return err
	}
	return openapi3filter.ValidateResponse(input.Request.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: e.Status, Header: e.Header,
		Body: io.NopCloser(bytes.NewReader(e.Answer)), Options: input.Options,
	})
}

// short says what is wrong and where, without the description of the type.
func short(err *openapi3.SchemaError) string {
	return "/" + strings.Join(err.JSONPointer(), "/") + ": " + err.Reason
}
