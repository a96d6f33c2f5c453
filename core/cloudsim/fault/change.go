package fault

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// write sends a body.
func write(w http.ResponseWriter, body []byte) {
	// A client that went away needs no answer.
	_, _ = w.Write(body)
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
	write(w, a.body.Bytes())
}

// replace puts a text in the place of another in the body.
func (a *answer) replace(old, new string) {
	changed := strings.ReplaceAll(a.body.String(), old, new)
	a.body.Reset()
	a.body.WriteString(changed)
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

// nullsWithin puts null before the elements of every list.
func nullsWithin(object map[string]any) {
	for name, value := range object {
		object[name] = withNull(value)
	}
}

func withNull(value any) any {
	switch value := value.(type) {
	case map[string]any:
		nullsWithin(value)
	case []any:
		for i := range value {
			value[i] = withNull(value[i])
		}
		return append([]any{nil}, value...)
	}
	return value
}

// moveTimes moves every time that stands in a text.
func moveTimes(object map[string]any, by time.Duration) {
	for name, value := range object {
		object[name] = moved(value, by)
	}
}

func moved(value any, by time.Duration) any {
	switch value := value.(type) {
	case string:
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return at.Add(by).UTC().Format(time.RFC3339Nano)
		}
	case map[string]any:
		moveTimes(value, by)
	case []any:
		for i := range value {
			value[i] = moved(value[i], by)
		}
	}
	return value
}
