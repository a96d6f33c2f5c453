//go:build !windows

package main

import (
	"fmt"
	"os/exec"
)

// fromScreen takes the picture of a place on a virtual screen.
func fromScreen(path, place string) error {
	output, err := exec.Command("import", "-window", "root", "-crop", place, "+repage", path).CombinedOutput()
	if err != nil {
		return fmt.Errorf("take a picture of the screen: %w: %s", err, output)
	}
	return nil
}
