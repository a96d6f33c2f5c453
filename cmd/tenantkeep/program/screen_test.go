package program

import (
	"context"
	"image"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/cmd/tenantkeep/desktop"
	"github.com/tenantkeep/tenantkeep/ui/theme"
)

func TestAWindowBelongsToTheScreenThatHoldsMostOfIt(t *testing.T) {
	left, right := image.Rect(0, 0, 1920, 1040), image.Rect(1920, 0, 3200, 984)
	for _, test := range []struct {
		name   string
		window image.Rectangle
		want   image.Rectangle
	}{
		{"on the left one", image.Rect(100, 100, 1540, 1000), left},
		{"across both, more on the right", image.Rect(1800, 0, 3000, 700), right},
		{"on none, as after a screen was taken away", image.Rect(5000, 0, 6000, 700), left},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, mostOn([]image.Rectangle{left, right}, test.window))
		})
	}
}

func TestTheTitleBarIsDarkWhereTheThemeIs(t *testing.T) {
	app := test.NewTempApp(t)
	for mode, dark := range map[theme.Mode]bool{theme.Light: false, theme.Dark: true} {
		app.Settings().SetTheme(theme.New(mode))
		require.Equal(t, dark, isDark(app.Settings()))
	}
}

type keptInMemory map[string]string

func (k keptInMemory) Setting(_ context.Context, name string) (string, error) { return k[name], nil }

func (k keptInMemory) SetSetting(_ context.Context, name, value string) error {
	k[name] = value
	return nil
}

func TestAFileIsSavedWhereTheLastOneWas(t *testing.T) {
	home, chosen := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	if runtime.GOOS != "windows" { // which keeps the place of its documents elsewhere
		require.NoError(t, os.Mkdir(filepath.Join(home, "Documents"), 0o700))
	}
	var offered []string
	answer := filepath.Join(chosen, "users.csv")
	places := savePlaces{kept: keptInMemory{}, ask: func(_ context.Context, path string) (string, error) {
		offered = append(offered, path)
		return answer, nil
	}}
	ask := func() string {
		path, err := places.choose(t.Context(), "users.csv")
		require.NoError(t, err)
		return path
	}
	require.Equal(t, answer, ask())
	require.Equal(t, filepath.Join(desktop.Documents(), "users.csv"), offered[0], "at first among the documents")
	require.Equal(t, answer, ask())
	require.Equal(t, filepath.Join(chosen, "users.csv"), offered[1])
	require.NoError(t, os.RemoveAll(chosen))
	answer = ""
	require.Empty(t, ask(), "the person changed their mind")
	require.Equal(t, filepath.Join(desktop.Documents(), "users.csv"), offered[2], "the last place is gone")
}

func TestTheWindowComesBackWhereItWasOnAScreenThatIsThere(t *testing.T) {
	left, right := image.Rect(0, 0, 1920, 1040), image.Rect(1920, 0, 3200, 984)
	both := []image.Rectangle{left, right}
	for name, c := range map[string]struct {
		kept    string
		screens []image.Rectangle
		want    image.Rectangle
		none    bool
	}{
		"as it was":                 {"2000 40 1100 800 false", both, image.Rect(2000, 40, 3100, 840), false},
		"its screen is gone":        {"2000 40 1100 800 false", both[:1], image.Rectangle{}, true},
		"its screen became smaller": {"1920 0 2560 1400 true", both, right, false},
		"partly beside the screen":  {"-500 -20 1100 800 false", both, image.Rect(0, 0, 1100, 800), false},
		"no screen at all":          {"0 0 1100 800 false", nil, image.Rectangle{}, true},
		"nothing kept":              {"", both, image.Rectangle{}, true},
		"something else":            {"wide", both, image.Rectangle{}, true},
		"of no size":                {"0 0 0 800 false", both, image.Rectangle{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			last, known := readPlace(c.kept)
			there, held := last.within(c.screens)
			require.Equal(t, c.none, !known || !held)
			if !c.none {
				require.Equal(t, c.want, there.at)
				again, known := readPlace(there.text())
				require.True(t, known)
				require.Equal(t, there, again)
			}
		})
	}
}
