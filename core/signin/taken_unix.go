//go:build !windows

package signin

import (
	"errors"
	"syscall"
)

// isTaken says that another program has the port.
func isTaken(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }
