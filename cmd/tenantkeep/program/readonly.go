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
	why := "is on a disk, or has rights, that let nothing be written"
	if disk.IsFull(reason) {
		why = "is on a disk that is full"
	}
	p.log.Warn("the data can only be read", "error", reason)
	p.refused.Emit(m365.Failure{
		What:      "The data folder " + p.folder + " " + why + ". You see what was last known; nothing is refreshed, changed or kept.",
		Do:        "Make room there, or make it writable, then start Tenantkeep again.",
		Technical: reason.Error(),
	})
}
