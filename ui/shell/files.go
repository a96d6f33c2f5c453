package shell

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// mostRead is how much of a file is read that a person chose.
const mostRead = 8 << 20

// ReadFile asks for a file, and hands its name and what is in it to use.
func (s *Shell) ReadFile(use func(name string, content []byte)) {
	s.work.Await(func(ctx context.Context) func() {
		path, err := s.options.OpenFile(ctx)
		var content []byte
		if err == nil && path != "" {
			content, err = contentOf(path)
		}
		return func() {
			switch {
			case err != nil:
				s.ToastFailure(m365.Failure{What: "The file could not be read.", Do: "Choose it again.", Technical: err.Error(), At: s.options.Now()})
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
	return io.ReadAll(io.LimitReader(file, mostRead))
}

// WriteFile asks where, and writes a file that nobody else on the computer may read. saved is called once it is there.
func (s *Shell) WriteFile(name string, content []byte, saved func()) {
	s.work.Await(func(ctx context.Context) func() {
		path, err := s.options.SaveFile(ctx, name)
		if err == nil && path != "" {
			err = os.WriteFile(path, content, 0o600)
		}
		return func() {
			switch {
			case err != nil:
				s.ToastFailure(m365.Failure{What: "The file was not written.", Do: "Choose another folder.", Technical: err.Error(), At: s.options.Now()})
			case path != "":
				s.Toast(page.Toast{Mood: page.Done, Text: "Saved " + filepath.Base(path) + ".", Detail: filepath.Dir(path), Actions: []page.Action{
					{Label: "Open folder", Do: func() { s.openPath(filepath.Dir(path)) }, Keep: true},
				}})
				saved()
			}
		}
	})
}
