// Package theme is how the program looks: every colour and size by name, light and dark, and what Fyne's own names mean
// here, so that no entry, menu or dialog looks like another program.
package theme
