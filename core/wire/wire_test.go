package wire_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/wire"
)

func TestATokenGoesToItsOwnOriginAlone(t *testing.T) {
	origin, err := wire.ParseOrigin("service", "https://graph.example", "HTTPS://Graph.Example:443/")
	require.NoError(t, err)
	require.Equal(t, "https://graph.example", origin.String())
	for address, held := range map[string]bool{
		"https://graph.example/v1.0/users":          true,
		"https://GRAPH.example:443/v1.0/users":      true,
		"http://graph.example/v1.0/users":           false,
		"https://graph.example:444/v1.0/users":      false,
		"https://example/users":                     false,
		"https://below.graph.example/users":         false,
		"https://graph.example.evil.example/users":  false,
		"https://graph.example@evil.example/users":  false,
		"https://somebody@graph.example/v1.0/users": false,
		"/v1.0/users":         false,
		"https:graph.example": false,
	} {
		parsed, err := url.Parse(address)
		require.NoError(t, err)
		require.Equal(t, held, origin.Holds(parsed), address)
	}
}

func TestOnlyTheExactHostIsOfAnOrigin(t *testing.T) {
	origin, err := wire.ParseOrigin("service", "https://graph.example", "https://graph.example")
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		address := &url.URL{
			Scheme: rapid.SampledFrom([]string{"https", "http", "HTTPS", ""}).Draw(t, "scheme"),
			Host:   rapid.StringMatching(`[a-z.:@0-9-]{0,3}(graph\.example)?[a-z.:@0-9-]{0,4}`).Draw(t, "host"),
		}
		if origin.Holds(address) {
			require.Equal(t, "graph.example", address.Hostname())
		}
	})
}

func TestAnOriginIsSchemeAndHost(t *testing.T) {
	for text, good := range map[string]bool{
		"https://graph.microsoft.com":      true,
		"http://127.0.0.1:8080":            true,
		"http://[::1]:8080":                true,
		"http://LOCALHOST:8080":            true,
		"http://graph.microsoft.com":       false,
		"http://127.0.0.1.evil.example":    false,
		"https://graph.microsoft.com/v1.0": false,
		"https://graph.microsoft.com?a=b":  false,
		"https://me@graph.microsoft.com":   false,
		"graph.microsoft.com":              false,
		"":                                 false,
		"https://[":                        false,
	} {
		_, err := wire.ParseOrigin("service", "https://graph.example", text)
		require.Equal(t, good, err == nil, "%s: %v", text, err)
		if err != nil {
			require.Contains(t, err.Error(), "service address")
		}
	}
}

func TestRetryAfterIsReadInBothForms(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name, text string
		wait       time.Duration
		asked      bool
	}{
		{"whole seconds", "17", 17 * time.Second, true},
		{"parts of a second", "0.5", 500 * time.Millisecond, true},
		{"nothing to wait for", "0", 0, true},
		{"a date ahead", now.Add(time.Minute).Format(http.TimeFormat), time.Minute, true},
		{"a date behind", now.Add(-time.Minute).Format(http.TimeFormat), 0, true},
		{"a day", "86400", 24 * time.Hour, true},
		{"years", "99999999", 24 * time.Hour, true},
		{"a date in the year 9999", "Fri, 31 Dec 9999 23:59:59 GMT", 24 * time.Hour, true},
		{"a date in the year 1", "Mon, 01 Jan 0001 00:00:00 GMT", 0, true},
		{"less than nothing", "-3", 0, false},
		{"longer than a lifetime", "1e12", 0, false},
		{"no number", "NaN", 0, false},
		{"words", "soon", 0, false},
		{"no header", "", 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			wait, asked := wire.RetryAfter(http.Header{"Retry-After": {test.text}}, now)
			require.Equal(t, test.wait, wait)
			require.Equal(t, test.asked, asked)
		})
	}
}

func TestADateToRetryAtIsMeasuredByTheServersClock(t *testing.T) {
	server := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	answer := http.Header{"Retry-After": {server.Add(time.Minute).Format(http.TimeFormat)}, "Date": {server.Format(http.TimeFormat)}}
	for _, off := range []time.Duration{0, -10 * time.Minute, 10 * time.Minute, -24 * time.Hour, 365 * 24 * time.Hour} {
		wait, asked := wire.RetryAfter(answer, server.Add(off))
		require.True(t, asked)
		require.Equal(t, time.Minute, wait, "this computer's clock is off by %s", off)
	}
	answer.Set("Date", "yesterday")
	wait, _ := wire.RetryAfter(answer, server)
	require.Equal(t, time.Minute, wait, "a date that cannot be read is none")
	answer.Set("Retry-After", "7")
	wait, _ = wire.RetryAfter(answer, server.Add(time.Hour))
	require.Equal(t, 7*time.Second, wait, "seconds need no clock")
}

func TestBackoffDoublesUpToItsLongest(t *testing.T) {
	backoff := wire.Backoff{First: time.Second, Max: 30 * time.Second}
	rapid.Check(t, func(t *rapid.T) {
		try := rapid.IntRange(1, 1000).Draw(t, "try")
		jitter := rapid.Float64Range(0, 0.999).Draw(t, "jitter")
		whole := backoff.Max
		if try <= 5 {
			whole = time.Second << (try - 1)
		}
		pause := backoff.Pause(try, jitter)
		require.GreaterOrEqual(t, pause, whole/2)
		require.Less(t, pause, whole)
	})
}

func TestClaimsOfAChallengeAreDecoded(t *testing.T) {
	claims := `{"access_token":{"nbf":{"essential":true,"value":"1?>1"}}}`
	standard, address := base64.StdEncoding.EncodeToString([]byte(claims)), base64.RawURLEncoding.EncodeToString([]byte(claims))
	require.NotEqual(t, standard, address)
	for _, test := range []struct {
		name    string
		headers []string
		want    string
	}{
		{"quoted", []string{`Bearer realm="", error="insufficient_claims", claims="` + standard + `"`}, claims},
		{"without quotes", []string{`Bearer error=insufficient_claims, claims=` + standard}, claims},
		{"in the alphabet of addresses", []string{`Bearer claims="` + address + `"`}, claims},
		{"scheme and name in other case", []string{`bearer CLAIMS="` + standard + `"`}, claims},
		{"after another scheme", []string{`Negotiate`, `Bearer claims="` + standard + `"`}, claims},
		{"of another scheme", []string{`Basic claims="` + standard + `"`}, ""},
		{"of another name", []string{`Bearer xclaims="` + standard + `"`}, ""},
		{"not base64", []string{`Bearer claims="%%%"`}, ""},
		{"not JSON", []string{`Bearer claims="` + base64.StdEncoding.EncodeToString([]byte("words")) + `"`}, ""},
		{"none", nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, wire.Claims(http.Header{"Www-Authenticate": test.headers}))
		})
	}
}

func TestWhatAServiceSaysIsKeptAsFarAsAPersonCanReadIt(t *testing.T) {
	require.Equal(t, "Insufficient privileges.", wire.Words("Insufficient privileges."))
	for _, sign := range []string{"a", "é", "語", "\U0001f600"} {
		kept := wire.Words(strings.Repeat(sign, 1<<20))
		require.Less(t, len(kept), 5_000)
		require.True(t, utf8.ValidString(kept))
		require.True(t, strings.HasPrefix(kept, strings.Repeat(sign, 900)))
	}
}

func TestWhatAServiceSaysSteersNothing(t *testing.T) {
	said := "Who:\u200b \u202efdp.\u2066exe\x1b\r\nTrace:\u2028é 語 \U0001f600\a\ufeff"
	require.Equal(t, "Who: fdp.exe  Trace: é 語 \U0001f600", wire.Words(said))
}

func TestAnIDIsTakenForOneOnlyWhereItIsWrittenAsOne(t *testing.T) {
	for _, id := range []string{"44444444-0000-4000-8000-000000000004", "fwdby:1.2_3"} {
		require.Equal(t, id, wire.ID(id))
	}
	for _, other := range []string{"", "of Ada Lovelace", "\u202e1", strings.Repeat("a", 101)} {
		require.Empty(t, wire.ID(other))
	}
}
