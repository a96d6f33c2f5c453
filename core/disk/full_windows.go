package disk

import (
	"errors"

	"golang.org/x/sys/windows"
)

// saysFull knows the two codes of Windows: of a file that does not fit, and of a handle whose volume has filled up. The third
// is a quota. learn.microsoft.com/windows/win32/debug/system-error-codes
func saysFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL) ||
		errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED)
}

// saysReadOnly knows the code of a medium that is write-protected.
func saysReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }

// saysHeld knows the codes of a file that is open elsewhere, of a part of it that is locked, and of one that is mapped into memory.
func saysHeld(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION) ||
		errors.Is(err, windows.ERROR_USER_MAPPED_FILE)
}
