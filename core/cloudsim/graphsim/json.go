package graphsim

import (
	"strconv"
	"time"
)

// Answers are written straight into a buffer: a page of users is too hot for maps and reflection.

const hexDigits = "0123456789abcdef"

func appendString(b []byte, text string) []byte {
	b = append(b, '"')
	start := 0
	for i := range len(text) {
		c := text[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		b = append(b, text[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
		}
	}
	b = append(b, text[start:]...)
	return append(b, '"')
}

// appendText writes null for an empty text.
func appendText(b []byte, text string) []byte {
	if text == "" {
		return append(b, "null"...)
	}
	return appendString(b, text)
}

// appendTime writes null for the zero time.
func appendTime(b []byte, at time.Time) []byte {
	if at.IsZero() {
		return append(b, "null"...)
	}
	b = append(b, '"')
	b = at.UTC().AppendFormat(b, time.RFC3339)
	return append(b, '"')
}

func appendBool(b []byte, flag bool) []byte { return strconv.AppendBool(b, flag) }

// appendTrueOrNull writes what Graph writes for onPremisesSyncEnabled: true, or null where it was never on.
func appendTrueOrNull(b []byte, flag bool) []byte {
	if !flag {
		return append(b, "null"...)
	}
	return append(b, "true"...)
}

func appendBoolPointer(b []byte, flag *bool) []byte {
	if flag == nil {
		return append(b, "null"...)
	}
	return strconv.AppendBool(b, *flag)
}

func appendInt(b []byte, number int) []byte { return strconv.AppendInt(b, int64(number), 10) }

func appendFloat(b []byte, number float64) []byte { return strconv.AppendFloat(b, number, 'f', -1, 64) }

func appendStrings(b []byte, all []string) []byte {
	return appendArray(b, len(all), func(b []byte, i int) []byte { return appendString(b, all[i]) })
}

// appendArray writes count elements with commas between them.
func appendArray(b []byte, count int, element func([]byte, int) []byte) []byte {
	b = append(b, '[')
	for i := range count {
		if i > 0 {
			b = append(b, ',')
		}
		b = element(b, i)
	}
	return append(b, ']')
}

// object writes a JSON object field by field.
type object struct {
	buffer []byte
	filled bool
}

func openObject(b []byte) *object { return &object{buffer: append(b, '{')} }

func (o *object) key(name string) {
	if o.filled {
		o.buffer = append(o.buffer, ',')
	}
	o.filled = true
	o.buffer = append(o.buffer, '"')
	o.buffer = append(o.buffer, name...)
	o.buffer = append(o.buffer, '"', ':')
}

func (o *object) text(name, text string) *object {
	o.key(name)
	o.buffer = appendText(o.buffer, text)
	return o
}

func (o *object) string(name, text string) *object {
	o.key(name)
	o.buffer = appendString(o.buffer, text)
	return o
}

func (o *object) time(name string, at time.Time) *object {
	o.key(name)
	o.buffer = appendTime(o.buffer, at)
	return o
}

func (o *object) bool(name string, flag bool) *object {
	o.key(name)
	o.buffer = appendBool(o.buffer, flag)
	return o
}

func (o *object) int(name string, number int) *object {
	o.key(name)
	o.buffer = appendInt(o.buffer, number)
	return o
}

func (o *object) strings(name string, all []string) *object {
	o.key(name)
	o.buffer = appendStrings(o.buffer, all)
	return o
}

// raw writes a field with what write appends.
func (o *object) raw(name string, write func([]byte) []byte) *object {
	o.key(name)
	o.buffer = write(o.buffer)
	return o
}

func (o *object) close() []byte { return append(o.buffer, '}') }
