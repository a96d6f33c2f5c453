// Package icons is the program's one set of icons: drawn for it, 16 pixels square, one stroke weight. The colour is left
// open ("currentColor") and filled in by the theme. The program's mark, a keep on a tile, is drawn here too.
package icons

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed *.svg
var files embed.FS

// Name is one icon, by the name of its file.
type Name string

// The program's mark, which has colours of its own: as it is from 64 pixels on, and simpler and larger on grids of 16, 20
// and 24 pixels, where every upright and level edge falls between two pixels. Mark chooses. The tile is a path because the
// library that draws it makes the corners of a rect of a few straight lines, which shows at 1024 pixels.
const (
	App   Name = "app"
	App16 Name = "app-16"
	App20 Name = "app-20"
	App24 Name = "app-24"
)

// The icons.
const (
	Activity       Name = "activity"
	ArrowDown      Name = "arrow-down"
	ArrowUp        Name = "arrow-up"
	Bell           Name = "bell"
	Calendar       Name = "calendar"
	Check          Name = "check"
	ChevronDown    Name = "chevron-down"
	ChevronLeft    Name = "chevron-left"
	ChevronRight   Name = "chevron-right"
	ChevronUp      Name = "chevron-up"
	Clock          Name = "clock"
	Close          Name = "close"
	Columns        Name = "columns"
	Copy           Name = "copy"
	Density        Name = "density"
	DensityRelaxed Name = "density-relaxed"
	Edit           Name = "edit"
	Error          Name = "error"
	Export         Name = "export"
	External       Name = "external"
	File           Name = "file"
	Filter         Name = "filter"
	FilterActive   Name = "filter-active"
	First          Name = "first"
	Folder         Name = "folder"
	Info           Name = "info"
	Integrations   Name = "integrations"
	Key            Name = "key"
	Last           Name = "last"
	Lock           Name = "lock"
	Menu           Name = "menu"
	Minus          Name = "minus"
	More           Name = "more"
	Plus           Name = "plus"
	Refresh        Name = "refresh"
	Search         Name = "search"
	Settings       Name = "settings"
	SignIn         Name = "sign-in"
	Success        Name = "success"
	Tenants        Name = "tenants"
	Theme          Name = "theme"
	Trash          Name = "trash"
	User           Name = "user"
	Users          Name = "users"
	Warning        Name = "warning"
)

// Hole is where a drawing leaves its colour open.
const Hole = "currentColor"

// Mark returns the drawing of the mark that is sharpest at a side in pixels: a small one where its grid divides the side.
// The one of 24 pixels also serves the small sides that no grid divides.
func Mark(side int) Name {
	switch {
	case side >= 64:
		return App
	case side%24 == 0:
		return App24
	case side%20 == 0:
		return App20
	case side%16 == 0:
		return App16
	default:
		return App24
	}
}

// SVG returns the drawing with its colour left open. It errors when there is no such icon.
func SVG(name Name) ([]byte, error) {
	drawing, err := files.ReadFile(string(name) + ".svg")
	if err != nil {
		return nil, fmt.Errorf("icon %q: %w", name, err)
	}
	return drawing, nil
}

// Tinted returns the drawing in one colour, written as #RRGGBB. It errors when there is no such icon.
func Tinted(name Name, colour string) ([]byte, error) {
	drawing, err := SVG(name)
	if err != nil {
		return nil, err
	}
	return bytes.ReplaceAll(drawing, []byte(Hole), []byte(colour)), nil
}

// All returns the names of all icons, in alphabetical order.
func All() ([]Name, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("list icons: %w", err)
	}
	names := make([]Name, 0, len(entries))
	for _, entry := range entries {
		names = append(names, Name(strings.TrimSuffix(entry.Name(), ".svg")))
	}
	return names, nil
}
