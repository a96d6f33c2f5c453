// Package disk recognises what a disk says, on every operating system.
package disk

import "errors"

// ErrFull says that no space is left. What has words of its own for a full disk, as the database has, wraps it.
var ErrFull = errors.New("no space is left on the disk")

// IsFull says whether an error comes of a disk, or of a share of it, without space.
func IsFull(err error) bool { return errors.Is(err, ErrFull) || saysFull(err) }
