package graph_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// undescribed are the operations of Graph that Microsoft's description at hand leaves out, with where they are documented.
var undescribed = map[string]string{
	`GET /sites/root`: "https://learn.microsoft.com/graph/api/site-get",
	`GET /me/transitiveMemberOf/microsoft.graph.group`:                  "https://learn.microsoft.com/graph/api/user-list-transitivememberof",
	`POST /directoryObjects/getByIds`:                                   "https://learn.microsoft.com/graph/api/directoryobject-getbyids",
	`GET /groups/[^/]+/transitiveMembers/microsoft.graph.user`:          "https://learn.microsoft.com/graph/api/group-list-transitivemembers",
	`GET /users/[^/]+/(owned|registered)Devices/microsoft.graph.device`: "https://learn.microsoft.com/graph/api/user-list-owneddevices, with a cast",
	`GET /directory/administrativeUnits/[^/]+`:                          "https://learn.microsoft.com/graph/api/administrativeunit-get",
	`GET /beta/auditLogs/signIns`:                                       "https://learn.microsoft.com/graph/api/signin-list, beta",
	`GET /beta/users/[^/]+/authentication/signInPreferences`:            "https://learn.microsoft.com/graph/api/authentication-get, beta",
}

// contract checks messages against Microsoft's description of Graph.
type contract struct {
	router  routers.Router
	next    http.RoundTripper
	checked int
	broken  []string
}

func loadContract(t *testing.T) *contract {
	t.Helper()
	file := os.Getenv("TENANTKEEP_GRAPH_OPENAPI")
	if file == "" {
		file = filepath.Join("..", "..", "..", "shared", "contract", "graph-strict.json")
	}
	if _, err := os.Stat(file); err != nil && os.Getenv("TENANTKEEP_GRAPH_OPENAPI") == "" {
		t.Skipf("NOT CHECKED against Microsoft's description of Graph: there is no %s. To check: make contract FILE=<OpenAPI file>", file)
	}
	document, err := openapi3.NewLoader().LoadFromFile(file)
	require.NoError(t, err)
	router, err := gorillamux.NewRouter(document)
	require.NoError(t, err)
	return &contract{router: router, next: &http.Transport{DisableKeepAlives: true}}
}

func (c *contract) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if err := c.check(req, resp, body); err != nil {
		c.broken = append(c.broken, fmt.Sprintf("%s %s: %v", req.Method, req.URL, err))
	}
	return resp, nil
}

func (c *contract) check(req *http.Request, resp *http.Response, body []byte) error {
	path := strings.TrimPrefix(req.URL.Path, "/v1.0")
	for pattern := range undescribed {
		if regexp.MustCompile("^" + pattern + "$").MatchString(req.Method + " " + path) {
			return nil
		}
	}
	asMicrosofts := req.Clone(req.Context())
	address, err := url.Parse("https://graph.microsoft.com/v1.0" + path + "?" + req.URL.RawQuery)
	if err != nil {
		return err
	}
	asMicrosofts.URL, asMicrosofts.Host = address, address.Host
	route, parameters, err := c.router.FindRoute(asMicrosofts)
	if err != nil {
		return err
	}
	options := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true}
	input := &openapi3filter.RequestValidationInput{Request: asMicrosofts, PathParams: parameters, Route: route, Options: options}
	if err := openapi3filter.ValidateRequest(req.Context(), input); err != nil {
		return fmt.Errorf("request: %w", err)
	}
	c.checked++
	return openapi3filter.ValidateResponse(req.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: resp.StatusCode, Header: resp.Header, Body: io.NopCloser(bytes.NewReader(body)), Options: options,
	})
}

func TestEveryRequestIsOneThatMicrosoftDescribes(t *testing.T) {
	checked := loadContract(t)
	fake := newFakeGraph(t, estate.handle)
	client, _ := fake.client(t, func(o *graph.Options) { o.Transport = checked })
	ctx := context.Background()
	ignore := func([]m365.User) error { return nil }
	for name, call := range map[string]func() error{
		"Organization":      func() error { _, err := client.Organization(ctx, contoso); return err },
		"SharePointName":    func() error { _, err := client.SharePointName(ctx, contoso); return err },
		"Relationships":     func() error { _, err := client.Relationships(ctx, contoso); return err },
		"AccessAssignments": func() error { _, err := client.AccessAssignments(ctx, contoso, "r1"); return err },
		"MyGroups":          func() error { _, err := client.MyGroups(ctx, contoso); return err },
		"users":             func() error { _, err := client.EachUserPage(ctx, contoso, m365.UserOptions{}, ignore); return err },
		"UserCount":         func() error { _, err := client.UserCount(ctx, contoso); return err },
		"users with sign-ins": func() error {
			_, err := client.EachUserPage(ctx, contoso, m365.UserOptions{SignInActivity: true}, ignore)
			return err
		},
		"Roles": func() error { _, err := client.Roles(ctx, contoso); return err },
		"SKUs":  func() error { _, err := client.SKUs(ctx, contoso); return err },
	} {
		require.NoError(t, call(), name)
	}
	require.Empty(t, checked.broken)
	require.Equal(t, 10, checked.checked, "described operations that were checked")
}
