// Package partnersim is the part of the Partner Center API that the simulated cloud has: the customers of a partner, and
// the consents to applications in their tenants. Its rules and its error form are Partner Center's, not Graph's.
package partnersim

import (
	"net/http"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/login"
)

// Gate says what a request's token says, or refuses: no token, a token for another resource, an expired one.
type Gate interface {
	Verify(r *http.Request) (login.Token, *graphsim.Refusal)
}

// Options says what the API stands on.
type Options struct {
	Estate *estate.Estate
	Gate   Gate
	// Propagation returns how long a consent given now in a tenant takes to have effect.
	Propagation func(tenant string) time.Duration
	Now         func() time.Time
}

type api struct {
	Options
	answered *answered
}

// New returns the API below its address: /v1/customers and what follows.
func New(options Options) http.Handler {
	a := &api{Options: options, answered: newAnswered()}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/customers", a.agents(a.customers))
	mux.HandleFunc("GET /v1/customers/{customer}", a.agents(a.customer))
	mux.HandleFunc("GET /v1/customers/{customer}/applicationconsents", a.agents(a.consents))
	mux.HandleFunc("POST /v1/customers/{customer}/applicationconsents", a.agents(a.consent))
	mux.HandleFunc("GET /v1/customers/{customer}/applicationconsents/{application}", a.agents(a.consentOf))
	mux.HandleFunc("DELETE /v1/customers/{customer}/applicationconsents/{application}", a.agents(a.withdraw))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		refuse(w, r, refusal{http.StatusNotFound, codeNotFound, "There is no such resource."})
	})
	return mux
}

// agents lets only admin agents through, whose sign-in went through a second factor:
// https://learn.microsoft.com/partner-center/security/partner-security-requirements-mandating-mfa.
func (a *api) agents(next func(http.ResponseWriter, *http.Request, login.Token)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token, refused := a.Gate.Verify(r)
		switch {
		case refused != nil:
			w.Header()["Www-Authenticate"] = refused.Header.Values("WWW-Authenticate")
			refuse(w, r, refusal{http.StatusUnauthorized, codeUnauthorized, refused.Message})
		case token.Tenant != a.Estate.Partner().ID:
			refuse(w, r, refusal{http.StatusForbidden, codeForbidden, "The token is not one of a partner's tenant."})
		case !token.MFA:
			refuse(w, r, refusal{http.StatusUnauthorized, codeMFA, "MFA required."})
		case !a.Estate.AdminAgent(token.ObjectID):
			refuse(w, r, refusal{http.StatusForbidden, codeForbidden, "Access denied: the account is not an admin agent of the partner."})
		default:
			next(w, r, token)
		}
	}
}
