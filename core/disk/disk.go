// Package disk writes files whole or not at all, and recognises what a disk says, on every operating system.
package disk

import (
	"errors"
	"io/fs"
)

// ErrFull says that no space is left. What has words of its own for a full disk, as the database has, wraps it.
var ErrFull = errors.New("no space is left on the disk")

// ErrReadOnly says that a disk, or the rights to a folder, let nothing be written.
var ErrReadOnly = errors.New("the disk cannot be written to")

// IsFull says whether an error comes of a disk, or of a share of it, without space.
func IsFull(err error) bool { return errors.Is(err, ErrFull) || saysFull(err) }

// IsReadOnly says whether an error comes of a disk, or a folder, that nothing may be written to.
func IsReadOnly(err error) bool {
	return errors.Is(err, ErrReadOnly) || errors.Is(err, fs.ErrPermission) || saysReadOnly(err)
}

// IsHeld says whether an error comes of another program that has a file open.
func IsHeld(err error) bool { return saysHeld(err) }

// TakesNothing says that nothing can be written: what is there can still be read.
func TakesNothing(err error) bool { return IsFull(err) || IsReadOnly(err) }
