package change_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// passwords makes passwords for a user out of given random numbers.
func passwords(user m365.User, random func([]byte) error) func(change.PasswordOptions) (string, error) {
	cloud := newCloud(ada)
	user.Key = ada
	cloud.users[ada].user = user
	service := change.New(change.Options{
		Directory: cloud, Users: newLocal(), Journal: newJournal(), Random: random,
		Tenant: func(context.Context, m365.TenantID) (m365.Tenant, error) { return m365.Tenant{}, nil },
		Tier:   func() access.Tier { return access.Full }, Who: func() string { return "" },
	})
	return func(options change.PasswordOptions) (string, error) {
		plan, err := service.Plan(context.Background(), change.Intent{Action: change.ResetPassword, User: ada, Password: options})
		if err != nil {
			return "", err
		}
		return passwordOf(plan), nil
	}
}

func classes(text string) int {
	count := 0
	for _, is := range []func(rune) bool{unicode.IsLower, unicode.IsUpper, unicode.IsDigit, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }} {
		if strings.ContainsFunc(text, is) {
			count++
		}
	}
	return count
}

func TestAPasswordHasItsLengthThreeClassesNothingAmbiguousAndNoName(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		length := rapid.IntRange(14, 64).Draw(rt, "length")
		user := m365.User{UserPrincipalName: "abc.de@contoso.com", DisplayName: "Xyz Abc"}
		password, err := passwords(user, nil)(change.PasswordOptions{Length: length})
		require.NoError(rt, err)
		require.Len(rt, password, length)
		require.GreaterOrEqual(rt, classes(password), 3)
		require.False(rt, strings.ContainsAny(password, "0O1lI|`'\" "), password)
		for _, part := range []string{"abc", "xyz"} {
			require.NotContains(rt, strings.ToLower(password), part)
		}
	})
}

func TestAPasswordBeginsWithNoMarkThatASpreadsheetWouldRun(t *testing.T) {
	one := passwords(m365.User{}, nil)
	for range 500 {
		password, err := one(change.PasswordOptions{})
		require.NoError(t, err)
		require.Equal(t, password, table.AsText(password))
	}
}

func TestAPassphraseIsWordsWithHyphensACapitalAndADigit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		count := rapid.IntRange(4, 10).Draw(rt, "count")
		phrase, err := passwords(m365.User{UserPrincipalName: "river@contoso.com"}, nil)(change.PasswordOptions{Passphrase: true, Length: count})
		require.NoError(rt, err)
		parts := strings.Split(phrase, "-")
		require.Len(rt, parts, count)
		require.GreaterOrEqual(rt, classes(phrase), 3)
		require.NotContains(rt, strings.ToLower(phrase), "river")
		digits, capitals := 0, 0
		for _, part := range parts {
			word := strings.TrimRightFunc(part, unicode.IsDigit)
			digits += len(part) - len(word)
			if unicode.IsUpper(rune(word[0])) {
				capitals++
			}
			require.GreaterOrEqual(rt, len(word), 4)
			require.LessOrEqual(rt, len(word), 7)
		}
		require.Equal(rt, 1, digits)
		require.Equal(rt, 1, capitals)
	})
}

func TestThereAreEnoughPlainWords(t *testing.T) {
	words := change.Words()
	require.GreaterOrEqual(t, len(words), 1024)
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(words))), len(words), "each once")
	for _, word := range words {
		require.Regexp(t, "^[a-z]{4,7}$", word)
	}
}

func TestEverySignIsAsLikelyAsTheOthers(t *testing.T) {
	counts := make(map[rune]int)
	total := 0
	one := passwords(m365.User{}, nil)
	for range 1500 {
		password, err := one(change.PasswordOptions{Length: 64})
		require.NoError(t, err)
		for _, sign := range password {
			counts[sign]++
			total++
		}
	}
	mean := float64(total) / float64(len(counts))
	for sign, count := range counts {
		// Seven standard deviations: once in some hundred thousand million runs.
		require.InDelta(t, mean, float64(count), 7*math.Sqrt(mean), "%q", sign)
	}
}

func TestTheUnevenEndOfTheRandomNumbersIsThrownAway(t *testing.T) {
	given := 0
	password, err := passwords(m365.User{}, func(into []byte) error {
		// The highest number first, then numbers that go up.
		for i := range into {
			into[i] = 0xff
		}
		if given > 0 {
			into[0], into[1] = 0, byte(given)
		}
		given++
		return nil
	})(change.PasswordOptions{Length: 60})
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(password, "bcdefgh"), "%s", password)
	require.Equal(t, 61, given)
}

func TestNoRandomNumbersMakeNoPassword(t *testing.T) {
	broken := errors.New("broken")
	_, err := passwords(m365.User{}, func([]byte) error { return broken })(change.PasswordOptions{})
	require.ErrorIs(t, err, change.ErrIntent)
	for _, options := range []change.PasswordOptions{{Length: 13}, {Length: 65}, {Passphrase: true, Length: 3}, {Passphrase: true, Length: 11}, {Length: -1}} {
		_, err := passwords(m365.User{}, nil)(options)
		require.ErrorIs(t, err, change.ErrIntent)
	}
	usual, err := passwords(m365.User{}, nil)(change.PasswordOptions{})
	require.NoError(t, err)
	require.Len(t, usual, 16)
}
