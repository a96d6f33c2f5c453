package wire

import "unicode/utf8"

// mostWords is how much of what a service says is kept, in bytes: more than Microsoft ever said, and what a person can read.
const mostWords = 4_000

// Words is what a service says, as much of it as a person can read.
func Words(text string) string {
	if len(text) <= mostWords {
		return text
	}
	end := mostWords
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
