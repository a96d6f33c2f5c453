package fault

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// sendJSON answers well, with a body that is none of the service's.
func sendJSON(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	// A client that went away needs no answer.
	_, _ = io.WriteString(w, body)
}

// change gives an answer that is a JSON object another body. Any other answer stays as it is.
func (a *answer) change(by func(map[string]any)) {
	var object map[string]any
	if json.Unmarshal(a.body.Bytes(), &object) != nil {
		return
	}
	by(object)
	changed, err := json.Marshal(object)
	if err != nil {
		return
	}
	a.body.Reset()
	a.body.Write(changed)
}

func (a *answer) sendWhole(w http.ResponseWriter) {
	a.sendHead(w, a.body.Len())
	// A client that went away needs no answer.
	_, _ = w.Write(a.body.Bytes())
}

// addressOf is the address that a request was sent to.
func addressOf(r *http.Request) string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host + r.URL.RequestURI()
}

// numbersForTexts leaves only what Graph says of the answer itself, whose names begin with "@".
func numbersForTexts(object map[string]any) {
	for name, value := range object {
		if !strings.HasPrefix(name, "@") {
			object[name] = odd(value)
		}
	}
}

func odd(value any) any {
	switch value := value.(type) {
	case string:
		return 7
	case map[string]any:
		numbersForTexts(value)
	case []any:
		for i := range value {
			value[i] = odd(value[i])
		}
	}
	return value
}
