package signin

import (
	"errors"

	"golang.org/x/sys/windows"
)

// isTaken says that another program has the port.
func isTaken(err error) bool {
	return errors.Is(err, windows.WSAEADDRINUSE) || errors.Is(err, windows.WSAEACCES)
}
