package main

import (
	"debug/elf"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// debWayland has the function wl_proxy_marshal_flags, which GLFW calls, since 1.20.
const debWayland = "libwayland-client0 (>= 1.20)"

// debLibraries names the Debian package of every library that the program is linked with. Ubuntu's are named alike.
var debLibraries = map[string]string{
	"libGL.so.1":             "libgl1",
	"libX11.so.6":            "libx11-6",
	"libXcursor.so.1":        "libxcursor1",
	"libXi.so.6":             "libxi6",
	"libXinerama.so.1":       "libxinerama1",
	"libXrandr.so.2":         "libxrandr2",
	"libXxf86vm.so.1":        "libxxf86vm1",
	"libwayland-client.so.0": debWayland,
	"libwayland-cursor.so.0": "libwayland-cursor0",
	"libwayland-egl.so.1":    "libwayland-egl1",
	"libxkbcommon.so.0":      "libxkbcommon0",
}

// glibcLibraries are all parts of Debian's libc6.
var glibcLibraries = []string{
	"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libresolv.so.2", "ld-linux-x86-64.so.2",
}

// debLoaded are the packages of what is not in the list of linked libraries: GLFW loads these by name when it starts (a
// linker may drop them from the list, and Ubuntu's does), Go reads the certificates, and sign-in opens the browser with
// xdg-open.
var debLoaded = []string{
	"ca-certificates",
	"libegl1",
	"libgl1",
	debWayland,
	"libwayland-cursor0",
	"libwayland-egl1",
	"libx11-6",
	"libxcursor1",
	"libxi6",
	"libxinerama1",
	"libxkbcommon0",
	"libxrandr2",
	"xdg-utils",
}

// debDepends is the field Depends for a program: what it is linked with, what it loads by itself, and the oldest C library
// that has all the functions it calls.
func debDepends(program string) (string, error) {
	file, err := elf.Open(program)
	if err != nil {
		return "", fmt.Errorf("%s is no program for Linux: %w", program, err)
	}
	defer file.Close()
	if file.Machine != elf.EM_X86_64 {
		return "", fmt.Errorf("%s is for %v; the package is for x86-64", program, file.Machine)
	}
	linked, err := file.ImportedLibraries()
	if err != nil {
		return "", fmt.Errorf("read the libraries of %s: %w", program, err)
	}
	symbols, err := file.ImportedSymbols()
	if err != nil {
		return "", fmt.Errorf("read the symbols of %s: %w", program, err)
	}
	packages := map[string]bool{"libc6 (>= " + oldestGlibc(symbols) + ")": true}
	for _, name := range debLoaded {
		packages[name] = true
	}
	for _, library := range linked {
		if slices.Contains(glibcLibraries, library) {
			continue
		}
		name, known := debLibraries[library]
		if !known {
			return "", fmt.Errorf("%s needs %s: name the Debian package that has it in debLibraries", program, library)
		}
		packages[name] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(packages)), ", "), nil
}

// oldestGlibc is the oldest version of the C library that has all of the symbols.
func oldestGlibc(symbols []elf.ImportedSymbol) string {
	oldest := "2.2.5" // the first one for x86-64
	for _, symbol := range symbols {
		version, found := strings.CutPrefix(symbol.Version, "GLIBC_")
		if found && slices.Compare(dotted(version), dotted(oldest)) > 0 {
			oldest = version
		}
	}
	return oldest
}

// dotted is a version such as 2.34 as numbers, up to what is none.
func dotted(version string) []int {
	var numbers []int
	for part := range strings.SplitSeq(version, ".") {
		number, err := strconv.Atoi(part)
		if err != nil {
			break
		}
		numbers = append(numbers, number)
	}
	return numbers
}
