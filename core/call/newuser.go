package call

import (
	"maps"
	"strings"
)

// NewUser stands for the id of a user who is not created yet. No request that holds it is sent.
const NewUser = "id-of-the-new-user"

// For is the request with the id of a user who is created by now.
func (r Request) For(user string) Request {
	r.Path = strings.ReplaceAll(r.Path, NewUser, user)
	r.Body = withUser(r.Body, user)
	r.Answers = maps.Clone(r.Answers)
	for name, text := range r.Answers {
		r.Answers[name] = strings.ReplaceAll(text, NewUser, user)
	}
	return r
}

// withUser copies a body with the id in it. What holds no text stays as it is.
func withUser(body any, user string) any {
	switch body := body.(type) {
	case string:
		return strings.ReplaceAll(body, NewUser, user)
	case map[string]any:
		object := make(map[string]any, len(body))
		for name, value := range body {
			object[name] = withUser(value, user)
		}
		return object
	case []any:
		list := make([]any, len(body))
		for i, value := range body {
			list[i] = withUser(value, user)
		}
		return list
	}
	return body
}
