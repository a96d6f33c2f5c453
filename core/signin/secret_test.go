package signin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/signin"
)

func TestASecretIsNeverPrinted(t *testing.T) {
	const text = "correct-horse"
	secret := signin.NewSecret(text)
	token := signin.Token{Value: secret, Scopes: []string{"User.Read"}, Expires: time.Now()}
	inside := struct{ hidden signin.Token }{token}
	for _, value := range []any{secret, &secret, token, &token, inside, &inside, []signin.Secret{secret}, map[string]signin.Token{"a": token}, []any{&token}} {
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
	require.True(t, signin.Secret{}.Empty())
	require.Equal(t, "[secret]", signin.Secret{}.String(), "even whether there is one is not told")
}
