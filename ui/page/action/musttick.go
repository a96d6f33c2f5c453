package action

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// mustTick gives a box and its place in a question, for text of up to a width: the verb is off until it is ticked, so that a double
// click on the first question does not answer the second.
func mustTick(text string, width float32, verb *widget.Button) (box *widget.Check, place fyne.CanvasObject) {
	const first = "Tick the box first"
	verb.DisableBecause(first)
	box = widget.NewCheck(text, false, func(on bool) {
		if on {
			verb.Enable()
			return
		}
		verb.DisableBecause(first)
	})
	return box, page.Inset(0, 0, 0, page.Tight, page.Row(0, page.AtLeast(width, 0, box)))
}
