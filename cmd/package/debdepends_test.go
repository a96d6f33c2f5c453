package main

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// link builds a program for this system that is linked with libraries of the given names, made up here.
func link(t *testing.T, libraries ...string) string {
	t.Helper()
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("the compiler at hand makes no programs for Linux on x86-64")
	}
	folder := t.TempDir()
	compile := func(args ...string) {
		command := exec.Command("gcc", args...)
		command.Dir = folder
		said, err := command.CombinedOutput()
		require.NoError(t, err, string(said))
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, "main.c"), []byte("int main(void) { return 0; }\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "empty.c"), nil, 0o600))
	args := []string{"main.c", "-o", "program", "-Wl,--no-as-needed"}
	for _, name := range libraries {
		compile("-shared", "-o", name, "-Wl,-soname,"+name, "empty.c")
		args = append(args, name)
	}
	compile(args...)
	return filepath.Join(folder, "program")
}

func TestADebDependsOnWhatTheProgramIsLinkedWithAndLoads(t *testing.T) {
	depends, err := debDepends(link(t, "libXxf86vm.so.1", "libGL.so.1"))
	require.NoError(t, err)
	names := strings.Split(depends, ", ")
	require.IsIncreasing(t, names)
	require.Regexp(t, `(^|, )libc6 \(>= 2\.[0-9.]+\)(, |$)`, depends)
	require.Contains(t, names, "libxxf86vm1", "linked")
	require.Contains(t, names, "libgl1", "linked and loaded, named once")
	for _, loaded := range debLoaded {
		require.Contains(t, names, loaded)
	}
}

func TestALibraryWithoutAPackageIsNamed(t *testing.T) {
	_, err := debDepends(link(t, "libsomething.so.7"))
	require.ErrorContains(t, err, "needs libsomething.so.7")
}

func TestADebHoldsAProgramForLinux(t *testing.T) {
	path := filepath.Join(t.TempDir(), "program")
	require.NoError(t, os.WriteFile(path, []byte("MZ"), 0o600))
	require.ErrorContains(t, run([]string{
		"deb", "-program", path, "-icons", t.TempDir(), "-notices", path, "-version", "1.2.3", "-o", path + ".deb",
	}), "no program for Linux")
	require.NoFileExists(t, path+".deb")
}

func TestTheOldestCLibraryIsFoundByNumbers(t *testing.T) {
	symbols := []elf.ImportedSymbol{
		{Name: "free", Version: "GLIBC_2.2.5"},
		{Name: "dlopen", Version: "GLIBC_2.34"},
		{Name: "log", Version: "GLIBC_2.9"},
		{Name: "internal", Version: "GLIBC_PRIVATE"},
		{Name: "_Unwind_Resume", Version: "GCC_3.0"},
		{Name: "other"},
	}
	require.Equal(t, "2.34", oldestGlibc(symbols))
	require.Equal(t, "2.2.5", oldestGlibc(nil))
}
