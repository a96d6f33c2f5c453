package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// debFile is a file that a Debian package brings.
type debFile struct {
	path string // below the root, without a slash before it
	mode int64
	body []byte
}

// debArchive is a Debian package: an ar archive of the form's version, a tar archive about the package and one with its
// files (deb(5)). It is written here, because dpkg-deb is on Debian only.
type debArchive struct {
	control []byte // what the package manager is told
	files   []debFile
	time    time.Time
}

// bytes is the package as a file. All in it belongs to root and has the same time.
func (a debArchive) bytes() ([]byte, error) {
	about, err := a.tarGz([]debFile{
		{path: "control", mode: 0o644, body: a.control},
		{path: "md5sums", mode: 0o644, body: a.md5sums()},
	})
	if err != nil {
		return nil, err
	}
	files, err := a.tarGz(a.files)
	if err != nil {
		return nil, err
	}
	out := bytes.NewBufferString("!<arch>\n")
	a.member(out, "debian-binary", []byte("2.0\n"))
	a.member(out, "control.tar.gz", about)
	a.member(out, "data.tar.gz", files)
	return out.Bytes(), nil
}

// member writes one file of the ar archive: a line of columns, then the file, then a byte where its size is odd.
func (a debArchive) member(out *bytes.Buffer, name string, body []byte) {
	fmt.Fprintf(out, "%-16s%-12d%-6d%-6d%-8o%-10d`\n", name, a.time.Unix(), 0, 0, 0o100644, len(body))
	out.Write(body)
	if len(body)%2 == 1 {
		out.WriteByte('\n')
	}
}

// tarGz packs files, each after the folders it lies in.
func (a debArchive) tarGz(files []debFile) ([]byte, error) {
	var out bytes.Buffer
	packed, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	archive := tar.NewWriter(packed)
	for _, folder := range foldersOf(files) {
		header := &tar.Header{Typeflag: tar.TypeDir, Name: "./" + strings.TrimPrefix(folder+"/", "./"), Mode: 0o755}
		if err := a.entry(archive, header, nil); err != nil {
			return nil, err
		}
	}
	for _, file := range files {
		header := &tar.Header{Typeflag: tar.TypeReg, Name: "./" + file.path, Mode: file.mode, Size: int64(len(file.body))}
		if err := a.entry(archive, header, file.body); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	if err := packed.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (a debArchive) entry(archive *tar.Writer, header *tar.Header, body []byte) error {
	header.Format = tar.FormatGNU
	header.Uname, header.Gname = "root", "root"
	header.ModTime = a.time
	if err := archive.WriteHeader(header); err != nil {
		return err
	}
	_, err := archive.Write(body)
	return err
}

// foldersOf lists every folder that the files lie in, the outer before the inner; the root is ".".
func foldersOf(files []debFile) []string {
	var folders []string
	for _, file := range files {
		for folder := path.Dir(file.path); ; folder = path.Dir(folder) {
			folders = append(folders, folder)
			if folder == "." {
				break
			}
		}
	}
	slices.Sort(folders)
	return slices.Compact(folders)
}

// md5sums is what dpkg --verify compares the installed files with.
func (a debArchive) md5sums() []byte {
	var lines bytes.Buffer
	for _, file := range a.files {
		fmt.Fprintf(&lines, "%x  %s\n", md5.Sum(file.body), file.path)
	}
	return lines.Bytes()
}

// installedSize is the space that the package takes, in KiB: each file fills its last one, each folder takes one.
func (a debArchive) installedSize() int {
	size := len(foldersOf(a.files))
	for _, file := range a.files {
		size += (len(file.body) + 1023) / 1024
	}
	return size
}
