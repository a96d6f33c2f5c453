package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// screen is what the command printed, read while it prints.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(data)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func TestItServesUntilInterrupted(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	dir := t.TempDir()
	file := filepath.Join(dir, "elsewhere.json")
	var out, complaints screen
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-seed", "3", "-tenants", "5", "-users", "60", "-dir", dir, "-cloud-file", file}, &out, &complaints)
	}()
	require.Eventually(t, func() bool { return strings.Contains(out.String(), "Ctrl+C") }, 30*time.Second, 5*time.Millisecond)

	data, err := os.ReadFile(file)
	require.NoError(t, err)
	var cloud struct{ Graph, CaFile string }
	require.NoError(t, json.Unmarshal(data, &cloud))
	require.Contains(t, out.String(), cloud.Graph)
	require.Contains(t, out.String(), file)
	require.FileExists(t, cloud.CaFile)

	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Get(cloud.Graph + "/v1.0/users")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusUnauthorized, response.StatusCode)

	interrupt()
	require.NoError(t, <-ended)
	require.Empty(t, complaints.String())
}

func TestFlagsThatMakeNoSenseAreRefused(t *testing.T) {
	for _, args := range [][]string{{"-seed", "many"}, {"serve"}, {"-addr", "0.0.0.0:80"}, {"-teapot"}} {
		var out, complaints screen
		require.Error(t, run(t.Context(), args, &out, &complaints), "%v", args)
	}
}

func TestHelpAndDocumentsNameEveryFault(t *testing.T) {
	var out, help screen
	require.ErrorIs(t, run(t.Context(), []string{"-h"}, &out, &help), flag.ErrHelp)
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "decisions", "simulator.md"))
	require.NoError(t, err)
	for _, kind := range fault.Kinds() {
		require.Contains(t, help.String(), "  "+string(kind.Kind)+"  ")
		require.Contains(t, help.String(), kind.Does)
		require.Contains(t, string(page), "| `"+string(kind.Kind)+"` |")
	}
}
