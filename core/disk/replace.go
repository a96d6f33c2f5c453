package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// ErrIsFolder says that a folder is called as the file that is to be written.
var ErrIsFolder = errors.New("a folder has this name")

// partName is how the temporary file of Replace is called: ".users.csv-123.part".
var partName = regexp.MustCompile(`^\..+-[0-9]+\.part$`)

// Replace writes a file that nobody else on the computer may read, in place of one that is there. It works on a temporary file in
// the same folder and renames it at the end, so that an error leaves the folder as it was.
func Replace(path string, write func(io.Writer) error) (err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("write %s: %w", path, ErrIsFolder)
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*.part")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			// The error that is returned says more than one of cleaning up would.
			_ = file.Close()
			_ = os.Remove(file.Name())
		}
	}()
	if err := write(file); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// Put is Replace with what is there already.
func Put(path string, content []byte) error {
	return Replace(path, func(file io.Writer) error {
		_, err := file.Write(content)
		return err
	})
}

// RemoveParts deletes what Replace left in a folder whose program was killed. Call it before anything is written there: it does
// not tell them from those of a file under way. A folder that is not there holds none.
func RemoveParts(folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	failures := []error{err}
	for _, entry := range entries {
		if entry.Type().IsRegular() && partName.MatchString(entry.Name()) {
			failures = append(failures, os.Remove(filepath.Join(folder, entry.Name())))
		}
	}
	return errors.Join(failures...)
}
