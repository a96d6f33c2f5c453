package setup

import (
	"regexp"
	"strings"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// A domain as Microsoft lists them: labels of letters, digits and hyphens, at least two. Letters of any script pass, since
// what Microsoft knows is asked of Microsoft.
var domain = regexp.MustCompile(`^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)+$`)

// tenantProblem says what is wrong with a text for the field Tenant ID; empty when it can be asked of Microsoft.
func tenantProblem(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return "Enter the ID of your CSP tenant, or one of its domains such as contoso.com."
	}
	if _, err := m365.ParseTenantID(text); err == nil || domain.MatchString(text) {
		return ""
	}
	return "This is neither a tenant ID (8-4-4-4-12 letters and digits) nor a domain such as contoso.com."
}

// clientProblem says what is wrong with a text for the field Application (client) ID; empty when it can be used.
func clientProblem(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return "Enter the application (client) ID. It stands on the application's Overview page in Entra."
	}
	if _, err := uuid.Parse(text); err != nil || len(text) != 36 {
		return "An application (client) ID has the form 00000000-0000-0000-0000-000000000000."
	}
	return ""
}
