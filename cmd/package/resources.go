package main

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"os"
	"strconv"
	"strings"

	"github.com/tc-hib/winres"
	"github.com/tc-hib/winres/version"
)

// iconGroup is the name by which GLFW finds the icon of a window in a program of Windows.
const iconGroup = winres.Name("GLFW_ICON")

// iconSizes are the sides in which Windows shows an icon, at every scale of its screens.
var iconSizes = []int{16, 20, 24, 32, 40, 48, 64, 128, 256}

// resources is the command "resources": what Go's linker puts into a program of Windows.
func resources(args []string) error {
	flags := flag.NewFlagSet("resources", flag.ContinueOnError)
	version := flags.String("version", "", "the `version` of the release")
	license := flags.String("license", "LICENSE", "the `file` that names the holder of the copyright")
	out := flags.String("o", "", "the object `file` to write, beside the program's source")
	if err := parseAll(flags, args); err != nil {
		return err
	}
	set, err := resourceSet(*version, *license)
	if err != nil {
		return err
	}
	var object bytes.Buffer
	if err := set.WriteObject(&object, winres.ArchAMD64); err != nil {
		return err
	}
	return save(*out, object.Bytes())
}

func resourceSet(release, license string) (*winres.ResourceSet, error) {
	set := &winres.ResourceSet{}
	icon, err := markIcon()
	if err != nil {
		return nil, err
	}
	if err := set.SetIcon(iconGroup, icon); err != nil {
		return nil, err
	}
	info, err := versionInfo(release, license)
	if err != nil {
		return nil, err
	}
	set.SetVersionInfo(*info)
	set.SetManifest(winres.AppManifest{
		Description:         "Tenantkeep",
		Compatibility:       winres.Win10AndAbove,
		ExecutionLevel:      winres.AsInvoker,
		DPIAwareness:        winres.DPIPerMonitorV2,
		LongPathAware:       true,
		UseCommonControlsV6: true, // the system's dialogs look as they do elsewhere
	})
	return set, nil
}

func markIcon() (*winres.Icon, error) {
	drawn := make([]image.Image, len(iconSizes))
	for i, size := range iconSizes {
		var err error
		if drawn[i], err = renderMark(size); err != nil {
			return nil, err
		}
	}
	return winres.NewIconFromImages(drawn)
}

// versionInfo is what Windows shows as the details of a program.
// learn.microsoft.com/windows/win32/menurc/versioninfo-resource
func versionInfo(release, license string) (*version.Info, error) {
	numbers, err := fourNumbers(release)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(license)
	if err != nil {
		return nil, err
	}
	holder, err := copyright(text)
	if err != nil {
		return nil, err
	}
	info := &version.Info{FileVersion: numbers, ProductVersion: numbers}
	info.Flags.Prerelease = strings.Contains(release, "-")
	for key, text := range map[string]string{
		version.ProductName: "Tenantkeep", version.FileDescription: "Tenantkeep", version.CompanyName: holderName(holder),
		version.LegalCopyright: "Copyright (c) " + holder, version.OriginalFilename: "tenantkeep.exe", version.InternalName: "tenantkeep",
		version.FileVersion: release, version.ProductVersion: release, version.Comments: homepage,
	} {
		if err := info.Set(version.LangDefault, key, text); err != nil {
			return nil, err
		}
	}
	return info, nil
}

// holderName leaves out since when the copyright is held.
func holderName(holder string) string { return strings.TrimLeft(holder, "0123456789-, ") }

// fourNumbers is a version as Windows and its installer count: without what comes after a hyphen.
func fourNumbers(release string) (numbers [4]uint16, err error) {
	if err := checkVersion(release); err != nil {
		return numbers, err
	}
	core, _, _ := strings.Cut(release, "-")
	for i, part := range strings.Split(core, ".") {
		number, err := strconv.ParseUint(part, 10, 16)
		if err != nil {
			return numbers, fmt.Errorf("version %s: Windows takes numbers up to 65535: %w", release, err)
		}
		numbers[i] = uint16(number)
	}
	return numbers, nil
}
