//go:build !windows

package main

import (
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// processorTime is how long the process has kept processors busy.
func processorTime() (time.Duration, error) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0, err
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), nil
}

// threadTime is how long the thread that asks has kept a processor busy.
func threadTime() time.Duration {
	var busy unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &busy); err != nil {
		return 0
	}
	return time.Duration(busy.Nano())
}
