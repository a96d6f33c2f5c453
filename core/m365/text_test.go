package m365_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// otherStrings are words of ours, made from other values of Graph.
var otherStrings = []string{"Type", "SignIn"}

func TestEveryTextOfAUserIsListedOnceUnderItsNameInGraph(t *testing.T) {
	var user m365.User
	value := reflect.ValueOf(&user).Elem()
	byPlace := make(map[*string]m365.Text)
	names := make(map[string]bool)
	for _, text := range m365.Texts() {
		place := text.Of(&user)
		_, taken := byPlace[place]
		require.False(t, taken, "%s has the place of another", text.Graph)
		require.False(t, names[text.Graph], "%s is listed twice", text.Graph)
		byPlace[place], names[text.Graph] = text, true
	}
	for i := range value.NumField() {
		field := value.Type().Field(i)
		if field.Type.Kind() != reflect.String || slices.Contains(otherStrings, field.Name) {
			continue
		}
		text, listed := byPlace[value.Field(i).Addr().Interface().(*string)]
		require.True(t, listed, "%s is not among the texts: it is neither read nor kept", field.Name)
		if tag := field.Tag.Get("json"); tag != "" {
			require.Equal(t, tag, text.Graph, field.Name)
		}
	}
}
