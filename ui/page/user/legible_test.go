package user_test

import "testing"

func TestEveryTabIsLegibleAtEveryScale(t *testing.T) {
	for name, made := range map[string]func() *fake{
		"rich": rich, "empty": empty, "failed": func() *fake { return failing(true) }, "failed-bare": func() *fake { return failing(false) },
		"withheld": withheld, "strange": strange,
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, made())
			for _, title := range titles {
				d.Tap(title)
				d.PageLegible(name + "-" + title)
			}
		})
	}
}
