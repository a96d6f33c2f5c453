package table

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

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
