package program

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/ncruces/zenity"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/ui/filebox"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// settingExports is where the last export was saved.
const settingExports = "export-folder"

// kept are settings that outlive a run.
type kept interface {
	Setting(ctx context.Context, name string) (string, error)
	SetSetting(ctx context.Context, name, value string) error
}

// savePlaces asks where to save, beginning where the last file was saved.
type savePlaces struct {
	window *window
	kept   kept
	// ask shows the dialog; a test answers by itself.
	ask func(ctx context.Context, path string) (string, error)
}

func (w *window) savePlaces(kept kept) savePlaces { return savePlaces{w, kept, w.askWhere} }

// removeParts deletes what a killed program left of files under way: in its own folder, and where the last export was saved.
func removeParts(ctx context.Context, own string, from kept) error {
	removed := disk.RemoveParts(own)
	last, err := from.Setting(ctx, settingExports)
	if err != nil || last == "" {
		return errors.Join(removed, err)
	}
	return errors.Join(removed, disk.RemoveParts(last))
}

// choose asks with the system's own dialog; the path is empty when the person changed their mind.
func (s savePlaces) choose(ctx context.Context, suggested string) (string, error) {
	path, err := s.ask(ctx, filepath.Join(s.folder(ctx), suggested))
	if err != nil || path == "" {
		return "", err
	}
	// Losing the place costs a few clicks next time and is no reason to lose the file.
	_ = s.kept.SetSetting(ctx, settingExports, filepath.Dir(path))
	return path, nil
}

func (s savePlaces) folder(ctx context.Context) string {
	last, err := s.kept.Setting(ctx, settingExports)
	if err != nil {
		last = "" // a place that is not known is no reason not to ask
	}
	for _, folder := range []string{last, desktop.Documents()} {
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			return folder
		}
	}
	home, _ := os.UserHomeDir() // without one the dialog begins where it likes
	return home
}

// askWhere asks with the operating system's dialog, before the window, and in the window where the system has none.
func (w *window) askWhere(ctx context.Context, path string) (string, error) {
	options := append(w.owned(ctx),
		zenity.Context(ctx),
		zenity.Title("Save file"),
		zenity.Filename(path),
		zenity.ConfirmOverwrite(),
		zenity.FileFilter{Name: strings.ToUpper(strings.TrimPrefix(filepath.Ext(path), ".")) + " file", Patterns: []string{"*" + filepath.Ext(path)}},
	)
	chosen, err := zenity.SelectFileSave(options...)
	return w.answered(ctx, chosen, err, filebox.Save, filebox.Options{Folder: filepath.Dir(path), Name: filepath.Base(path)})
}

// owned keeps a dialog of the system before the window. Where the window goes meanwhile nobody answers, and ctx ends.
func (w *window) owned(ctx context.Context) []zenity.Option {
	asked := make(chan []zenity.Option, 1)
	uithread.Fyne(func() { asked <- desktop.OwnedBy(w.window) })
	select {
	case options := <-asked:
		return options
	case <-ctx.Done():
		return nil
	}
}

// answered is what the system's dialog answered. Where the system has none, the window asks.
func (w *window) answered(ctx context.Context, chosen string, err error, ask func(filebox.Options), o filebox.Options) (string, error) {
	switch {
	case errors.Is(err, zenity.ErrCanceled):
		return "", nil
	case errors.Is(err, exec.ErrNotFound):
		return w.askWithin(ctx, ask, o)
	}
	return chosen, err
}

// askWithin asks in the window.
func (w *window) askWithin(ctx context.Context, ask func(filebox.Options), o filebox.Options) (string, error) {
	work := uithread.NewWork(ctx, uithread.Fyne, uithread.AfterFunc)
	defer work.Close()
	answers := make(chan string, 1)
	o.Canvas, o.Work, o.Chosen = w.window.Canvas(), work, func(path string) { answers <- path }
	uithread.Fyne(func() { ask(o) })
	select {
	case path := <-answers:
		return path, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
