//go:build !windows

package main

import (
	"os"
	"path/filepath"
)

// documents is the person's folder of documents; empty where there is none.
func documents() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, "Documents")
}

// windowID is a window as the dialog's library takes it.
func windowID(handle uintptr) int { return int(handle) }
