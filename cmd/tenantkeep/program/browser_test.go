package program

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// TestSignInThroughARealBrowser signs in as a person does: headless Chromium shows the pages, the account is clicked, the
// permissions are accepted, and the browser's own form brings the answer back to the program.
func TestSignInThroughARealBrowser(t *testing.T) {
	for _, program := range []string{"chromium", "chromedriver"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	server := startSimulation(t, 4, 40)
	account := technician(server, directory.Administrator)
	browser := startBrowser(t)
	walked := make(chan error, 4)
	p := startProgram(t, server, func(in *environment) {
		in.openBrowser = func(url string) error {
			go func() { walked <- browser.signIn(url, account) }()
			return nil
		}
	})
	signIn(t, p)
	require.NoError(t, <-walked)
	connection, err := p.store.Connection(t.Context())
	require.NoError(t, err)
	require.Equal(t, account, connection.Account)
	tenants, err := p.store.Tenants(t.Context())
	require.NoError(t, err)
	require.Greater(t, len(tenants), 2, "the client tenants are listed")
}

// chromium drives Chromium by the WebDriver protocol (https://www.w3.org/TR/webdriver2/).
type chromium struct {
	ctx     context.Context
	base    string
	session string
}

func startBrowser(t *testing.T) *chromium {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	port := listener.Addr().(*net.TCPAddr).Port
	require.NoError(t, listener.Close())
	driver := exec.Command("chromedriver", fmt.Sprintf("--port=%d", port))
	require.NoError(t, driver.Start())
	b := &chromium{ctx: context.WithoutCancel(t.Context()), base: fmt.Sprintf("http://127.0.0.1:%d", port)}
	t.Cleanup(func() {
		if b.session != "" {
			_, _ = b.call(http.MethodDelete, "", nil)
		}
		_ = driver.Process.Kill()
		_ = driver.Wait()
	})
	require.Eventually(t, func() bool {
		_, err := b.call(http.MethodGet, "/status", nil)
		return err == nil
	}, 30*time.Second, 50*time.Millisecond)
	answer, err := b.call(http.MethodPost, "/session", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"browserName": "chrome",
		"goog:chromeOptions": map[string]any{"args": []string{
			"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
			"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir=" + t.TempDir(),
		}},
	}}})
	require.NoError(t, err)
	var made struct{ SessionID string }
	require.NoError(t, json.Unmarshal(answer, &made))
	b.session = made.SessionID
	return b
}

// signIn opens the address and presses what a person would, until the program's own page says that it is done.
func (b *chromium) signIn(url, account string) error {
	if _, err := b.call(http.MethodPost, "/url", map[string]any{"url": url}); err != nil {
		return err
	}
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.Now().Add(longest); time.Now().Before(deadline); <-ticker.C {
		address, err := b.text("/url")
		if err != nil {
			return err
		}
		if strings.HasPrefix(address, "http://localhost") {
			return nil
		}
		for _, selector := range []string{fmt.Sprintf("[id='account-%s']", account), "#accept"} {
			_ = b.click(selector) // the page may not hold it, or be on its way to the next
		}
	}
	return fmt.Errorf("the sign-in did not come to its end")
}

func (b *chromium) click(selector string) error {
	answer, err := b.call(http.MethodPost, "/element", map[string]any{"using": "css selector", "value": selector})
	if err != nil {
		return err
	}
	var element map[string]string
	if err := json.Unmarshal(answer, &element); err != nil {
		return err
	}
	for _, id := range element {
		if _, err := b.call(http.MethodPost, "/element/"+id+"/click", map[string]any{}); err != nil {
			return err
		}
	}
	return nil
}

func (b *chromium) text(path string) (string, error) {
	answer, err := b.call(http.MethodGet, path, nil)
	if err != nil {
		return "", err
	}
	var text string
	return text, json.Unmarshal(answer, &text)
}

// call sends a WebDriver command of the session, or of the driver before there is one, and returns its value.
func (b *chromium) call(method, path string, body any) (json.RawMessage, error) {
	if b.session != "" {
		path = "/session/" + b.session + path
	}
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(b.ctx, method, b.base+path, content)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s %s: %s", method, path, answer.Value)
	}
	return answer.Value, nil
}
