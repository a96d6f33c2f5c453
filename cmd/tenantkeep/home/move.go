package home

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"github.com/tenantkeep/tenantkeep/store"
)

// movedFrom names, in a folder that was copied, the one that it was copied from, until that one is gone.
const movedFrom = "moved-from.txt"

// rename is os.Rename; a test takes another to be on another disk.
var rename = os.Rename

// ErrInUse says that a program of an earlier version works on the data that is to be moved, or another start moves it.
var ErrInUse = errors.New("in use")

// moveHome brings the data of an earlier version from one folder to another, once, and loses nothing: what cannot be renamed
// is copied whole before the old folder goes. A new folder that was worked on before keeps what it has, and the old one stays
// as it is.
func moveHome(from, to string) error {
	endMove(to)
	if !holdsData(from) || holdsData(to) || workedOn(to) {
		return nil
	}
	lock := flock.New(filepath.Join(from, LockFile))
	held, err := lock.TryLock()
	if err == nil && !held {
		err = ErrInUse
	}
	if err == nil {
		err = move(from, to, lock)
	}
	if errors.Is(err, ErrInUse) {
		return fmt.Errorf("the data in %s belongs in %s now, and an earlier Tenantkeep works on it (%w): end that one, then start again", from, to, err)
	}
	if err != nil {
		return fmt.Errorf("move the data from %s to %s, where it belongs now (nothing is lost): %w", from, to, err)
	}
	return nil
}

func holdsData(folder string) bool {
	info, err := os.Stat(filepath.Join(folder, store.FileName))
	return err == nil && info.Mode().IsRegular()
}

// workedOn says that a program took the folder before: its lock is never deleted.
func workedOn(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, LockFile))
	return err == nil
}

// move renames the folder, or copies it where it cannot be renamed, as to another disk. The lock is held while it is copied,
// and let go for the moment of the renaming, because Windows renames no folder in which a file is open.
func move(from, to string, lock *flock.Flock) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return errors.Join(err, lock.Unlock())
	}
	if err := lock.Unlock(); err != nil {
		return err
	}
	gone := os.Remove(to)
	if (gone == nil || errors.Is(gone, fs.ErrNotExist)) && rename(from, to) == nil {
		return nil
	}
	if held, err := lock.TryLock(); err != nil || !held {
		return errors.Join(err, ErrInUse)
	}
	err := moveCopy(from, to)
	err = errors.Join(err, lock.Unlock())
	if err == nil {
		endMove(to)
	}
	return err
}

// moveCopy copies everything, the database last: a folder with a database is whole.
func moveCopy(from, to string) error {
	if err := copyAll(from, to); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(to, movedFrom), []byte(from), 0o600); err != nil {
		return err
	}
	return copyFile(filepath.Join(from, store.FileName), filepath.Join(to, store.FileName))
}

// endMove deletes the folder that the data of this one was copied from. What cannot be deleted now, as a log that somebody
// looks at, is deleted at a later start: it is a copy, and keeps nobody from working.
func endMove(to string) {
	note := filepath.Join(to, movedFrom)
	from, err := os.ReadFile(note)
	if err != nil {
		return
	}
	if holdsData(to) && os.RemoveAll(string(from)) != nil {
		return
	}
	_ = os.Remove(note) // a note without data is of a copying that was interrupted, and begins again
}

// copyAll copies what lies in a folder, except for the database and the lock.
func copyAll(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch target := filepath.Join(to, inside); {
		case entry.IsDir():
			return os.MkdirAll(target, 0o700)
		case inside == store.FileName || inside == LockFile || !entry.Type().IsRegular():
			return nil
		default:
			return copyFile(path, target)
		}
	})
}

// copyFile copies a file and waits until the disk has it.
func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	part := to + ".part"
	target, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	if err := errors.Join(err, target.Sync(), target.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, to)
}
