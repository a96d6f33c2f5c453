package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

const sumsFile = "SHA256SUMS"

// sums writes SHA256SUMS over the files of a folder, in the form that "sha256sum -c" checks.
func sums(args []string) error {
	if len(args) != 1 {
		return errors.New("give the folder with the packages")
	}
	lines, err := sumLines(args[0])
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(args[0], sumsFile), lines, 0o644)
}

// sumLines has a line for each file in the folder, by name, but for the one that will hold the lines.
func sumLines(folder string) ([]byte, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var lines bytes.Buffer
	for _, entry := range entries {
		if !entry.Type().IsRegular() || entry.Name() == sumsFile {
			continue
		}
		sum, err := sha256Of(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&lines, "%s  %s\n", sum, entry.Name())
	}
	if lines.Len() == 0 {
		return nil, fmt.Errorf("there is no package in %s", folder)
	}
	return lines.Bytes(), nil
}

// sha256Of is the hash of a file, in lower case.
func sha256Of(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
