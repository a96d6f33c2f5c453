package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// asProbe, when set, makes the test binary the probe of OpenGL.
const asProbe = "TENANTKEEP_TEST_PROBE"

// probe runs the probe where a screen is found as env says, and through the words before, if any.
func probe(t *testing.T, env []string, words ...string) (code int, said string) {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	words = append(words, program)
	child := exec.Command(words[0], words[1:]...)
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

func TestTheProbeTellsWhatIsMissing(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only a screen of X11 can be made and taken away")
	}
	if _, err := exec.LookPath("xvfb-run"); err != nil {
		t.Skip("xvfb is not installed: make test installs it")
	}
	for _, test := range []struct {
		name  string
		env   []string
		words []string
		want  int
		says  string
	}{
		{"no screen", nil, nil, probeNoScreen, "platform"},
		{"a screen that is not there", []string{"DISPLAY=:9999"}, nil, probeNoScreen, ""},
		{"a screen without GLX", nil, []string{"xvfb-run", "-a", "--server-args=-screen 0 640x480x24 -extension GLX"}, probeNoContext, "GLX"},
		{"a screen with OpenGL", []string{"LIBGL_ALWAYS_SOFTWARE=1"}, []string{"xvfb-run", "-a", "--server-args=-screen 0 640x480x24"}, probeFine, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, said := probe(t, test.env, test.words...)
			require.Equal(t, test.want, code, said)
			require.Contains(t, said, test.says)
		})
	}
}
