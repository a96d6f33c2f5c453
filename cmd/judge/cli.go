package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

// cli is CLI for Microsoft 365, with a home of its own.
type cli struct {
	node, script, home string
	stand              *stand
}

// openCLI gives the CLI its settings: nothing is reported to anybody, nothing is asked, nothing is opened.
func openCLI(node, script, home string, at *stand) (*cli, error) {
	folder := filepath.Join(home, ".config", "configstore")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	settings := `{"disableTelemetry":true,"prompt":false,"autoOpenLinksInBrowser":false,"showHelpOnFailure":false,"errorOutput":"stderr","printErrorsAsPlainText":true}`
	if err := os.WriteFile(filepath.Join(folder, "cli-m365-config.json"), []byte(settings), 0o600); err != nil {
		return nil, err
	}
	script, err := filepath.Abs(script)
	if err != nil {
		return nil, err
	}
	return &cli{node: node, script: script, home: home, stand: at}, nil
}

func (c *cli) command(ctx context.Context, arguments []string) *exec.Cmd {
	command := exec.CommandContext(ctx, c.node, append([]string{c.script}, arguments...)...)
	command.Dir = c.home
	command.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + c.home, "XDG_CONFIG_HOME=" + filepath.Join(c.home, ".config"), "NO_COLOR=1",
		"HTTPS_PROXY=" + c.stand.proxyURL, "https_proxy=" + c.stand.proxyURL, "NODE_EXTRA_CA_CERTS=" + c.stand.caFile,
	}
	return command
}

// run is one command of the CLI; its answer is JSON.
func (c *cli) run(ctx context.Context, into any, arguments ...string) error {
	var out, complaint bytes.Buffer
	command := c.command(ctx, append(arguments, "--output", "json"))
	command.Stdout, command.Stderr = &out, &complaint
	if err := command.Run(); err != nil {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(complaint.String()))
	}
	if err := json.Unmarshal(out.Bytes(), into); err != nil {
		return fmt.Errorf("%w: %.200s", err, out.String())
	}
	return nil
}

var deviceCode = regexp.MustCompile(`enter the code (\w+)`)

// logIn signs in with a device code, which enter types into a browser.
func (c *cli) logIn(ctx context.Context, app, tenant string, enter func(code string) error) error {
	command := c.command(ctx, []string{"login", "--authType", "deviceCode", "--appId", app, "--tenant", tenant, "--output", "json"})
	said := &listener{enter: enter}
	command.Stdout, command.Stderr = said, said
	if err := errors.Join(command.Run(), said.err()); err != nil {
		return fmt.Errorf("%w: %s", err, said.String())
	}
	return nil
}

// listener waits for the code in what the CLI prints, and enters it once.
type listener struct {
	enter func(code string) error

	mu      sync.Mutex
	text    strings.Builder
	entered bool
	failed  error
}

func (l *listener) Write(data []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.Write(data)
	if shown := deviceCode.FindStringSubmatch(l.text.String()); shown != nil && !l.entered {
		l.entered = true
		l.failed = l.enter(shown[1])
	}
	return len(data), nil
}

func (l *listener) err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.failed
}

func (l *listener) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.TrimSpace(l.text.String())
}
