package signin

import (
	"errors"
	"io"
	"net/http"
)

// longestAnswer is far above any token answer, in bytes.
const longestAnswer = 8 << 20

var errTooLong = errors.New("the answer is longer than any of the sign-in service")

// bounded is client with answers that are not read beyond a bound: the library reads them whole into memory.
func bounded(client *http.Client) *http.Client {
	copied := *client
	next := client.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	copied.Transport = boundedTransport{next}
	return &copied
}

type boundedTransport struct{ next http.RoundTripper }

func (t boundedTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err == nil {
		resp.Body = &boundedBody{ReadCloser: resp.Body, left: longestAnswer}
	}
	return resp, err
}

type boundedBody struct {
	io.ReadCloser
	left int64
}

func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n, errTooLong
	}
	return n, err
}
