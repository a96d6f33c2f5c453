package product

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// published is where Microsoft publishes the list; the page about it links there.
const published = "https://download.microsoft.com/download/e/3/e/e3e9faf2-f28b-490a-9ada-c6089a1fc5b0/" +
	"Product%20names%20and%20service%20plan%20identifiers%20for%20licensing.csv"

// mostBytes bounds what is read: the file has about one megabyte.
const mostBytes = 16 << 20

// Source is where Microsoft publishes the list of names.
type Source struct {
	client  *http.Client
	address string
}

// NewSource makes a Source that asks through a transport; an empty address is Microsoft's. It asks nothing yet.
func NewSource(transport http.RoundTripper, address string) *Source {
	if address == "" {
		address = published
	}
	return &Source{client: &http.Client{Transport: transport, CheckRedirect: withinMicrosoft}, address: address}
}

// Fetch brings the file, and when Microsoft changed it last; the zero time where that is not said.
func (s *Source) Fetch(ctx context.Context) (file []byte, of time.Time, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.address, nil)
	if err != nil {
		return nil, time.Time{}, &Error{err}
	}
	request.Header.Set("User-Agent", "Tenantkeep")
	response, err := s.client.Do(request)
	if err != nil {
		return nil, time.Time{}, &Error{wire.WithoutAddress(err)}
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, time.Time{}, &Error{fmt.Errorf("status %d", response.StatusCode)}
	}
	file, err = io.ReadAll(io.LimitReader(response.Body, mostBytes+1))
	switch {
	case err != nil:
		return nil, time.Time{}, &Error{err}
	case len(file) > mostBytes:
		return nil, time.Time{}, &Error{errors.New("the answer is longer than 16 MiB")}
	}
	of, _ = http.ParseTime(response.Header.Get("Last-Modified")) // one that is none is not said
	return file, of, nil
}

// withinMicrosoft follows to Microsoft's own hosts only.
func withinMicrosoft(to *http.Request, via []*http.Request) error {
	host := to.URL.Hostname()
	if to.URL.Scheme != "https" || len(via) > 5 || host != "microsoft.com" && !strings.HasSuffix(host, ".microsoft.com") {
		return http.ErrUseLastResponse
	}
	return nil
}

// Error is why the list of names did not come, or was not taken.
type Error struct{ Err error }

// Error is the technical text.
func (e *Error) Error() string { return "refresh the names of products: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// As returns the Error in err, nil where there is none.
func As(err error) *Error {
	var found *Error
	if errors.As(err, &found) {
		return found
	}
	return nil
}

// Explain says in plain words what happened and what to do.
func Explain(err error) m365.Failure {
	return m365.Failure{
		What:      "The names of products were not refreshed: Microsoft's list did not come whole.",
		Do:        "The names stay as they were. Check the network connection and the proxy, or try again another day.",
		Technical: err.Error(),
	}
}
