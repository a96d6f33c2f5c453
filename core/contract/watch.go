package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
)

// Watch checks what passes between a client and Graph.
type Watch struct {
	contract *Contract

	mu     sync.Mutex
	seen   map[string]int
	named  map[string]map[string]bool
	broken []string
}

// Watch begins with nothing seen.
func (c *Contract) Watch() *Watch {
	return &Watch{contract: c, seen: make(map[string]int), named: make(map[string]map[string]bool)}
}

// Over checks every exchange of next.
func (w *Watch) Over(next http.RoundTripper) http.RoundTripper { return watched{w, next} }

type watched struct {
	watch *Watch
	next  http.RoundTripper
}

func (w watched) RoundTrip(request *http.Request) (*http.Response, error) {
	return w.watch.Send(request, w.next)
}

// Send sends a request through next and checks it with its answer.
func (w *Watch) Send(request *http.Request, next http.RoundTripper) (*http.Response, error) {
	sent, err := Drain(&request.Body)
	if err != nil {
		return nil, err
	}
	response, err := next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	answer, err := Drain(&response.Body)
	if err != nil {
		return nil, err
	}
	operation, err := w.contract.Check(Exchange{request, sent, response.StatusCode, response.Header, answer})
	w.note(request, sent, operation, err)
	return response, nil
}

func (w *Watch) note(request *http.Request, sent []byte, operation string, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if operation != "" {
		w.seen[operation]++
		w.noteNames(operation, sent)
	}
	if err != nil {
		w.broken = append(w.broken, fmt.Sprintf("%s %s: %v", request.Method, request.URL.RequestURI(), err))
	}
}

// Seen counts the exchanges of each operation.
func (w *Watch) Seen() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.seen)
}

// noteNames keeps which names the bodies of an operation had.
func (w *Watch) noteNames(operation string, sent []byte) {
	var body map[string]json.RawMessage
	if json.Unmarshal(sent, &body) != nil {
		return
	}
	if w.named[operation] == nil {
		w.named[operation] = make(map[string]bool)
	}
	for name := range body {
		w.named[operation][name] = true
	}
}

// Named says that a body of an operation had a name.
func (w *Watch) Named(operation, name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.named[operation][name]
}

// Checked counts the exchanges of described operations.
func (w *Watch) Checked() int {
	all := 0
	for _, count := range w.Seen() {
		all += count
	}
	return all
}

// Broken are the violations of the contract.
func (w *Watch) Broken() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.broken)
}

// Drain reads a body and puts it back.
func Drain(body *io.ReadCloser) ([]byte, error) {
	if *body == nil {
		return nil, nil
	}
	content, err := io.ReadAll(*body)
	if err != nil {
		return nil, err
	}
	if err := (*body).Close(); err != nil {
		return nil, err
	}
	*body = io.NopCloser(bytes.NewReader(content))
	return content, nil
}
