package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// takenWithin is how long somebody else has for a picture.
const takenWithin = 20 * time.Second

// fromScreen asks who started the tour for the picture of a place on the screen, and waits for the file: under Wine, which
// gives no picture back, only the system around it can take one.
func fromScreen(path, place string) error {
	fmt.Println("picture", strings.TrimSuffix(filepath.Base(path), ".png"), place)
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.Now().Add(takenWithin); time.Now().Before(deadline); <-ticker.C {
		if _, err := os.Stat(path); err == nil {
			return nil
		}
	}
	return errors.New("the window gave no picture back, and nobody took one: " + path)
}
