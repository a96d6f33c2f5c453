package action_test

import "testing"

func TestEveryFormIsLegibleAtEveryScale(t *testing.T) {
	for _, scene := range scenes {
		t.Run(scene.name, func(t *testing.T) {
			d := managing(t)
			scene.show(d)
			d.DialogLegible(scene.name)
		})
	}
}
