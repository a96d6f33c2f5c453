package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// library is what a program has of others in it: a Go module, or Go's own library.
type library struct {
	path, version string
	// root is its folder, packages are the folders in it whose code is linked in.
	root     string
	packages []string
}

// goTool runs the go command as for a program of an operating system, and gives what it prints.
type goTool func(system string, args ...string) ([]byte, error)

// runGo is the go command of this computer. Go only reads the source here, so that no C compiler for the system is needed.
func runGo(system string, args ...string) ([]byte, error) {
	tool := exec.Command("go", args...)
	tool.Env = append(os.Environ(), "CGO_ENABLED=1", "GOARCH=amd64", "GOOS="+system)
	out, err := tool.Output()
	if err != nil {
		var ended *exec.ExitError
		if errors.As(err, &ended) {
			err = fmt.Errorf("%w: %s", err, ended.Stderr)
		}
		return nil, fmt.Errorf("go %s: %w", args[0], err)
	}
	return out, nil
}

// linkedLibraries are all that the program for an operating system is linked with, Go's own first, then by path.
func linkedLibraries(system string, run goTool) ([]library, error) {
	own, err := goItself(system, run)
	if err != nil {
		return nil, err
	}
	modules, err := linkedModules(system, run)
	if err != nil {
		return nil, err
	}
	return append([]library{own}, modules...), nil
}

func goItself(system string, run goTool) (library, error) {
	out, err := run(system, "env", "-json", "GOROOT", "GOVERSION")
	if err != nil {
		return library{}, err
	}
	var env struct{ GOROOT, GOVERSION string }
	err = json.Unmarshal(out, &env)
	return library{path: "Go and its standard library", version: env.GOVERSION, root: env.GOROOT}, err
}

// listed is what is asked of go list about a package.
type listed struct {
	ImportPath, Dir string
	Standard        bool
	Module          *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// linkedModules asks with the tags of a release.
func linkedModules(system string, run goTool) ([]library, error) {
	out, err := run(system, "list", "-deps", "-tags=no_emoji", "-json=ImportPath,Dir,Standard,Module", "./cmd/tenantkeep")
	if err != nil {
		return nil, err
	}
	modules := map[string]*library{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var one listed
		if err := decoder.Decode(&one); err == io.EOF {
			return byPath(modules), nil
		} else if err != nil {
			return nil, fmt.Errorf("read what go list says: %w", err)
		}
		switch {
		case one.Standard || one.Module != nil && one.Module.Main:
		case one.Module == nil || one.Module.Dir == "":
			return nil, fmt.Errorf("go list does not say where the module of %s is", one.ImportPath)
		default:
			module := modules[one.Module.Path]
			if module == nil {
				module = &library{path: one.Module.Path, version: one.Module.Version, root: one.Module.Dir}
				modules[module.path] = module
			}
			module.packages = append(module.packages, one.Dir)
		}
	}
}

func byPath(modules map[string]*library) []library {
	sorted := make([]library, 0, len(modules))
	for _, one := range modules {
		sorted = append(sorted, *one)
	}
	slices.SortFunc(sorted, func(a, b library) int { return strings.Compare(a.path, b.path) })
	return sorted
}
