package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
)

// ByteOrderMark is what some programs write before a text. JSON has none, and what stands on the way may put one there.
var ByteOrderMark = []byte("\ufeff")

// WithoutMark is a text without the mark before it.
func WithoutMark(text []byte) []byte { return bytes.TrimPrefix(text, ByteOrderMark) }

// IsReadable says of what json.Unmarshal returned that what is wrong, if anything, is a part of another type than Microsoft's: the
// other parts say the same without it.
func IsReadable(err error) bool {
	var other *json.UnmarshalTypeError
	return err == nil || errors.As(err, &other)
}

// IsGood says that a status is one that Microsoft's services give where all is well. Others that begin with a 2 are of what stands
// between: a part of an answer, one that was changed on the way, several in one.
func IsGood(status int) bool {
	switch status {
	case http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent:
		return true
	}
	return false
}
