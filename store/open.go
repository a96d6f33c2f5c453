package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// applicationID marks a SQLite file as ours: "TnKp".
const applicationID = 0x546e4b70

// checkedSize is up to which size in bytes a database is checked page by page after the program was killed. Above it the
// check would hold up the start; damage is then found when it is read.
const checkedSize = 64 << 20

// Deleted data is overwritten, because it is data of people whose tenant left the program.
var writerPragmas = []string{
	"PRAGMA synchronous = NORMAL",
	"PRAGMA fullfsync = ON", // macOS keeps what was synced in the drive's own memory otherwise
	"PRAGMA foreign_keys = ON",
	"PRAGMA secure_delete = ON",
	"PRAGMA cache_size = -48000",
	"PRAGMA wal_autocheckpoint = 8000",
	"PRAGMA journal_size_limit = 33554432",
	waitingSchema,
}

var readerPragmas = []string{
	"PRAGMA query_only = ON",
	"PRAGMA cache_size = -8000",
}

// connector opens connections to one file and prepares each.
type connector struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

// openHandle makes a pool of connections that each run the pragmas first. A writer's transactions take the lock at once,
// so that they wait for each other instead of failing half way.
func openHandle(path string, pragmas []string) *sql.DB {
	options := busyTimeout(path) + "&_stmt_cache_size=64"
	if &pragmas[0] == &writerPragmas[0] {
		options += "&_txlock=immediate"
		pragmas = append([]string{journalMode(path)}, pragmas...)
	}
	return sql.OpenDB(connector{fileURI(path, options), &sqlite3.SQLiteDriver{
		ConnectHook: func(conn *sqlite3.SQLiteConn) error {
			for _, pragma := range pragmas {
				if _, err := conn.Exec(pragma, nil); err != nil {
					return fmt.Errorf("%s: %w", strings.SplitN(pragma, "\n", 2)[0], err)
				}
			}
			return nil
		},
	}})
}

// fileURI names a file to SQLite, whatever characters its path holds. https://www.sqlite.org/uri.html
func fileURI(path, options string) string {
	return "file:" + (&url.URL{Path: uriPath(filepath.ToSlash(path))}).EscapedPath() + "?" + options
}

// uriPath begins with a slash where the path begins anywhere but in the folder one stands in. A share ("//server/share") gets
// two more: what stands between two slashes and a third is the URI's authority otherwise, which SQLite refuses.
func uriPath(path string) string {
	switch {
	case strings.HasPrefix(path, "//"):
		return "//" + path
	case len(path) > 1 && path[1] == ':':
		return "/" + path
	}
	return path
}

// journalMode is how a database at path is written. The write-ahead log needs memory that all its users share, which a file
// server does not give: there the older journal is kept, where a reader may have to wait for a writer.
// https://www.sqlite.org/wal.html
func journalMode(path string) string {
	if onServer(path) {
		return "PRAGMA journal_mode = TRUNCATE"
	}
	return "PRAGMA journal_mode = WAL"
}

// busyTimeout is how long a connection waits for another. Without the write-ahead log a writer waits for every reader to end,
// and an export reads for a while.
func busyTimeout(path string) string {
	if onServer(path) {
		return "_busy_timeout=60000"
	}
	return "_busy_timeout=5000"
}

// onServer says that a path lies on a share of a file server.
func onServer(path string) bool { return strings.HasPrefix(filepath.ToSlash(path), "//") }

// checkFiles refuses what is no file of its own in the place of the database or of what SQLite keeps beside it: the program
// would write to where a link leads, and take a file that is there twice, and empty, for its own.
func checkFiles(path string) error {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		info, err := os.Lstat(path + suffix)
		switch {
		case errors.Is(err, os.ErrNotExist):
		case err != nil:
			return fmt.Errorf("open database: %w", err)
		case !info.Mode().IsRegular(), info.Size() == 0 && hasOtherNames(info):
			return &LinkError{Path: path + suffix}
		}
	}
	return nil
}

// inspect looks at a database without changing it.
func inspect(ctx context.Context, path string) error {
	if err := checkFiles(path); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	options := "mode=ro&_busy_timeout=5000"
	if !wasKilled(path) {
		// Without this SQLite makes a log beside the file even to read it.
		options += "&immutable=1"
	}
	db := sql.OpenDB(connector{fileURI(path, options), &sqlite3.SQLiteDriver{}})
	defer func() { _ = db.Close() }() // It was only read.
	var application, version, objects int
	err = errors.Join(
		db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&application),
		db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version),
		db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&objects),
	)
	switch {
	case isDamage(err):
		return &CorruptError{Path: path, Err: err}
	case err != nil:
		return fmt.Errorf("open database: %w", err)
	case objects > 0 && application != applicationID:
		return &CorruptError{Path: path, Err: errors.New("it belongs to another program")}
	case version > newestSchema:
		return &NewerError{Path: path, Found: version, Known: newestSchema}
	case wasKilled(path) && info.Size() <= checkedSize:
		return check(ctx, db, path)
	}
	return nil
}

// wasKilled says that a log is left, which a clean end leaves none of.
func wasKilled(path string) bool {
	for _, suffix := range []string{"-wal", "-journal"} {
		if info, err := os.Stat(path + suffix); err == nil && info.Size() > 0 {
			return true
		}
	}
	return false
}

func check(ctx context.Context, db *sql.DB, path string) error {
	var verdict string
	err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict)
	switch {
	case isDamage(err):
		return &CorruptError{Path: path, Err: err}
	case err != nil:
		return fmt.Errorf("check database: %w", err)
	case verdict != "ok":
		return &CorruptError{Path: path, Err: errors.New(verdict)}
	}
	return nil
}

// makePrivate makes the file where there is none, and only its owner's in any case. SQLite gives the files beside it the
// same rights.
func makePrivate(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	if err := errors.Join(file.Chmod(0o600), file.Close()); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	return nil
}

// SetAside renames the database in dir, so that Open starts a fresh one, and returns where it is now. The log beside it
// goes with it, so that the copy can be opened by a program that reads it.
func SetAside(dir string) (backupPath string, err error) {
	path := filepath.Join(dir, FileName)
	for n := 1; ; n++ {
		backupPath = filepath.Join(dir, fmt.Sprintf("tenantkeep-set-aside-%d.db", n))
		if _, err := os.Lstat(backupPath); errors.Is(err, os.ErrNotExist) {
			break
		} else if err != nil {
			return "", fmt.Errorf("set database aside: %w", err)
		}
	}
	// The log first: without it the database would lose what was written last, and with another one be damaged.
	for _, suffix := range []string{"-wal", "-shm", "-journal", ""} {
		err := os.Rename(path+suffix, backupPath+suffix)
		if err != nil && (suffix == "" || !errors.Is(err, os.ErrNotExist)) {
			return "", fmt.Errorf("set database aside: %w", err)
		}
	}
	return backupPath, nil
}
