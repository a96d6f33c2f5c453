package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"
)

// scope is for whom an installer installs.
type scope struct {
	// Install is WiX's word for it.
	Install string
	// Folder is where programs lie, Root the part of the registry that notes them, Key the attribute of what notes it.
	Folder, Root string
	// upgradeCode is the same for every version: it is how Windows finds the one that is installed.
	upgradeCode string
}

var scopes = map[string]scope{
	"user":    {"perUser", "LocalAppDataFolder", "HKCU", "6D1C1E2B-51AC-4B0B-9C6D-6A1B4A0F9A31"},
	"machine": {"perMachine", "ProgramFiles64Folder", "HKLM", "B4B7B0E1-3B2A-4B83-8F37-0B6F7C9E5D42"},
}

// installer is what an MSI is made of.
type installer struct {
	scope
	Version, ProductCode, UpgradeCode string
	Manufacturer, Homepage            string
	Program, Icon, License, Notices   string
	// Angle are the files of the program that needs no OpenGL; empty without it.
	Angle []angleFile
	// PerUser asks for what only an installation for one person needs.
	PerUser bool
}

type angleFile struct{ ID, Name, Source string }

// msiInput is what an installer is made from.
type msiInput struct {
	program, angle, license, notices, icon, whose, version string
}

// msi is the command "msi": an installer of Windows. wixl and msibuild (Debian's wixl and msitools) make it.
func msi(args []string) error {
	var in msiInput
	flags := flag.NewFlagSet("msi", flag.ContinueOnError)
	flags.StringVar(&in.program, "program", "", "the built program `FILE`")
	flags.StringVar(&in.angle, "angle", "none", "the `folder` with the program for ANGLE and ANGLE's two DLLs, or none")
	flags.StringVar(&in.whose, "scope", "", "user or machine")
	flags.StringVar(&in.version, "version", "", "the `version` of the release")
	flags.StringVar(&in.license, "license", "LICENSE", "the licence's `file`")
	flags.StringVar(&in.notices, "notices", "", "the `file` with the licences of the libraries")
	out := flags.String("o", "", "the installer `FILE` to write")
	if err := parseAll(flags, args); err != nil {
		return err
	}
	if in.angle == "none" {
		in.angle = ""
	}
	work, err := os.MkdirTemp("", "tenantkeep-msi")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if in.icon, err = writeIcon(work); err != nil {
		return err
	}
	made, err := newInstaller(in)
	if err != nil {
		return err
	}
	return made.build(work, *out)
}

func newInstaller(in msiInput) (*installer, error) {
	of, known := scopes[in.whose]
	if !known {
		return nil, fmt.Errorf("-scope %q: want user or machine", in.whose)
	}
	numbers, err := fourNumbers(in.version)
	if err != nil {
		return nil, err
	}
	files, err := angleFiles(in.angle)
	if err != nil {
		return nil, err
	}
	return &installer{
		scope: of, Version: fmt.Sprintf("%d.%d.%d", numbers[0], numbers[1], numbers[2]),
		ProductCode: productCode(in.whose, in.version), UpgradeCode: of.upgradeCode,
		Manufacturer: "The Tenantkeep authors", Homepage: homepage,
		Program: in.program, Icon: in.icon, License: in.license, Notices: in.notices, Angle: files, PerUser: in.whose == "user",
	}, nil
}

// productCode is another one for every version and scope, and the same for the same ones.
func productCode(whose, version string) string {
	return strings.ToUpper(uuid.NewSHA1(uuid.NameSpaceURL, []byte(homepage+"#"+whose+"-"+version)).String())
}

// packageCode is another one for every content. learn.microsoft.com/windows/win32/msi/package-codes
func packageCode(source []byte, files ...string) (string, error) {
	sum := sha256.New()
	sum.Write(source)
	for _, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		sum.Write(content)
	}
	return strings.ToUpper(uuid.NewSHA1(uuid.NameSpaceURL, sum.Sum(nil)).String()), nil
}

func writeIcon(work string) (string, error) {
	icon, err := markIcon()
	if err != nil {
		return "", err
	}
	var file bytes.Buffer
	if err := icon.SaveICO(&file); err != nil {
		return "", err
	}
	path := filepath.Join(work, "tenantkeep.ico")
	return path, save(path, file.Bytes())
}

// angleNames are what belongs beside each other where OpenGL is missing.
var angleNames = []string{"tenantkeep.exe", "libEGL.dll", "libGLESv2.dll"}

func angleFiles(folder string) ([]angleFile, error) {
	if folder == "" {
		return nil, nil
	}
	files := make([]angleFile, len(angleNames))
	for i, name := range angleNames {
		path := filepath.Join(folder, name)
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("the program for ANGLE is not whole: %w", err)
		}
		files[i] = angleFile{"Angle" + strings.NewReplacer(".", "", "lib", "").Replace(name), name, path}
	}
	return files, nil
}

// source is the description that wixl reads.
func (i *installer) source() ([]byte, error) {
	source, err := fill("installer.wxs", i)
	if err != nil {
		return nil, err
	}
	return source, xml.Unmarshal(source, new(struct{ XMLName xml.Name }))
}

// build writes the installer. wixl keeps the times of the files and of the clock in it: both are set to the release's.
func (i *installer) build(work, out string) error {
	at, err := releaseTime()
	if err != nil {
		return err
	}
	if err := i.stage(work, at); err != nil {
		return err
	}
	source, err := i.source()
	if err != nil {
		return err
	}
	const description, made = "tenantkeep.wxs", "tenantkeep.msi"
	if err := save(filepath.Join(work, description), source); err != nil {
		return err
	}
	code, err := packageCode(source, i.files(work)...)
	if err != nil {
		return err
	}
	for _, tool := range [][]string{
		{"faketime", "-f", at.Format("2006-01-02 15:04:05"), "wixl", "-a", "x64", "-o", made, description},
		{"msibuild", made, "-s", "Tenantkeep", i.Manufacturer, "x64;1033", "{" + code + "}"},
	} {
		if err := strictly(work, tool); err != nil {
			return err
		}
	}
	content, err := os.ReadFile(filepath.Join(work, made))
	if err != nil {
		return err
	}
	return save(out, content)
}

// files are all that is installed.
func (i *installer) files(work string) []string {
	var files []string
	for _, name := range []string{i.Program, i.License, i.Notices, i.Icon} {
		files = append(files, filepath.Join(work, name))
	}
	for _, file := range i.Angle {
		files = append(files, filepath.Join(work, file.Source))
	}
	return files
}

// stage copies what is installed into the folder of work, which wixl's paths begin at, with the time of the release.
func (i *installer) stage(work string, at time.Time) error {
	place := func(path *string, name string) error {
		content, err := os.ReadFile(*path)
		if err != nil {
			return err
		}
		*path = name
		placed := filepath.Join(work, name)
		return errors.Join(save(placed, content), os.Chtimes(placed, at, at))
	}
	err := errors.Join(
		place(&i.Program, "tenantkeep.exe"), place(&i.License, "LICENSE.txt"),
		place(&i.Notices, "THIRD_PARTY_NOTICES.txt"), place(&i.Icon, "icon.ico"),
	)
	for n := range i.Angle {
		err = errors.Join(err, place(&i.Angle[n].Source, "angle-"+i.Angle[n].Name))
	}
	return err
}

// ignored is how wixl says that it left something out.
var ignored = regexp.MustCompile(`GLib-GObject-WARNING|WARNING|warning`)

// strictly runs a tool in a folder, and fails too where it only warns.
func strictly(folder string, words []string) error {
	tool := exec.Command(words[0], words[1:]...)
	tool.Dir, tool.Env = folder, append(os.Environ(), "TZ=UTC", "LC_ALL=C.UTF-8")
	said, err := tool.CombinedOutput()
	if err == nil && ignored.Match(said) {
		err = errors.New("it left something out")
	}
	if err != nil {
		return fmt.Errorf("%s: %w: %s", words[0], err, said)
	}
	return nil
}
