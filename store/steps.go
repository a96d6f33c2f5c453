package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"math"

	"github.com/tenantkeep/tenantkeep/core/roster"
)

// steps are, of a block that is held, who was written on the way to each of its later versions. A version that is missing came in
// another way, as by users who left, and has the block read whole.
type steps map[int64][]int64

// mostSteps is how many users of a block may be written before it is read whole: that costs no more then.
const mostSteps = 1024

// note takes who was written on the way to a version. It is called within the transaction; forgetSteps where that fails.
func (h *held) note(block, version int64, users []int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.blocks[block] == nil {
		return
	}
	if h.steps == nil {
		h.steps = make(map[int64]steps)
	}
	if h.steps[block] == nil {
		h.steps[block] = make(steps)
	}
	h.steps[block][version] = users
	if h.steps[block].users() > mostSteps {
		delete(h.steps, block)
	}
}

// forgetSteps has all blocks that change be read whole: what was noted may not be so.
func (h *held) forgetSteps() {
	h.mu.Lock()
	defer h.mu.Unlock()
	clear(h.steps)
}

// since is a block as it is held, and who was written since on the way to a version; ready is false where that is not known.
func (h *held) since(number, version int64) (block *roster.Block, written []int64, ready bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	block = h.blocks[number]
	if block == nil || block.Version >= version {
		return nil, nil, false
	}
	for next := block.Version + 1; next <= version; next++ {
		users, known := h.steps[number][next]
		if !known {
			return nil, nil, false
		}
		written = append(written, users...)
	}
	return block, written, true
}

// forget drops the steps to a version and those before.
func (s steps) forget(version int64) {
	for step := range s {
		if step <= version {
			delete(s, step)
		}
	}
}

func (s steps) users() (users int) {
	for _, written := range s {
		users += len(written)
	}
	return users
}

// rewrite makes a block of those who were written, as they are stored now, and of the others as a block holds them.
func rewrite(ctx context.Context, tx *sql.Tx, made *roster.Maker, before *roster.Block, written []int64) error {
	ids, err := json.Marshal(written)
	if err != nil {
		return err
	}
	isWritten := make(map[int64]bool, len(written))
	for _, id := range written {
		isWritten[id] = true
	}
	next := 0
	keepUntil := func(id int64) {
		for ; next < before.Users() && before.ID(next) < id; next++ {
			if !isWritten[before.ID(next)] {
				made.Keep(before, next)
			}
		}
	}
	err = eachHeld(ctx, tx, func(user *roster.User) {
		keepUntil(user.ID)
		made.Add(user)
	}, heldNumbered, ids)
	keepUntil(math.MaxInt64)
	return err
}
