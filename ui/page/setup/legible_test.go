package setup_test

import "testing"

func TestEveryPartOfASetupIsLegibleAtEveryScale(t *testing.T) {
	for _, scene := range scenes {
		t.Run(scene.name, func(t *testing.T) {
			d := scene.open(t)
			d.PageLegible(scene.name)
		})
	}
}
