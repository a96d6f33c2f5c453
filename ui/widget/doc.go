// Package widget holds the program's small widgets: buttons, pills, chips, links, tabs, fields, menus, dialogs and toasts.
// They draw what they are told and report what a person wants; they know nothing of tenants and users.
//
// Every widget answers AccessibilityLabel, and every one that can be pressed is reached with Tab and pressed with Enter or
// Space, with Space alone where it is red or its press cannot be undone. Tooltips need a layer in the window: wrap its
// content with NewTipLayer once. Popups and dialogs bring their own.
package widget
