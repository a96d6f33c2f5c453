// Package home knows where the data of a user lies, and brings it there from where an earlier version kept it.
package home

import (
	"fmt"
	"path/filepath"
)

// LockFile is locked in a data folder by the program that works on it.
const LockFile = "tenantkeep.lock"

// LogFolder is where the log lies in a data folder.
const LogFolder = "log"

// CrashFile within LogFolder is what Go writes to where the program breaks down; CrashBefore is that of an earlier run.
const (
	CrashFile   = "crash.txt"
	CrashBefore = "crash-before.txt"
)

// LogFile is the log within LogFolder.
const LogFile = "tenantkeep.log"

// Folder is the data folder that was chosen, or the user's own, which the demo has another of. Data that an earlier version
// kept elsewhere comes along. It makes no folder.
func Folder(chosen string, demo bool) (string, error) {
	if chosen != "" {
		return filepath.Abs(chosen)
	}
	name := "Tenantkeep"
	if demo {
		name = "Tenantkeep Demo"
	}
	now, before, err := homes()
	if err != nil {
		return "", fmt.Errorf("find the data folder (name one with --data): %w", err)
	}
	path := filepath.Join(now, name)
	if before == "" {
		return path, nil
	}
	return path, moveHome(filepath.Join(before, name), path)
}
