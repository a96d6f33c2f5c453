package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/ncruces/zenity"
	"github.com/pkg/browser"
)

// openInBrowser shows an address in the system's browser. The library prints what the browser prints, which belongs
// nowhere near a log; it may block until the browser ends.
func openInBrowser(url string) error {
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	return browser.OpenURL(url)
}

// openPath opens a file, or a folder, with the system's program for it.
func openPath(_ context.Context, path string) error {
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	return browser.OpenFile(path)
}

// saveFile asks with the operating system's own dialog where to save; the path is empty when the person changed their mind.
func saveFile(ctx context.Context, suggested string) (string, error) {
	start := suggested
	if home, err := os.UserHomeDir(); err == nil {
		start = filepath.Join(home, suggested)
	}
	path, err := zenity.SelectFileSave(
		zenity.Context(ctx),
		zenity.Title("Export to CSV"),
		zenity.Filename(start),
		zenity.ConfirmOverwrite(),
		zenity.FileFilter{Name: "CSV file", Patterns: []string{"*.csv"}},
	)
	if errors.Is(err, zenity.ErrCanceled) {
		return "", nil
	}
	return path, err
}
