package program

import (
	"errors"
	"fmt"
	"io"
	golog "log"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/gofrs/flock"
	"gopkg.in/natefinch/lumberjack.v2"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/home"
	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/explain"
	"github.com/tenantkeep/tenantkeep/ui/shell"
)

// folder is where one user's data lies. Only one program at a time works in it.
type folder struct {
	path string
	lock *flock.Flock
	// open is why others may still read it; nil where they may not.
	open error
	// broke is how an earlier run broke down; nothing where none did since that was told.
	broke shell.Broke
	// logLevel is from when on something is logged.
	logLevel slog.LevelVar
}

var errAlreadyRunning = errors.New("the program works on this data folder already")

// openFolder makes the folder if it is not there and locks it. With errAlreadyRunning comes the folder that is in use.
func openFolder(chosen string, demo bool) (*folder, error) {
	path, err := home.Folder(chosen, demo)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder (name another with --data): %w", err)
	}
	lock := flock.New(filepath.Join(path, home.LockFile))
	held, err := lock.TryLock()
	if err != nil && !disk.TakesNothing(err) {
		return nil, fmt.Errorf("lock the data folder %s (name another with --data): %w", path, err)
	}
	f := &folder{path: path, lock: lock}
	if err == nil && !held {
		return f, errAlreadyRunning
	}
	f.open = home.MakePrivate(path)
	return f, nil
}

func (f *folder) close() error { return f.lock.Unlock() }

func (f *folder) logs() string { return filepath.Join(f.path, home.LogFolder) }

func (f *folder) logFile() string { return filepath.Join(f.logs(), home.LogFile) }

// log opens the rotating log, and the file that a crash is written to. What libraries write to Go's own log goes there too. A
// disk that takes nothing gets no log.
func (f *folder) log(terminal io.Writer) (*slog.Logger, func() error, error) {
	if err := f.catchCrashes(); err != nil && !disk.TakesNothing(err) {
		return nil, nil, err
	}
	rotating := &lumberjack.Logger{Filename: f.logFile(), MaxSize: 5, MaxBackups: 4}
	log := slog.New(slog.NewJSONHandler(io.MultiWriter(rotating, terminal), &slog.HandlerOptions{Level: &f.logLevel, ReplaceAttr: explain.RecordAttr}))
	if f.open != nil {
		log.Warn("others may read the data folder", "error", f.open)
	}
	restore := takeLibraries(log)
	return log, func() error { restore(); return rotating.Close() }, nil
}

// catchCrashes makes the folder of the log, and has Go write there where the program breaks down.
func (f *folder) catchCrashes() error {
	if err := os.MkdirAll(f.logs(), 0o700); err != nil {
		return fmt.Errorf("make the log folder: %w", err)
	}
	f.broke = takeCrash(f.logs())
	crash, err := os.OpenFile(filepath.Join(f.logs(), home.CrashFile), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("open the crash file: %w", err)
	}
	defer crash.Close()
	if err := debug.SetCrashOutput(crash, debug.CrashOptions{}); err != nil {
		return fmt.Errorf("send crashes to a file: %w", err)
	}
	return nil
}

// takeLibraries sends Go's own log, where Fyne and others write, to ours, until the function that it returns is called.
func takeLibraries(log *slog.Logger) (restore func()) {
	flags := golog.Flags()
	golog.SetFlags(0)
	golog.SetOutput(slog.NewLogLogger(log.With("part", "library").Handler(), slog.LevelWarn).Writer())
	return func() {
		golog.SetFlags(flags)
		golog.SetOutput(os.Stderr)
	}
}
