package fault

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// refuse answers with an error in the form of the service.
func refuse(service Service, status int, w http.ResponseWriter) {
	said, known := graphWords[status]
	if !known {
		said = words{strings.ReplaceAll(http.StatusText(status), " ", ""), "The request could not be completed."}
	}
	refuseAs(service, status, said, w)
}

// sendPage answers as what stands between a client and the service does.
func sendPage(status int, w http.ResponseWriter) {
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	write(w, []byte("<!DOCTYPE html><html><head><title>"+title+"</title></head><body><h1>"+title+"</h1><hr>gateway</body></html>"))
}

// refuseAs is refuse with the words of Graph, which the other services do not have.
func refuseAs(service Service, status int, said words, w http.ResponseWriter) {
	id := uuid.NewString()
	var body any
	switch service {
	case Login:
		body = loginError(status, id)
	case Partner:
		w.Header().Set("MS-RequestId", id)
		body = partnerError(status)
	default:
		w.Header().Set("request-id", id)
		body = graphError(said, id)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// A client that went away needs no answer.
	_ = json.NewEncoder(w).Encode(body)
}

type words struct{ code, message string }

// graphWords are Graph's codes: https://learn.microsoft.com/graph/errors.
var graphWords = map[int]words{
	http.StatusTooManyRequests:    {"TooManyRequests", "Too many requests."},
	http.StatusServiceUnavailable: {"serviceNotAvailable", "The service is temporarily unavailable."},
	http.StatusGatewayTimeout:     {"gatewayTimeout", "The service did not answer in time."},
	http.StatusUnauthorized:       {"InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."},

	http.StatusBadRequest:          {"Request_BadRequest", "The request could not be processed."},
	http.StatusForbidden:           {"Authorization_RequestDenied", "Insufficient privileges to complete the operation."},
	http.StatusNotFound:            {"Request_ResourceNotFound", "The resource does not exist or one of its queried reference-property objects are not present."},
	http.StatusInternalServerError: {"generalException", "An internal server error occurred."},
	http.StatusBadGateway:          {"badGateway", "The service could not be reached."},
}

var (
	expiredPage      = words{"Directory_ExpiredPageToken", "The page token has expired and can no longer be used."}
	goneState        = words{"syncStateNotFound", "The sync state generation is not found. Full synchronization is needed."}
	unsupportedQuery = words{"Request_UnsupportedQuery", "The query is not supported without ConsistencyLevel and $count."}
)

func graphError(said words, id string) any {
	return map[string]any{"error": map[string]any{
		"code": said.code, "message": said.message,
		"innerError": map[string]any{"request-id": id, "client-request-id": id},
	}}
}

// loginWords are codes of https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
var loginWords = map[int]struct {
	code int
	words
}{
	http.StatusTooManyRequests:    {90055, words{"temporarily_unavailable", "AADSTS90055: The request was throttled because too many were made."}},
	http.StatusServiceUnavailable: {90033, words{"temporarily_unavailable", "AADSTS90033: A transient error has occurred. Try again."}},
	http.StatusGatewayTimeout:     {90006, words{"temporarily_unavailable", "AADSTS90006: The service is temporarily unavailable. Try later."}},
	http.StatusUnauthorized:       {70043, words{"invalid_grant", "AADSTS70043: The session has expired by the sign-in frequency of Conditional Access."}},
}

func loginError(status int, id string) any {
	said, known := loginWords[status]
	if !known && status < http.StatusInternalServerError {
		said.code, said.words = 90023, words{"invalid_request", "AADSTS90023: The request is not valid."}
	} else if !known {
		said.code, said.words = 90033, words{"server_error", "AADSTS90033: A transient error has occurred. Try again."}
	}
	return map[string]any{
		"error": said.words.code, "error_description": said.message, "error_codes": []int{said.code},
		"trace_id": id, "correlation_id": id,
	}
}

func partnerError(status int) any {
	return map[string]any{
		"code": strconv.Itoa(status), "description": http.StatusText(status), "data": []string{}, "source": "PartnerFD",
	}
}
