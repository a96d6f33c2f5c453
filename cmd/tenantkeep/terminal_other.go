//go:build !windows

package main

// attachTerminal has nothing to do: a program shares the terminal that it was started from.
func attachTerminal() {}
