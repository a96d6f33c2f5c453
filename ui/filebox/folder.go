package filebox

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/table"
)

// entry is what lies in a folder.
type entry struct {
	name   string
	folder bool
}

// entriesOf are the folders and then the files of a folder, by name, without those that are hidden.
func entriesOf(folder string) ([]entry, error) {
	found, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var entries []entry
	for _, one := range found {
		if !strings.HasPrefix(one.Name(), ".") {
			entries = append(entries, entry{one.Name(), isFolder(folder, one)})
		}
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		if a.folder != b.folder {
			if a.folder {
				return -1
			}
			return 1
		}
		return cmp.Compare(table.Fold(a.name), table.Fold(b.name))
	})
	return entries, nil
}

// isFolder also follows a link.
func isFolder(folder string, one fs.DirEntry) bool {
	if one.Type()&fs.ModeSymlink == 0 {
		return one.IsDir()
	}
	info, err := os.Stat(filepath.Join(folder, one.Name()))
	return err == nil && info.IsDir()
}
