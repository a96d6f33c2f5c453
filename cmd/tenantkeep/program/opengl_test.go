//go:build !darwin

package program

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// probe runs the probe where a screen is found as env says.
func probe(t *testing.T, env ...string) (code int, said string) {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	child := exec.Command(program)
	child.Env = append(slices.DeleteFunc(os.Environ(), func(one string) bool {
		return strings.HasPrefix(one, "DISPLAY=") || strings.HasPrefix(one, "WAYLAND_DISPLAY=")
	}), append(env, asProbe+"=1")...)
	var out bytes.Buffer
	child.Stdout = &out
	err = child.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		require.NoError(t, err)
	}
	return child.ProcessState.ExitCode(), out.String()
}

// openScreen starts a virtual screen that ends with the test, and returns its name. The screen chooses its number itself and
// tells it when it takes programs.
func openScreen(t *testing.T, arguments ...string) string {
	t.Helper()
	told, tell, err := os.Pipe()
	require.NoError(t, err)
	defer told.Close()
	screen := exec.Command("Xvfb", append([]string{"-displayfd", "3", "-noreset", "-nolisten", "tcp", "-screen", "0", "640x480x24"}, arguments...)...)
	screen.ExtraFiles = []*os.File{tell}
	require.NoError(t, screen.Start())
	require.NoError(t, tell.Close())
	t.Cleanup(func() {
		_ = screen.Process.Kill()
		_ = screen.Wait()
	})
	number, err := bufio.NewReader(told).ReadString('\n')
	require.NoError(t, err, "the virtual screen ended at its start")
	return ":" + strings.TrimSpace(number)
}

func TestTheProbeTellsWhatIsMissing(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only a screen of X11 can be made and taken away")
	}
	if _, err := exec.LookPath("Xvfb"); err != nil {
		t.Skip("xvfb is not installed: make test installs it")
	}
	for _, test := range []struct {
		name   string
		screen func(t *testing.T) string
		want   int
		says   string
	}{
		{"no screen", func(*testing.T) string { return "" }, probeNoScreen, "platform"},
		{"a screen that is not there", func(*testing.T) string { return ":9999" }, probeNoScreen, ""},
		{"a screen without GLX", func(t *testing.T) string { return openScreen(t, "-extension", "GLX") }, probeNoContext, "GLX"},
		{"a screen with OpenGL", func(t *testing.T) string { return openScreen(t) }, probeFine, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, said := probe(t, "DISPLAY="+test.screen(t), "LIBGL_ALWAYS_SOFTWARE=1")
			require.Equal(t, test.want, code, said)
			require.Contains(t, said, test.says)
		})
	}
}

func TestWhatTheProbeStartedIsNotWaitedFor(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in is a script of the shell")
	}
	for _, test := range []struct {
		name, script string
		missing      bool
	}{
		{"a probe that is fine", "sleep 15 &", false},
		{"a probe that says what is missing", "echo no GLX; sleep 15 & exit 4", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			program := filepath.Join(t.TempDir(), "probe")
			require.NoError(t, os.WriteFile(program, []byte("#!/bin/sh\n"+test.script+"\n"), 0o700))
			begun := time.Now()
			err := askProbe(program)
			require.Less(t, time.Since(begun), 10*time.Second)
			if !test.missing {
				require.NoError(t, err)
				return
			}
			var missing *openGLError
			require.ErrorAs(t, err, &missing)
			require.Equal(t, "no GLX", missing.found)
		})
	}
}

func TestWhatOpenGLLacksIsSaidInWordsWithWhatTheDriverSaid(t *testing.T) {
	missing := &openGLError{found: "APIUnavailable: GLX: Failed to create context"}
	require.Contains(t, missing.Error(), "OpenGL 2.1")
	require.Contains(t, missing.Error(), "GLX: Failed")
	require.NotContains(t, (&openGLError{noScreen: true}).Error(), "OpenGL 2.1")
}

func TestTheProgramForANGLEIsTakenWhereOpenGLAloneIsMissing(t *testing.T) {
	require.Empty(t, withoutOpenGL(nil))
	require.Empty(t, withoutOpenGL(early(&openGLError{noScreen: true})), "without a screen it would not help")
	require.Empty(t, withoutOpenGL(early(&openGLError{})), "it is not installed")
	program, err := os.Executable()
	require.NoError(t, err)
	other := filepath.Join(filepath.Dir(program), "angle", filepath.Base(program))
	require.NoError(t, os.MkdirAll(filepath.Dir(other), 0o700))
	require.NoError(t, os.WriteFile(other, nil, 0o700))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(filepath.Dir(other))) })
	require.Equal(t, other, withoutOpenGL(early(&openGLError{})))
}
