package m365_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// token is a secret among other fields, as the program keeps them.
type token struct {
	Value   m365.Secret
	Expires time.Time
}

func TestASecretIsNeverPrinted(t *testing.T) {
	const text = "correct-horse"
	secret := m365.NewSecret(text)
	signed := token{Value: secret, Expires: time.Now()}
	inside := struct{ hidden token }{signed}
	for _, value := range []any{secret, &secret, signed, &signed, inside, &inside, []m365.Secret{secret}, map[string]token{"a": signed}, []any{&signed}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			require.NotContains(t, fmt.Sprintf(verb, value), text, "%T with %s", value, verb)
			require.NotContains(t, fmt.Sprintf(verb, value), fmt.Sprintf("%x", text), "%T with %s", value, verb)
		}
		encoded, err := json.Marshal(value)
		require.NoError(t, err)
		require.NotContains(t, string(encoded), text)
		for _, handler := range []func(*bytes.Buffer) slog.Handler{
			func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
			func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		} {
			var log bytes.Buffer
			slog.New(handler(&log)).InfoContext(context.Background(), "m", "value", value)
			require.NotContains(t, log.String(), text)
		}
	}
	require.Equal(t, "[secret]", secret.String())
	require.Equal(t, "[secret]", fmt.Sprint(secret))
	require.Equal(t, text, secret.Reveal())
	require.True(t, m365.Secret{}.Empty())
	require.Equal(t, "[secret]", m365.Secret{}.String(), "even whether there is one is not told")
}
