package main

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tc-hib/winres"
	"github.com/tc-hib/winres/version"
)

const license = "../../LICENSE"

func TestTheResourcesOfAProgramOfWindows(t *testing.T) {
	set, err := resourceSet("1.2.3-rc.1", license)
	require.NoError(t, err)
	icon, err := set.GetIcon(winres.Name("GLFW_ICON"))
	require.NoError(t, err, "GLFW finds the window's icon by this name")
	require.NotNil(t, icon)
	info, err := version.FromBytes(set.Get(winres.RT_VERSION, winres.ID(1), version.LangDefault))
	require.NoError(t, err)
	require.Equal(t, [4]uint16{1, 2, 3, 0}, info.FileVersion)
	require.True(t, info.Flags.Prerelease)
	texts := *info.Table()[version.LangDefault]
	require.Equal(t, "1.2.3-rc.1", texts[version.ProductVersion])
	require.Equal(t, "tenantkeep.exe", texts[version.OriginalFilename])
	require.Contains(t, texts[version.LegalCopyright], texts[version.CompanyName])
	require.NotContains(t, texts[version.CompanyName], "20", "the name stands without the year")
	manifest, err := winres.AppManifestFromXML(set.Get(winres.RT_MANIFEST, winres.ID(1), version.LangDefault))
	require.NoError(t, err)
	require.Equal(t, winres.AsInvoker, manifest.ExecutionLevel)
	require.Equal(t, winres.DPIPerMonitorV2, manifest.DPIAwareness)
	require.True(t, manifest.LongPathAware)
}

func TestTheResourcesAreTheSameTwice(t *testing.T) {
	write := func() []byte {
		path := filepath.Join(t.TempDir(), "resources.syso")
		require.NoError(t, resources([]string{"-version", "1.2.3", "-license", license, "-o", path}))
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		return content
	}
	require.Equal(t, write(), write())
}

func TestAVersionOfWindowsHasFourNumbers(t *testing.T) {
	for _, test := range []struct {
		name, version string
		want          [4]uint16
		fails         string
	}{
		{"a release", "1.20.300", [4]uint16{1, 20, 300, 0}, ""},
		{"one before a release", "1.0.0-beta.2", [4]uint16{1, 0, 0, 0}, ""},
		{"a number that is too large", "1.70000.0", [4]uint16{}, "65535"},
		{"no version", "v1", [4]uint16{}, "not a version"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := fourNumbers(test.version)
			if test.fails != "" {
				require.ErrorContains(t, err, test.fails)
				return
			}
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
}

// programFolder holds what stands for a built program, for one with ANGLE, and for the licences of the libraries.
func programFolder(t *testing.T) msiInput {
	t.Helper()
	folder := t.TempDir()
	in := msiInput{
		program: filepath.Join(folder, "tenantkeep.exe"), angle: filepath.Join(folder, "angle"), license: license,
		notices: filepath.Join(folder, "windows.txt"), whose: "user", version: "1.2.3",
	}
	require.NoError(t, save(in.program, []byte("program")))
	require.NoError(t, save(in.notices, []byte("licences of others")))
	for _, name := range angleNames {
		require.NoError(t, save(filepath.Join(in.angle, name), []byte(name)))
	}
	return in
}

func TestAnInstallerIsForOnePersonOrForTheMachine(t *testing.T) {
	in := programFolder(t)
	for _, test := range []struct {
		name, scope, angle string
		has, hasNot        []string
	}{
		{"for one person", "user", "", []string{`InstallScope="perUser"`, `"LocalAppDataFolder"`, `Root="HKCU"`, "RemoveInstallFolder"}, []string{"HKLM", "ProgramFiles", "libEGL"}},
		{"for the machine", "machine", "", []string{`InstallScope="perMachine"`, `"ProgramFiles64Folder"`, `Root="HKLM"`}, []string{"HKCU", "LocalAppData", "libEGL"}},
		{"with ANGLE", "user", in.angle, []string{"libEGL.dll", "libGLESv2.dll", `ComponentRef Id="Angle"`}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			in.whose, in.angle = test.scope, test.angle
			made, err := newInstaller(in)
			require.NoError(t, err)
			source, err := made.source()
			require.NoError(t, err)
			require.Contains(t, string(source), `Name="THIRD_PARTY_NOTICES.txt" Source="`+in.notices+`"`)
			for _, part := range test.has {
				require.Contains(t, string(source), part)
			}
			for _, part := range test.hasNot {
				require.NotContains(t, string(source), part)
			}
		})
	}
	in.whose = "everybody"
	_, err := newInstaller(in)
	require.ErrorContains(t, err, "want user or machine")
}

func TestAnInstallerWithoutHalfOfANGLEIsNotMade(t *testing.T) {
	in := programFolder(t)
	require.NoError(t, os.Remove(filepath.Join(in.angle, "libEGL.dll")))
	_, err := newInstaller(in)
	require.ErrorContains(t, err, "libEGL.dll")
	require.ErrorContains(t, portable(zipArgs(in, filepath.Join(t.TempDir(), "x.zip"))), "libEGL.dll")
}

func zipArgs(in msiInput, out string) []string {
	return []string{"-program", in.program, "-angle", in.angle, "-license", in.license, "-notices", in.notices, "-o", out}
}

func TestNoPackageIsMadeWithoutTheLicencesOfTheLibraries(t *testing.T) {
	for _, name := range []string{"deb", "zip", "msi"} {
		err := run([]string{name, "-o", filepath.Join(t.TempDir(), "package")})
		require.ErrorContains(t, err, "-notices", name)
	}
}

func TestTheCodesOfAnInstaller(t *testing.T) {
	require.Equal(t, productCode("user", "1.2.3"), productCode("user", "1.2.3"))
	codes := map[string]bool{}
	for _, scope := range []string{"user", "machine"} {
		for _, version := range []string{"1.2.3", "1.2.4", "1.2.3-rc.1"} {
			codes[productCode(scope, version)] = true
		}
	}
	require.Len(t, codes, 6, "Windows replaces one product by another only where the codes differ")
	require.NotEqual(t, scopes["user"].upgradeCode, scopes["machine"].upgradeCode)
	program := programFolder(t).program
	one, err := packageCode([]byte("a"), program)
	require.NoError(t, err)
	other, err := packageCode([]byte("b"), program)
	require.NoError(t, err)
	require.NotEqual(t, one, other)
}

func TestEveryPartOfTheInstallerBelongsToTheFeature(t *testing.T) {
	made, err := newInstaller(programFolder(t))
	require.NoError(t, err)
	source, err := made.source()
	require.NoError(t, err)
	decoder := xml.NewDecoder(bytes.NewReader(source))
	components, referred := map[string]bool{}, map[string]bool{}
	for {
		token, err := decoder.Token()
		if err != nil {
			break
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "Component":
			components[attribute(start, "Id")] = true
		case "ComponentRef":
			referred[attribute(start, "Id")] = true
		}
	}
	require.Len(t, components, 3)
	require.Equal(t, components, referred)
}

func attribute(of xml.StartElement, name string) string {
	for _, one := range of.Attr {
		if one.Name.Local == name {
			return one.Value
		}
	}
	return ""
}

func TestAnInstallerIsTheSameTwice(t *testing.T) {
	for _, tool := range []string{"wixl", "msibuild", "faketime", "msiinfo"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: make windows installs it", tool)
		}
	}
	t.Setenv("SOURCE_DATE_EPOCH", "1764000000")
	in := programFolder(t)
	build := func() (path string, content []byte) {
		path = filepath.Join(t.TempDir(), "tenantkeep.msi")
		require.NoError(t, msi([]string{
			"-program", in.program, "-angle", in.angle, "-scope", in.whose, "-version", in.version,
			"-license", in.license, "-notices", in.notices, "-o", path,
		}))
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		return path, content
	}
	path, one := build()
	require.NoError(t, os.Chtimes(in.program, time.Now(), time.Now().Add(time.Hour)))
	_, other := build()
	require.Equal(t, one, other)
	table, err := exec.Command("msiinfo", "export", path, "Property").Output()
	require.NoError(t, err)
	for _, part := range []string{"ProductVersion\t1.2.3", "{" + productCode("user", "1.2.3") + "}", scopes["user"].upgradeCode, "ARPPRODUCTICON"} {
		require.Contains(t, string(table), part)
	}
	files, err := exec.Command("msiinfo", "export", path, "File").Output()
	require.NoError(t, err)
	require.Equal(t, 6, strings.Count(string(files), "\t512\t"), "%s", files)
	require.Regexp(t, `(?m)^THIRD_PARTY_NOTICES\.txt\tProgram\t\S*THIRD_PARTY_NOTICES\.txt\t18\t`, string(files))
}

func TestTheArchiveOfWindowsIsTheSameTwiceAndHoldsEverything(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1764000000")
	in := programFolder(t)
	build := func(angle string) []byte {
		in.angle = angle
		path := filepath.Join(t.TempDir(), "tenantkeep.zip")
		require.NoError(t, portable(zipArgs(in, path)))
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		return content
	}
	angle := in.angle
	require.Equal(t, build(angle), build(angle))
	small := []string{"Tenantkeep/tenantkeep.exe", "Tenantkeep/LICENSE.txt", "Tenantkeep/THIRD_PARTY_NOTICES.txt"}
	require.Equal(t, small, entriesOf(t, build("none")))
	require.Equal(t, append(small,
		"Tenantkeep/angle/tenantkeep.exe", "Tenantkeep/angle/libEGL.dll", "Tenantkeep/angle/libGLESv2.dll",
	), entriesOf(t, build(angle)))
}

func entriesOf(t *testing.T, archive []byte) (names []string) {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	require.NoError(t, err)
	for _, file := range reader.File {
		names = append(names, file.Name)
		require.EqualValues(t, 1764000000, file.Modified.Unix())
	}
	return names
}

func TestAProgramThatIsNotAsItShouldBeIsNamed(t *testing.T) {
	good := exe{
		bytes: most, imports: []string{"KERNEL32.dll", "OPENGL32.dll"}, subsystem: windowed, icons: len(iconSizes), version: "1.2.3",
		characteristics: dynamicBase | highEntropy | noExecute,
		manifest:        winres.AppManifest{LongPathAware: true, DPIAwareness: winres.DPIPerMonitorV2},
	}
	require.NoError(t, good.check("1.2.3", "opengl", false))
	for _, test := range []struct {
		name  string
		spoil func(*exe)
		want  string
	}{
		{"too large", func(e *exe) { e.bytes++ }, "more than 64000000"},
		{"an older version", func(e *exe) { e.version = "1.2.2" }, "1.2.2"},
		{"a library that Windows lacks", func(e *exe) { e.imports = append(e.imports, "libstdc++-6.dll") }, "needs libstdc++-6.dll"},
		{"a console", func(e *exe) { e.subsystem = 3 }, "console"},
		{"memory at fixed places", func(e *exe) { e.characteristics = noExecute }, "protected"},
		{"rights of an administrator", func(e *exe) { e.manifest.ExecutionLevel = winres.RequireAdministrator }, "asks for rights"},
		{"short paths", func(e *exe) { e.manifest.LongPathAware = false }, "long paths"},
		{"one scale for all screens", func(e *exe) { e.manifest.DPIAwareness = winres.DPIAware }, "blurred"},
		{"few icons", func(e *exe) { e.icons = 1 }, "1 icons"},
		{"a signature that nobody expected", func(e *exe) { e.signed = true }, "signed: true"},
	} {
		t.Run(test.name, func(t *testing.T) {
			bad := good
			bad.imports = append([]string(nil), good.imports...)
			test.spoil(&bad)
			require.ErrorContains(t, bad.check("1.2.3", "opengl", false), test.want)
		})
	}
	require.ErrorContains(t, good.check("1.2.3", "angle", false), "needs OPENGL32.dll")
	require.ErrorContains(t, good.check("1.2.3", "opengl", true), "signed: false")
}
