package program

import (
	"errors"
	"fmt"
	golog "log"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
)

func TestAnErrorFromBeforeTheWindowIsASentenceWithTheLogsPath(t *testing.T) {
	err := fmt.Errorf("run: %w", early(errors.New("the disk is gone")))
	var seen *earlyError
	require.ErrorAs(t, err, &seen)
	require.Equal(t, "The disk is gone.", seen.text())
	require.ErrorAs(t, withLog(err, "/data/log/tenantkeep.log"), &seen)
	require.Equal(t, "The disk is gone.\n\nThe log: /data/log/tenantkeep.log", seen.text())
}

func TestAnErrorFromTheWindowIsNotSaidTwice(t *testing.T) {
	var seen *earlyError
	require.NotErrorIs(t, withLog(nil, "x"), seen)
	require.False(t, errors.As(withLog(errors.New("the screen is gone"), "x"), &seen))
}

func TestWhatWasBegunEndsWithAnEarlyError(t *testing.T) {
	ended := 0
	err := early(errors.New("no"), func() error { ended++; return errors.New("nor this") })
	require.Equal(t, 1, ended)
	require.ErrorContains(t, err, "nor this")
	require.NoError(t, early(nil))
}

func TestTheLogFileHoldsNoAddressOfAPerson(t *testing.T) {
	folder := &folder{path: t.TempDir()}
	log, closeLog, err := folder.log(&strings.Builder{})
	require.NoError(t, err)
	log.Warn("refresh failed", "error", fmt.Errorf("tenant t: %w", &call.Error{Op: "read", Kind: call.Denied, Code: "Denied", Message: "Ada (ada@contoso.com) may not."}))
	golog.Print("a library speaks of ada@contoso.com")
	require.NoError(t, closeLog())
	text, err := os.ReadFile(folder.logFile())
	require.NoError(t, err)
	require.Contains(t, string(text), "tenant t: read: denied, Denied")
	require.NotContains(t, string(text), "ada@contoso.com")
	require.NotContains(t, string(text), "may not")
}

func TestWhatLibrariesLogReachesOurs(t *testing.T) {
	folder := &folder{path: t.TempDir()}
	log, closeLog, err := folder.log(&strings.Builder{})
	require.NoError(t, err)
	log.Info("ours")
	fyne.LogError("window creation error", errors.New("no OpenGL"))
	golog.Print("a library's line")
	require.NoError(t, closeLog())
	text, err := os.ReadFile(filepath.Join(folder.path, "log", "tenantkeep.log"))
	require.NoError(t, err)
	for _, part := range []string{`"msg":"ours"`, "window creation error", "no OpenGL", "a library's line", `"part":"library"`} {
		require.Contains(t, string(text), part)
	}
	require.NotSame(t, slog.Default(), log)
}
