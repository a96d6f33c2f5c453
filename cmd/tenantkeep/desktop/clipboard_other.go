//go:build !windows && !(darwin && cgo)

package desktop

// SetSecret puts a secret on the clipboard. The window system has no way to keep it out of a history.
func (c Clipboard) SetSecret(text string) error {
	c.SetContent(text)
	return nil
}
