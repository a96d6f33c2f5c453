// Package icons is the program's one set of icons: drawn for it, 16 pixels square, one stroke weight. The colour is left
// open ("currentColor") and filled in by the theme.
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

// The icons. App is the only one with colours of its own.
const (
	App            Name = "app"
	Activity       Name = "activity"
	ArrowDown      Name = "arrow-down"
	ArrowUp        Name = "arrow-up"
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
	Filter         Name = "filter"
	FilterActive   Name = "filter-active"
	First          Name = "first"
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
