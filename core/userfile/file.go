// Package userfile reads lists of new users, and says what is wrong with each line.
package userfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	unicodetext "golang.org/x/text/encoding/unicode"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// MostLines is how many users a file may hold.
const MostLines = 1000

// mostBytes is how long a file of so many users may be.
const mostBytes = 4 << 20

// Line is a user of a file, as it stands there.
type Line struct {
	// Number is that of the line in the file, the titles being the first.
	Number int
	// Fields are by their names in Graph. The username may lack its domain.
	Fields map[string]string
	// Manager is a username; Licenses and Groups are names.
	Manager          string
	Licenses, Groups []string
	// Faults are what is wrong with it, in sentences.
	Faults []string
}

// The columns that are no field of a user.
const (
	columnManager  = "Manager"
	columnLicenses = "Licenses"
	columnGroups   = "Groups"
)

// inCell separates names in a cell.
const inCell = "|"

// titles are other names of columns, in the form of plain.
var titles = map[string]string{
	"username": change.Username, "upn": change.Username, "email": "mail", "emailaddress": "mail", "displayname": "displayName", "name": "displayName",
	"firstname": "givenName", "lastname": "surname", "familyname": "surname", "nickname": "mailNickname", "title": "jobTitle", "company": "companyName",
	"office": "officeLocation", "street": "streetAddress", "streetaddress": "streetAddress", "zip": "postalCode", "zipcode": "postalCode",
	"postcode": "postalCode", "countryorregion": "country", "phone": "businessPhones", "phonenumber": "businessPhones", "officephone": "businessPhones",
	"businessphone": "businessPhones", "mobile": "mobilePhone", "hiredate": change.HireDate, "stateorprovince": "state",
	"manager": columnManager, "licenses": columnLicenses, "licences": columnLicenses, "license": columnLicenses, "groups": columnGroups, "group": columnGroups,
}

// plain is a title without regard to capitals, blanks and signs.
func plain(title string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}

// columnOf is what a column holds; empty where that is not known.
func columnOf(title string) string {
	folded := plain(title)
	for _, field := range change.NewFields() {
		if folded == plain(field.Graph) || folded == plain(field.Label) {
			return field.Graph
		}
	}
	return titles[folded]
}

// Read reads the users of a file: CSV in UTF-8, with or without a mark at its beginning, or as Excel writes it, also as its
// Unicode text, with commas, semicolons or tabs. The first line has the titles, in any order.
func Read(content []byte) ([]Line, error) {
	if len(content) > mostBytes {
		return nil, &newuser.FileError{What: "The file is longer than a list of users.", Do: "Choose a CSV file with at most 1,000 users."}
	}
	text, err := decode(content)
	if err != nil {
		return nil, err
	}
	records, err := split(text)
	if err != nil {
		return nil, err
	}
	columns, err := columnsOf(records)
	if err != nil {
		return nil, err
	}
	var lines []Line
	for _, one := range records[1:] {
		if line := lineOf(one, columns); !line.empty() {
			lines = append(lines, line)
		}
	}
	switch {
	case len(lines) == 0:
		return nil, &newuser.FileError{What: "The file holds no user.", Do: "Write one user a line, below the titles."}
	case len(lines) > MostLines:
		return nil, &newuser.FileError{What: fmt.Sprintf("The file holds %s, and at most %d can be created at once.", table.Counted(len(lines), "user", "users"), MostLines), Do: "Take it apart."}
	}
	return lines, nil
}

// decode is a file as UTF-8, with the ends of lines of today. What is none is of a program for Windows.
func decode(content []byte) (string, error) {
	if isUTF16(content) {
		converted, err := unicodetext.UTF16(unicodetext.LittleEndian, unicodetext.ExpectBOM).NewDecoder().Bytes(content)
		if err != nil {
			return "", &newuser.FileError{What: "The file is no text.", Do: "Save it as CSV UTF-8."}
		}
		content = converted
	}
	content = bytes.TrimPrefix(content, []byte("\uFEFF"))
	if !bytes.ContainsRune(content, '\n') { // of an old Macintosh, as Excel still writes it there
		content = bytes.ReplaceAll(content, []byte("\r"), []byte("\n"))
	}
	switch {
	case bytes.ContainsRune(content, 0):
		return "", &newuser.FileError{What: "The file is no CSV file: it holds other signs than text.", Do: "Save it as CSV UTF-8."}
	case utf8.Valid(content):
		return string(content), nil
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(content)
	if err != nil {
		return "", &newuser.FileError{What: "The file is no text.", Do: "Save it as CSV UTF-8."}
	}
	return string(text), nil
}

// isUTF16 says that a file begins with the mark of UTF-16, as Excel's Unicode text does.
func isUTF16(content []byte) bool {
	return bytes.HasPrefix(content, []byte{0xff, 0xfe}) || bytes.HasPrefix(content, []byte{0xfe, 0xff})
}

// record is a line of a file, cell by cell.
type record struct {
	number int
	cells  []string
}

func split(text string) ([]record, error) {
	first, _, _ := strings.Cut(text, "\n")
	if rest, told := strings.CutPrefix(strings.ToLower(strings.TrimSpace(first)), "sep="); told && len(rest) == 1 {
		_, text, _ = strings.Cut(text, "\n")
		first = rest
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes = comma(first), -1, true
	var records []record
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return nil, &newuser.FileError{What: "The file is no CSV file: " + err.Error() + ".", Do: "Save it as CSV UTF-8."}
		}
		number, _ := reader.FieldPos(0)
		records = append(records, record{number, cells})
	}
}

// comma is what separates the cells: the sign that the titles hold most.
func comma(titles string) rune {
	best := ','
	for _, sign := range []rune{';', '\t'} {
		if strings.Count(titles, string(sign)) > strings.Count(titles, string(best)) {
			best = sign
		}
	}
	return best
}

// columnsOf reads the titles.
func columnsOf(records []record) ([]string, error) {
	if len(records) == 0 {
		return nil, &newuser.FileError{What: "The file is empty.", Do: "Save the template, and fill it in."}
	}
	columns := make([]string, len(records[0].cells))
	var unknown []string
	for i, title := range records[0].cells {
		columns[i] = columnOf(title)
		switch {
		case columns[i] == "" && strings.TrimSpace(title) != "":
			unknown = append(unknown, "“"+strings.TrimSpace(title)+"”")
		case columns[i] != "" && slices.Contains(columns[:i], columns[i]):
			return nil, &newuser.FileError{What: "The column “" + title + "” is there twice.", Do: "Take one of them away."}
		}
	}
	if len(unknown) > 0 {
		return nil, &newuser.FileError{What: "It is not known what these columns hold: " + strings.Join(unknown, ", ") + ".", Do: "Call them as in the template, or take them away."}
	}
	return columns, nil
}

func lineOf(from record, columns []string) Line {
	line := Line{Number: from.number, Fields: make(map[string]string)}
	for i, cell := range from.cells {
		cell = strings.TrimSpace(cell)
		if cell == "" || i >= len(columns) {
			if cell != "" {
				line.Faults = append(line.Faults, "The line has more cells than there are titles.")
			}
			continue
		}
		switch columns[i] {
		case "":
			line.Faults = append(line.Faults, "A cell stands in a column without a title: “"+cell+"”.")
		case columnManager:
			line.Manager = cell
		case columnLicenses:
			line.Licenses = namesIn(cell)
		case columnGroups:
			line.Groups = namesIn(cell)
		default:
			line.Fields[columns[i]] = cell
		}
	}
	return line
}

func namesIn(cell string) []string {
	var names []string
	for _, name := range strings.Split(cell, inCell) {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (l Line) empty() bool {
	return len(l.Fields) == 0 && l.Manager == "" && len(l.Licenses) == 0 && len(l.Groups) == 0 && len(l.Faults) == 0
}

// Template is a file to be filled in: the titles of all columns.
func Template() []byte {
	var names []string
	for _, field := range change.NewFields() {
		names = append(names, field.Label)
	}
	names = append(names, columnManager, columnLicenses, columnGroups)
	return []byte("\uFEFF" + strings.Join(names, ",") + "\r\n")
}
