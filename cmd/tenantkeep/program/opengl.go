//go:build !darwin

package program

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-gl/glfw/v3.4/glfw"

	"github.com/tenantkeep/tenantkeep/core/crash"
)

// probeWithin is how long the probe may take. A slow computer is no reason not to start: the window is tried then.
const probeWithin = 20 * time.Second

// lastWordsWithin is how long the probe's words are waited for when it has ended. What it started, a driver's helper or the
// desktop itself, may hold its output open for as long as it lives.
const lastWordsWithin = time.Second

// What the probe's exit code says.
const (
	probeFine      = 0
	probeNoScreen  = 3
	probeNoContext = 4
)

// openGLError says that no window can be drawn here.
type openGLError struct {
	noScreen bool
	// found is what the window system or the driver said.
	found string
}

func (e *openGLError) Error() string {
	text := noOpenGL()
	if e.noScreen {
		text = noScreen
	}
	if e.found == "" {
		return text
	}
	return text + "\n\n" + e.found
}

// openGL is the answer to whether a window can be drawn.
type openGL struct {
	answered chan error
	skipped  bool
	begun    time.Time
}

// probeOpenGL begins to find out whether a window can be drawn here. A process of its own tries it: where OpenGL is missing
// Fyne ends the program without a word, and a bad driver may end it at any place.
func probeOpenGL(options options) *openGL {
	o := &openGL{answered: make(chan error, 1), skipped: options.skipProbe, begun: time.Now()}
	if o.skipped {
		return o
	}
	go func() { o.answered <- askThisProgram() }()
	return o
}

func askThisProgram() (err error) {
	defer crash.Into(&err)
	program, err := os.Executable()
	if err != nil {
		return err
	}
	return askProbe(program)
}

// wait returns what was found out. An answer that stayed out counts as good.
func (o *openGL) wait(log *slog.Logger) error {
	if o.skipped {
		return nil
	}
	err := <-o.answered
	log.Info("tried OpenGL", "took", time.Since(o.begun).Round(time.Millisecond).String(), "error", err)
	if missing := (*openGLError)(nil); errors.As(err, &missing) {
		return early(missing)
	}
	return nil
}

func askProbe(program string) error {
	ctx, cancel := context.WithTimeout(context.Background(), probeWithin)
	defer cancel()
	child := exec.CommandContext(ctx, program, "--probe-opengl")
	var said, lastWords bytes.Buffer
	child.Stdout, child.Stderr = &said, &lastWords
	child.WaitDelay = lastWordsWithin
	err := child.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		return nil
	}
	var ended *exec.ExitError
	if ctx.Err() != nil || !errors.As(err, &ended) {
		return err
	}
	found := strings.TrimSpace(said.String())
	if found == "" {
		line, _, _ := strings.Cut(strings.TrimSpace(lastWords.String()), "\n")
		found = strings.TrimSpace("The driver ended the try: " + ended.String() + ". " + line)
	}
	return &openGLError{noScreen: ended.ExitCode() == probeNoScreen, found: found}
}

// answerProbe is what the process of the probe does: it makes what a window needs, says what went wrong, and returns the
// exit code.
func answerProbe(out io.Writer) int {
	if err := glfw.Init(); err != nil {
		fmt.Fprintln(out, err)
		return probeNoScreen
	}
	defer glfw.Terminate()
	if err := makeContext(); err != nil {
		fmt.Fprintln(out, err)
		return probeNoContext
	}
	return probeFine
}

func makeContext() error {
	glfw.WindowHint(glfw.Visible, glfw.False)
	hintContext()
	hintRenderer()
	window, err := glfw.CreateWindow(16, 16, "", nil, nil)
	if err != nil {
		return err
	}
	defer window.Destroy()
	window.MakeContextCurrent()
	if err := initOpenGL(); err != nil {
		return fmt.Errorf("the driver lacks a function: %w", err)
	}
	return nil
}

// hintRenderer tells GLFW to draw through EGL where the program is built for ANGLE on Windows, which offers nothing else.
// Fyne does not touch this hint.
func hintRenderer() {
	if throughANGLE {
		glfw.WindowHint(glfw.ContextCreationAPI, glfw.EGLContextAPI)
	}
}

// withoutOpenGL is the path of the program that needs none, where OpenGL is missing and that program is installed beside
// this one; else empty.
func withoutOpenGL(err error) string {
	var missing *openGLError
	if throughANGLE || !errors.As(err, &missing) || missing.noScreen {
		return ""
	}
	program, err := os.Executable()
	if err != nil {
		return ""
	}
	other := filepath.Join(filepath.Dir(program), "angle", filepath.Base(program))
	if info, err := os.Stat(other); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	return other
}

// runInstead starts another program with the same arguments, and does not wait for it.
func runInstead(program string) error {
	other := exec.Command(program, os.Args[1:]...)
	if err := other.Start(); err != nil {
		return early(fmt.Errorf("start %s: %w", program, err))
	}
	return other.Process.Release()
}
