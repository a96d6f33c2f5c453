package graph

import (
	"bufio"
	"bytes"
	"io"

	"github.com/tenantkeep/tenantkeep/core/wire"
)

// marked is a body that may begin with a byte order mark, and is read without it.
type marked struct {
	io.Closer
	from  *bufio.Reader
	begun bool
}

func unmarked(body io.ReadCloser) io.ReadCloser {
	return &marked{Closer: body, from: bufio.NewReaderSize(body, len(wire.ByteOrderMark))}
}

// Read leaves an error of the first bytes to the reading of the others.
func (m *marked) Read(p []byte) (int, error) {
	if !m.begun {
		m.begun = true
		if head, err := m.from.Peek(len(wire.ByteOrderMark)); err == nil && bytes.Equal(head, wire.ByteOrderMark) {
			_, _ = m.from.Discard(len(head))
		}
	}
	return m.from.Read(p)
}
