package partnersim

import (
	"encoding/json"
	"net/http"

	"github.com/google/uuid"
)

// The codes of refusals. 900421 and 3000 are Microsoft's; for the others its table names none that fits, and they repeat
// the status: https://learn.microsoft.com/partner-center/developer/error-codes.
const (
	codeBadRequest   = "400"
	codeUnauthorized = "401"
	codeMFA          = "900421"
	codeForbidden    = "403"
	codeNoCustomer   = "3000"
	codeNotFound     = "404"
	codeConflict     = "409"
	codeServer       = "500"
)

// refusal is an answer in Partner Center's own error form.
type refusal struct {
	status      int
	code        string
	description string
}

func refuse(w http.ResponseWriter, r *http.Request, no refusal) {
	reply(w, r, no.status, map[string]any{
		"code": no.code, "description": no.description, "data": []string{}, "source": "PartnerFD",
	})
}

// reply sends a body with the request's own ids, or new ones.
func reply(w http.ResponseWriter, r *http.Request, status int, body any) {
	for _, name := range []string{"MS-RequestId", "MS-CorrelationId"} {
		id := r.Header.Get(name)
		if id == "" {
			id = uuid.NewString()
		}
		w.Header().Set(name, id)
	}
	if body == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// Partner Center's JSON begins with a byte order mark, which catches out who does not expect it.
	// A client that went away needs no answer.
	_, _ = w.Write([]byte("\xef\xbb\xbf"))
	_ = json.NewEncoder(w).Encode(body)
}
