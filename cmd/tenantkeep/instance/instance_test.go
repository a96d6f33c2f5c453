package instance

import (
	"encoding/json"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestASecondStartRaisesTheWindowOfTheFirst(t *testing.T) {
	folder := t.TempDir()
	var shown atomic.Int32
	first, err := Hear(folder, func() bool { shown.Add(1); return true }, broken(t))
	require.NoError(t, err)
	require.NoError(t, Raise(folder))
	require.NoError(t, Raise(folder))
	require.EqualValues(t, 2, shown.Load())
	require.NoError(t, first.Close())
	require.NoFileExists(t, filepath.Join(folder, instanceFile))
}

func TestAWindowThatClosesIsNotRaised(t *testing.T) {
	folder := t.TempDir()
	first, err := Hear(folder, func() bool { return false }, broken(t))
	require.NoError(t, err)
	require.ErrorIs(t, Raise(folder), ErrUnanswered)
	require.NoError(t, first.Close())
	require.ErrorIs(t, Raise(folder), ErrUnanswered, "nobody is there any more")
}

func TestOnlyWhoMayReadTheFolderRaisesTheWindow(t *testing.T) {
	folder := t.TempDir()
	first, err := Hear(folder, func() bool { t.Error("a stranger raised the window"); return true }, broken(t))
	require.NoError(t, err)
	defer func() { require.NoError(t, first.Close()) }()
	for _, said := range []string{"\n", "guess\n", "raised\n"} {
		conn, err := net.Dial("tcp", runningIn(t, folder).Address)
		require.NoError(t, err)
		_, err = io.WriteString(conn, said)
		require.NoError(t, err)
		answer, err := io.ReadAll(conn)
		require.NoError(t, err)
		require.Empty(t, answer)
		require.NoError(t, conn.Close())
	}
}

func TestASecondStartSaysWhatStandsInItsWay(t *testing.T) {
	for _, test := range []struct {
		name string
		file func(t *testing.T) []byte
		want string
	}{
		{"a program that hangs", func(t *testing.T) []byte {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			require.NoError(t, listener.Close())
			return instanceText(t, instance{Address: listener.Addr().String(), Secret: "s"})
		}, "its window did not answer"},
		{"another computer", func(t *testing.T) []byte {
			return instanceText(t, instance{Address: "127.0.0.1:1", Computer: "FRONTDESK-7"})
		}, "on the computer FRONTDESK-7"},
		{"a damaged file", func(*testing.T) []byte { return []byte("{") }, "its window did not answer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(folder, instanceFile), test.file(t), 0o600))
			err := Raise(folder)
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestWhoIsReachedIsNobodyElsesToRead(t *testing.T) {
	folder := t.TempDir()
	first, err := Hear(folder, func() bool { return true }, broken(t))
	require.NoError(t, err)
	defer func() { require.NoError(t, first.Close()) }()
	require.Len(t, runningIn(t, folder).Secret, 26)
	if runtime.GOOS == "windows" {
		return // the profile protects the folder there
	}
	info, err := os.Stat(filepath.Join(folder, instanceFile))
	require.NoError(t, err)
	require.Zero(t, info.Mode().Perm()&0o077)
}

func runningIn(t *testing.T, folder string) (found instance) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, instanceFile))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &found))
	return found
}

func instanceText(t *testing.T, of instance) []byte {
	t.Helper()
	text, err := json.Marshal(of)
	require.NoError(t, err)
	return text
}

// broken fails a test in which the program has a defect.
func broken(t *testing.T) func(error) {
	return func(err error) { t.Errorf("%v", err) }
}

func TestADefectInRaisingEndsThatAnswerAlone(t *testing.T) {
	folder := t.TempDir()
	told := make(chan error, 2)
	first, err := Hear(folder, func() bool { panic("adele") }, func(err error) { told <- err })
	require.NoError(t, err)
	for range 2 {
		require.ErrorIs(t, Raise(folder), ErrUnanswered)
		require.ErrorContains(t, <-told, "a defect of the program")
	}
	require.NoError(t, first.Close())
}
