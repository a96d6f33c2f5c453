package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"

	"github.com/tenantkeep/tenantkeep/assets/icons"
)

// markSizes are the sides, in pixels, in which desktops ask for the mark of a program.
var markSizes = []int{16, 20, 24, 32, 40, 48, 64, 128, 256, 512, 1024}

// makeIcons is the command "icons".
func makeIcons(args []string) error {
	flags := flag.NewFlagSet("icons", flag.ContinueOnError)
	folder := flags.String("o", "", "the folder for the pictures")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *folder == "" || flags.NArg() > 0 {
		return errors.New("say which folder the pictures go to: icons -o DIR")
	}
	return writeIcons(*folder)
}

func writeIcons(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, size := range markSizes {
		if err := writeMark(filepath.Join(folder, strconv.Itoa(size)+".png"), size); err != nil {
			return err
		}
	}
	return writeIcns(filepath.Join(folder, "tenantkeep.icns"))
}

func writeMark(path string, size int) error {
	mark, err := renderMark(size)
	if err != nil {
		return err
	}
	data, err := encodePNG(mark)
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

// renderMark draws the program's mark in a square of size pixels, with the library that draws it in the window too.
func renderMark(size int) (image.Image, error) {
	drawing, err := icons.SVG(icons.Mark(size))
	if err != nil {
		return nil, err
	}
	// Strict, so that a drawing with an element that the library leaves out is an error and not half a mark.
	mark, err := oksvg.ReadIconStream(bytes.NewReader(drawing), oksvg.StrictErrorMode)
	if err != nil {
		return nil, fmt.Errorf("read the drawing of the mark: %w", err)
	}
	mark.SetTarget(0, 0, float64(size), float64(size))
	picture := image.NewRGBA(image.Rect(0, 0, size, size))
	scanner := rasterx.NewScannerGV(size, size, picture, picture.Bounds())
	mark.Draw(rasterx.NewDasher(size, size, scanner), 1)
	return picture, nil
}

func encodePNG(picture image.Image) ([]byte, error) {
	var data bytes.Buffer
	err := png.Encode(&data, picture)
	return data.Bytes(), err
}
