package release

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

const (
	// mostBody bounds how much of a release's text is looked at, in bytes.
	mostBody = 8 << 10
	// mostLines and longestLine bound what is kept of it, the latter in letters.
	mostLines   = 8
	longestLine = 160

	ellipsis = "…"
	bullet   = "• "
)

// markdown is GitHub's, in which releases are described: https://github.github.com/gfm.
var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()

// summary is the beginning of a release's text without its markup, a line for each heading, paragraph and entry of a list.
func summary(body string) []string {
	if len(body) > mostBody {
		body = strings.ToValidUTF8(body[:mostBody], "")
	}
	s := summarizer{source: []byte(body)}
	_ = ast.Walk(markdown.Parse(text.NewReader(s.source)), s.visit)
	if len(s.lines) > mostLines {
		return append(s.lines[:mostLines:mostLines], ellipsis)
	}
	return s.lines
}

// summarizer gathers lines, one more than is kept at most.
type summarizer struct {
	source []byte
	lines  []string
}

func (s *summarizer) visit(node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering || node.Type() == ast.TypeDocument {
		return ast.WalkContinue, nil
	}
	if node.Kind() == ast.KindHTMLBlock {
		return ast.WalkSkipChildren, nil
	}
	if node.FirstChild() != nil && node.FirstChild().Type() != ast.TypeInline {
		return ast.WalkContinue, nil
	}
	s.add(lead(node), s.textOf(node))
	if len(s.lines) > mostLines {
		return ast.WalkStop, nil
	}
	return ast.WalkSkipChildren, nil
}

func (s *summarizer) add(lead, text string) {
	if line := clean(text, longestLine); line != "" {
		s.lines = append(s.lines, lead+line)
	}
}

// lead marks the first line of an entry of a list.
func lead(node ast.Node) string {
	if node.Parent().Kind() == ast.KindListItem && node.PreviousSibling() == nil {
		return bullet
	}
	return ""
}

// textOf is what a person reads in a block. That of a block of code is not split further.
func (s *summarizer) textOf(block ast.Node) string {
	if block.FirstChild() == nil {
		return string(block.Lines().Value(s.source))
	}
	var read strings.Builder
	_ = ast.Walk(block, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			s.readInline(&read, node)
		}
		return ast.WalkContinue, nil
	})
	return read.String()
}

func (s *summarizer) readInline(read *strings.Builder, node ast.Node) {
	switch node := node.(type) {
	case *ast.Text:
		read.Write(unescaped(node, s.source))
		if node.SoftLineBreak() || node.HardLineBreak() {
			read.WriteByte(' ')
		}
	case *ast.String:
		read.Write(node.Value)
	case *ast.AutoLink:
		read.Write(node.Label(s.source))
	}
}

// unescaped is a text with the letters that its escapes stand for. Code has none.
func unescaped(node *ast.Text, source []byte) []byte {
	value := node.Value(source)
	if node.Parent().Kind() == ast.KindCodeSpan {
		return value
	}
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value)))
}

// clean is a text in one line of at most so many letters, without what a person cannot see: control characters and those
// that turn the direction of writing.
func clean(text string, most int) string {
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.C, r):
			return -1
		}
		return r
	}, text)
	letters := []rune(strings.Join(strings.Fields(visible), " "))
	if len(letters) <= most {
		return string(letters)
	}
	return strings.TrimSpace(string(letters[:most-1])) + ellipsis
}
