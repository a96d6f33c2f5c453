package robot

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// node is an object of the tree with where it stands.
type node struct {
	object fyne.CanvasObject
	// position is relative to the canvas.
	position fyne.Position
	parent   *node
}

// centre is the middle of the object, relative to the canvas.
func (n *node) centre() fyne.Position {
	size := n.object.Size()
	return n.position.AddXY(size.Width/2, size.Height/2)
}

// walk visits every visible object, parents first. Visiting ends where visit returns false.
func walk(n *node, visit func(*node) bool) bool {
	if n.object == nil || !n.object.Visible() {
		return true
	}
	if !visit(n) {
		return false
	}
	for _, child := range childrenOf(n.object) {
		if child == nil {
			continue
		}
		if !walk(&node{object: child, position: n.position.Add(child.Position()), parent: n}, visit) {
			return false
		}
	}
	return true
}

func childrenOf(object fyne.CanvasObject) []fyne.CanvasObject {
	switch object := object.(type) {
	case *fyne.Container:
		return object.Objects
	case fyne.Widget:
		return widget.RendererOf(object).Objects()
	}
	return nil
}

// roots are the trees that a person can reach: the overlay on top when there is one, else the window's content.
func roots(c fyne.Canvas) []*node {
	if top := c.Overlays().Top(); top != nil {
		return []*node{{object: top, position: top.Position()}}
	}
	if content := c.Content(); content != nil {
		return []*node{{object: content, position: content.Position()}}
	}
	return nil
}
