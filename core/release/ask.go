package release

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/tenantkeep/tenantkeep/core/wire"
)

const (
	githubAPI = "https://api.github.com"
	latest    = "/repos/tenantkeep/tenantkeep/releases/latest"

	// mostBytes bounds what is read of an answer. GitHub's are a few kilobytes.
	mostBytes = 1 << 20
	// mostRedirects bounds how often GitHub may send the question on, as it does for a project that was renamed.
	mostRedirects = 3
)

// ask returns the body of a good answer.
func (f *Feed) ask(ctx context.Context) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, f.base+latest, nil)
	if err != nil {
		return nil, &Error{Kind: Unreachable, Err: err}
	}
	// https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api: GitHub refuses a question without a
	// User-Agent. The name of the program is enough.
	request.Header.Set("Accept", "application/vnd.github+json")
	request.Header.Set("X-GitHub-Api-Version", "2022-11-28")
	request.Header.Set("User-Agent", "Tenantkeep")
	response, err := f.client.Do(request)
	if err != nil {
		return nil, &Error{Kind: Unreachable, Err: wire.WithoutAddress(err)}
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, &Error{Kind: kindOf(response), Status: response.StatusCode}
	}
	return bounded(response.Body)
}

// bounded reads the whole of an answer that is not too long.
func bounded(body io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(body, mostBytes+1))
	switch {
	case err != nil:
		return nil, &Error{Kind: Unreachable, Status: http.StatusOK, Err: err}
	case len(content) > mostBytes:
		return nil, &Error{Kind: Malformed, Status: http.StatusOK, Err: errors.New("the answer is longer than 1 MiB")}
	}
	return content, nil
}

// stayHere follows a redirect only within the host that was asked.
func stayHere(to *http.Request, via []*http.Request) error {
	asked := via[0].URL
	if to.URL.Scheme != asked.Scheme || to.URL.Host != asked.Host || len(via) > mostRedirects {
		return http.ErrUseLastResponse
	}
	return nil
}

// kindOf says what an answer that is not a good one means. GitHub refuses too many questions with 403 or 429:
// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
func kindOf(response *http.Response) Kind {
	switch status := response.StatusCode; {
	case status == http.StatusTooManyRequests, status == http.StatusForbidden && limited(response.Header):
		return Limited
	case status == http.StatusNotFound:
		return Unpublished
	case status >= 300 && status < 400:
		return Redirected
	}
	return Refused
}

// limited tells GitHub's refusal of too many questions from that of a proxy.
func limited(header http.Header) bool {
	return header.Get("X-RateLimit-Remaining") == "0" || header.Get("Retry-After") != ""
}
