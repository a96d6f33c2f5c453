package widget_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func TestAFieldThatIsDisabledLeavesTheKeyboardToTheWindow(t *testing.T) {
	field := widget.NewEntry("Tenant ID", "")
	s := newStage(t, field)
	s.Texts()
	s.Win.Canvas().Focus(field)
	field.Disable()
	require.Nil(t, s.Win.Canvas().Focused())
}
