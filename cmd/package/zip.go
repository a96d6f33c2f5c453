package main

import (
	"archive/zip"
	"bytes"
	"flag"
	"os"
	"time"
)

// portable is the command "zip": the program of Windows without an installer.
func portable(args []string) error {
	flags := flag.NewFlagSet("zip", flag.ContinueOnError)
	program := flags.String("program", "", "the built program `FILE`")
	angle := flags.String("angle", "none", "the `folder` with the program for ANGLE and ANGLE's two DLLs, or none")
	license := flags.String("license", "LICENSE", "the licence's `file`")
	notices := flags.String("notices", "", "the `file` with the licences of the libraries")
	out := flags.String("o", "", "the archive `FILE` to write")
	if err := parseAll(flags, args); err != nil {
		return err
	}
	if *angle == "none" {
		*angle = ""
	}
	more, err := angleFiles(*angle)
	if err != nil {
		return err
	}
	at, err := releaseTime()
	if err != nil {
		return err
	}
	files := []archived{{"tenantkeep.exe", *program}, {"LICENSE.txt", *license}, {"THIRD_PARTY_NOTICES.txt", *notices}}
	for _, file := range more {
		files = append(files, archived{"angle/" + file.Name, file.Source})
	}
	content, err := zipOf(files, at)
	if err != nil {
		return err
	}
	return save(*out, content)
}

// archived is a file in an archive.
type archived struct{ name, source string }

func zipOf(files []archived, at time.Time) ([]byte, error) {
	var archive bytes.Buffer
	writer := zip.NewWriter(&archive)
	for _, file := range files {
		content, err := os.ReadFile(file.source)
		if err != nil {
			return nil, err
		}
		entry, err := writer.CreateHeader(&zip.FileHeader{Name: "Tenantkeep/" + file.name, Method: zip.Deflate, Modified: at})
		if err != nil {
			return nil, err
		}
		if _, err := entry.Write(content); err != nil {
			return nil, err
		}
	}
	err := writer.Close()
	return archive.Bytes(), err
}
