package call

import "errors"

// UnderwayError says that the caller's context ended, or the sending failed, when a write had been handed to the network.
type UnderwayError struct{ Cause error }

func (e *UnderwayError) Error() string { return e.Cause.Error() + " while the request was under way" }

// Unwrap returns the cause.
func (e *UnderwayError) Unwrap() error { return e.Cause }

// MayHaveHappened says of the error of a write that Microsoft may have done what was asked: the network failed after a
// connection came about, Microsoft failed in doing it, the answer was none of Microsoft's, or the context ended while the
// request was under way. It is false where Microsoft said that it refused, and where nothing was sent.
func MayHaveHappened(err error) bool {
	var underway *UnderwayError
	if errors.As(err, &underway) {
		return true
	}
	failed := As(err)
	if failed == nil {
		return false
	}
	switch failed.Kind {
	case Server, Malformed, Incomplete, TooLarge:
		return true
	case Network:
		return !failed.NothingSent
	}
	return false
}

// NothingSent says of the error of a write that nothing of it left this computer.
func NothingSent(err error) bool {
	if failed := As(err); failed != nil {
		return failed.NothingSent
	}
	return !MayHaveHappened(err)
}
