package country_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/country"
)

func TestName(t *testing.T) {
	for code, want := range map[string]string{
		"GB": "United Kingdom", "de": "Germany", "CI": "Côte d\u2019Ivoire", "ZW": "Zimbabwe", "XX": "", "": "",
	} {
		require.Equal(t, want, country.Name(code), code)
	}
}
