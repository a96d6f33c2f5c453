package main

import (
	"debug/pe"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/tc-hib/winres"
	"github.com/tc-hib/winres/version"
)

// everyWindows are the libraries that a program of ours may need to start. With them comes the one that it draws with.
var everyWindows = []string{"GDI32.dll", "KERNEL32.dll", "SHELL32.dll", "USER32.dll", "msvcrt.dll"}

// drawsWith names by what the window is drawn the libraries that it may need to start too.
var drawsWith = map[string][]string{"opengl": {"OPENGL32.dll"}, "angle": {"libEGL.dll", "libGLESv2.dll"}}

// most is how many bytes a program may have.
const most = 64_000_000

// Bits of a program's header. learn.microsoft.com/windows/win32/debug/pe-format#dll-characteristics
const (
	highEntropy = 0x0020
	dynamicBase = 0x0040
	noExecute   = 0x0100
	windowed    = 2
)

// exe is what is checked of a program of Windows.
type exe struct {
	bytes           int64
	imports         []string
	subsystem       uint16
	characteristics uint16
	manifest        winres.AppManifest
	version         string
	icons           int
	signed          bool
}

// checkExe is the command "check-exe".
func checkExe(args []string) error {
	flags := flag.NewFlagSet("check-exe", flag.ContinueOnError)
	program := flags.String("program", "", "the built program `FILE`")
	release := flags.String("version", "", "the `version` that it should have")
	draws := flags.String("draws", "opengl", "what it draws its window with: opengl or angle")
	signed := flags.Bool("signed", false, "whether it should be signed")
	if err := parseAll(flags, args); err != nil {
		return err
	}
	found, err := readExe(*program)
	if err != nil {
		return err
	}
	found.print(os.Stdout)
	return found.check(*release, *draws, *signed)
}

func readExe(path string) (*exe, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	found := &exe{bytes: info.Size()}
	return found, errors.Join(found.readHeader(file), found.readResources(file), found.readSignature(file))
}

func (e *exe) readHeader(file io.ReaderAt) error {
	image, err := pe.NewFile(file)
	if err != nil {
		return err
	}
	header, ok := image.OptionalHeader.(*pe.OptionalHeader64)
	if !ok {
		return errors.New("it is no program of 64 bits")
	}
	e.subsystem, e.characteristics = header.Subsystem, header.DllCharacteristics
	symbols, err := image.ImportedSymbols()
	for _, symbol := range symbols {
		if _, library, found := strings.Cut(symbol, ":"); found {
			e.imports = append(e.imports, library)
		}
	}
	slices.Sort(e.imports)
	e.imports = slices.Compact(e.imports)
	return err
}

func (e *exe) readResources(file io.ReadSeeker) error {
	set, err := winres.LoadFromEXE(file)
	if err != nil {
		return fmt.Errorf("resources: %w", err)
	}
	if _, err := set.GetIcon(iconGroup); err != nil {
		return fmt.Errorf("icon: %w", err)
	}
	set.WalkType(winres.RT_ICON, func(winres.Identifier, uint16, []byte) bool { e.icons++; return true })
	if e.manifest, err = winres.AppManifestFromXML(set.Get(winres.RT_MANIFEST, winres.ID(1), version.LangDefault)); err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	info, err := version.FromBytes(set.Get(winres.RT_VERSION, winres.ID(1), version.LangDefault))
	if err != nil {
		return fmt.Errorf("version: %w", err)
	}
	if texts := info.Table()[version.LangDefault]; texts != nil {
		e.version = (*texts)[version.ProductVersion]
	}
	return nil
}

func (e *exe) readSignature(file io.ReadSeeker) (err error) {
	e.signed, err = winres.IsSignedEXE(file)
	return err
}

func (e *exe) print(out io.Writer) {
	fmt.Fprintf(out, "bytes      %d (limit %d)\n", e.bytes, most)
	fmt.Fprintf(out, "version    %s\n", e.version)
	fmt.Fprintf(out, "imports    %s\n", strings.Join(e.imports, " "))
	fmt.Fprintf(out, "windowed   %t, ASLR %t, high entropy %t, NX %t\n",
		e.subsystem == windowed, e.has(dynamicBase), e.has(highEntropy), e.has(noExecute))
	level := "as invoker"
	if e.manifest.ExecutionLevel != winres.AsInvoker {
		level = "ASKS FOR RIGHTS"
	}
	awareness, _ := e.manifest.DPIAwareness.MarshalText()
	fmt.Fprintf(out, "manifest   %s, long paths %t, screens %s, common controls 6 %t\n",
		level, e.manifest.LongPathAware, awareness, e.manifest.UseCommonControlsV6)
	fmt.Fprintf(out, "icons      %d\n", e.icons)
	fmt.Fprintf(out, "signed     %t\n", e.signed)
}

func (e *exe) has(bit uint16) bool { return e.characteristics&bit != 0 }

// check says everything that is not as it should be.
func (e *exe) check(release, draws string, signed bool) error {
	var wrong []error
	want := func(holds bool, format string, args ...any) {
		if !holds {
			wrong = append(wrong, fmt.Errorf(format, args...))
		}
	}
	want(e.bytes <= most, "it has %d bytes, more than %d", e.bytes, most)
	want(e.version == release, "it calls itself version %q", e.version)
	for _, library := range e.imports {
		known := slices.Contains(everyWindows, library) || slices.Contains(drawsWith[draws], library)
		want(known, "it needs %s to start", library)
	}
	want(e.subsystem == windowed, "it opens a console")
	want(e.has(dynamicBase) && e.has(highEntropy) && e.has(noExecute), "its memory is not protected: %#x", e.characteristics)
	want(e.manifest.ExecutionLevel == winres.AsInvoker, "it asks for rights")
	want(e.manifest.LongPathAware, "it cannot open long paths")
	want(e.manifest.DPIAwareness == winres.DPIPerMonitorV2, "it is blurred on a second screen")
	want(e.icons == len(iconSizes), "it has %d icons instead of %d", e.icons, len(iconSizes))
	want(e.signed == signed, "signed: %t", e.signed)
	return errors.Join(wrong...)
}
