package action

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	// formWidth is how wide a question is; manageWidth a form with two lists beside each other.
	formWidth   float32 = 560
	manageWidth float32 = 920
	// formPad is the margin of a dialog, as widget.ShowDialog has it.
	formPad float32 = 20
	// formFrame is what a dialog has above and below its content: margins, title, foot, and a strip of the window.
	formFrame float32 = 190
)

// view is what a form shows at a time.
type view struct {
	// head stays where it is; body scrolls where the window is too low for it.
	head, body fyne.CanvasObject
	// left stands at the left of the foot, buttons at its right.
	left    fyne.CanvasObject
	buttons []*widget.Button
	// enter is the button that Enter presses; optional.
	enter *widget.Button
	// focus gets the keyboard; nil is the form, unless what has it stands in keeps, which is shown again.
	focus fyne.Focusable
	keeps fyne.CanvasObject
	// filled says whether something was filled in that goes with the form; nil where nothing can be.
	filled func() bool
	// width is the form's; zero is formWidth.
	width float32
	// title is the form's; empty is the one that it was made with.
	title string
}

// form is one dialog that leads through an action: what it shows, and its buttons, follow what the action is at.
type form struct {
	canvas fyne.Canvas
	title  string
	dialog *widget.Dialog
	shown  view

	content *fyne.Container
	foot    *fyne.Container

	// top is the dialog among what lies over the window.
	top fyne.CanvasObject

	// closed is called once the form is gone.
	closed func()
}

func newForm(canvas fyne.Canvas, title string, closed func()) *form {
	return &form{canvas: canvas, title: title, closed: closed}
}

// show replaces what the form shows. A form that is gone stays so.
func (f *form) show(v view) {
	if v.width == 0 {
		v.width = formWidth
	}
	if v.title == "" {
		v.title = f.title
	}
	anew := f.dialog == nil || v.width != f.shown.width || v.title != f.shown.title
	if f.dialog != nil && !f.dialog.Shown() {
		return
	}
	f.shown = v
	if anew {
		f.open(v)
	} else {
		f.fill(v)
		f.refresh()
	}
	f.focus(v)
}

func (f *form) open(v view) {
	f.content, f.foot = container.NewStack(), container.NewStack()
	f.fill(v)
	f.layOut()
	// The dialog knows one button for Enter; which one that is changes with what is shown.
	enter := widget.NewButton(widget.Primary, "", "", func() {
		if f.shown.enter != nil {
			f.shown.enter.Enter()
		}
	})
	options := widget.DialogOptions{
		Title: v.title, Content: f.content, Width: v.width, Enter: enter, OnClose: f.gone, OnEscape: f.stays,
		Left: widget.Sized(func() fyne.Size { return fyne.NewSize(f.inner(v), f.foot.MinSize().Height) }, f.foot),
	}
	if f.dialog != nil {
		f.dialog.Replace(options)
		return
	}
	f.dialog = widget.ShowDialog(f.canvas, options)
	f.top = f.canvas.Overlays().Top()
}

// fill puts head, body and buttons into the dialog.
func (f *form) fill(v view) {
	body := widget.Sized(f.room(v), page.Scrolled(v.body))
	parts := []fyne.CanvasObject{}
	if v.head != nil {
		parts = append(parts, v.head)
	}
	f.content.Objects = []fyne.CanvasObject{page.Column(page.Gap, append(parts, page.Fill(body))...)}
	foot := page.Row(page.Near)
	if v.left != nil {
		foot.Add(v.left)
	}
	foot.Add(page.Space())
	for _, button := range v.buttons {
		foot.Add(button)
	}
	f.foot.Objects = []fyne.CanvasObject{foot}
}

// layOut gives the content its width before anybody asks for its height: paragraphs know the one only from the other.
func (f *form) layOut() {
	width := f.inner(f.shown)
	f.content.Resize(fyne.NewSize(width, 1))
	f.content.Resize(fyne.NewSize(width, f.content.MinSize().Height))
}

// inner is how wide what a form shows is.
func (f *form) inner(v view) float32 { return widget.DialogRoom(f.canvas, v.width) }

// refresh lays the form out anew after something in it has changed its size.
func (f *form) refresh() {
	if f.dialog == nil || !f.dialog.Shown() {
		return
	}
	f.layOut()
	f.content.Refresh()
	f.foot.Refresh()
	f.dialog.Refresh()
}

// focus gives the keyboard to an object of the form, or to the form itself: what had it may be gone. A menu over the form
// keeps it.
func (f *form) focus(v view) {
	if f.canvas.Overlays().Top() != f.top {
		return
	}
	switch {
	case v.focus != nil:
		f.canvas.Focus(v.focus)
	case v.keeps == nil || !holds(v.keeps, f.canvas.Focused()):
		f.canvas.Focus(f.top.(fyne.Focusable))
	}
}

// holds says whether an object stands in a container.
func holds(in fyne.CanvasObject, object fyne.Focusable) bool {
	if held, ok := in.(fyne.Focusable); ok && held == object {
		return true
	}
	box, ok := in.(*fyne.Container)
	return ok && slices.ContainsFunc(box.Objects, func(child fyne.CanvasObject) bool { return holds(child, object) })
}

func (f *form) close() { f.dialog.Close() }

// stays says whether the form stays open with Escape, which is pressed for much.
func (f *form) stays() bool {
	return page.AskDrop(f.canvas, f.shown.filled != nil && f.shown.filled(), f.close)
}

// again is page.Again from a form. The form makes way for the sign-in, whose message would lie below it; reopen makes
// another one in its place.
func (f *form) again(window page.SignsIn, failure m365.Failure, reopen, retry func()) widget.Action {
	if !failure.SignIn {
		return page.Again(window, failure, retry)
	}
	onward := page.Again(window, failure, func() {
		reopen()
		retry()
	})
	return widget.Action{Label: onward.Label, Do: func() {
		f.close()
		onward.Do()
	}}
}

func (f *form) isOpen() bool { return f.dialog != nil && f.dialog.Shown() }

func (f *form) gone() {
	if f.closed != nil {
		f.closed()
	}
}

// centred is a sentence in the place of what is not there yet.
func centred(text string) fyne.CanvasObject {
	look := mutedText
	look.Align = fyne.TextAlignCenter
	return page.Column(0, page.Space(), widget.NewParagraphIn(text, listsWidth, look), page.Space())
}

// room is the height of what scrolls, as far as the window has it.
func (f *form) room(v view) func() fyne.Size {
	return func() fyne.Size {
		v.body.Resize(fyne.NewSize(f.inner(v), v.body.Size().Height))
		room := f.canvas.Size().Height - formFrame
		if v.head != nil {
			room -= v.head.MinSize().Height + page.Gap
		}
		return fyne.NewSize(0, min(v.body.MinSize().Height, max(80, room)))
	}
}
