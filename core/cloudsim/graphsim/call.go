package graphsim

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// call is a request that was let in.
type call struct {
	server  *Server
	method  string
	version string
	header  http.Header
	// address is what was asked for, after the version; path is that in segments and in one form; values are the segments for
	// the {} of the route.
	address      string
	path, values []string
	query        query
	body         []byte
	caller       Caller
	tenant       *directory.Tenant
	// own says that the address begins with /me.
	own bool
}

// answer is what a call gives back.
type answer struct {
	status int
	header http.Header
	// kind is the content type; "" means JSON.
	kind string
	body []byte
	// pooled bodies go back to the server's stock.
	pooled bool
}

func noContent() answer { return answer{status: http.StatusNoContent} }

// context is an @odata.context.
func (c *call) context(set string) string {
	return c.server.options.Base + "/" + c.version + "/$metadata#" + set
}

// mostBody is the largest body that is read.
const mostBody = 4 << 20

// readBody reads the body, gunzipped where it is packed.
func readBody(header http.Header, from io.Reader) ([]byte, *failure) {
	if strings.EqualFold(header.Get("Content-Encoding"), "gzip") {
		unpacked, err := gzip.NewReader(from)
		if err != nil {
			return nil, badRequest("The request body is not valid gzip: %s", err)
		}
		from = unpacked
	}
	body, err := io.ReadAll(io.LimitReader(from, mostBody+1))
	if err != nil {
		return nil, badRequest("Unable to read the request body: %s", err)
	}
	if len(body) > mostBody {
		return nil, fail(http.StatusRequestEntityTooLarge, "RequestEntityTooLarge", "The request body is too large.")
	}
	return body, nil
}

// decode reads the body as JSON into a value.
func (c *call) decode(into any) *failure {
	if len(strings.TrimSpace(string(c.body))) == 0 {
		return badRequest("Empty Payload. JSON content expected.")
	}
	if err := json.Unmarshal(c.body, into); err != nil {
		return badRequest("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.")
	}
	return nil
}

// normalise splits the address after the version into segments. Keys in parentheses become segments, functions without
// parameters keep their "()", and microsoft. is taken off the names of types, so that routes know one form.
func normalise(escaped string) ([]string, error) {
	var segments []string
	for _, part := range strings.Split(strings.Trim(escaped, "/"), "/") {
		part, err := url.PathUnescape(part)
		if err != nil {
			return nil, fmt.Errorf("graphsim: address: %w", err)
		}
		if bare := strings.TrimPrefix(part, "microsoft."); strings.HasPrefix(bare, "graph.") {
			part = bare
		}
		name, inner, found := strings.Cut(part, "(")
		if !found || !strings.HasSuffix(inner, ")") || strings.Contains(name, "@") {
			segments = append(segments, part)
			continue
		}
		key, quoted, err := readKey(strings.TrimSuffix(inner, ")"))
		if err != nil {
			return nil, err
		}
		switch {
		case quoted == "":
			segments = append(segments, name+"()")
		case key == "":
			segments = append(segments, name, quoted)
		default:
			segments = append(segments, name+"("+key+")", quoted)
		}
	}
	return segments, nil
}

var errKey = errors.New("graphsim: address: a key wants the form name='value'")

// readKey reads what stands in the parentheses of an address: nothing, 'value' or name='value'.
func readKey(inner string) (name, text string, err error) {
	if inner == "" {
		return "", "", nil
	}
	name, literal, found := strings.Cut(inner, "=")
	if !found {
		name, literal = "", inner
	}
	text, end, ok := "", 0, false
	if strings.HasPrefix(literal, "'") {
		text, end, ok = readQuoted(literal, 0)
	}
	if !ok || end != len(literal) || text == "" {
		return "", "", errKey
	}
	return name, text, nil
}
