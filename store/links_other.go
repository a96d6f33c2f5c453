//go:build !windows

package store

import (
	"io/fs"
	"syscall"
)

// hasOtherNames says that a file is in another folder, or under another name, too.
func hasOtherNames(info fs.FileInfo) bool {
	found, ok := info.Sys().(*syscall.Stat_t)
	return ok && found.Nlink > 1
}
