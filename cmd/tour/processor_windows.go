package main

import (
	"time"

	"golang.org/x/sys/windows"
)

// processorTime is how long the process has kept processors busy. Windows counts in 100 nanoseconds.
func processorTime() (time.Duration, error) {
	var created, exited, kernel, user windows.Filetime
	if err := windows.GetProcessTimes(windows.CurrentProcess(), &created, &exited, &kernel, &user); err != nil {
		return 0, err
	}
	return 100 * time.Duration(ticks(kernel)+ticks(user)), nil
}

// threadTime is nothing: Windows counts what a thread does in steps that are longer than a paint.
func threadTime() time.Duration { return 0 }

func ticks(t windows.Filetime) int64 { return int64(t.HighDateTime)<<32 | int64(t.LowDateTime) }
