package uithread

import (
	"context"
)

// Loader reads something again and again, one read at a time: a call while a read is under way makes one more read after
// it, however many calls there were. Its methods belong on the goroutine that may touch widgets.
type Loader struct {
	Work *Work
	// Read runs elsewhere and returns what shows the outcome.
	Read func(ctx context.Context) (show func())

	reading, again bool
}

// Load reads now or once the read under way has ended.
func (l *Loader) Load() {
	if l.reading {
		l.again = true
		return
	}
	l.reading = true
	l.Work.Do(func(ctx context.Context) func() {
		var show func()
		ended := false
		defer func() {
			if !ended {
				l.Work.Run(func() { l.done(nil) }) // a defect: what comes next is read all the same
			}
		}()
		show, ended = l.Read(ctx), true
		return func() { l.done(show) }
	})
}

func (l *Loader) done(show func()) {
	l.reading = false
	if show != nil {
		show()
	}
	if l.again {
		l.again = false
		l.Load()
	}
}
