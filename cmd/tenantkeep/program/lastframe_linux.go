package program

import (
	"context"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// stillFor is how long nothing may be done in the window for its last frame to be dropped. The clock has it drawn once a minute.
const stillFor = 3 * time.Second

// dropFrames drops what Mesa's software renderer keeps of the last frame whenever nothing was done in the window for a while,
// until ctx ends: 64 KiB for everything that was drawn, some 30 MB for a table, until it draws again.
func (w *window) dropFrames(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-w.worked:
		}
		if !isQuiet(ctx, w.worked, stillFor) || !w.dropFrame(ctx) {
			return nil
		}
		trimMalloc()
	}
}

// dropFrame is false where another renderer draws, or ctx ends before the window's goroutine has done it.
func (w *window) dropFrame(ctx context.Context) bool {
	dropped := make(chan bool, 1)
	uithread.Fyne(func() { dropped <- w.drawUnseen() })
	select {
	case did := <-dropped:
		return did
	case <-ctx.Done():
		return false
	}
}

// drawUnseen draws an empty frame that is never shown: Fyne paints the next one whole. It is false where another renderer draws.
func (w *window) drawUnseen() (did bool) {
	window, has := w.window.(interface{ RunWithContext(draw func()) })
	if !has {
		return false
	}
	window.RunWithContext(func() {
		did = strings.HasPrefix(renderer(), "llvmpipe")
		if did {
			drawNothing()
		}
	})
	return did
}
