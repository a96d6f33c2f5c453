package table

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// partName is how the temporary file of an export is called: ".users.csv-123.part".
var partName = regexp.MustCompile(`^\..+-[0-9]+\.part$`)

// RemoveParts deletes what exports left in a folder whose program was killed. Call it before an export begins: it does not tell
// them from those of one that runs. A folder that is not there holds none.
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

// ExportFile writes what WriteCSV writes to a file at path, in place of one that is there. It works on a temporary file in
// the same folder and renames it at the end, so that an error or a cancelled ctx leaves the folder as it was.
func ExportFile(ctx context.Context, path string, source Source, q Query, shown []Column, options CSVOptions) (rows int, err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*.part")
	if err != nil {
		return 0, fmt.Errorf("export to %s: %w", path, err)
	}
	kept := false
	defer func() {
		if !kept {
			// The error that is returned says more than one of cleaning up would.
			_ = file.Close()
			_ = os.Remove(file.Name())
		}
	}()
	rows, err = WriteCSV(ctx, file, source, q, shown, options)
	if err != nil {
		return rows, err
	}
	if err := file.Sync(); err != nil {
		return rows, fmt.Errorf("export to %s: %w", path, err)
	}
	if err := file.Close(); err != nil {
		return rows, fmt.Errorf("export to %s: %w", path, err)
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return rows, fmt.Errorf("export to %s: %w", path, err)
	}
	kept = true
	return rows, nil
}
