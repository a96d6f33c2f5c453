package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// mostRead is how long a file may be that a person chose, in bytes.
const mostRead = 8 << 20

var errTooLong = errors.New("the file is longer than 8 MB")

// ReadFile asks for a file, and hands its name and what is in it to use.
func (s *Shell) ReadFile(use func(name string, content []byte)) {
	s.awaitFile(func(ctx context.Context) func() {
		path, err := s.options.OpenFile(ctx)
		var content []byte
		if err == nil && path != "" {
			content, err = contentOf(path)
		}
		return func() {
			switch {
			case err != nil:
				s.tellNotRead(path, err)
			case path != "":
				use(filepath.Base(path), content)
			}
		}
	})
}

func contentOf(path string) (content []byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	content, err = io.ReadAll(io.LimitReader(file, mostRead+1))
	if len(content) > mostRead {
		return nil, fmt.Errorf("read %s: %w", path, errTooLong)
	}
	return content, err
}

func (s *Shell) tellNotRead(path string, err error) {
	failure := m365.Failure{What: "The file could not be read.", Do: "Choose it again.", Technical: err.Error(), At: s.options.Now()}
	if errors.Is(err, errTooLong) {
		failure.What = filepath.Base(path) + " is longer than 8 MB, and nothing of it was read."
		failure.Do = "Choose another file, or take this one apart."
	}
	s.ToastFailure(failure)
}

// WriteFile asks where, and writes a file that nobody else on the computer may read. saved is called once it is there.
func (s *Shell) WriteFile(name string, content []byte, saved func()) {
	s.writeTo(name, content, func(path string) {
		s.tellSaved(path)
		saved()
	})
}

// SaveText asks where to, and writes a text to a file.
func (s *Shell) SaveText(name, text string) {
	s.writeTo(name, []byte(text+"\n"), func(path string) {
		s.tellSaved(path, page.Action{Label: "Open file", Do: func() { s.openPath(path) }, Keep: true})
	})
}

func (s *Shell) writeTo(name string, content []byte, written func(path string)) {
	s.awaitFile(func(ctx context.Context) func() {
		path, err := s.options.SaveFile(ctx, name)
		if err == nil && path != "" {
			err = disk.Put(path, content)
		}
		return func() {
			switch {
			case err != nil:
				s.tellNotWritten("The file", path, err)
			case path != "":
				written(path)
			}
		}
	})
}

func (s *Shell) tellSaved(path string, first ...page.Action) {
	folder := page.Action{Label: "Open folder", Do: func() { s.openPath(filepath.Dir(path)) }, Keep: true}
	s.Toast(page.Toast{
		Mood: page.Done, Text: "Saved to " + filepath.Base(path) + ".", Detail: filepath.Dir(path), Actions: append(first, folder),
	})
}

// tellNotWritten says why a file was not written, and what to do. path is empty where there was no place for it yet.
func (s *Shell) tellNotWritten(what, path string, err error) {
	s.ToastFailure(m365.Failure{What: what + " was not written.", Do: fileRemedy(path, err), Technical: err.Error(), At: s.options.Now()})
}

// fileRemedy says in words what stood in the way of a file.
func fileRemedy(path string, err error) string {
	name, folder := filepath.Base(path), filepath.Dir(path)
	switch {
	case path == "":
		return "Nobody could be asked where to. Try again, and copy the details where that does not help."
	case errors.Is(err, disk.ErrIsFolder):
		return "A folder is called " + name + " there. Choose another name."
	case disk.IsFull(err):
		return "The disk of " + folder + " is full. Free some space on it, or choose another folder."
	case errors.Is(err, fs.ErrNotExist):
		return "The folder " + folder + " is not there any more. Choose another one."
	case disk.IsHeld(err):
		return "Another program has " + name + " open. Close it there, or choose another name."
	case disk.IsReadOnly(err):
		return "Tenantkeep is not allowed to write to " + folder + ", or " + name + " is open in another program. Choose another folder, or close it there."
	}
	return "Choose another folder, or copy the details to see why."
}

// awaitFile does what asks a person for a file, on another goroutine. While they are asked nothing else asks: a double click would
// open two dialogs.
func (s *Shell) awaitFile(ask func(ctx context.Context) (then func())) {
	if s.asking.Swap(true) {
		return
	}
	s.work.Await(func(ctx context.Context) func() {
		defer s.asking.Store(false)
		return ask(ctx)
	})
}
