// Package pause is the waiting that Microsoft's services ask for: how to do it, and how to say it.
package pause

import (
	"context"
	"fmt"
	"time"
)

// Sleep waits for d, or returns ctx's error when that ends first.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// InWords says when to try again after a pause: "in 2 minutes". A pause of unknown length is zero; one of more than a day makes no
// sense and is said as such.
func InWords(d time.Duration) string {
	switch {
	case d <= 0:
		return "in a few minutes"
	case d <= time.Minute:
		return "in a minute"
	case d > 24*time.Hour:
		return "another day"
	case d > 2*time.Hour:
		return fmt.Sprintf("in %d hours", int((d+time.Hour-1)/time.Hour))
	}
	return fmt.Sprintf("in %d minutes", int((d+time.Minute-1)/time.Minute))
}
