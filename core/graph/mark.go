package graph

import (
	"bufio"
	"bytes"
	"io"
)

// byteOrderMark is what some programs write before a text. JSON has none, and what stands on the way may put one there.
var byteOrderMark = []byte("\ufeff")

// marked is a body that may begin with the mark, and is read without it.
type marked struct {
	io.Closer
	from  *bufio.Reader
	begun bool
}

func unmarked(body io.ReadCloser) io.ReadCloser {
	return &marked{Closer: body, from: bufio.NewReader(body)}
}

// Read leaves an error of the first bytes to the reading of the others.
func (m *marked) Read(p []byte) (int, error) {
	if !m.begun {
		m.begun = true
		if head, err := m.from.Peek(len(byteOrderMark)); err == nil && bytes.Equal(head, byteOrderMark) {
			_, _ = m.from.Discard(len(head))
		}
	}
	return m.from.Read(p)
}
