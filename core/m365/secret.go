package m365

import (
	"fmt"
	"io"
	"log/slog"
)

// Hidden is what a secret prints as.
const Hidden = "[secret]"

// Secret is a text that must not be printed, logged or stored: a token, a password. Only Reveal gives it away. The zero
// value is empty.
type Secret struct {
	// The text lies behind a pointer because fmt prints unexported fields of a struct around it without asking Format.
	text *string
}

// NewSecret hides text.
func NewSecret(text string) Secret { return Secret{text: &text} }

// Reveal returns the text itself, for the one place that sends it.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Empty says that there is no text.
func (s Secret) Empty() bool { return s.Reveal() == "" }

// String is "[secret]".
func (s Secret) String() string { return Hidden }

// GoString is "[secret]".
func (s Secret) GoString() string { return Hidden }

// Format prints "[secret]" for every verb.
func (s Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, Hidden) }

// MarshalText is "[secret]"; JSON and XML use it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(Hidden), nil }

// LogValue is "[secret]".
func (s Secret) LogValue() slog.Value { return slog.StringValue(Hidden) }
