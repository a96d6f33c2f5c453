// Package call is a call of Microsoft as data: what is asked, what is answered, how it fails, and the sentences for that. It
// sends nothing.
package call

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Request is one write to a tenant, as it is sent and as it is shown before. It names no tenant: who sends it does.
type Request struct {
	// Op is what it does, to be read after "could not": "block the sign-in".
	Op string
	// Method and Path are Graph's; Path begins with a slash and follows /v1.0.
	Method, Path string
	// Body is marshalled to JSON; nil is none. It is made of maps with string keys, slices and plain values. A m365.Secret
	// anywhere in it is sent as its text and shown as "[secret]".
	Body any
	// AnswersSecret says that the answer holds a text that Microsoft shows only once.
	AnswersSecret bool
	// Answers is what the answer is about, by names that it may have: the id of the user that was restored. One that names another
	// is no answer to it.
	Answers map[string]string
}

// Answer is what Microsoft answered to a Request.
type Answer struct {
	// ID is the id of what was created; empty otherwise.
	ID string
	// RequestID is Microsoft's name of the request.
	RequestID string
	// At is when Microsoft answered, by its own clock; zero where it did not say.
	At time.Time
	// Accepted says that Microsoft took the request, and not that it did what was asked.
	Accepted bool
	// Operation is the address of what Microsoft goes on doing in the background; it may also be that of what was created.
	Operation string
	// Note is what a person should know besides: whose password it is.
	Note string
	// Secret is what Microsoft shows only once: a new Temporary Access Pass, a password that it made.
	Secret m365.Secret
}

// Progress is how far something is that Microsoft does in the background.
type Progress struct {
	// Ended says that it is over; until then the rest means nothing.
	Ended, Succeeded bool
	// Detail is Microsoft's reason where it failed.
	Detail string
}

// Text is what will be sent, as a person is shown it: method and path, then the body. Secrets are "[secret]".
func (r Request) Text() string {
	text := r.Method + " /v1.0" + r.Path
	if r.Body == nil {
		return text
	}
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r.Body); err != nil {
		return text + "\n\nThe body cannot be shown: " + err.Error()
	}
	return text + "\n\n" + string(bytes.TrimRight(body.Bytes(), "\n"))
}

// Content is the body as it is sent, secrets in clear; nil for none.
func (r Request) Content() ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	body, err := revealed(reflect.ValueOf(r.Body))
	if err != nil {
		return nil, fmt.Errorf("request body: %w", err)
	}
	content, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("request body: %w", err)
	}
	return content, nil
}

// revealed copies a body with every secret as plain text. A struct other than a secret is refused, because its fields
// would be written with the secrets in them hidden.
func revealed(value reflect.Value) (any, error) {
	switch value.Kind() {
	case reflect.Invalid:
		return nil, nil
	case reflect.Interface, reflect.Pointer:
		return revealed(value.Elem())
	case reflect.Struct:
		if secret, ok := value.Interface().(m365.Secret); ok {
			return secret.Reveal(), nil
		}
		return nil, fmt.Errorf("a %s is none of maps, slices and plain values", value.Type())
	case reflect.Slice, reflect.Array:
		list := make([]any, value.Len())
		for i := range list {
			one, err := revealed(value.Index(i))
			if err != nil {
				return nil, err
			}
			list[i] = one
		}
		return list, nil
	case reflect.Map:
		object := make(map[string]any, value.Len())
		for _, key := range value.MapKeys() {
			one, err := revealed(value.MapIndex(key))
			if err != nil {
				return nil, err
			}
			object[key.String()] = one
		}
		return object, nil
	}
	return value.Interface(), nil
}
