package directory

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNoTwoCulturesShareASurnameInItsLatinForm(t *testing.T) {
	owner := map[string]string{}
	letters := regexp.MustCompile(`^[a-z0-9'-]+$`)
	for _, c := range readCultures() {
		for _, names := range [][]nameForm{c.given, c.surname} {
			seen := map[string]bool{}
			for _, name := range names {
				require.Regexp(t, letters, name.latin, name.native)
				require.False(t, seen[name.latin], "%s twice in %s", name.latin, c.code)
				seen[name.latin] = true
			}
		}
		for _, name := range c.surname {
			require.Empty(t, owner[name.latin], "%s is in %s and %s", name.latin, c.code, owner[name.latin])
			owner[name.latin] = c.code
		}
	}
}

func TestEveryLocaleHasItsCulture(t *testing.T) {
	cultures := readCultures()
	for _, l := range readLocales() {
		require.Equal(t, l.culture, cultureOf(cultures, l.culture).code, l.country)
	}
	for _, c := range companies {
		require.Equal(t, c.country, localeOf(readLocales(), c.country).country, c.name)
	}
}

func TestTheLongNameHas200Letters(t *testing.T) {
	require.Len(t, []rune(longName()), 200)
}
