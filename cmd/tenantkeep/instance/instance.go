// Package instance lets a second start of the program on the same data folder raise the window of the first.
package instance

import (
	"bufio"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/tenantkeep/tenantkeep/core/crash"
)

// instanceFile says in the data folder how the program that works on it is reached.
const instanceFile = "instance.json"

// exchangeWithin bounds one exchange between two starts.
const exchangeWithin = 2 * time.Second

// What the program that runs says to a further start.
const (
	raised  = "raised"
	closing = "closing"
)

// instance is the program that works on a data folder, as a second start finds it: an address on this computer, and a secret
// that only who may read the folder knows, because other people may be signed in to the same computer.
type instance struct {
	Address string `json:"address"`
	Secret  string `json:"secret"`
	Process int    `json:"process"`
	// Computer tells two computers that share a folder apart.
	Computer string `json:"computer"`
}

// ErrUnanswered says that no program answered: it may not have opened its window yet, or close it just now.
var ErrUnanswered = errors.New("another Tenantkeep works on this data folder already, and its window did not answer: look for it on the " +
	"taskbar, end the program, or name another folder with --data")

// Starts hears of further starts of the program on the same data folder.
type Starts struct {
	listener net.Listener
	file     string
	running  sync.WaitGroup
	raise    func() bool
	broken   func(error)
}

// Hear calls raise, on a goroutine of its own, whenever the program is started once more on the data folder, until Close. It
// returns false where there is no window to raise any more. broken hears of a defect in answering a start, which ends that
// answer alone.
func Hear(folder string, raise func() bool, broken func(error)) (*Starts, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for further starts: %w", err)
	}
	computer, _ := os.Hostname() // without a name all computers are one
	self := instance{Address: listener.Addr().String(), Secret: rand.Text(), Process: os.Getpid(), Computer: computer}
	s := &Starts{listener: listener, file: filepath.Join(folder, instanceFile), raise: raise, broken: broken}
	if err := writeInstance(s.file, self); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	s.running.Go(func() { s.serve(self.Secret) })
	return s, nil
}

func writeInstance(path string, self instance) error {
	text, err := json.Marshal(self)
	if err != nil {
		return fmt.Errorf("keep where the program is reached: %w", err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return fmt.Errorf("keep where the program is reached: %w", err)
	}
	return nil
}

func (s *Starts) serve(secret string) {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return // closed
		}
		s.running.Go(func() {
			if err := crash.During(func() { answerStart(conn, secret, s.raise) }); err != nil {
				s.broken(err)
			}
		})
	}
}

func answerStart(conn net.Conn, secret string, raise func() bool) {
	defer func() { _ = conn.Close() }()
	if conn.SetDeadline(time.Now().Add(exchangeWithin)) != nil {
		return
	}
	said, err := bufio.NewReader(io.LimitReader(conn, 256)).ReadString('\n')
	if err != nil || subtle.ConstantTimeCompare([]byte(said), []byte(secret+"\n")) != 1 {
		return
	}
	answer := closing
	if raise() {
		answer = raised
	}
	_, _ = io.WriteString(conn, answer+"\n") // who asked hears nothing and says so
}

// Close ends the listening. It may be called for nothing.
func (s *Starts) Close() error {
	if s == nil {
		return nil
	}
	err := s.listener.Close()
	s.running.Wait()
	if removed := os.Remove(s.file); !errors.Is(removed, fs.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	return err
}

// Raise brings the window of the program that works on the folder to the front. With ErrUnanswered it is worth another try;
// any other error says in a sentence why it could not.
func Raise(folder string) error {
	err := askToRaise(folder)
	var other *otherComputerError
	if err == nil || errors.As(err, &other) {
		return err
	}
	return ErrUnanswered
}

// otherComputerError says that the data folder is in use on another computer.
type otherComputerError struct{ computer string }

func (e *otherComputerError) Error() string {
	return "Tenantkeep works on this data folder already, on the computer " + e.computer + ": end it there, or name another folder with --data"
}

func askToRaise(folder string) error {
	text, err := os.ReadFile(filepath.Join(folder, instanceFile))
	if err != nil {
		return err
	}
	var running instance
	if err := json.Unmarshal(text, &running); err != nil {
		return err
	}
	if here, err := os.Hostname(); err == nil && running.Computer != "" && running.Computer != here {
		return &otherComputerError{running.Computer}
	}
	letRaise(running.Process)
	conn, err := net.DialTimeout("tcp", running.Address, exchangeWithin)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(exchangeWithin)); err != nil {
		return err
	}
	if _, err := io.WriteString(conn, running.Secret+"\n"); err != nil {
		return err
	}
	answer, err := bufio.NewReader(io.LimitReader(conn, 256)).ReadString('\n')
	if err == nil && answer != raised+"\n" {
		err = errors.New("the running program did not understand")
	}
	return err
}
