package portals_test

import "testing"

func TestOwnPortalsAreLegibleAtEveryScale(t *testing.T) {
	for name, scene := range map[string]struct {
		file string
		show func(*harness)
	}{
		"portals":        {"", func(*harness) {}},
		"portals-wrong":  {`{"portals": [{"id":"x","name":"My portal","url":"https://evil.example/"}, {"id":"y","name":"Good","url":"https://entra.microsoft.com/"}]}`, func(*harness) {}},
		"portals-broken": {"{\n oops", func(*harness) {}},
		"portals-form": {"", func(d *harness) {
			d.Tap("Add portal")
			d.TypeIn("Name", "Evil")
			d.TypeIn("Address", "https://evil.example/"+address)
			d.Tap("Save")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, scene.file)
			scene.show(d)
			d.DialogLegible(name)
		})
	}
}
