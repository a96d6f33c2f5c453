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

// moveHome brings the data of an earlier version from one folder to another, once, and loses nothing: what cannot be renamed
// is copied whole before the old folder goes. Where the new folder holds data already, the old one stays as it is.
func moveHome(from, to string) error {
	if err := endMove(to); err != nil {
		return err
	}
	if !holdsData(from) || holdsData(to) {
		return nil
	}
	if inUse(from) {
		return fmt.Errorf("the data in %s belongs in %s now, and an earlier Tenantkeep works on it: end that one, then start again", from, to)
	}
	if err := move(from, to); err != nil {
		return fmt.Errorf("move the data from %s to %s, where it belongs now (nothing is lost): %w", from, to, err)
	}
	return nil
}

func holdsData(folder string) bool {
	info, err := os.Stat(filepath.Join(folder, store.FileName))
	return err == nil && info.Mode().IsRegular()
}

func inUse(folder string) bool {
	lock := flock.New(filepath.Join(folder, LockFile))
	held, err := lock.TryLock()
	if err == nil && held {
		err = lock.Unlock()
	}
	return err != nil || !held
}

func move(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return moveCopy(from, to) // something lies there: another file than the database
	}
	if rename(from, to) == nil {
		return nil
	}
	return moveCopy(from, to)
}

// moveCopy copies everything, the database last: a folder with a database is whole.
func moveCopy(from, to string) error {
	if err := copyAll(from, to); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(to, movedFrom), []byte(from), 0o600); err != nil {
		return err
	}
	if err := copyFile(filepath.Join(from, store.FileName), filepath.Join(to, store.FileName)); err != nil {
		return err
	}
	return endMove(to)
}

// endMove deletes the folder that the data of this one was copied from.
func endMove(to string) error {
	note := filepath.Join(to, movedFrom)
	from, err := os.ReadFile(note)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !holdsData(to) { // the copying was interrupted: it begins again
		return os.Remove(note)
	}
	if err := os.RemoveAll(string(from)); err != nil {
		return fmt.Errorf("delete %s, whose data was copied to %s: %w", from, to, err)
	}
	return os.Remove(note)
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
