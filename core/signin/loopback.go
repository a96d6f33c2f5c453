package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

const (
	// headWithin is how long a connection may say nothing.
	headWithin = 5 * time.Second
	// pageWithin is how long the browser has for the last page, once all is decided.
	pageWithin = 3 * time.Second
	// formLimit bounds what the browser may bring.
	formLimit = 1 << 20
	// portTries is how often a port is looked for that is free on both of this computer's own addresses.
	portTries = 10
)

// loopback is where the browser comes back to: http://localhost and a port, which Microsoft takes for every application of a
// desktop (learn.microsoft.com/entra/identity-platform/reply-url#localhost-exceptions). It listens on this computer's own
// addresses by their numbers, because browsers know where localhost is, and name servers may not.
type loopback struct {
	address, state string
	// came gets Microsoft's answer, once.
	came chan url.Values
	// told is closed when ending says how it went.
	told   chan struct{}
	ending ending

	server  *http.Server
	serving sync.WaitGroup
}

// listenLoopback opens both addresses on one port; one is enough where the computer has no other.
func listenLoopback() (*loopback, error) {
	listeners, err := listenTwice()
	if err != nil {
		return nil, &refusal.NoLoopbackError{Err: err}
	}
	port := listeners[0].Addr().(*net.TCPAddr).Port
	l := &loopback{
		address: "http://localhost:" + strconv.Itoa(port), state: rand.Text(),
		came: make(chan url.Values, 1), told: make(chan struct{}),
	}
	l.server = &http.Server{Handler: http.HandlerFunc(l.hear), ReadHeaderTimeout: headWithin}
	for _, listener := range listeners {
		l.serving.Go(func() { _ = l.server.Serve(listener) }) // it ends with ErrServerClosed
	}
	return l, nil
}

func listenTwice() ([]net.Listener, error) {
	var failures []error
	for range portTries {
		first, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			only, err6 := net.Listen("tcp6", "[::1]:0")
			if err6 != nil {
				return nil, errors.Join(err, err6)
			}
			return []net.Listener{only}, nil
		}
		second, err := net.Listen("tcp6", "[::1]:"+strconv.Itoa(first.Addr().(*net.TCPAddr).Port))
		switch {
		case err == nil:
			return []net.Listener{first, second}, nil
		case !isTaken(err):
			return []net.Listener{first}, nil // this computer has no IPv6
		}
		failures = append(failures, err, first.Close())
	}
	return nil, errors.Join(failures...)
}

// hear takes Microsoft's answer, and shows the page that the browser ends on once it is known what came of it. What else
// reaches the address, as a scanner that looks at links, changes nothing.
func (l *loopback) hear(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/" {
		http.NotFound(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, formLimit)
	if r.Method != http.MethodPost || r.ParseForm() != nil || !l.expects(r.PostForm) {
		showPage(w, http.StatusBadRequest, nothingCame)
		return
	}
	select {
	case l.came <- r.PostForm:
	default: // it came twice, as with a reload
	}
	select {
	case <-l.told:
		showPage(w, http.StatusOK, l.ending)
	case <-r.Context().Done():
	}
}

// expects says that an answer belongs to this sign-in.
func (l *loopback) expects(form url.Values) bool {
	return subtle.ConstantTimeCompare([]byte(form.Get("state")), []byte(l.state)) == 1
}

// code waits for the code that Microsoft gives, or for its refusal.
func (l *loopback) code(ctx context.Context) (string, error) {
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case form := <-l.came:
		if code := form.Get("code"); code != "" && form.Get("error") == "" {
			return code, nil
		}
		return "", fromForm(form)
	}
}

// fromForm reads a refusal that came through the browser.
func fromForm(form url.Values) error {
	said := wire.Words(form.Get("error_description"))
	return &refusal.ServerError{
		Kind: wire.Words(form.Get("error")), Sub: wire.Words(form.Get("error_subcode")), Description: said, Claims: form.Get("claims"),
		Codes: codesIn(said), CorrelationID: correlationIn(said),
	}
}

// end shows the last page where a browser waits for it, also when ctx has ended, and closes the address. Call it once.
func (l *loopback) end(ctx context.Context, how ending) {
	l.ending = how
	close(l.told)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pageWithin)
	defer cancel()
	if l.server.Shutdown(ctx) != nil {
		_ = l.server.Close()
	}
	l.serving.Wait()
}
