package fault

import (
	"bytes"
	"net/http"
	"strconv"
)

// TenantOf names the tenant that a request is for, or nothing.
type TenantOf func(*http.Request) string

// Wrap puts the faults of a service before its handler.
func (r *Rules) Wrap(service Service, tenantOf TenantOf, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if !r.any.Load() {
			next.ServeHTTP(w, req)
			return
		}
		a := asks{service: service, tenant: tenantOf(req), request: req}
		rule, ok := r.take(func(rule Rule) bool { return rule.matches(a) })
		if !ok {
			next.ServeHTTP(w, req)
			return
		}
		kind, _ := rowOf(rule.Kind)
		kind.act(&hit{rule: rule, service: service, after: r.after, w: w, request: req, next: next, tenant: a.tenant})
	})
}

// answer is a response held back to be spoiled.
type answer struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func record(req *http.Request, next http.Handler) *answer {
	a := &answer{status: http.StatusOK, header: http.Header{}}
	next.ServeHTTP(a, req)
	return a
}

func (a *answer) Header() http.Header            { return a.header }
func (a *answer) WriteHeader(status int)         { a.status = status }
func (a *answer) Write(data []byte) (int, error) { return a.body.Write(data) }

func (a *answer) sendHead(w http.ResponseWriter, length int) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(length))
	w.WriteHeader(a.status)
}

// sendHalf promises the whole body, sends half of it and ends the connection. The head alone would be the whole of an answer
// without a body, so nothing of that is sent.
func (a *answer) sendHalf(w http.ResponseWriter) {
	whole := a.body.Bytes()
	if len(whole) == 0 {
		panic(http.ErrAbortHandler)
	}
	a.sendHead(w, len(whole))
	// The connection ends either way, so an error of its own changes nothing.
	_, _ = w.Write(whole[:len(whole)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// sendSpoiled sends two thirds of the body as if it were whole.
func (a *answer) sendSpoiled(w http.ResponseWriter) {
	part := a.body.Bytes()[:a.body.Len()*2/3]
	a.sendHead(w, len(part))
	// A client that went away needs no answer.
	_, _ = w.Write(part)
}
