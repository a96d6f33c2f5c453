package cloudsim

import (
	"encoding/json"
	"net/http"
)

// control serves what tests in other processes steer the simulated cloud with:
//
//	GET, POST, DELETE /rules      the faults, see package fault
//	GET    /tenants               the customers, and what is particular about each
//	POST   /start-over            forgets all changes
//	POST   /expire-refresh-tokens makes the next silent sign-in fail
//	POST   /challenge/{tenant}    makes a tenant demand a second factor anew
func (s *Server) control() http.Handler {
	mux := http.NewServeMux()
	rules := s.faults.Control()
	mux.Handle("/rules", rules)
	mux.Handle("/rules/", rules)
	mux.HandleFunc("GET /tenants", s.controlTenants)
	mux.HandleFunc("POST /start-over", func(w http.ResponseWriter, _ *http.Request) { done(w, s.StartOver()) })
	mux.HandleFunc("POST /expire-refresh-tokens", func(w http.ResponseWriter, _ *http.Request) {
		done(w, s.login.ExpireRefreshTokens())
	})
	mux.HandleFunc("POST /challenge/{tenant}", func(w http.ResponseWriter, r *http.Request) {
		tenant, ok := s.find(r.PathValue("tenant"))
		if !ok {
			http.Error(w, "there is no such tenant", http.StatusNotFound)
			return
		}
		s.login.Challenge(tenant.ID)
		done(w, nil)
	})
	return mux
}

func (s *Server) controlTenants(w http.ResponseWriter, _ *http.Request) {
	type row struct {
		ID        string `json:"id"`
		Name      string `json:"name"`
		Domain    string `json:"domain"`
		Situation string `json:"situation"`
	}
	rows := []row{}
	for _, customer := range s.estate.Customers() {
		rows = append(rows, row{customer.ID, customer.Name, customer.Domain, string(s.estate.Situation(customer.ID))})
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	// A client that went away needs no answer.
	_ = json.NewEncoder(w).Encode(rows)
}

func done(w http.ResponseWriter, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// ownHost lets through only requests that were sent to the address they arrived at, and, where pages of other origins have
// no business, none that a page sent. A web page elsewhere can then not steer the simulation behind a person's back.
func ownHost(address string, pagesToo bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !sameHost(r.Host, address) {
			http.Error(w, "this address serves "+address+" only", http.StatusMisdirectedRequest)
			return
		}
		if origin := r.Header.Get("Origin"); !pagesToo && origin != "" {
			http.Error(w, "requests of web pages are not served here", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}
