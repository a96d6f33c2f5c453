package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/gofrs/flock"
	"gopkg.in/natefinch/lumberjack.v2"
)

// folder is where one user's data lies. Only one program at a time works in it.
type folder struct {
	path string
	lock *flock.Flock
}

var errAlreadyRunning = errors.New("another window of the program works on this data folder already: use that one, or name another folder with --data")

// openFolder makes the folder if it is not there and locks it.
func openFolder(chosen string, demo bool) (*folder, error) {
	path := chosen
	if path == "" {
		base, err := os.UserConfigDir()
		if err != nil {
			return nil, fmt.Errorf("find the data folder (name one with --data): %w", err)
		}
		path = filepath.Join(base, "Tenantkeep")
		if demo {
			path = filepath.Join(base, "Tenantkeep Demo")
		}
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder (name another with --data): %w", err)
	}
	lock := flock.New(filepath.Join(path, "tenantkeep.lock"))
	held, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the data folder %s: %w", path, err)
	}
	if !held {
		return nil, errAlreadyRunning
	}
	return &folder{path: path, lock: lock}, nil
}

func (f *folder) close() error { return f.lock.Unlock() }

// log opens the rotating log, and the file that a crash is written to.
func (f *folder) log(terminal io.Writer) (*slog.Logger, func() error, error) {
	logs := filepath.Join(f.path, "log")
	if err := os.MkdirAll(logs, 0o700); err != nil {
		return nil, nil, fmt.Errorf("make the log folder: %w", err)
	}
	crash, err := os.OpenFile(filepath.Join(logs, "crash.txt"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("open the crash file: %w", err)
	}
	defer crash.Close()
	if err := debug.SetCrashOutput(crash, debug.CrashOptions{}); err != nil {
		return nil, nil, fmt.Errorf("send crashes to a file: %w", err)
	}
	rotating := &lumberjack.Logger{Filename: filepath.Join(logs, "tenantkeep.log"), MaxSize: 5, MaxBackups: 4}
	handler := slog.NewJSONHandler(io.MultiWriter(rotating, terminal), nil)
	return slog.New(handler), rotating.Close, nil
}
