package signin

import (
	"errors"
	"io"
)

// longestAnswer is far above any token answer, in bytes.
const longestAnswer = 8 << 20

var errTooLong = errors.New("the answer is longer than any of the sign-in service")

// boundedBody is an answer that is not read beyond a bound: the library reads them whole into memory.
type boundedBody struct {
	io.ReadCloser
	left int64
}

func bounded(body io.ReadCloser) io.ReadCloser {
	return &boundedBody{ReadCloser: body, left: longestAnswer}
}

func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n, errTooLong
	}
	return n, err
}
