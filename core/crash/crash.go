// Package crash makes an error of what would end the program: a panic on a goroutine that works for a person ends that
// work alone, and is told like any other failure.
package crash

import (
	"fmt"
	"runtime"
	"strings"
)

// Error is a panic that was caught. It holds no value of the program's data, so it may be logged.
type Error struct {
	// What is the runtime's own sentence, or the type of the value.
	What string
	// Where are the calls that led there, the innermost first.
	Where []string
}

func (e *Error) Error() string {
	return "a defect of the program: " + e.What + " in " + strings.Join(e.Where, " < ")
}

// Into is deferred: it makes a panic an Error in the place of *err.
func Into(err *error) {
	if recovered := recover(); recovered != nil {
		*err = caught(recovered)
	}
}

// During runs fn, and returns what it panicked with as an Error; nil where it did not.
func During(fn func()) (err error) {
	defer Into(&err)
	fn()
	return nil
}

// deepest bounds the calls that are told.
const deepest = 24

// caught is called by the deferred function that recovered.
func caught(recovered any) *Error {
	var callers [deepest]uintptr
	// Left out: Callers, caught, the deferred function, and the runtime's panic.
	frames := runtime.CallersFrames(callers[:runtime.Callers(4, callers[:])])
	found := &Error{What: said(recovered)}
	for {
		frame, more := frames.Next()
		if frame.Function != "" && !strings.HasPrefix(frame.Function, "runtime.") {
			name := frame.Function[strings.LastIndexByte(frame.Function, '/')+1:]
			found.Where = append(found.Where, fmt.Sprintf("%s:%d", name, frame.Line))
		}
		if !more {
			return found
		}
	}
}

// said never prints a value that somebody panicked with: it may hold the name of a person.
func said(recovered any) string {
	if fault, ok := recovered.(runtime.Error); ok {
		return fault.Error()
	}
	return fmt.Sprintf("%T", recovered)
}
