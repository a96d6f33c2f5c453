package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/tenantkeep/tenantkeep/core/table"
)

const (
	dialogWidth = 460
	dialogPad   = 20
)

// Dialog is a panel in the middle of the window with a title, a content, and buttons at its foot.
type Dialog struct {
	popup *Popup
}

// DialogOptions is what a dialog shows.
type DialogOptions struct {
	Title   string
	Content fyne.CanvasObject
	// Width is the panel's width where the window has it; 0 is 460.
	Width float32
	// Buttons stand at the right of the foot, in this order.
	Buttons []*Button
	// Left stands at the left of the foot; optional.
	Left fyne.CanvasObject
	// Enter presses the button that stands for going on, unless it is red; optional.
	Enter *Button
	// Focus is what gets the keyboard first; nil is the dialog itself.
	Focus fyne.Focusable
	// OnEscape is asked with Escape whether the dialog stays; optional.
	OnEscape func() (stays bool)
	// OnClose is called once the dialog is gone, however it went.
	OnClose func()
}

// ShowDialog opens a dialog. Escape closes it; Enter presses o.Enter, as Button.Enter allows it.
func ShowDialog(c fyne.Canvas, o DialogOptions) *Dialog {
	d := &Dialog{popup: newDialogPopup(dialogPanel(c, o), c)}
	d.use(o)
	d.popup.Show()
	if o.Focus != nil {
		c.Focus(o.Focus)
	}
	return d
}

// Replace makes an open dialog another one, below what lies over it.
func (d *Dialog) Replace(o DialogOptions) {
	d.popup.content = dialogPanel(d.popup.canvas, o)
	d.use(o)
	d.popup.Refresh()
	DropLostFocus(d.popup.canvas)
}

func (d *Dialog) use(o DialogOptions) {
	d.popup.OnClose, d.popup.OnEscape, d.popup.OnEnter = o.OnClose, o.OnEscape, nil
	if o.Enter != nil {
		d.popup.OnEnter = o.Enter.Enter
	}
}

// dialogPanel is the panel with title, content and foot.
func dialogPanel(c fyne.Canvas, o DialogOptions) fyne.CanvasObject {
	width := func() float32 { return DialogRoom(c, o.Width) + 2*dialogPad }
	foot := container.New(layout.NewCustomPaddedHBoxLayout(8))
	if o.Left != nil {
		foot.Add(o.Left)
	}
	foot.Add(layout.NewSpacer())
	for _, button := range o.Buttons {
		foot.Add(button)
	}
	title := container.New(layout.NewCustomPaddedVBoxLayout(dialogGap), NewCutText(o.Title, headingLook))
	if suspicion := table.Suspicion(o.Title); suspicion != "" {
		title.Add(NewMutedParagraph(suspicion, DialogRoom(c, o.Width)))
	}
	body := container.New(dialogLayout{}, title, o.Content, foot)
	padded := container.New(layout.NewCustomPaddedLayout(dialogPad, dialogPad, dialogPad, dialogPad), body)
	return inWidth(width, padded)
}

// DialogRoom is how wide what stands in a dialog can be that is to have a width, which 0 leaves to it: a window may be narrower.
func DialogRoom(c fyne.Canvas, width float32) float32 {
	if width == 0 {
		width = dialogWidth
	}
	return min(width, c.Size().Width-2*popupEdge) - 2*dialogPad
}

// dialogGap is the distance between title, content and foot.
const dialogGap = 14

// dialogLayout stands title, content and foot under each other. In a window that is too low for them the content gets less.
type dialogLayout struct{}

func (dialogLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := fyne.NewSize(0, 2*dialogGap)
	for _, object := range objects {
		size := object.MinSize()
		least = fyne.NewSize(max(least.Width, size.Width), least.Height+size.Height)
	}
	return least
}

func (dialogLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	title, content, foot := objects[0], objects[1], objects[2]
	top, bottom := title.MinSize().Height, foot.MinSize().Height
	title.Resize(fyne.NewSize(size.Width, top))
	content.Move(fyne.NewPos(0, top+dialogGap))
	content.Resize(fyne.NewSize(size.Width, max(0, size.Height-top-bottom-2*dialogGap)))
	foot.Move(fyne.NewPos(0, size.Height-bottom))
	foot.Resize(fyne.NewSize(size.Width, bottom))
}

// Close takes the dialog away.
func (d *Dialog) Close() { d.popup.Close() }

// Shown says whether the dialog is open.
func (d *Dialog) Shown() bool { return d.popup.Shown() }

// Refresh lays the dialog out anew after its content has changed its size.
func (d *Dialog) Refresh() { d.popup.Refresh() }

// ConfirmOptions is a question before something is done.
type ConfirmOptions struct {
	// Title says what is about to be done: "Block sign-in".
	Title string
	// Lines say the rest. The first one names the user and the tenant, or the tenants.
	Lines []string
	// Verb is what the button says, never "OK".
	Verb string
	// Danger makes the button red.
	Danger    bool
	OnConfirm func()
	// OnCancel is called when the dialog goes without the verb; optional.
	OnCancel func()
}

// ShowConfirm asks. Escape and Cancel leave; the verb goes on, and Enter where the verb is not red.
func ShowConfirm(c fyne.Canvas, o ConfirmOptions) *Dialog {
	kind := Primary
	if o.Danger {
		kind = Danger
	}
	lines := container.New(layout.NewCustomPaddedVBoxLayout(8))
	for i, line := range o.Lines {
		paragraph := NewMutedParagraph(line, dialogWidth-2*dialogPad)
		if i == 0 {
			paragraph = NewParagraph(line, dialogWidth-2*dialogPad)
		}
		lines.Add(paragraph)
	}
	confirmed := false
	var d *Dialog
	verb := NewButton(kind, o.Verb, "", func() {
		confirmed = true
		d.Close()
		if o.OnConfirm != nil {
			o.OnConfirm()
		}
	})
	cancel := NewButton(Secondary, "Cancel", "", func() { d.Close() })
	d = ShowDialog(c, DialogOptions{
		Title: o.Title, Content: Tall(lines), Buttons: []*Button{cancel, verb}, Enter: verb,
		OnClose: func() {
			if !confirmed && o.OnCancel != nil {
				o.OnCancel()
			}
		},
	})
	return d
}
