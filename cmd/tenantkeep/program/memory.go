package program

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// heldBytes is about what the roster takes for a user.
	heldBytes = 80
	// ownBytes is about what everything else takes.
	ownBytes = 40 << 20
)

// held hears how many users are held in memory. It has memory collected as often as if there were none: they are soon looked
// through, because nothing in them points anywhere, and Go would let garbage grow to as much again.
func (p *program) held(users int) {
	debug.SetGCPercent(100 * ownBytes / (ownBytes + heldBytes*users))
	p.noteRead()
}

// noteRead has what reading users took be given back soon, from Microsoft or into memory: the one may end a minute before the
// other.
func (p *program) noteRead() {
	note(p.read)
}

// note says something that need not be said again before it was heard.
func note(heard chan<- struct{}) {
	select {
	case heard <- struct{}{}:
	default:
	}
}

const (
	// quietFor is how long after users were read nothing may be read for what that took to be given back.
	quietFor = 10 * time.Second
	// worthGiving is how much memory is worth a collection.
	worthGiving = 24 << 20
)

// giveBack gives back, whenever users were read, what that took and nobody needs again, until ctx ends.
func (p *program) giveBack(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-p.read:
		}
		if !isQuiet(ctx, p.read, quietFor) {
			return nil
		}
		if err := p.store.Shrink(ctx); err != nil && ctx.Err() == nil {
			p.log.Warn("memory could not be given back", "error", err)
		}
		trimMalloc()
		if spareMemory() > worthGiving {
			debug.FreeOSMemory()
		}
	}
}

// isQuiet waits until nothing was heard for a while; it is false where ctx ends before.
func isQuiet(ctx context.Context, heard <-chan struct{}, while time.Duration) bool {
	quiet := time.NewTimer(while)
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-heard:
			quiet.Reset(while)
		case <-quiet.C:
			return true
		}
	}
}

// spareMemory is how much memory Go has from the operating system over what was in use when it last looked.
func spareMemory() int64 {
	of := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}, {Name: "/gc/heap/live:bytes"}}
	metrics.Read(of)
	return int64(of[0].Value.Uint64()) - int64(of[1].Value.Uint64()) - int64(of[2].Value.Uint64())
}
