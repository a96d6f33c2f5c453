package fault

import (
	"bytes"
	"net/http"
	"strconv"
	"time"
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
		r.act(rule, service, w, req, next)
	})
}

func (r *Rules) act(rule Rule, service Service, w http.ResponseWriter, req *http.Request, next http.Handler) {
	switch rule.Kind {
	case Throttled:
		w.Header().Set("Retry-After", seconds(max(rule.RetryAfter, time.Second)))
		refuse(service, http.StatusTooManyRequests, w)
	case Unavailable:
		if rule.RetryAfter > 0 {
			w.Header().Set("Retry-After", seconds(rule.RetryAfter))
		}
		refuse(service, http.StatusServiceUnavailable, w)
	case GatewayTimeout:
		refuse(service, http.StatusGatewayTimeout, w)
	case ExpiredToken:
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token", error_description="The access token expired."`)
		refuse(service, http.StatusUnauthorized, w)
	case BadRequest, Unauthorized, Denied, NotFound, Broken, BadGateway:
		refuse(service, statuses[rule.Kind], w)
	case ExpiredPage:
		refuseAs(service, http.StatusBadRequest, expiredPage, w)
	case AdvancedCasts:
		refuseAs(service, http.StatusBadRequest, unsupportedQuery, w)
	case Empty:
		sendJSON(w, "")
	case Null:
		sendJSON(w, "null")
	case NullElement:
		sendJSON(w, `{"value":[null]}`)
	case Circle:
		answer := record(req, next)
		answer.change(func(object map[string]any) { object["@odata.nextLink"] = addressOf(req) })
		answer.sendWhole(w)
	case OddTypes:
		answer := record(req, next)
		answer.change(numbersForTexts)
		answer.sendWhole(w)
	case Slow:
		select {
		case <-r.after(rule.Delay):
			next.ServeHTTP(w, req)
		case <-req.Context().Done():
			panic(http.ErrAbortHandler)
		}
	case Cut:
		answer := record(req, next)
		answer.sendHalf(w)
	case Dropped:
		panic(http.ErrAbortHandler)
	case Malformed:
		answer := record(req, next)
		answer.sendSpoiled(w)
	}
}

// seconds rounds up: Retry-After knows whole seconds.
func seconds(d time.Duration) string {
	return strconv.FormatInt(int64((d+time.Second-1)/time.Second), 10)
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
