package main

import (
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"os"
)

// An icns file holds one icon of macOS in many sizes: the word icns and the length of the file, then entries, each of a type
// of four letters, the length with these eight bytes, and the picture. Numbers are big-endian.

// icnsEntry is one picture in an icns file.
type icnsEntry struct {
	kind   string
	size   int
	encode func(image.Image) ([]byte, error)
}

// icnsEntries are the sizes that macOS asks for, each for plain displays and for those with twice the pixels. The two
// smallest have types for PNGs as well, icp4 and icp5, but macOS scrambles those where the icon is that of a program; it
// wants colours and mask apart.
var icnsEntries = []icnsEntry{
	{"is32", 16, encodeColours},
	{"s8mk", 16, encodeMask},
	{"ic11", 32, encodePNG}, // 16 at twice the pixels
	{"il32", 32, encodeColours},
	{"l8mk", 32, encodeMask},
	{"ic12", 64, encodePNG}, // 32 at twice the pixels
	{"ic07", 128, encodePNG},
	{"ic13", 256, encodePNG}, // 128 at twice the pixels
	{"ic08", 256, encodePNG},
	{"ic14", 512, encodePNG}, // 256 at twice the pixels
	{"ic09", 512, encodePNG},
	{"ic10", 1024, encodePNG}, // 512 at twice the pixels
}

// icnsHeader is the length of a type and a length.
const icnsHeader = 8

func writeIcns(path string) error {
	data, err := encodeIcns()
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

// encodeIcns returns the mark as an icns file.
func encodeIcns() ([]byte, error) {
	var entries []byte
	for _, entry := range icnsEntries {
		mark, err := renderMark(entry.size)
		if err != nil {
			return nil, err
		}
		data, err := entry.encode(mark)
		if err != nil {
			return nil, fmt.Errorf("icns entry %s: %w", entry.kind, err)
		}
		entries = appendIcns(entries, entry.kind, data)
	}
	return appendIcns(nil, "icns", entries), nil
}

// appendIcns appends an entry; the file as a whole has the same form.
func appendIcns(to []byte, kind string, data []byte) []byte {
	to = append(to, kind...)
	to = binary.BigEndian.AppendUint32(to, uint32(icnsHeader+len(data)))
	return append(to, data...)
}

// encodeColours returns all reds of a picture, then all greens, then all blues, each packed.
func encodeColours(picture image.Image) ([]byte, error) {
	var packed []byte
	for _, channel := range []func(color.NRGBA) byte{
		func(c color.NRGBA) byte { return c.R },
		func(c color.NRGBA) byte { return c.G },
		func(c color.NRGBA) byte { return c.B },
	} {
		packed = append(packed, packBytes(channelOf(picture, channel))...)
	}
	return packed, nil
}

// encodeMask returns how opaque each pixel is.
func encodeMask(picture image.Image) ([]byte, error) {
	return channelOf(picture, func(c color.NRGBA) byte { return c.A }), nil
}

// channelOf returns one value of each pixel, row by row.
func channelOf(picture image.Image, channel func(color.NRGBA) byte) []byte {
	bounds := picture.Bounds()
	values := make([]byte, 0, bounds.Dx()*bounds.Dy())
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			values = append(values, channel(color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA)))
		}
	}
	return values
}

// Packed bytes are pieces with a leading byte: below 128, it and one more bytes follow as they are; from 128 on, one byte
// follows that stands for 125 fewer repetitions.
const (
	longestPlain  = 128
	shortestRun   = 3
	longestRun    = 130
	runLeadOffset = 128 - shortestRun
)

func packBytes(values []byte) []byte {
	var packed []byte
	for len(values) > 0 {
		if run := runLength(values); run >= shortestRun {
			packed = append(packed, byte(run+runLeadOffset), values[0])
			values = values[run:]
			continue
		}
		plain := plainLength(values)
		packed = append(packed, byte(plain-1))
		packed = append(packed, values[:plain]...)
		values = values[plain:]
	}
	return packed
}

// runLength counts how often the first value comes in a row.
func runLength(values []byte) int {
	n := 1
	for n < len(values) && n < longestRun && values[n] == values[0] {
		n++
	}
	return n
}

// plainLength counts the values up to the first run that is worth packing.
func plainLength(values []byte) int {
	n := 1
	for n < len(values) && n < longestPlain && runLength(values[n:]) < shortestRun {
		n++
	}
	return n
}
