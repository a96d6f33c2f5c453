//go:build !windows

package desktop

import (
	"os"
	"path/filepath"
)

// Documents is the person's folder of documents; empty where there is none.
func Documents() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, "Documents")
}

// windowID is a window as the dialog's library takes it.
func windowID(handle uintptr) int { return int(handle) }
