package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// sentCode finds the codes in the sources of the simulated sign-in service.
var sentCode = regexp.MustCompile(`refused\("[a-z_]+", ([0-9]{5,7}),`)

// ofPartners are the codes of the policies and relationships that keep partners out of clients' tenants.
var ofPartners = []int{
	50076, 50079, 50074, 50158, 50177, 50178, 53003, 53000, 53001, 53002, 53011, 530034, 530035, 500213, 500212, 50020, 50034, 70043, 70044,
	50173, 700016, 500011, 650052, 65001, 65004, 50105, 7000112, 90094,
}

func TestEveryCodeThatASignInMeetsHasSentencesOrIsShownWhole(t *testing.T) {
	codes := slices.Clone(ofPartners)
	sources, err := filepath.Glob(filepath.Join("..", "..", "core", "cloudsim", "login", "*.go"))
	require.NoError(t, err)
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		text, err := os.ReadFile(source)
		require.NoError(t, err)
		for _, found := range sentCode.FindAllStringSubmatch(string(text), -1) {
			code, err := strconv.Atoi(found[1])
			require.NoError(t, err)
			codes = append(codes, code)
		}
	}
	require.Greater(t, len(codes), len(ofPartners)+15, "the codes of the simulated service were found")
	for _, code := range codes {
		failure := refusal.Explain(&refusal.Error{Op: "get a token for", Tenant: "t", Err: &refusal.ServerError{
			Kind: "invalid_grant", Codes: []int{code}, Description: "x", CorrelationID: "c-1", Status: 400,
		}}, "Contoso")
		name := "AADSTS" + strconv.Itoa(code)
		require.Equal(t, name, failure.Code)
		require.Equal(t, "c-1", failure.RequestID, name)
		require.NotEmpty(t, failure.Do, name)
		if strings.Contains(failure.What, "AADSTS") {
			require.Contains(t, failure.What, name+" (correlation ID c-1)", "a code without sentences is shown whole")
			require.NotContains(t, ofPartners, code, "%s has sentences of its own", name)
		}
	}
}
