package signin

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	library "github.com/AzureAD/microsoft-authentication-library-for-go/apps/errors"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

func (s *Session) failed(op string, tenant m365.TenantID, err error) error {
	return &refusal.Error{Op: op, Tenant: tenant, Home: tenant == s.Tenant, Err: err}
}

// fromLibrary turns the library's error of a token request into one of ours. The library's holds the request, and so the
// refresh token; it goes no further.
func fromLibrary(err error) error {
	if converted := convert(err); converted != nil {
		return converted
	}
	return err
}

// convert returns nil for an error that is not the library's own.
func convert(err error) error {
	var call library.CallErr
	var unreadable library.InvalidJsonErr
	switch {
	case errors.As(err, &call):
		return fromResponse(call.Resp)
	case errors.As(err, &unreadable), strings.Contains(err.Error(), errTooLong.Error()):
		return refusal.ErrUnreadable
	case strings.Contains(err.Error(), "no token found"):
		return refusal.ErrSignedOut
	}
	if _, scopes, found := strings.Cut(err.Error(), "declined scopes are present: "); found {
		return &refusal.DeclinedError{Scopes: strings.Split(wire.Words(scopes), ",")}
	}
	return nil
}

// fromResponse reads a refusal from its answer.
func fromResponse(response *http.Response) error {
	if response == nil {
		return refusal.ErrUnreadable
	}
	var body []byte
	if response.Body != nil {
		var err error
		if body, err = io.ReadAll(io.LimitReader(response.Body, answerLimit)); err != nil {
			return fmt.Errorf("%w: %w", refusal.ErrUnreadable, err)
		}
	}
	return fromBody(response.StatusCode, body)
}

func fromBody(status int, body []byte) error {
	var answer struct {
		Error         string `json:"error"`
		SubError      string `json:"suberror"`
		Codes         []int  `json:"error_codes"`
		Description   string `json:"error_description"`
		Claims        string `json:"claims"`
		CorrelationID string `json:"correlation_id"`
	}
	if err := json.Unmarshal(wire.WithoutMark(body), &answer); !wire.IsReadable(err) || answer.Error == "" {
		return &refusal.ServerError{Status: status, Foreign: len(bytes.TrimSpace(body)) > 0 || !mayBeEmpty(status)}
	}
	refused := &refusal.ServerError{
		Kind: wire.Words(answer.Error), Sub: wire.Words(answer.SubError), Description: wire.Words(answer.Description),
		Codes:  slices.DeleteFunc(answer.Codes, func(code int) bool { return code <= 0 }),
		Claims: answer.Claims, CorrelationID: wire.ID(answer.CorrelationID), Status: status,
	}
	if len(refused.Codes) == 0 {
		refused.Codes = codesIn(refused.Description)
	}
	if refused.CorrelationID == "" {
		refused.CorrelationID = correlationIn(refused.Description)
	}
	return refused
}

// mayBeEmpty says that the sign-in service answers so without a word where it is busy.
func mayBeEmpty(status int) bool { return status == http.StatusTooManyRequests || status >= 500 }

var (
	codePattern        = regexp.MustCompile(`AADSTS(\d+)`)
	correlationPattern = regexp.MustCompile(`(?i)correlation id:\s*([0-9a-f-]{36})`)
)

func codesIn(text string) []int {
	var codes []int
	for _, match := range codePattern.FindAllStringSubmatch(text, -1) {
		if code, err := strconv.Atoi(match[1]); err == nil && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

func correlationIn(text string) string {
	if match := correlationPattern.FindStringSubmatch(text); match != nil {
		return match[1]
	}
	return ""
}
