package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// commitTime is the time of the release in these tests.
var commitTime = time.Unix(1790000000, 0).UTC()

// makeDeb packs a stand-in for the program, and icons that say their size.
func makeDeb(t *testing.T, version string) []byte {
	t.Helper()
	folder := t.TempDir()
	in := debInput{program: filepath.Join(folder, "program"), icons: folder, license: "../../LICENSE", notices: filepath.Join(folder, "notices"), version: version}
	require.NoError(t, os.WriteFile(in.program, []byte("a stand-in"), 0o600))
	require.NoError(t, os.WriteFile(in.notices, []byte("licences of others"), 0o600))
	for _, size := range debIconSizes {
		require.NoError(t, os.WriteFile(filepath.Join(folder, strconv.Itoa(size)+".png"), fmt.Appendf(nil, "%d pixels", size), 0o600))
	}
	archive, err := newDeb(in, "libc6 (>= 2.34), libgl1", commitTime)
	require.NoError(t, err)
	content, err := archive.bytes()
	require.NoError(t, err)
	return content
}

// arMember is one file of an ar archive.
type arMember struct {
	name, header string
	body         []byte
}

// readAr reads an ar archive by the lengths in its headers.
func readAr(t *testing.T, content []byte) []arMember {
	t.Helper()
	rest, found := bytes.CutPrefix(content, []byte("!<arch>\n"))
	require.True(t, found, "no ar archive")
	var members []arMember
	for len(rest) > 0 {
		require.GreaterOrEqual(t, len(rest), 60, "a header is cut off")
		header := string(rest[:60])
		size, err := strconv.Atoi(strings.TrimSpace(header[48:58]))
		require.NoError(t, err)
		members = append(members, arMember{strings.TrimSpace(header[:16]), header, rest[60 : 60+size]})
		rest = rest[60+size+size%2:]
	}
	return members
}

// tarMember is one entry of a tar archive.
type tarMember struct {
	header *tar.Header
	body   []byte
}

func readTarGz(t *testing.T, content []byte) []tarMember {
	t.Helper()
	unpacked, err := gzip.NewReader(bytes.NewReader(content))
	require.NoError(t, err)
	archive := tar.NewReader(unpacked)
	var members []tarMember
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return members
		}
		require.NoError(t, err)
		body, err := io.ReadAll(archive)
		require.NoError(t, err)
		members = append(members, tarMember{header, body})
	}
}

// byName has the content of the files of a tar archive, without the folders.
func byName(members []tarMember) map[string]string {
	files := map[string]string{}
	for _, one := range members {
		if one.header.Typeflag == tar.TypeReg {
			files[one.header.Name] = string(one.body)
		}
	}
	return files
}

// readDeb gives the entries of both tar archives: about the package, and what it installs.
func readDeb(t *testing.T, content []byte) (about, installed []tarMember) {
	t.Helper()
	members := readAr(t, content)
	require.Len(t, members, 3)
	return readTarGz(t, members[1].body), readTarGz(t, members[2].body)
}

func TestADebIsAnArchiveOfThreeFilesInTheirOrder(t *testing.T) {
	members := readAr(t, makeDeb(t, "1.2.3"))
	require.Len(t, members, 3)
	require.Equal(t, "2.0\n", string(members[0].body))
	for i, name := range []string{"debian-binary", "control.tar.gz", "data.tar.gz"} {
		require.Equal(t, name, members[i].name)
		require.Equal(t, fmt.Sprintf("%-16s1790000000  0     0     100644  %-10d`\n", name, len(members[i].body)), members[i].header)
	}
}

func TestADebInstallsTheProgramAndAllThatDesktopsAskFor(t *testing.T) {
	about, installed := readDeb(t, makeDeb(t, "1.2.3"))
	const id = "io.github.tenantkeep.tenantkeep"
	want := map[string]int64{
		"./":                          0o755,
		"./usr/":                      0o755,
		"./usr/bin/":                  0o755,
		"./usr/bin/tenantkeep":        0o755,
		"./usr/share/":                0o755,
		"./usr/share/metainfo/":       0o755,
		"./usr/share/doc/":            0o755,
		"./usr/share/icons/":          0o755,
		"./usr/share/applications/":   0o755,
		"./usr/share/icons/hicolor/":  0o755,
		"./usr/share/doc/tenantkeep/": 0o755,
		"./usr/share/doc/tenantkeep/changelog.gz":        0o644,
		"./usr/share/doc/tenantkeep/copyright":           0o644,
		"./usr/share/doc/tenantkeep/THIRD_PARTY_NOTICES": 0o644,
		"./usr/share/applications/" + id + ".desktop":    0o644,
		"./usr/share/metainfo/" + id + ".metainfo.xml":   0o644,
	}
	for _, size := range []string{"16", "24", "32", "48", "64", "128", "256", "512"} {
		folder := "./usr/share/icons/hicolor/" + size + "x" + size + "/"
		want[folder] = 0o755
		want[folder+"apps/"] = 0o755
		want[folder+"apps/"+id+".png"] = 0o644
	}
	got := map[string]int64{}
	seen := []string{}
	for _, one := range installed {
		name := one.header.Name
		require.NotContains(t, got, name, "listed twice")
		got[name] = one.header.Mode
		if name != "./" {
			require.Contains(t, seen, filepath.ToSlash(filepath.Dir(strings.TrimSuffix(name, "/"))), "its folder comes after it")
		}
		seen = append(seen, strings.TrimPrefix(strings.TrimSuffix(name, "/"), "./"))
	}
	require.Equal(t, want, got)
	files := byName(installed)
	require.Equal(t, "a stand-in", files["./usr/bin/tenantkeep"])
	require.Equal(t, "licences of others", files["./usr/share/doc/tenantkeep/THIRD_PARTY_NOTICES"])
	require.Equal(t, "48 pixels", files["./usr/share/icons/hicolor/48x48/apps/"+id+".png"])
	require.Equal(t, []string{"./control", "./md5sums"}, slices.Sorted(maps.Keys(byName(about))))
}

func TestAllInADebBelongsToRootAndHasTheTimeOfTheCommit(t *testing.T) {
	about, installed := readDeb(t, makeDeb(t, "1.2.3"))
	for _, one := range slices.Concat(about, installed) {
		require.Zero(t, one.header.Uid, one.header.Name)
		require.Zero(t, one.header.Gid, one.header.Name)
		require.Equal(t, "root", one.header.Uname, one.header.Name)
		require.Equal(t, "root", one.header.Gname, one.header.Name)
		require.True(t, commitTime.Equal(one.header.ModTime), one.header.Name)
	}
}

func TestTheSumsOfADebAreThoseOfItsFiles(t *testing.T) {
	about, installed := readDeb(t, makeDeb(t, "1.2.3"))
	want := map[string]string{}
	for name, body := range byName(installed) {
		want[strings.TrimPrefix(name, "./")] = fmt.Sprintf("%x", md5.Sum([]byte(body)))
	}
	got := map[string]string{}
	for line := range strings.Lines(byName(about)["./md5sums"]) {
		sum, name, found := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		require.True(t, found, line)
		got[name] = sum
	}
	require.Equal(t, want, got)
}

// fieldsOf reads a paragraph of Debian's control files; further lines of a field are joined to it.
func fieldsOf(t *testing.T, text string) map[string]string {
	t.Helper()
	require.True(t, strings.HasSuffix(text, "\n"))
	fields, last := map[string]string{}, ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		require.NotEmpty(t, line, "an empty line ends the paragraph")
		if line[0] == ' ' {
			fields[last] += "\n" + line
			continue
		}
		name, value, found := strings.Cut(line, ": ")
		require.True(t, found, line)
		require.NotContains(t, fields, name)
		fields[name], last = value, name
	}
	return fields
}

func TestADebTellsThePackageManagerWhatItIs(t *testing.T) {
	about, installed := readDeb(t, makeDeb(t, "1.2.3"))
	fields := fieldsOf(t, byName(about)["./control"])
	require.Equal(t, "tenantkeep", fields["Package"])
	require.Equal(t, "1.2.3", fields["Version"])
	require.Equal(t, "amd64", fields["Architecture"])
	require.Equal(t, "libc6 (>= 2.34), libgl1", fields["Depends"])
	require.Equal(t, "optional", fields["Priority"])
	require.Equal(t, "admin", fields["Section"])
	require.Equal(t, "The Tenantkeep authors <tenantkeep@users.noreply.github.com>", fields["Maintainer"])
	require.True(t, strings.HasPrefix(fields["Description"], "every client's Microsoft 365 in one window\n"))
	require.Equal(t, strconv.Itoa(sizeOf(installed)), fields["Installed-Size"])
}

// sizeOf is the space that entries take in KiB: one a folder, and each begun one of a file.
func sizeOf(entries []tarMember) int {
	size := 0
	for _, one := range entries {
		size += max(1, (len(one.body)+1023)/1024)
	}
	return size
}

func TestAReleaseCandidateComesBeforeItsRelease(t *testing.T) {
	about, installed := readDeb(t, makeDeb(t, "1.2.3-rc.1"))
	require.Equal(t, "1.2.3~rc.1", fieldsOf(t, byName(about)["./control"])["Version"])
	require.Contains(t, byName(installed)["./usr/share/metainfo/io.github.tenantkeep.tenantkeep.metainfo.xml"],
		`<release version="1.2.3-rc.1" date="2026-09-21" type="development">`)
}

func TestTheTextsOfADebAreWellFormed(t *testing.T) {
	_, installed := readDeb(t, makeDeb(t, "1.2.3"))
	files := byName(installed)
	const id = "io.github.tenantkeep.tenantkeep"

	metainfo := files["./usr/share/metainfo/"+id+".metainfo.xml"]
	var component struct {
		ID         string `xml:"id"`
		Launchable string `xml:"launchable"`
	}
	require.NoError(t, xml.Unmarshal([]byte(metainfo), &component))
	require.Equal(t, id, component.ID)
	require.Equal(t, id+".desktop", component.Launchable)
	require.Contains(t, metainfo, `<release version="1.2.3" date="2026-09-21" type="stable">`)

	desktop := strings.Split(files["./usr/share/applications/"+id+".desktop"], "\n")
	require.Equal(t, "[Desktop Entry]", desktop[0])
	for _, line := range []string{"Exec=tenantkeep", "Icon=" + id, "StartupWMClass=Tenantkeep", "Type=Application"} {
		require.Contains(t, desktop, line)
	}

	license := files["./usr/share/doc/tenantkeep/copyright"]
	require.Contains(t, license, "\nCopyright: 2026 The Tenantkeep authors\n")
	require.Contains(t, license, "\n /usr/share/doc/tenantkeep/THIRD_PARTY_NOTICES.\n")
	require.Contains(t, license, "\n .\n Permission is hereby granted")
	require.True(t, strings.HasSuffix(license, "SOFTWARE.\n"))

	changes, err := gzip.NewReader(strings.NewReader(files["./usr/share/doc/tenantkeep/changelog.gz"]))
	require.NoError(t, err)
	text, err := io.ReadAll(changes)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(text), "tenantkeep (1.2.3) stable; urgency=medium\n"))
	require.Contains(t, string(text), ">  Mon, 21 Sep 2026 ")
}

func TestADebIsTheSameBytesTwice(t *testing.T) {
	require.Equal(t, makeDeb(t, "1.2.3"), makeDeb(t, "1.2.3"))
}
