package store_test

import (
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/store"
)

func TestOpenMakesAPrivateFileInAPrivateFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such rights")
	}
	dir := filepath.Join(t.TempDir(), "new", "data")
	s := openIn(t, dir)
	require.NoError(t, s.SetSetting(t.Context(), "theme", "dark"))
	require.Equal(t, fs.FileMode(0o700), mode(t, dir))
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 2, "the database and its log")
	for _, file := range files {
		require.Equal(t, fs.FileMode(0o600), mode(t, file), file)
	}
}

func TestOpenTakesRightsBackThatTheFileShouldNotHave(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such rights")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, store.FileName)
	require.NoError(t, os.WriteFile(path, nil, 0o644))
	openIn(t, dir)
	require.Equal(t, fs.FileMode(0o600), mode(t, path))
}

func TestOpenWritesToNoPlaceThatALinkLeadsTo(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a right there")
	}
	for name, link := range map[string]func(t *testing.T, foreign, dir string) string{
		"a link to an empty file":       func(t *testing.T, foreign, dir string) string { return linked(t, os.Symlink, foreign, dir, "") },
		"a link to nothing":             func(t *testing.T, foreign, dir string) string { return linked(t, os.Symlink, foreign+"x", dir, "") },
		"another name of an empty file": func(t *testing.T, foreign, dir string) string { return linked(t, os.Link, foreign, dir, "") },
		"a log that is a link":          func(t *testing.T, foreign, dir string) string { return linked(t, os.Symlink, foreign, dir, "-wal") },
		"a folder": func(t *testing.T, _, dir string) string {
			path := filepath.Join(dir, store.FileName)
			require.NoError(t, os.Mkdir(path, 0o700))
			return path
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, foreign := t.TempDir(), filepath.Join(t.TempDir(), "somebody's")
			require.NoError(t, os.WriteFile(foreign, nil, 0o600))
			require.NoError(t, os.Chmod(foreign, 0o644))
			path := link(t, foreign, dir)
			_, err := store.Open(t.Context(), dir, store.Options{})
			var refused *store.LinkError
			require.ErrorAs(t, err, &refused)
			require.Equal(t, path, refused.Path)
			require.Contains(t, err.Error(), "--data")
			info, err := os.Stat(foreign)
			require.NoError(t, err)
			require.Zero(t, info.Size())
			require.Equal(t, fs.FileMode(0o644), info.Mode().Perm())
			require.NoFileExists(t, foreign+"x")
		})
	}
}

// linked puts another name of a file in the place of a database's.
func linked(t *testing.T, link func(from, to string) error, foreign, dir, suffix string) string {
	t.Helper()
	path := filepath.Join(dir, store.FileName+suffix)
	require.NoError(t, link(foreign, path))
	return path
}

func TestOpenTakesADatabaseThatABackupSharesItsFileWith(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	linked(t, os.Link, filepath.Join(dir, store.FileName), t.TempDir(), "")
	s, err = store.Open(t.Context(), dir, store.Options{})
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

func TestOpenMakesADatabaseOfAnEmptyFile(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, store.FileName), nil, 0o600))
	s := openIn(t, dir)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	count, err := s.CountUsers(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, count)
}

func TestDataIsThereAfterOpeningAgain(t *testing.T) {
	for name, folder := range map[string]string{
		"in a plain folder":                           "data",
		"in a folder whose name means something else": "a b%20c#d?e=f&g",
		"in a folder of another script":               "données 한국",
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && strings.Contains(folder, "?") {
				t.Skip("Windows has no such names")
			}
			dir := filepath.Join(t.TempDir(), folder)
			first, err := store.Open(t.Context(), dir, store.Options{})
			require.NoError(t, err)
			synced(t, first, 1, "Contoso", user(1, 1, "Adele"))
			require.NoError(t, first.Close())
			require.Equal(t, []string{store.FileName}, names(t, dir), "all is in the one file")
			got, err := openIn(t, dir).User(t.Context(), userKey(1, 1))
			require.NoError(t, err)
			require.Equal(t, user(1, 1, "Adele"), got)
		})
	}
}

func TestADatabaseWhoseProgramWasKilledOpens(t *testing.T) {
	dir, killed := t.TempDir(), t.TempDir()
	s := openIn(t, dir)
	synced(t, s, 1, "Contoso", user(1, 1, "Adele"))
	for _, name := range names(t, dir) {
		body, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(killed, name), body, 0o600))
	}
	count, err := openIn(t, killed).CountUsers(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, count)
}

func TestANewerDatabaseIsRefusedAndLeftAsItIs(t *testing.T) {
	dir := closedStore(t)
	runSQL(t, dir, "PRAGMA user_version = 99")
	before := contents(t, dir)
	_, err := store.Open(t.Context(), dir, store.Options{})
	var newer *store.NewerError
	require.ErrorAs(t, err, &newer)
	require.Equal(t, 99, newer.Found)
	require.Less(t, newer.Known, 99)
	require.Equal(t, before, contents(t, dir))
}

func TestADamagedFileIsRecognisedAndLeftAsItIs(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, dir string){
		"text": func(t *testing.T, dir string) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, store.FileName), []byte(strings.Repeat("not a database ", 99)), 0o600))
		},
		"a file cut in the middle": func(t *testing.T, dir string) {
			require.NoError(t, os.Truncate(filepath.Join(dir, store.FileName), 3*4096))
		},
		"a file whose list of tables is overwritten": func(t *testing.T, dir string) {
			file, err := os.OpenFile(filepath.Join(dir, store.FileName), os.O_WRONLY, 0)
			require.NoError(t, err)
			_, err = file.WriteAt([]byte(strings.Repeat("x", 4000)), 100)
			require.NoError(t, err)
			require.NoError(t, file.Close())
		},
		"another program's database": func(t *testing.T, dir string) {
			require.NoError(t, os.Remove(filepath.Join(dir, store.FileName)))
			runSQL(t, dir, "CREATE TABLE songs (name TEXT)")
		},
		"a database that is not what its number says": func(t *testing.T, dir string) {
			runSQL(t, dir, "PRAGMA user_version = 0")
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := closedStore(t)
			damage(t, dir)
			before := contents(t, dir)[store.FileName]
			_, err := store.Open(t.Context(), dir, store.Options{})
			var corrupt *store.CorruptError
			require.ErrorAs(t, err, &corrupt)
			require.Equal(t, filepath.Join(dir, store.FileName), corrupt.Path)
			require.Equal(t, before, contents(t, dir)[store.FileName])

			backup, err := store.SetAside(dir)
			require.NoError(t, err)
			require.Equal(t, before, contents(t, dir)[filepath.Base(backup)])
			tenants, err := openIn(t, dir).Tenants(t.Context())
			require.NoError(t, err)
			require.Empty(t, tenants)
		})
	}
}

func TestDamageThatIsMetLaterIsToldApart(t *testing.T) {
	dir := closedStore(t)
	damagePage(t, dir, "tenants")
	_, err := openIn(t, dir).Tenants(t.Context())
	var corrupt *store.CorruptError
	require.ErrorAs(t, err, &corrupt)
}

func TestDamageThatIsMetAtTheStartIsToldApart(t *testing.T) {
	dir := closedStore(t)
	damagePage(t, dir, "journal_running")
	before := contents(t, dir)
	_, err := store.Open(t.Context(), dir, store.Options{})
	var corrupt *store.CorruptError
	require.ErrorAs(t, err, &corrupt)
	require.Equal(t, before, contents(t, dir))
}

// damagePage overwrites the first page of a table or index.
func damagePage(t *testing.T, dir, name string) {
	t.Helper()
	path := filepath.Join(dir, store.FileName)
	db, err := sql.Open("sqlite3", path)
	require.NoError(t, err)
	var page int64
	require.NoError(t, db.QueryRow("SELECT rootpage FROM sqlite_schema WHERE name = ?", name).Scan(&page))
	require.NoError(t, db.Close())
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = file.WriteAt([]byte(strings.Repeat("x", 64)), (page-1)*4096)
	require.NoError(t, err)
	require.NoError(t, file.Close())
}

func TestSetAsideKeepsEveryDatabaseSetAside(t *testing.T) {
	dir := t.TempDir()
	_, err := store.SetAside(dir)
	require.ErrorIs(t, err, os.ErrNotExist)
	seen := map[string]bool{}
	for range 3 {
		require.NoError(t, os.WriteFile(filepath.Join(dir, store.FileName), []byte("bad"), 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(dir, store.FileName+"-wal"), []byte("log"), 0o600))
		backup, err := store.SetAside(dir)
		require.NoError(t, err)
		require.False(t, seen[backup])
		seen[backup] = true
		require.FileExists(t, backup)
		require.FileExists(t, backup+"-wal")
		require.NoFileExists(t, filepath.Join(dir, store.FileName))
		require.NoFileExists(t, filepath.Join(dir, store.FileName+"-wal"))
	}
}

// closedStore is the folder of a database with a tenant and users.
func closedStore(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{})
	require.NoError(t, err)
	users := make([]m365.User, 200)
	for n := range users {
		users[n] = user(1, n, strings.Repeat("Adele ", 20))
	}
	synced(t, s, 1, "Contoso", users...)
	require.NoError(t, s.Close())
	return dir
}

// runSQL runs SQL on a closed database, as another program would.
func runSQL(t *testing.T, dir, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	require.NoError(t, err)
	_, err = db.Exec(statement)
	require.NoError(t, err)
	require.NoError(t, db.Close())
}

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	return info.Mode().Perm()
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var all []string
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return all
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range names(t, dir) {
		body, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		all[name] = string(body)
	}
	return all
}
