//go:build !windows

package disk

import (
	"errors"
	"syscall"
)

func saysFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

func saysReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

func saysHeld(err error) bool {
	return errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.ETXTBSY)
}
