//go:build !windows

package home

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/store"
)

// othersRights are all but the owner's.
const othersRights fs.FileMode = 0o077

// instanceFile is how a second start finds the first.
const instanceFile = "instance.json"

// kept begins the names of what the program keeps in a data folder. The person's own files, as portals.json, have the rights
// that the person gave them.
var kept = []string{store.FileName, "tenantkeep-set-aside-", LockFile, instanceFile, movedFrom, LogFolder}

// MakePrivate takes from everybody else the rights to a data folder and to what the program keeps in it, which an earlier
// version or a copy of the folder left there. A folder that all share, as /tmp, stays as it is. A link in the place of a file
// that the program writes is taken away: it would write to where that leads. The database is the store's matter.
func MakePrivate(folder string) error {
	info, err := os.Stat(folder)
	if err != nil {
		return err
	}
	var failures []error
	if info.Mode()&fs.ModeSticky == 0 {
		failures = append(failures, keepToOwner(folder, info))
	}
	isKept := func(name string) bool {
		return slices.ContainsFunc(kept, func(begin string) bool { return strings.HasPrefix(name, begin) })
	}
	failures = append(failures, mendIn(folder, isKept))
	if logs, err := os.Lstat(filepath.Join(folder, LogFolder)); err == nil && logs.IsDir() {
		failures = append(failures, mendIn(filepath.Join(folder, LogFolder), func(string) bool { return true }))
	}
	return errors.Join(failures...)
}

// mendIn mends what lies in a folder and is the program's.
func mendIn(folder string, ours func(name string) bool) error {
	entries, err := os.ReadDir(folder)
	failures := []error{err}
	for _, entry := range entries {
		if ours(entry.Name()) {
			failures = append(failures, mend(filepath.Join(folder, entry.Name())))
		}
	}
	return errors.Join(failures...)
}

func mend(path string) error {
	info, err := os.Lstat(path)
	isLink := err == nil && info.Mode()&fs.ModeSymlink != 0
	name := filepath.Base(path)
	switch {
	case err != nil:
		return err
	case isLink && (strings.HasPrefix(name, store.FileName) || name == LogFolder):
		return nil
	case isLink:
		return os.Remove(path)
	case info.Mode().IsRegular() || info.IsDir():
		return keepToOwner(path, info)
	}
	return nil
}

func keepToOwner(path string, info fs.FileInfo) error {
	if info.Mode().Perm()&othersRights == 0 {
		return nil
	}
	return os.Chmod(path, info.Mode().Perm()&^othersRights)
}
