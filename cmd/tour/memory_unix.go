//go:build !windows

package main

import (
	"runtime"
	"syscall"
)

// peakMemory is the most memory in bytes that the process has held. getrusage(2) counts kilobytes, and bytes on macOS.
func peakMemory() (int64, error) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0, err
	}
	if runtime.GOOS == "darwin" {
		return int64(usage.Maxrss), nil
	}
	return int64(usage.Maxrss) << 10, nil
}
