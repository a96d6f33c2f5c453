package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheMarkIsAKeepOnATileAtEverySize(t *testing.T) {
	for _, size := range markSizes {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			mark, err := renderMark(size)
			require.NoError(t, err)
			require.Equal(t, image.Rect(0, 0, size, size), mark.Bounds())
			for _, corner := range []image.Point{{0, 0}, {size - 1, 0}, {0, size - 1}, {size - 1, size - 1}} {
				require.Zero(t, at(mark, corner.X, corner.Y).A, "corner %v", corner)
			}
			require.Equal(t, uint8(255), at(mark, size/2, 0).A, "the tile reaches the edge")
			parts := countParts(mark, image.Rect(size/8, size/8, size-size/8, size-size/8))
			require.Greater(t, parts[keep], size*size/6)
			require.Greater(t, parts[tile], size*size/6)
			require.GreaterOrEqual(t, parts[door], size*size/64)
		})
	}
}

func TestTheTileGoesFromBlueToTeal(t *testing.T) {
	for _, size := range markSizes {
		mark, err := renderMark(size)
		require.NoError(t, err)
		blue, teal := at(mark, size/8, size/8), at(mark, size-1-size/8, size-1-size/8)
		require.Greater(t, blue.B, blue.G, "%d pixels", size)
		require.Greater(t, blue.B, teal.B, "%d pixels", size)
		require.Greater(t, teal.G, blue.G, "%d pixels", size)
		require.Greater(t, teal.G, teal.B, "%d pixels", size)
	}
}

func TestTheCrenelsAreSharpAtEverySize(t *testing.T) {
	for _, size := range markSizes {
		mark, err := renderMark(size)
		require.NoError(t, err)
		row := crenelRow(size)
		merlons, before := 0, tile
		for x := size / 8; x < size-size/8; x++ {
			part := partAt(mark, x, row)
			require.NotEqual(t, mixed, part, "%d pixels: %d, %d is between two colours", size, x, row)
			if part == keep && before != keep {
				merlons++
			}
			before = part
		}
		require.Equal(t, 3, merlons, "%d pixels", size)
	}
}

func TestTheCommandWritesEverySizeAndTheSameBytesTwice(t *testing.T) {
	first, second := filepath.Join(t.TempDir(), "new", "folder"), t.TempDir()
	require.NoError(t, run([]string{"icons", "-o", first}))
	require.NoError(t, run([]string{"icons", "-o", second}))
	want := []string{"tenantkeep.icns"}
	for _, size := range markSizes {
		name := fmt.Sprintf("%d.png", size)
		want = append(want, name)
		require.Equal(t, image.Rect(0, 0, size, size), readPNG(t, filepath.Join(first, name)).Bounds())
	}
	require.ElementsMatch(t, want, namesIn(t, first))
	for _, name := range want {
		a, err := os.ReadFile(filepath.Join(first, name))
		require.NoError(t, err)
		b, err := os.ReadFile(filepath.Join(second, name))
		require.NoError(t, err)
		require.True(t, bytes.Equal(a, b), "%s differs", name)
	}
}

func TestTheCommandWantsAFolderAndNothingElse(t *testing.T) {
	for _, args := range [][]string{{"icons"}, {"icons", "-o", ""}, {"icons", "-o", t.TempDir(), "more"}} {
		require.EqualError(t, run(args), "icons: say which folder the pictures go to: icons -o DIR", "%q", args)
	}
}

func TestTheStoredPictureIsWhatTheDrawingGives(t *testing.T) {
	const stored = "../../assets/icons/app.png"
	// Processors round differently: a little, and not in many places.
	const tolerance = 2
	got := readPNG(t, stored)
	want, err := renderMark(512)
	require.NoError(t, err)
	require.Equal(t, want.Bounds(), got.Bounds())
	for y := range 512 {
		for x := range 512 {
			if distance(at(want, x, y), at(got, x, y)) > tolerance {
				require.Failf(t, "assets/icons/app.png is out of date", "at %d, %d; package icons -o DIR draws it anew as DIR/512.png", x, y)
			}
		}
	}
}

func TestTheIcnsHoldsThePictureOfEachEntry(t *testing.T) {
	data, err := encodeIcns()
	require.NoError(t, err)
	entries := parseIcns(t, data)
	for kind, size := range map[string]int{
		"ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024, "ic11": 32, "ic12": 64, "ic13": 256, "ic14": 512,
	} {
		picture, err := png.Decode(bytes.NewReader(entries[kind]))
		require.NoError(t, err, kind)
		requireMark(t, size, picture, kind)
	}
	for _, one := range []struct {
		colours, mask string
		size          int
	}{{"is32", "s8mk", 16}, {"il32", "l8mk", 32}} {
		requireMark(t, one.size, unpackPicture(t, entries[one.colours], entries[one.mask], one.size), one.colours)
	}
	require.Len(t, entries, 12)
}

func TestPackedBytesUnpackToThemselves(t *testing.T) {
	for _, one := range []struct {
		name           string
		values, packed []byte
	}{
		{"nothing", nil, nil},
		{"one", []byte{7}, []byte{0, 7}},
		{"two alike are not worth a run", []byte{7, 7}, []byte{1, 7, 7}},
		{"three alike", []byte{7, 7, 7}, []byte{128, 7}},
		{"the longest run", bytes.Repeat([]byte{7}, 130), []byte{255, 7}},
		{"one more than the longest run", bytes.Repeat([]byte{7}, 131), []byte{255, 7, 0, 7}},
		{"a run between others", []byte{1, 2, 3, 3, 3, 3, 4}, []byte{1, 1, 2, 129, 3, 0, 4}},
	} {
		t.Run(one.name, func(t *testing.T) {
			packed := packBytes(one.values)
			require.Equal(t, one.packed, packed)
			require.Equal(t, one.values, unpackBytes(t, packed))
		})
	}
	climb := make([]byte, 300)
	for i := range climb {
		climb[i] = byte(i)
	}
	require.Equal(t, climb, unpackBytes(t, packBytes(climb)), "longer than the longest plain piece")
}

// part is what a pixel of the mark shows.
type part int

const (
	nothing part = iota
	mixed
	tile
	keep
	door
)

func partAt(mark image.Image, x, y int) part {
	c := at(mark, x, y)
	switch {
	case c.A == 0:
		return nothing
	case c.A < 255:
		return mixed
	case min(c.R, c.G, c.B) >= 0xF0:
		return keep
	case distance(c, color.NRGBA{0x1B, 0x5F, 0xCC, 0xFF}) <= 2:
		return door
	case c.R <= 0x4C && c.G >= 0x8C && c.B >= 0x98:
		return tile
	default:
		return mixed
	}
}

// crenelRow is a row of pixels through the crenels, which lie higher in the small drawings.
func crenelRow(size int) int {
	if size < 64 {
		return size / 5
	}
	return size / 4
}

func countParts(mark image.Image, in image.Rectangle) map[part]int {
	count := map[part]int{}
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			count[partAt(mark, x, y)]++
		}
	}
	return count
}

func at(picture image.Image, x, y int) color.NRGBA {
	return color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA)
}

// distance is how far two colours lie apart in the channel where they do most.
func distance(a, b color.NRGBA) int {
	apart := func(a, b uint8) int { return max(int(a), int(b)) - min(int(a), int(b)) }
	return max(apart(a.R, b.R), apart(a.G, b.G), apart(a.B, b.B), apart(a.A, b.A))
}

func requireMark(t *testing.T, size int, got image.Image, name string) {
	t.Helper()
	want, err := renderMark(size)
	require.NoError(t, err)
	require.Equal(t, want.Bounds(), got.Bounds(), name)
	for y := range size {
		for x := range size {
			if at(want, x, y) != at(got, x, y) {
				require.Failf(t, "not the mark", "%s at %d, %d", name, x, y)
			}
		}
	}
}

func readPNG(t *testing.T, path string) image.Image {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	picture, err := png.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	return picture
}

func namesIn(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// parseIcns returns what each entry of an icns file holds, by its type.
func parseIcns(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	require.Equal(t, "icns", string(data[:4]))
	require.Equal(t, len(data), int(binary.BigEndian.Uint32(data[4:])), "the length of the file")
	entries := map[string][]byte{}
	for rest := data[8:]; len(rest) > 0; {
		require.GreaterOrEqual(t, len(rest), 8)
		kind, length := string(rest[:4]), int(binary.BigEndian.Uint32(rest[4:]))
		require.GreaterOrEqual(t, length, 8, kind)
		require.LessOrEqual(t, length, len(rest), kind)
		require.NotContains(t, entries, kind)
		entries[kind] = rest[8:length]
		rest = rest[length:]
	}
	return entries
}

func unpackPicture(t *testing.T, colours, mask []byte, size int) image.Image {
	t.Helper()
	pixels := size * size
	channels := unpackBytes(t, colours)
	require.Len(t, channels, 3*pixels)
	require.Len(t, mask, pixels)
	picture := image.NewNRGBA(image.Rect(0, 0, size, size))
	for i := range pixels {
		picture.SetNRGBA(i%size, i/size, color.NRGBA{channels[i], channels[pixels+i], channels[2*pixels+i], mask[i]})
	}
	return picture
}

func unpackBytes(t *testing.T, packed []byte) []byte {
	t.Helper()
	var values []byte
	for len(packed) > 0 {
		lead := int(packed[0])
		if lead >= 128 {
			values = append(values, bytes.Repeat(packed[1:2], lead-125)...)
			packed = packed[2:]
			continue
		}
		values = append(values, packed[1:lead+2]...)
		packed = packed[lead+2:]
	}
	return values
}
