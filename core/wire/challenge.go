// Package wire reads and checks what every service of Microsoft has in common on the wire: where a token may go, how long
// to wait, and which claims a new token needs.
package wire

import (
	"encoding/base64"
	"net/http"
	"regexp"
	"strings"
)

// claimsParameter finds the claims of a challenge, quoted or not.
var claimsParameter = regexp.MustCompile(`(?i)[\s,]claims\s*=\s*(?:"([^"]*)"|([^\s,"]+))`)

// Claims returns the JSON of a claims challenge (continuous access evaluation), which the next token must be asked for
// with; empty where there is none. Form: WWW-Authenticate: Bearer realm="", error="insufficient_claims",
// claims="<base64 JSON>".
func Claims(header http.Header) string {
	for _, value := range header.Values("WWW-Authenticate") {
		scheme, parameters, _ := strings.Cut(strings.TrimSpace(value), " ")
		if !strings.EqualFold(scheme, "Bearer") {
			continue
		}
		found := claimsParameter.FindStringSubmatch(" " + parameters)
		if found == nil {
			continue
		}
		if claims := decodeClaims(found[1] + found[2]); claims != "" {
			return claims
		}
	}
	return ""
}

func decodeClaims(text string) string {
	text = strings.TrimRight(text, "=")
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if decoded, err := encoding.DecodeString(text); err == nil && strings.HasPrefix(string(decoded), "{") {
			return string(decoded)
		}
	}
	return ""
}
