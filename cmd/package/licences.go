package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// licenceFile is a text that a library asks to be passed on.
type licenceFile struct {
	name, text string // the name begins at the library's folder
}

// The word stands for itself in the name: LICENSE_Inter.txt is one, license_details.go is code. A notice names holders of
// the copyright, and alone allows nothing.
var (
	licenceName = regexp.MustCompile(`(?i)(^|[-_. ])(un)?(licen[cs]es?|copying|ofl)([-_. ]|$)`)
	noticeName  = regexp.MustCompile(`(?i)(^|[-_. ])(notices?|copyright)([-_. ]|$)`)
	sourceName  = regexp.MustCompile(`(?i)\.(go|c|h|m|s|sh|py|js|json|ya?ml|tmpl)$`)
)

// licences reads the texts of a library: those in its root, and those of parts that it took from others. It fails where the
// root has no licence: what says nothing may not be passed on.
func (l library) licences() ([]licenceFile, error) {
	folders, err := l.folders()
	if err != nil {
		return nil, err
	}
	var files []licenceFile
	licensed := false
	for _, folder := range folders {
		found, err := licencesIn(os.DirFS(l.root), folder)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.path, err)
		}
		for _, one := range found {
			licensed = licensed || !strings.Contains(one.name, "/") && licenceName.MatchString(one.name)
		}
		files = append(files, found...)
	}
	if !licensed {
		return nil, fmt.Errorf("%s %s has no text of a licence, and may not be passed on without one", l.path, l.version)
	}
	return files, nil
}

// folders are where the texts can be, as paths that begin at the root: the root, the folders that packages come from, those
// on the way to them, and those below without packages, which hold C code and fonts.
func (l library) folders() ([]string, error) {
	root, folders := os.DirFS(l.root), map[string]bool{".": true}
	for _, dir := range l.packages {
		local, err := filepath.Rel(l.root, dir)
		if err != nil || !filepath.IsLocal(local) {
			return nil, fmt.Errorf("%s: a package lies outside of its module", l.path)
		}
		local = filepath.ToSlash(local)
		for above := local; above != "."; above = path.Dir(above) {
			folders[above] = true
		}
		err = fs.WalkDir(root, local, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.IsDir() {
				return err
			}
			if name != local && (ignoredByGo(entry.Name()) || holdsPackage(root, name)) {
				return fs.SkipDir
			}
			folders[name] = true
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.path, err)
		}
	}
	return slices.Sorted(maps.Keys(folders)), nil
}

// ignoredByGo are the folders in which Go looks for no packages: nothing in them is linked in.
func ignoredByGo(folder string) bool {
	return folder == "testdata" || folder[0] == '_' || folder[0] == '.'
}

func holdsPackage(root fs.FS, folder string) bool {
	entries, err := fs.ReadDir(root, folder)
	return err == nil && slices.ContainsFunc(entries, func(one fs.DirEntry) bool { return path.Ext(one.Name()) == ".go" })
}

// licencesIn reads the texts in one folder, by name. One that is blank says nothing.
func licencesIn(root fs.FS, folder string) ([]licenceFile, error) {
	entries, err := fs.ReadDir(root, folder)
	if err != nil {
		return nil, err
	}
	var files []licenceFile
	for _, entry := range entries {
		name := entry.Name()
		if !entry.Type().IsRegular() || sourceName.MatchString(name) || !licenceName.MatchString(name) && !noticeName.MatchString(name) {
			continue
		}
		content, err := fs.ReadFile(root, path.Join(folder, name))
		if err != nil {
			return nil, err
		}
		if text := plainText(content); text != "" {
			files = append(files, licenceFile{path.Join(folder, name), text})
		}
	}
	return files, nil
}

// plainText is a text without what no reader sees, so that two that read the same are the same.
func plainText(content []byte) string {
	lines := strings.Split(strings.TrimPrefix(string(content), "\ufeff"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t\r\f")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}
