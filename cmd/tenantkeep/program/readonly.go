package program

import (
	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// canKeep says that what happens can be kept. Where it cannot, what was last known is shown, and nothing is begun.
func (p *program) canKeep() bool { return p.store.ReadOnly() == nil }

// tellReadOnly says in the window why it shows no more than what was last known.
func (p *program) tellReadOnly() {
	reason := p.store.ReadOnly()
	what, do := "Nothing can be written to the data folder "+p.folder+".", "Make its disk and the folder writable, or name another folder with --data"
	if disk.IsFull(reason) {
		what, do = "The disk with the data folder "+p.folder+" is full.", "Free some room there"
	}
	p.log.Warn("the data can only be read", "error", reason)
	p.refused.Emit(m365.Failure{
		What:      what + " You see what was last known; nothing is refreshed, changed or kept.",
		Do:        do + ", then start Tenantkeep again.",
		Technical: reason.Error(),
	})
}
