// Package robot uses the window as a person does: it finds what is written somewhere or how a control calls itself, taps
// it, types, and reads what stands there. Tests drive it on a test canvas, the tour in a real window. All of its methods
// belong on the goroutine that may touch widgets.
package robot

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Robot drives one canvas. While a dialog or a menu is open it sees only that, as a person can only reach that.
type Robot struct {
	canvas fyne.Canvas
}

// New makes a robot for a canvas.
func New(c fyne.Canvas) *Robot { return &Robot{canvas: c} }

// Texts are the visible texts from top to bottom and left to right in the order of drawing; empty ones are left out.
func (r *Robot) Texts() []string {
	var texts []string
	r.each(func(n *node) bool {
		if text := ownText(n.object); strings.TrimSpace(text) != "" {
			texts = append(texts, text)
		}
		return true
	})
	return texts
}

// Sees says whether a visible text, or the name of a visible control, contains part. A text that is broken into lines is
// the name of its paragraph.
func (r *Robot) Sees(part string) bool {
	contains := func(text string) bool { return strings.Contains(text, part) }
	return slices.ContainsFunc(r.Texts(), contains) || slices.ContainsFunc(r.Labels(), contains)
}

// Has says whether a control or text of exactly this name is visible.
func (r *Robot) Has(name string) bool { return r.find(name) != nil }

// Controls are what can be pressed now.
func (r *Robot) Controls() []fyne.CanvasObject {
	var controls []fyne.CanvasObject
	r.each(func(n *node) bool {
		if acts(n.object) && painted(n.object) && !disabled(n.object) {
			controls = append(controls, n.object)
		}
		return true
	})
	return controls
}

// Labels are the names of the controls that are visible.
func (r *Robot) Labels() []string {
	var labels []string
	r.each(func(n *node) bool {
		if label := accessibleName(n.object); label != "" {
			labels = append(labels, label)
		}
		return true
	})
	return labels
}

// Disabled says whether the control of that name is visible and disabled.
func (r *Robot) Disabled(name string) bool {
	n := r.find(name)
	if n == nil {
		return false
	}
	target := actor(n)
	if target == nil {
		return false
	}
	return disabled(target.object)
}

// Why is what the control of that name says about being disabled; empty where it is not, or says nothing.
func (r *Robot) Why(name string) string {
	n := r.find(name)
	if n == nil {
		return ""
	}
	if target := actor(n); target != nil {
		if reasoned, ok := target.object.(interface{ Reason() string }); ok {
			return reasoned.Reason()
		}
	}
	return ""
}

// CanTap says whether a control of that name is on the screen and switched on.
func (r *Robot) CanTap(name string) bool {
	n := r.find(name)
	if n == nil {
		return false
	}
	target := actor(n)
	return target != nil && painted(target.object) && !disabled(target.object)
}

// disabled says whether a control is switched off.
func disabled(object fyne.CanvasObject) bool {
	able, ok := object.(interface{ Disabled() bool })
	return ok && able.Disabled()
}

// Tap clicks the control or text of that name with the main button.
func (r *Robot) Tap(name string) error { return r.press(name, desktop.MouseButtonPrimary, 0) }

// TapWith clicks with the main button while a modifier key is held.
func (r *Robot) TapWith(name string, held fyne.KeyModifier) error {
	return r.press(name, desktop.MouseButtonPrimary, held)
}

// TapSecond clicks with the secondary button, which opens a context menu.
func (r *Robot) TapSecond(name string) error { return r.press(name, desktop.MouseButtonSecondary, 0) }

// TapMiddle clicks with the middle button.
func (r *Robot) TapMiddle(name string) error { return r.press(name, desktop.MouseButtonTertiary, 0) }

// CanType says whether a field of that name is on the screen and switched on.
func (r *Robot) CanType(name string) bool {
	field, err := r.field(name)
	return err == nil && painted(field.object)
}

// Type replaces the text of the field of that name, and tells the field about each letter.
func (r *Robot) Type(name, text string) error {
	field, err := r.field(name)
	if err != nil {
		return err
	}
	target := field.object.(textField)
	target.SetText("")
	r.canvas.Focus(target)
	for _, letter := range text {
		target.TypedRune(letter)
	}
	return nil
}

// textField is a control that a text is typed into.
type textField interface {
	fyne.Focusable
	SetText(string)
}

// field finds what takes the text that is typed into what has that name.
func (r *Robot) field(name string) (*node, error) {
	field, err := r.around(name, "text", func(object fyne.CanvasObject) bool { _, ok := object.(textField); return ok })
	if err != nil {
		return nil, err
	}
	if disabled(field.object) {
		return nil, fmt.Errorf("%q is disabled", name)
	}
	return field, nil
}

// Focus gives the keyboard to the control of that name, as Tab does.
func (r *Robot) Focus(name string) error {
	target, err := r.around(name, "keys", func(object fyne.CanvasObject) bool { _, ok := object.(fyne.Focusable); return ok })
	if err != nil {
		return err
	}
	r.canvas.Focus(target.object.(fyne.Focusable))
	return nil
}

// around finds the control around what has that name that can have the keyboard; takes says what for. The plate of a dialog,
// which swallows what is typed, is none.
func (r *Robot) around(name, takes string, can func(fyne.CanvasObject) bool) (*node, error) {
	n := r.find(name)
	if n == nil {
		return nil, r.missing(name)
	}
	target := n.upTo(func(object fyne.CanvasObject) bool { return acts(object) && can(object) })
	if target == nil {
		return nil, fmt.Errorf("%q takes no %s", name, takes)
	}
	return target, nil
}

// Key presses a key in what has the focus, or in the window where nothing has.
func (r *Robot) Key(key fyne.KeyName) {
	event := &fyne.KeyEvent{Name: key}
	if focused := r.canvas.Focused(); focused != nil {
		focused.TypedKey(event)
		return
	}
	if hear := r.canvas.OnTypedKey(); hear != nil {
		hear(event)
	}
}

// TextOf reads the field or text of that name.
func (r *Robot) TextOf(name string) (string, error) {
	n := r.find(name)
	if n == nil {
		return "", r.missing(name)
	}
	return ownText(n.object), nil
}

// PlaceOf is the upper left corner of the control or text of that name, relative to the canvas.
func (r *Robot) PlaceOf(name string) (fyne.Position, error) {
	n := r.find(name)
	if n == nil {
		return fyne.Position{}, r.missing(name)
	}
	return n.position, nil
}

func (r *Robot) press(name string, button desktop.MouseButton, held fyne.KeyModifier) error {
	target, at, err := r.target(name)
	if err != nil {
		return err
	}
	defer hover(target, at)()
	click(r.canvas, target, at, button, held)
	return nil
}

// Aim takes the pointer to the control or text of that name, as a person does some time before a click; press clicks it with
// the main button, and leave takes the pointer away.
func (r *Robot) Aim(name string) (press, leave func(), err error) {
	target, at, err := r.target(name)
	if err != nil {
		return nil, nil, err
	}
	leave = hover(target, at)
	return func() { click(r.canvas, target, at, desktop.MouseButtonPrimary, 0) }, leave, nil
}

// target finds the control that takes a click on what has that name, and the place of the click.
func (r *Robot) target(name string) (target *node, at fyne.Position, err error) {
	n := r.find(name)
	if n == nil {
		return nil, at, r.missing(name)
	}
	target = actor(n)
	if target == nil {
		return nil, at, fmt.Errorf("%q cannot be clicked", name)
	}
	if disabled(target.object) {
		return nil, at, fmt.Errorf("%q is disabled", name)
	}
	return target, n.centre(), nil
}

// hover sends what Fyne's desktop driver sends when the pointer comes; leave, when it goes.
func hover(target *node, at fyne.Position) (leave func()) {
	hoverable, ok := target.object.(desktop.Hoverable)
	if !ok {
		return func() {}
	}
	hoverable.MouseIn(&desktop.MouseEvent{PointEvent: pointOn(target, at)})
	return hoverable.MouseOut
}

func pointOn(target *node, at fyne.Position) fyne.PointEvent {
	return fyne.PointEvent{AbsolutePosition: at, Position: at.Subtract(target.position)}
}

// click sends what Fyne's desktop driver sends for a click: down, up, tap.
func click(c fyne.Canvas, target *node, at fyne.Position, button desktop.MouseButton, held fyne.KeyModifier) {
	point := pointOn(target, at)
	if mouse, ok := target.object.(desktop.Mouseable); ok {
		event := &desktop.MouseEvent{PointEvent: point, Button: button, Modifier: held}
		mouse.MouseDown(event)
		mouse.MouseUp(event)
	}
	leaveFocus(c, target)
	switch button {
	case desktop.MouseButtonPrimary:
		if tappable, ok := target.object.(fyne.Tappable); ok {
			tappable.Tapped(&point)
		}
	case desktop.MouseButtonSecondary:
		if tappable, ok := target.object.(fyne.SecondaryTappable); ok {
			tappable.TappedSecondary(&point)
		}
	}
}

// leaveFocus takes the focus away where the click is outside what has it, as the driver does. A control that wants the
// focus takes it when it is tapped.
func leaveFocus(c fyne.Canvas, target *node) {
	focused, ok := c.Focused().(fyne.CanvasObject)
	if ok && target.upTo(func(object fyne.CanvasObject) bool { return object == focused }) == nil {
		c.Unfocus()
	}
}

// actor is the control that a click on n reaches: the nearest one around it that hears the mouse.
func actor(n *node) *node { return n.upTo(acts) }

// acts says whether an object is a control. The plate of a dialog or a menu hears the mouse only to keep it away from what is
// below.
func acts(object fyne.CanvasObject) bool {
	switch object.(type) {
	case *widget.Popup:
		return false
	case fyne.Tappable, fyne.SecondaryTappable, desktop.Mouseable, fyne.Focusable:
		return true
	}
	return false
}

func (n *node) upTo(fits func(fyne.CanvasObject) bool) *node {
	for ; n != nil; n = n.parent {
		if fits(n.object) {
			return n
		}
	}
	return nil
}

// find prefers a control that calls itself name over a text that reads name: a dialog's title may be its button's.
func (r *Robot) find(name string) *node {
	var text, control *node
	r.each(func(n *node) bool {
		named := accessibleName(n.object) == name
		if named && acts(n.object) && painted(n.object) {
			control = n
			return false
		}
		if text == nil && (named || ownText(n.object) == name) {
			text = n
		}
		return true
	})
	if control != nil {
		return control
	}
	return text
}

func (r *Robot) each(visit func(*node) bool) {
	for _, root := range roots(r.canvas) {
		if !walk(root, visit) {
			return
		}
	}
}

func (r *Robot) missing(name string) error {
	return fmt.Errorf("%q is not in the window; it shows: %s", name, strings.Join(r.Texts(), " | "))
}

func accessibleName(object fyne.CanvasObject) string {
	if named, ok := object.(fyne.Accessible); ok {
		return named.AccessibilityLabel()
	}
	return ""
}

// ownText is the text that an object itself draws.
func ownText(object fyne.CanvasObject) string {
	switch object := object.(type) {
	case *canvas.Text:
		return object.Text
	case *fynewidget.Label:
		return object.Text
	case *fynewidget.Entry:
		return object.Text
	case *widget.Entry:
		return object.Text
	}
	return ""
}

// painted says whether an object is on the screen yet: one that was made just now takes no click before.
func painted(object fyne.CanvasObject) bool {
	return fyne.CurrentApp().Driver().CanvasForObject(object) != nil
}
