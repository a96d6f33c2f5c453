package release

import (
	"encoding/json"
	"errors"
	"net/url"
	"path"
	"strings"
	"time"

	"golang.org/x/mod/semver"
)

const (
	// releasesPage lists every release of the project.
	releasesPage = "https://github.com/tenantkeep/tenantkeep/releases"
	// onePage is what the page of a release begins with, on github.com.
	onePage = "/tenantkeep/tenantkeep/releases/tag/"

	longestTag   = 64
	longestTitle = 80
	longestPage  = 256
)

// read makes a release of GitHub's answer. What it says is shown to a person, so nothing of it is taken on trust.
func read(content []byte) (Release, error) {
	var answer struct {
		Tag        string `json:"tag_name"`
		Name       string `json:"name"`
		Page       string `json:"html_url"`
		Published  string `json:"published_at"`
		Body       string `json:"body"`
		Draft      bool   `json:"draft"`
		Prerelease bool   `json:"prerelease"`
	}
	// The decoder's own error quotes the answer, however long that is.
	if err := json.Unmarshal(content, &answer); err != nil {
		return Release{}, &Error{Kind: Malformed, Err: errors.New("the answer is not the JSON of a release")}
	}
	if answer.Draft || answer.Prerelease {
		return Release{}, &Error{Kind: Unpublished, Err: errors.New("the answer is a draft or a pre-release")}
	}
	version := versionOf(answer.Tag)
	if version == "" {
		return Release{}, &Error{Kind: Malformed, Err: errors.New("the tag of the release is not a version")}
	}
	published, err := time.Parse(time.RFC3339, answer.Published)
	if err != nil {
		published = time.Time{}
	}
	return Release{
		Version:   version,
		Title:     titleOf(answer.Name, version),
		Published: published,
		New:       summary(answer.Body),
		Page:      pageOf(answer.Page),
	}, nil
}

// versionOf is the version that a tag names: "0.2.0" of "v0.2.0". It is empty where the tag names none in full.
func versionOf(tag string) string {
	version := "v" + strings.TrimPrefix(tag, "v")
	if len(tag) > longestTag || semver.Canonical(version) == "" || semver.Canonical(version)+semver.Build(version) != version {
		return ""
	}
	return version[1:]
}

// titleOf is a release's name, unless that says only the version again.
func titleOf(name, version string) string {
	title := clean(name, longestTitle)
	rest := strings.TrimSpace(strings.TrimPrefix(strings.ToLower(title), "tenantkeep"))
	if strings.TrimPrefix(rest, "v") == version {
		return ""
	}
	return title
}

// IsPage says that an address is of the project's releases.
func IsPage(address string) bool { return pageOf(address) == address }

// pageOf is the address of a release's page, if it is one of this project's on github.com, and else that of the list of
// all.
func pageOf(address string) string {
	page, err := url.Parse(address)
	if err != nil || len(address) > longestPage || page.Scheme != "https" || page.Host != "github.com" || page.User != nil {
		return releasesPage
	}
	// A path that is written in more than one way may be read in more than one way.
	plain := page.RawPath == "" && page.Path == path.Clean(page.Path) && !strings.Contains(page.Path, `\`)
	if !plain || !strings.HasPrefix(page.Path, onePage) || page.RawQuery != "" || page.Fragment != "" {
		return releasesPage
	}
	return page.String()
}
