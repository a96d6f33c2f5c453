package release_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/release"
)

// wire is GitHub's answer, as far as it matters.
type wire map[string]any

// published is a good answer about version 0.2.0, changed by more.
func published(more wire) wire {
	answer := wire{
		"tag_name": "v0.2.0", "name": "v0.2.0", "draft": false, "prerelease": false,
		"html_url":     "https://github.com/tenantkeep/tenantkeep/releases/tag/v0.2.0",
		"published_at": "2026-11-03T09:30:00Z",
		"body":         "## Added\n- Reports.\n",
	}
	for name, value := range more {
		answer[name] = value
	}
	return answer
}

// text is the answer as it is sent.
func (w wire) text(t testing.TB) string {
	content, err := json.Marshal(w)
	require.NoError(t, err)
	return string(content)
}

// github is a server that answers every question in one way.
func github(t *testing.T, answer http.HandlerFunc) *httptest.Server {
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	return server
}

// saying is a server that gives one text.
func saying(t *testing.T, text string) *httptest.Server {
	return github(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
}

// ask asks a server as a running version.
func ask(t *testing.T, server *httptest.Server, running string) (release.Answer, error) {
	feed := release.New(release.Options{Base: server.URL, Transport: server.Client().Transport, Version: running})
	return feed.Check(t.Context())
}

// newest is the release of a good answer.
func newest(t *testing.T, answer wire) release.Release {
	t.Helper()
	got, err := ask(t, saying(t, answer.text(t)), "0.1.0")
	require.NoError(t, err)
	return got.Newest
}

// says answers without a network.
type says string

func (s says) RoundTrip(request *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{}, Request: request, Body: io.NopCloser(strings.NewReader(string(s))),
	}, nil
}
