package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

const stateWidth = 420

// NewEmptyState returns what stands where a list has nothing: why, and the next step. action may have no label.
func NewEmptyState(text string, action Action) fyne.CanvasObject {
	return newState(icons.Search, theme.ColorNameFaint, text, action)
}

// NewErrorState returns what stands where a list could not be read: a sentence, how to try again, and Copy details.
func NewErrorState(sentence string, again Action, copyDetails func()) fyne.CanvasObject {
	return newState(icons.Warning, theme.ColorNameDanger, sentence, again, Action{Label: "Copy details", Do: copyDetails})
}

func newState(icon icons.Name, colour fyne.ThemeColorName, text string, actions ...Action) fyne.CanvasObject {
	look := TextLook{Colour: theme.ColorNameMuted, Size: fynetheme.SizeNameText, Align: fyne.TextAlignCenter}
	parts := container.New(layout.NewCustomPaddedVBoxLayout(10),
		container.NewCenter(NewIconOf(icon, colour, 28)),
		NewParagraphIn(text, stateWidth, look))
	row := container.New(layout.NewCustomPaddedHBoxLayout(16))
	for _, action := range actions {
		if action.Label != "" && action.Do != nil {
			row.Add(NewLink(action.Label, action.Do))
		}
	}
	if len(row.Objects) > 0 {
		parts.Add(container.NewCenter(row))
	}
	return container.NewCenter(inWidth(func() float32 { return stateWidth }, parts))
}
