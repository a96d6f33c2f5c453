package graph

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// maxErrorAnswer bounds how much of an error's body is read, in bytes.
const maxErrorAnswer = 256 << 10

// envelope is how Graph says that it refused: {"error":{"code","message","details":[],"innerError":{"request-id"}}}. The status
// alone says nothing: a proxy or a gateway gives it too, also after Graph did what was asked.
type envelope struct {
	Error struct {
		Code       string        `json:"code"`
		Message    string        `json:"message"`
		Details    []call.Detail `json:"details"`
		InnerError struct {
			Code      string `json:"code"`
			RequestID string `json:"request-id"`
		} `json:"innerError"`
	} `json:"error"`
}

// envelopeOf is the envelope in an answer, whose body can be read once more. It is empty where there is none, and where what is
// there has no code or is more than an envelope may be.
func envelopeOf(resp *http.Response) envelope {
	content, err := io.ReadAll(io.LimitReader(resp.Body, maxErrorAnswer))
	resp.Body = rewound{io.MultiReader(bytes.NewReader(content), resp.Body), resp.Body}
	var read envelope
	if err != nil || !wire.IsReadable(json.Unmarshal(wire.WithoutMark(content), &read)) {
		return envelope{}
	}
	read.Error.Code = first(read.Error.Code, read.Error.InnerError.Code)
	if read.Error.Code == "" {
		return envelope{}
	}
	return read
}

// rewound is a body that was read in part and begins anew.
type rewound struct {
	io.Reader
	io.Closer
}

// refusedByGraph says that Graph itself did not do what was asked. That the time ran out, or that nobody waited any longer, says
// nothing of it.
func refusedByGraph(resp *http.Response) bool {
	switch {
	case resp.StatusCode < 400 || resp.StatusCode >= 500:
		return false
	case resp.StatusCode == http.StatusRequestTimeout || resp.StatusCode == statusClientClosed:
		return false
	case resp.StatusCode == http.StatusUnauthorized && challenges(resp.Header):
		return true
	}
	return envelopeOf(resp).Error.Code != ""
}

// statusClientClosed is given by gateways whose client did not wait.
const statusClientClosed = 499

// challenges says that an answer asks for a bearer token, as Graph does and a proxy does not.
func challenges(header http.Header) bool {
	for _, challenge := range header.Values("WWW-Authenticate") {
		if scheme, _, _ := strings.Cut(challenge, " "); strings.EqualFold(scheme, "Bearer") {
			return true
		}
	}
	return false
}
