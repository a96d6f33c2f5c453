package graphsim

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// failure is an error answer in Graph's form.
type failure struct {
	status        int
	code, message string
	target        string
	details       []detail
	header        http.Header
}

// detail is one of the reasons of a failure.
type detail struct{ code, message, target string }

func fail(status int, code, format string, values ...any) *failure {
	return &failure{status: status, code: code, message: fmt.Sprintf(format, values...)}
}

// The failures that many operations know, in Microsoft's words.

func badRequest(format string, values ...any) *failure {
	return fail(http.StatusBadRequest, "BadRequest", format, values...)
}

func badProperty(format string, values ...any) *failure {
	return fail(http.StatusBadRequest, "Request_BadRequest", format, values...)
}

func unsupportedQuery(format string, values ...any) *failure {
	return fail(http.StatusBadRequest, "Request_UnsupportedQuery", format, values...)
}

func notFound(id string) *failure {
	return fail(http.StatusNotFound, "Request_ResourceNotFound",
		"Resource '%s' does not exist or one of its queried reference-property objects are not present.", id)
}

func denied() *failure {
	return fail(http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
}

// needsPremium is what reports answer in a tenant without Entra ID P1 or P2.
func needsPremium() *failure {
	return fail(http.StatusForbidden, "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
		"Neither tenant is B2C or tenant doesn't have premium license")
}

func serverError(err error) *failure {
	return fail(http.StatusInternalServerError, "InternalServerError", "%s", err)
}

// missingAdvanced says which operator wants the parameters of an advanced query.
func missingAdvanced(operator string) *failure {
	return unsupportedQuery("Operator '%s' is not supported because the required parameters might be missing. "+
		"Try adding $count=true query parameter and ConsistencyLevel:eventual header. "+
		"Refer to https://aka.ms/graph-docs/advanced-queries for more information", operator)
}

// write puts the failure into an answer. Bodies name the request as the headers do.
func (f *failure) write(now time.Time, ids requestIDs) answer {
	o := openObject(nil)
	o.raw("error", func(b []byte) []byte {
		e := openObject(b).string("code", f.code).string("message", f.message)
		if f.target != "" {
			e.string("target", f.target)
		}
		if len(f.details) > 0 {
			e.raw("details", func(b []byte) []byte {
				return appendArray(b, len(f.details), func(b []byte, i int) []byte {
					d := f.details[i]
					one := openObject(b).string("code", d.code).string("message", d.message)
					if d.target != "" {
						one.string("target", d.target)
					}
					return one.close()
				})
			})
		}
		e.raw("innerError", func(b []byte) []byte {
			return openObject(b).string("date", now.UTC().Format("2006-01-02T15:04:05")).
				string("request-id", ids.request).string("client-request-id", ids.client).close()
		})
		return e.close()
	})
	return answer{status: f.status, header: f.header, body: o.close()}
}

// refused is a failure of the gate.
func refused(r *Refusal) *failure {
	return &failure{status: r.Status, code: r.Code, message: strings.TrimSpace(r.Message), header: r.Header}
}
