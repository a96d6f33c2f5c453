package release_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/release"
)

func TestAReleaseIsNewerByTheRulesOfSemanticVersions(t *testing.T) {
	for name, c := range map[string]struct {
		running, tag string
		newer        bool
	}{
		"a higher number is newer":                     {"0.1.0", "v0.2.0", true},
		"ten comes after nine":                         {"0.9.0", "v0.10.0", true},
		"the same number is not":                       {"0.2.0", "v0.2.0", false},
		"a lower number is not":                        {"0.3.0", "v0.2.0", false},
		"a development version is older than its own":  {"0.1.0-dev", "v0.1.0", true},
		"a development version is newer than the last": {"0.2.0-dev", "v0.1.0", false},
		"a tag needs no v":                             {"0.1.0", "0.2.0", true},
		"a running version may have a v":               {"v0.2.0", "v0.2.0", false},
		"build metadata does not count":                {"0.2.0+linux", "v0.2.0", false},
		"nor does it in a tag":                         {"0.2.0", "v0.2.0+2", false},
		"no version number is older than any":          {"unknown", "v0.0.1", true},
		"numbers have no end":                          {"99999999999999999999.0.0", "v100000000000000000000.0.0", true},
	} {
		t.Run(name, func(t *testing.T) {
			answer, err := ask(t, saying(t, published(wire{"tag_name": c.tag}).text(t)), c.running)
			require.NoError(t, err)
			require.Equal(t, c.newer, answer.Newer)
			require.Equal(t, strings.TrimPrefix(c.tag, "v"), answer.Newest.Version)
		})
	}
}

func TestTheQuestionIsTheOneThatGitHubDocumentsAndNamesNobody(t *testing.T) {
	var asked *http.Request
	server := github(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r
		_, _ = io.WriteString(w, published(nil).text(t))
	})
	_, err := ask(t, server, "0.1.0")
	require.NoError(t, err)
	require.Equal(t, http.MethodGet, asked.Method)
	require.Equal(t, "/repos/tenantkeep/tenantkeep/releases/latest", asked.URL.String())
	asked.Header.Del("Accept-Encoding")
	require.Equal(t, http.Header{
		"Accept": {"application/vnd.github+json"}, "X-Github-Api-Version": {"2022-11-28"}, "User-Agent": {"Tenantkeep"},
	}, asked.Header)
}

func TestWithoutAnAddressGitHubsOwnIsAsked(t *testing.T) {
	var asked string
	feed := release.New(release.Options{Version: "0.1.0", Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		asked = r.URL.String()
		return says(published(nil).text(t)).RoundTrip(r)
	})})
	_, err := feed.Check(t.Context())
	require.NoError(t, err)
	require.Equal(t, "https://api.github.com/repos/tenantkeep/tenantkeep/releases/latest", asked)
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestWhatIsShownOfARelease(t *testing.T) {
	got := newest(t, published(wire{"name": "Tenantkeep 0.2.0: Reports"}))
	require.Equal(t, release.Release{
		Version: "0.2.0", Title: "Tenantkeep 0.2.0: Reports", Published: time.Date(2026, 11, 3, 9, 30, 0, 0, time.UTC),
		New: []string{"Added", "• Reports."}, Page: "https://github.com/tenantkeep/tenantkeep/releases/tag/v0.2.0",
	}, got)
}

func TestATitleThatSaysOnlyTheVersionIsLeftOut(t *testing.T) {
	for _, name := range []any{"v0.2.0", "0.2.0", "Tenantkeep 0.2.0", "tenantkeep v0.2.0", "", " ", nil} {
		require.Empty(t, newest(t, published(wire{"name": name})).Title, name)
	}
}

func TestAFieldThatIsMissingLeavesTheRest(t *testing.T) {
	got := newest(t, wire{"tag_name": "v0.2.0", "name": nil, "body": nil, "published_at": nil, "html_url": nil})
	require.Equal(t, release.Release{Version: "0.2.0", Page: "https://github.com/tenantkeep/tenantkeep/releases"}, got)
	require.Zero(t, newest(t, published(wire{"published_at": "yesterday"})).Published)
}

func TestAnAnswerThatTellsNoReleaseSaysWhy(t *testing.T) {
	status := func(status int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"message":"no"}`)
		}
	}
	text := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
	}
	const (
		limited  = "GitHub takes no more questions from this network for now. Try again later."
		none     = "No release of Tenantkeep is published yet."
		refused  = "GitHub did not tell the newest release. Try again later, or look at https://github.com/tenantkeep/tenantkeep/releases."
		foreign  = "What came back is not GitHub's answer about the newest release. Check whether a proxy or a sign-in page of your network answers in its place, then try again."
		cut      = "GitHub could not be asked for the newest release. Check the network connection and the proxy, then try again."
		away     = "The answer about the newest release led away from GitHub, and was not followed. Check whether a proxy or a sign-in page of your network stands in between, then try again."
		tagField = `{"tag_name":`
	)
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		kind   release.Kind
		says   string
	}{
		"too many questions":                     {status(429), release.Limited, limited},
		"too many questions in this hour":        {status(403, "X-RateLimit-Remaining", "0"), release.Limited, limited},
		"too many questions at once":             {status(403, "Retry-After", "60"), release.Limited, limited},
		"a refusal for another reason":           {status(403, "X-RateLimit-Remaining", "59"), release.Refused, refused},
		"no release yet":                         {status(404), release.Unpublished, none},
		"a server that fails":                    {status(502), release.Refused, refused},
		"a version of the API that is gone":      {status(410), release.Refused, refused},
		"a draft":                                {text(published(wire{"draft": true}).text(t)), release.Unpublished, none},
		"a pre-release":                          {text(published(wire{"prerelease": true}).text(t)), release.Unpublished, none},
		"null":                                   {text("null"), release.Malformed, foreign},
		"nothing":                                {text(""), release.Malformed, foreign},
		"a page":                                 {text("<!doctype html><title>Sign in</title>"), release.Malformed, foreign},
		"a list":                                 {text("[]"), release.Malformed, foreign},
		"a number for a tag":                     {text(tagField + `2}`), release.Malformed, foreign},
		"two answers":                            {text(published(nil).text(t) + "{}"), release.Malformed, foreign},
		"more than 1 MiB":                        {text(published(nil).text(t) + strings.Repeat(" ", 1<<20)), release.Malformed, foreign},
		"no tag":                                 {text(`{}`), release.Malformed, foreign},
		"a tag that is a word":                   {text(tagField + `"nightly"}`), release.Malformed, foreign},
		"a tag with half a version":              {text(tagField + `"v0.2"}`), release.Malformed, foreign},
		"a tag with more than a version":         {text(tagField + `"v0.2.0 and more"}`), release.Malformed, foreign},
		"a tag that turns the writing":           {text(tagField + `"v0.2.0\u202e"}`), release.Malformed, foreign},
		"a tag without an end":                   {text(tagField + `"v0.2.0-` + strings.Repeat("a", 64) + `"}`), release.Malformed, foreign},
		"an answer that breaks off":              {breaksOff, release.Unreachable, cut},
		"an answer that says it is longer":       {status(200, "Content-Length", "100"), release.Unreachable, cut},
		"a redirect without a place to go":       {status(302), release.Redirected, away},
		"not modified, though nobody asked that": {status(304), release.Redirected, away},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ask(t, github(t, c.answer), "0.1.0")
			failed := release.As(err)
			require.NotNil(t, failed)
			require.Equal(t, c.kind, failed.Kind)
			failure := release.Explain(err)
			require.Equal(t, c.says, failure.Sentence())
			require.Equal(t, err.Error(), failure.Technical)
			require.NotContains(t, err.Error(), "Sign in", "the answer is not quoted")
			require.Less(t, len(err.Error()), 200)
		})
	}
}

// breaksOff ends the connection in the middle.
func breaksOff(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func TestARedirectIsFollowedWithinTheHostOnly(t *testing.T) {
	strangers := 0
	stranger := github(t, func(http.ResponseWriter, *http.Request) { strangers++ })
	for name, to := range map[string]func(asked string) string{
		"another host":                     func(string) string { return stranger.URL + "/repositories/1/releases/latest" },
		"another scheme":                   func(asked string) string { return "https://" + asked + "/repositories/1/releases/latest" },
		"round in a circle without an end": func(asked string) string { return "http://" + asked },
	} {
		t.Run(name, func(t *testing.T) {
			questions := 0
			server := github(t, func(w http.ResponseWriter, r *http.Request) {
				questions++
				http.Redirect(w, r, to(r.Host), http.StatusMovedPermanently)
			})
			_, err := ask(t, server, "0.1.0")
			require.Equal(t, release.Redirected, release.As(err).Kind)
			require.NotContains(t, err.Error(), "127.0.0.1")
			require.LessOrEqual(t, questions, 4)
		})
	}
	require.Zero(t, strangers)

	renamed := github(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/repositories/1/releases/latest" {
			http.Redirect(w, r, "/repositories/1/releases/latest", http.StatusMovedPermanently)
			return
		}
		_, _ = io.WriteString(w, published(nil).text(t))
	})
	answer, err := ask(t, renamed, "0.1.0")
	require.NoError(t, err)
	require.True(t, answer.Newer)
}

func TestTheEndOfTheContextEndsTheQuestion(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := github(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	feed := release.New(release.Options{Base: server.URL, Transport: server.Client().Transport, Version: "0.1.0"})
	_, err := feed.Check(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, release.Unreachable, release.As(err).Kind)
}

func TestAServerThatIsNotThereIsSaid(t *testing.T) {
	server := github(t, nil)
	server.Close()
	_, err := ask(t, server, "0.1.0")
	require.Equal(t, "GitHub could not be asked for the newest release.", release.Explain(err).What)
	require.NotEmpty(t, release.Explain(err).Do)
}
