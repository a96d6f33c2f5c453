package wire

import (
	"errors"
	"net/url"
)

// WithoutAddress is an error of sending without the address, which an answer may have named, with a signature or a code in it.
func WithoutAddress(err error) error {
	var sending *url.Error
	if errors.As(err, &sending) {
		return sending.Err
	}
	return err
}
