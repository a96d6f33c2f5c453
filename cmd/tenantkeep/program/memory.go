package program

import "runtime/debug"

const (
	// heldBytes is about what the roster takes for a user.
	heldBytes = 80
	// ownBytes is about what everything else takes.
	ownBytes = 40 << 20
	// step is by how many percent it is collected more or less often.
	step = 10
)

// boundMemory has memory collected as often as if no users were held in memory: they are soon looked through, because nothing
// in them points anywhere, and Go would let garbage grow to as much again. Where there are many more or fewer than before, what
// reading them took is given back at once.
func boundMemory(users int) {
	percent := 100 * ownBytes / (ownBytes + heldBytes*users)
	// In steps, because giving back takes a collection.
	percent = max(percent/step*step, step)
	if debug.SetGCPercent(percent) != percent {
		debug.FreeOSMemory()
	}
}
