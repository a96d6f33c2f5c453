package change

func init() {
	offer(Operation{
		Action: LosePassword, Title: "Reset Password to One That Nobody Knows", Verb: "Reset password", Danger: true,
		What:    "The present password stops working at once. Nobody sees the new one, and it is not kept.",
		lasting: resetLasts, instead: resetAgain, home: passwordAtHome,
		kinds: []WriteKind{SetPassword}, asks: just(Write{Kind: SetPassword, Detail: map[string]string{detailUnseen: "yes"}}),
	}, nil)
}

// detailUnseen says that nobody is shown the password, so that another one may take its place at any time.
const detailUnseen = "unseen"

// unseenPassword is how a password is made that nobody is to know.
var unseenPassword = PasswordOptions{Length: 64, MustChange: true}

func unseen(write Write) bool { return write.Detail[detailUnseen] != "" }
