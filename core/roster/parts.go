package roster

import (
	"errors"
	"runtime"
	"sync"

	"github.com/tenantkeep/tenantkeep/core/crash"
)

// inParts has parts of the blocks looked through side by side, from one to before another, and waits for them. Few blocks are
// one part.
func inParts(blocks int, look func(part, from, to int)) error {
	parts := partsOf(blocks)
	errs := make([]error, parts)
	var all sync.WaitGroup
	for part := range parts {
		all.Go(func() {
			errs[part] = crash.During(func() { look(part, part*blocks/parts, (part+1)*blocks/parts) })
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// leastPart is how many blocks a part is worth a goroutine for.
const leastPart = 8

func partsOf(blocks int) int { return max(1, min(runtime.GOMAXPROCS(0), blocks/leastPart)) }
