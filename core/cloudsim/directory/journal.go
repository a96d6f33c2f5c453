package directory

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// journal keeps the changes of a world as JSON lines in a file of its own for every seed and size. The first line is the
// header. A last line that a crash tore is dropped.
type journal struct {
	mu   sync.Mutex
	path string
	file *os.File
}

// header is the first line of a journal.
type header struct {
	Epoch      time.Time `json:"epoch"`
	Generation string    `json:"generation"`
}

// openJournal opens the journal at path, or begins one with fresh, and calls apply with every change in it.
func openJournal(path string, fresh func() header, apply func(change)) (*journal, header, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, header{}, fmt.Errorf("directory: folder of the changes: %w", err)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, header{}, fmt.Errorf("directory: open the changes: %w", err)
	}
	j := &journal{path: path, file: file}
	first, err := j.read(apply)
	if errors.Is(err, errNoHeader) {
		first = fresh()
		err = j.begin(first)
	}
	if err != nil {
		return nil, header{}, errors.Join(err, file.Close())
	}
	return j, first, nil
}

var errNoHeader = errors.New("no header")

func (j *journal) read(apply func(change)) (header, error) {
	data, err := io.ReadAll(j.file)
	if err != nil {
		return header{}, fmt.Errorf("directory: read the changes: %w", err)
	}
	whole := data[:bytes.LastIndexByte(data, '\n')+1]
	line, rest, _ := bytes.Cut(whole, []byte("\n"))
	var first header
	if len(line) == 0 || json.Unmarshal(line, &first) != nil || first.Epoch.IsZero() {
		return header{}, errNoHeader
	}
	for number := 2; len(rest) > 0; number++ {
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		var c change
		if err := json.Unmarshal(line, &c); err != nil {
			return header{}, fmt.Errorf("directory: %s, line %d: %w", j.path, number, err)
		}
		apply(c)
	}
	return first, j.cutAt(int64(len(whole)))
}

func (j *journal) cutAt(size int64) error {
	if err := j.file.Truncate(size); err != nil {
		return fmt.Errorf("directory: cut the changes: %w", err)
	}
	if _, err := j.file.Seek(size, io.SeekStart); err != nil {
		return fmt.Errorf("directory: end of the changes: %w", err)
	}
	return nil
}

// begin empties the journal and writes the header.
func (j *journal) begin(first header) error {
	if err := j.cutAt(0); err != nil {
		return err
	}
	return j.write(first)
}

func (j *journal) write(value any) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	line, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("directory: a change as JSON: %w", err)
	}
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("directory: write a change: %w", err)
	}
	return nil
}
