package program

import "runtime/debug"

const (
	// heldBytes is about what the roster takes for a user.
	heldBytes = 120
	// ownBytes is about what everything else takes.
	ownBytes = 40 << 20
)

// boundMemory has memory collected as often as if no users were held in memory: they are soon looked through, because nothing
// in them points anywhere, and Go would let garbage grow to as much again.
func boundMemory(users int) { debug.SetGCPercent(100 * ownBytes / (ownBytes + heldBytes*users)) }
