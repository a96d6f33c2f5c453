//go:build !windows

package desktop

// AttachTerminal has nothing to do: a program shares the terminal that it was started from.
func AttachTerminal() {}

// DetachTerminal has nothing to give back.
func DetachTerminal() {}
