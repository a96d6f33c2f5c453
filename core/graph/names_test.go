package graph

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// FuzzTheNamesInAnObjectAreThoseThatADecoderFinds holds what looks for names alone against a decoder that reads everything.
func FuzzTheNamesInAnObjectAreThoseThatADecoderFinds(f *testing.F) {
	for _, object := range []string{
		`{}`, `{"id":"a","mail":null}`, ` { "a" : { "b" : [ { "c" : 1 } ] } , "d" : [ ] } `, `{"a":"{\"b\":1}","c":":"}`, `{"":1}`,
		`{"\u0040removed":{"reason":"deleted"}}`, `{"\ud83d":1,"\ud83e":2}`, `{"a\"b":"\\","c":"\\\""}`, `{"é":1,"\ud83d\ude00":2}`,
	} {
		f.Add(object)
	}
	f.Fuzz(func(t *testing.T, object string) {
		var all map[string]json.RawMessage
		if !utf8.ValidString(object) || json.Unmarshal([]byte(object), &all) != nil {
			return // no JSON object
		}
		require.ElementsMatch(t, slices.Collect(maps.Keys(all)), slices.Compact(slices.Sorted(slices.Values(namesIn([]byte(object))))))
	})
}
