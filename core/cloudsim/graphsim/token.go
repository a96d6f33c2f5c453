package graphsim

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"strconv"
	"strings"
)

// seal makes an opaque text of fields, which open reads. It is no secret: it only tells a text of ours from any other.
func (s *Server) seal(fields ...string) string {
	plain := strings.Join(fields, "\x1f")
	mark := binary.BigEndian.AppendUint64(nil, s.mark(plain))
	return base64.RawURLEncoding.EncodeToString(append(mark, plain...))
}

func (s *Server) open(sealed string) ([]string, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil || len(raw) < 8 {
		return nil, false
	}
	plain := string(raw[8:])
	return strings.Split(plain, "\x1f"), binary.BigEndian.Uint64(raw) == s.mark(plain)
}

func (s *Server) mark(plain string) uint64 {
	sum := fnv.New64a()
	sum.Write([]byte(strconv.FormatUint(s.directory.Seed(), 36)))
	sum.Write([]byte(plain))
	return sum.Sum64()
}

// skipToken says where a list goes on: at a position, and for which request.
func (s *Server) skipToken(position int, request string) string {
	return s.seal("skip", strconv.Itoa(position), request)
}

// readSkipToken is the position of a skip token; -1 where there is none.
func (s *Server) readSkipToken(sealed, request string) (int, *failure) {
	if sealed == "" {
		return -1, nil
	}
	fields, ok := s.open(sealed)
	if !ok || len(fields) != 3 || fields[0] != "skip" || fields[2] != request {
		return 0, fail(400, "Directory_ExpiredPageToken", "The specified page token value has expired or does not belong to this request.")
	}
	position, err := strconv.Atoi(fields[1])
	if err != nil {
		return 0, badRequest("Skip token is not valid.")
	}
	return position, nil
}
