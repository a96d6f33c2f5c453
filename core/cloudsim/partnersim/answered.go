package partnersim

import (
	"net/http"
	"sync"
)

// manyRequests is how many requests are remembered; retries come soon or not at all.
const manyRequests = 1024

// answered remembers which requests succeeded by their MS-RequestId, which makes a repeated request safe:
// https://learn.microsoft.com/partner-center/developer/headers.
type answered struct {
	mu    sync.Mutex
	known map[string]bool
	order []string
}

func newAnswered() *answered { return &answered{known: map[string]bool{}} }

func (a *answered) before(r *http.Request) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.known[keyOf(r)]
}

func (a *answered) remember(r *http.Request) {
	if r.Header.Get("MS-RequestId") == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	key := keyOf(r)
	if a.known[key] {
		return
	}
	a.known[key] = true
	a.order = append(a.order, key)
	if len(a.order) > manyRequests {
		delete(a.known, a.order[0])
		a.order = a.order[1:]
	}
}

func keyOf(r *http.Request) string {
	return r.Method + " " + r.URL.Path + " " + r.Header.Get("MS-RequestId")
}
