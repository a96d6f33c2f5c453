package change

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// How long a password may be, in signs, and in words for a passphrase; zero takes the usual.
const (
	fewestSigns, mostSigns, usualSigns = 14, 64, 16
	fewestWords, mostWords, usualWords = 4, 10, 4
)

// The signs of a password, without those that are mistaken for others when they are read out or typed over.
const (
	smallLetters = "abcdefghijkmnpqrstuvwxyz"
	bigLetters   = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	digits       = "23456789"
	marks        = "!#%+-=?@*"
)

//go:embed words.txt
var wordText string

// words are the words of a passphrase: plain English, 4 to 7 letters, each once.
var words = strings.Fields(wordText)

var (
	errLength  = errors.New("the length is not allowed")
	errNoLuck  = errors.New("no password without a part of the user's name could be made")
	errNoBytes = errors.New("the machine gives no random numbers")
)

// newPassword makes a password that holds no part of the user's names. Microsoft asks for three of four classes of signs
// and bans the account's name (https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy).
func (s *Service) newPassword(options PasswordOptions, user m365.User) (m365.Secret, error) {
	source := &chance{fill: s.options.Random}
	draw := func() (string, error) { return source.signs(options.Length) }
	least, most, usual, unit := fewestSigns, mostSigns, usualSigns, "signs"
	if options.Passphrase {
		draw = func() (string, error) { return source.phrase(options.Length) }
		least, most, usual, unit = fewestWords, mostWords, usualWords, "words"
	}
	if options.Length == 0 {
		options.Length = usual
	}
	if options.Length < least || options.Length > most {
		return m365.Secret{}, fmt.Errorf("a password has %d to %d %s, not %d: %w", least, most, unit, options.Length, errLength)
	}
	banned := nameParts(user)
	const tries = 1000
	for range tries {
		text, err := draw()
		if err != nil {
			return m365.Secret{}, fmt.Errorf("%w: %w", errNoBytes, err)
		}
		if acceptable(text, banned) {
			return m365.NewSecret(text), nil
		}
	}
	return m365.Secret{}, errNoLuck
}

// acceptable says that a password has three classes of signs and no banned part in it. It begins with no mark: in a file a
// spreadsheet would take that for a formula.
func acceptable(text string, banned []string) bool {
	if strings.ContainsAny(text[:1], marks) {
		return false
	}
	classes := 0
	for _, class := range []string{smallLetters + "lo", bigLetters + "IO", digits + "01", marks} {
		if strings.ContainsAny(text, class) {
			classes++
		}
	}
	folded := strings.ToLower(text)
	return classes >= 3 && !slices.ContainsFunc(banned, func(part string) bool { return strings.Contains(folded, part) })
}

// nameParts are the pieces of a user's names that are long enough to matter.
func nameParts(user m365.User) []string {
	var parts []string
	for _, name := range []string{user.UserPrincipalName, user.DisplayName, user.GivenName, user.Surname, user.MailNickname} {
		local, _, _ := strings.Cut(strings.ToLower(name), "@")
		for _, part := range strings.FieldsFunc(local, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if len(part) >= 3 {
				parts = append(parts, part)
			}
		}
	}
	return parts
}

// chance draws without favour from a source of random bytes.
type chance struct {
	fill func([]byte) error
}

// below is a number from 0 up to n, n at most 65536, each as likely as the others: draws from the uneven end of the range
// are thrown away.
func (c *chance) below(n int) (int, error) {
	const all = 1 << 16
	var drawn [2]byte
	for {
		if err := c.fill(drawn[:]); err != nil {
			return 0, err
		}
		if number := int(drawn[0])<<8 | int(drawn[1]); number < all-all%n {
			return number % n, nil
		}
	}
}

// signs is a password of single signs.
func (c *chance) signs(length int) (string, error) {
	const alphabet = smallLetters + bigLetters + digits + marks
	text := make([]byte, length)
	for i := range text {
		at, err := c.below(len(alphabet))
		if err != nil {
			return "", err
		}
		text[i] = alphabet[at]
	}
	return string(text), nil
}

// phrase is a password of words with hyphens between, one of them with a capital, and a digit behind one.
func (c *chance) phrase(count int) (string, error) {
	chosen := make([]string, count)
	for i := range chosen {
		at, err := c.below(len(words))
		if err != nil {
			return "", err
		}
		chosen[i] = words[at]
	}
	capital, err := c.below(count)
	if err != nil {
		return "", err
	}
	numbered, err := c.below(count)
	if err != nil {
		return "", err
	}
	digit, err := c.below(len(digits))
	if err != nil {
		return "", err
	}
	chosen[capital] = strings.ToUpper(chosen[capital][:1]) + chosen[capital][1:]
	chosen[numbered] += digits[digit : digit+1]
	return strings.Join(chosen, "-"), nil
}
