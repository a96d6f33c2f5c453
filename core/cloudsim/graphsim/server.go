// Package graphsim is Microsoft Graph over the made-up directory: v1.0 as far as the program needs it, and the sign-in log of
// beta. It refuses what Graph refuses, in Graph's words.
package graphsim

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// Options say where the server stands.
type Options struct {
	// Base is the server's own origin, such as http://127.0.0.1:1; links in answers begin with it.
	Base string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Password makes the passwords that Microsoft chooses, and the codes of TAPs; nil means random ones.
	Password func() string
}

// Server is Microsoft Graph over a made-up directory: v1.0 and the beta sign-in log.
type Server struct {
	directory  *directory.Directory
	estate     Estate
	gate       Gate
	options    Options
	routes     *routeTable
	scopes     map[string][]string
	orders     orderCache
	buffers    sync.Pool
	operations operations
}

// New makes the service. It holds nothing that must be closed.
func New(world *directory.Directory, estate Estate, gate Gate, options Options) http.Handler {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Password == nil {
		options.Password = randomPassword
	}
	options.Base = strings.TrimSuffix(options.Base, "/")
	return &Server{directory: world, estate: estate, gate: gate, options: options, routes: newRouteTable(routes()), scopes: readScopes()}
}

// requestIDs name a request in headers and error bodies.
type requestIDs struct{ request, client string }

func newRequestIDs(header http.Header) requestIDs {
	ids := requestIDs{request: uuid.NewString(), client: header.Get("client-request-id")}
	if ids.client == "" {
		ids.client = ids.request
	}
	return ids
}

// ServeHTTP answers a request of Graph.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ids := newRequestIDs(r.Header)
	reply := s.answer(r, ids)
	header := w.Header()
	for name, values := range reply.header {
		header[name] = values
	}
	header.Set("request-id", ids.request)
	header.Set("client-request-id", ids.client)
	header.Set("Date", s.options.Now().UTC().Format(http.TimeFormat))
	if reply.kind == "" && len(reply.body) > 0 {
		reply.kind = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
	}
	if reply.kind != "" {
		header.Set("Content-Type", reply.kind)
		header.Set("Content-Length", strconv.Itoa(len(reply.body)))
	}
	w.WriteHeader(reply.status)
	// A client that went away is no concern of the server.
	_, _ = w.Write(reply.body)
	if reply.pooled {
		s.buffers.Put(&reply.body)
	}
}

// answer lets a request in and handles it.
func (s *Server) answer(r *http.Request, ids requestIDs) answer {
	caller, refusal := s.gate.Authenticate(r)
	if refusal != nil {
		return refused(refusal).write(s.options.Now(), ids)
	}
	tenant, ok := s.directory.Open(caller.Tenant)
	if !ok {
		return fail(http.StatusUnauthorized, "Authorization_IdentityNotFound", "The identity of the calling application could not be established.").write(s.options.Now(), ids)
	}
	body, f := readBody(r.Header, r.Body)
	if f != nil {
		return f.write(s.options.Now(), ids)
	}
	version, path, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	c := &call{
		server: s, method: r.Method, version: version, header: r.Header, body: body, caller: caller, tenant: tenant,
	}
	if version == "v1.0" && (path == "$batch" || path == "%24batch") {
		return s.batch(c, ids)
	}
	return s.handle(c, path, r.URL.RawQuery, ids)
}

// handle finds the operation of an address and does it.
func (s *Server) handle(c *call, path, rawQuery string, ids requestIDs) answer {
	reply, f := s.try(c, path, rawQuery)
	if f != nil {
		return f.write(s.options.Now(), ids)
	}
	return reply
}

func (s *Server) try(c *call, path, rawQuery string) (answer, *failure) {
	if c.version != "v1.0" && c.version != "beta" {
		return answer{}, badRequest("Invalid version: %s", c.version)
	}
	segments, err := normalise(path)
	if err != nil {
		return answer{}, badRequest("Resource not found for the segment '%s'.", path)
	}
	c.path, c.address = segments, path
	if f := c.resolveMe(); f != nil {
		return answer{}, f
	}
	found, f := s.routes.find(c)
	if f != nil {
		return answer{}, f
	}
	if c.query, f = readQuery(rawQuery, c.header); f != nil {
		return answer{}, f
	}
	if f := found.admits(c); f != nil {
		return answer{}, f
	}
	return found.do(c)
}

// resolveMe puts the caller's own address for /me. In a customer's tenant a technician is no object, so there is none.
func (c *call) resolveMe() *failure {
	if c.path[0] != "me" {
		return nil
	}
	c.own = true
	if !strings.EqualFold(c.caller.Tenant, c.caller.HomeTenant) {
		return notFound(c.caller.ObjectID)
	}
	c.path = append([]string{"users", c.caller.ObjectID}, c.path[1:]...)
	return nil
}

// buffer is an empty buffer from the stock.
func (s *Server) buffer() []byte {
	if kept, ok := s.buffers.Get().(*[]byte); ok {
		return (*kept)[:0]
	}
	return make([]byte, 0, 32<<10)
}
