package shell

import (
	"context"
	"os"
	"path/filepath"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
)

// SaveText asks where to, and writes a text to a file.
func (s *Shell) SaveText(name, text string) {
	s.work.Await(func(ctx context.Context) func() {
		path, err := s.options.SaveFile(ctx, name)
		if err == nil && path != "" {
			err = os.WriteFile(path, []byte(text+"\n"), 0o600)
		}
		return func() { s.savedText(path, err) }
	})
}

func (s *Shell) savedText(path string, err error) {
	switch {
	case err != nil:
		s.ToastFailure(m365.Failure{What: "The file was not written.", Do: csvRemedy(err), Technical: err.Error(), At: s.options.Now()})
	case path != "":
		s.Toast(page.Toast{
			Mood: page.Done, Text: "Saved to " + filepath.Base(path) + ".", Detail: filepath.Dir(path),
			Actions: []page.Action{
				{Label: "Open file", Do: func() { s.openPath(path) }, Keep: true},
				{Label: "Open folder", Do: func() { s.openPath(filepath.Dir(path)) }, Keep: true},
			},
		})
	}
}
