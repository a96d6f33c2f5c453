// Package release reads the project's release feed on GitHub and says whether a newer version of the program is out. It
// tells and downloads nothing.
package release

import (
	"context"
	"net/http"
	"strings"
	"time"

	"golang.org/x/mod/semver"
)

// Release is a published release, as a person reads about it. Its texts hold no control characters and none that turn the
// direction of writing.
type Release struct {
	// Version is the number without a "v": "0.2.0".
	Version string
	// Title is what the release is called besides; empty where that is only its version.
	Title string
	// Published is zero where GitHub does not tell.
	Published time.Time
	// New are the first lines of what is new, in plain text.
	New []string
	// Page is the address that tells all of it, always one of this project's on github.com.
	Page string
}

// Answer is what the feed says.
type Answer struct {
	Newest Release
	// Newer says that Newest is newer than the running program.
	Newer bool
}

// Options are what a Feed needs from outside.
type Options struct {
	// Base is the address of GitHub's API, without a slash at the end; empty is GitHub's own.
	Base string
	// Transport carries the question.
	Transport http.RoundTripper
	// Version is that of the running program: "0.1.0". One that is no version number is older than every release.
	Version string
}

// Feed is the project's releases on GitHub. It is safe from any goroutine.
type Feed struct {
	base    string
	client  *http.Client
	running string
}

// New makes a Feed. It asks nothing yet.
func New(options Options) *Feed {
	base := options.Base
	if base == "" {
		base = githubAPI
	}
	client := &http.Client{Transport: options.Transport, CheckRedirect: stayHere}
	return &Feed{base: base, client: client, running: options.Version}
}

// Check asks for the newest release and compares it with the running program: one question, without an account and without
// anything about this computer in it. ctx bounds how long it takes. Every error is an *Error.
//
// GET /repos/{owner}/{repo}/releases/latest, no permission needed:
// https://docs.github.com/rest/releases/releases#get-the-latest-release
func (f *Feed) Check(ctx context.Context) (Answer, error) {
	content, err := f.ask(ctx)
	if err != nil {
		return Answer{}, err
	}
	newest, err := read(content)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Newest: newest, Newer: isNewer(newest.Version, f.running)}, nil
}

// isNewer says whether a version comes after another one by the rules of https://semver.org: 0.1.0 after 0.1.0-dev.
func isNewer(version, than string) bool {
	return semver.Compare("v"+version, "v"+strings.TrimPrefix(than, "v")) > 0
}
