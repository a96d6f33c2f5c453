package shell_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheLastChoiceOfASettingLastsHoweverLongTheFirstTakes(t *testing.T) {
	w := connected(1, 1)
	d := open(t, w)
	slow := w.slows()
	d.shell.ToggleNavigation()
	<-slow.begun
	d.shell.ToggleNavigation()
	close(slow.ends)
	d.Settle()
	require.Equal(t, "", w.settings["navigation"])
}

func TestWhatIsChosenRightBeforeTheWindowClosesIsKept(t *testing.T) {
	w := connected(1, 1)
	d := open(t, w)
	slow := w.slows()
	d.shell.ToggleNavigation()
	<-slow.begun
	d.shell.Close()
	require.Equal(t, "collapsed", w.settings["navigation"])
}
