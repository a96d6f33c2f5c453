package cloudsim

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
)

const (
	// longestWalk is more pages than any sign-in has.
	longestWalk = 6
	// accountID begins the id of the button of an account.
	accountID   = "account-"
	walkTimeout = 30 * time.Second
)

// Walker signs in like a person at a browser: it opens the address, picks the account, and accepts or declines. It runs no
// scripts and presses the buttons of the pages' forms. Its OpenURL fits where a program opens a browser.
type Walker struct {
	// Account is the user principal name to pick; empty picks the first, for whom everything works.
	Account string
	// Decline presses Cancel where the page asks for consent.
	Decline bool
	// Code is typed where the page asks for the code that a program without a browser shows.
	Code string
	// Transport carries the requests; nil is the network.
	Transport http.RoundTripper
}

// OpenURL walks from the address to the end of the sign-in: until the program that waits for it has answered. The error
// says which page it could not leave.
func (w Walker) OpenURL(address string) error {
	client := &http.Client{Transport: w.Transport, Timeout: walkTimeout}
	if w.Transport == nil {
		client.Transport = &http.Transport{DisableKeepAlives: true, DialContext: dialAsBrowsers}
	}
	response, err := client.Get(address)
	if err != nil {
		return fmt.Errorf("walk through the sign-in: %w", err)
	}
	for range longestWalk {
		page, err := readPage(response)
		if err != nil {
			return err
		}
		if !strings.HasPrefix(address, page.origin()) {
			// A redirect led back to the program.
			return nil
		}
		if page.done {
			return nil
		}
		next, ok := w.next(page)
		if !ok {
			return page.dead()
		}
		if next.away {
			return returnTo(client, next)
		}
		if response, err = client.PostForm(next.action, next.fields); err != nil {
			return fmt.Errorf("walk through the sign-in: %w", err)
		}
	}
	return fmt.Errorf("walk through the sign-in: still not done after %d pages", longestWalk)
}

// dialAsBrowsers takes localhost for this computer without asking for its name, as browsers do
// (https://www.w3.org/TR/secure-contexts/#localhost).
func dialAsBrowsers(ctx context.Context, network, address string) (net.Conn, error) {
	var dialer net.Dialer
	host, port, err := net.SplitHostPort(address)
	if err != nil || host != "localhost" {
		return dialer.DialContext(ctx, network, address)
	}
	conn, err := dialer.DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return dialer.DialContext(ctx, network, net.JoinHostPort("::1", port))
	}
	return conn, nil
}

// step is a button pressed: where its form goes, and what with.
type step struct {
	action string
	fields url.Values
	// away leads out of the sign-in pages, back to the program.
	away bool
}

func returnTo(client *http.Client, back step) error {
	response, err := client.PostForm(back.action, back.fields)
	if err != nil {
		return fmt.Errorf("return to the program: %w", err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return fmt.Errorf("return to the program: %w", err)
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("return to the program: it answered %s", response.Status)
	}
	return nil
}

// next chooses what a person would press on the page.
func (w Walker) next(page *page) (step, bool) {
	account := accountID + w.Account
	if w.Account == "" {
		account = page.firstAccount
	}
	switch {
	case page.has(account):
		return page.press(account), true
	case page.asksCode && w.Code != "":
		typed := page.press("next")
		typed.fields.Set("user_code", w.Code)
		return typed, true
	case page.has("accept") && w.Decline:
		return page.press("cancel"), true
	case page.has("accept"):
		return page.press("accept"), true
	case page.has("continue"):
		back := page.press("continue")
		back.away = true
		return back, true
	}
	return step{}, false
}

// page is a page's one form, taken apart.
type page struct {
	address *url.URL
	action  string
	hidden  url.Values
	buttons map[string][2]string
	// firstAccount is the id of the first account's button, if the page offers any.
	firstAccount string
	// asksCode says that a program's code is to be typed, and done that the sign-in of such a program is over.
	asksCode, done bool

	title string
	words []string
}

func readPage(response *http.Response) (*page, error) {
	defer response.Body.Close()
	root, err := html.Parse(response.Body)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", response.Request.URL.Path, err)
	}
	p := &page{address: response.Request.URL, hidden: url.Values{}, buttons: map[string][2]string{}}
	for node := range root.Descendants() {
		p.take(node)
	}
	return p, nil
}

func (p *page) take(node *html.Node) {
	if node.Type != html.ElementNode {
		return
	}
	switch node.Data {
	case "form":
		p.action = attribute(node, "action")
	case "input":
		if attribute(node, "type") == "hidden" {
			p.hidden.Set(attribute(node, "name"), attribute(node, "value"))
		}
		p.asksCode = p.asksCode || attribute(node, "name") == "user_code" && attribute(node, "type") != "hidden"
	case "button":
		id := attribute(node, "id")
		p.buttons[id] = [2]string{attribute(node, "name"), attribute(node, "value")}
		if p.firstAccount == "" && strings.HasPrefix(id, accountID) {
			p.firstAccount = id
		}
	case "h1":
		p.title = text(node)
	case "p":
		p.words = append(p.words, text(node))
		p.done = p.done || attribute(node, "id") == "done"
	}
}

func (p *page) origin() string { return p.address.Scheme + "://" + p.address.Host + "/" }

func (p *page) has(id string) bool {
	_, ok := p.buttons[id]
	return ok
}

func (p *page) press(id string) step {
	fields := url.Values{}
	for name, values := range p.hidden {
		fields[name] = values
	}
	if name := p.buttons[id][0]; name != "" {
		fields.Set(name, p.buttons[id][1])
	}
	action, err := p.address.Parse(p.action)
	if err != nil {
		// A form's broken address leads where an empty one does: to the page itself.
		action = p.address
	}
	return step{action: action.String(), fields: fields}
}

// dead says what a page without a way on shows.
func (p *page) dead() error {
	return fmt.Errorf("walk through the sign-in: the page at %s goes no further: %s %s",
		p.address.Path, p.title, strings.Join(p.words, " "))
}

func attribute(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(node *html.Node) string {
	var all strings.Builder
	for inner := range node.Descendants() {
		if inner.Type == html.TextNode {
			all.WriteString(inner.Data)
		}
	}
	return strings.TrimSpace(all.String())
}
