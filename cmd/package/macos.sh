#!/usr/bin/env bash
#
# Builds Tenantkeep for macOS, into dist/tenantkeep-VERSION-macos-universal.dmg: one program for Apple silicon and for
# Intel, in a bundle with its icon, signed, notarised, in a disk image. "make macos" calls it.
#
#   cmd/package/macos.sh VERSION [flags of go build]
#
# It needs a Mac with Go and Apple's command line tools (xcode-select --install), and these variables for a release:
#
#   MACOS_IDENTITY         the name of a Developer ID in the keychain: "Developer ID Application: NAME (TEAM)".
#                          "security find-identity -v -p codesigning" lists them. Without one the program is signed ad
#                          hoc: it runs on this Mac; on others Gatekeeper stops it, and after every new build the
#                          Keychain asks again for the sign-in that it keeps.
#   MACOS_NOTARY_PROFILE   the name under which notarytool keeps the account at Apple, from
#                          "xcrun notarytool store-credentials NAME". Without one nothing is notarised.
#   MACOS_NOTARY_KEYCHAIN  the keychain file that holds that profile, where it is not the login keychain.
#
# The hardened runtime is on, and no entitlement gives back what it takes: Go makes no code at run time, and all libraries
# that the program loads are Apple's.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly work=build/macos
readonly app=$work/Tenantkeep.app
readonly identity=${MACOS_IDENTITY:-}
readonly notary=${MACOS_NOTARY_PROFILE:-}

main() {
  if [[ $# -lt 1 ]]; then
    echo "usage: cmd/package/macos.sh VERSION [flags of go build]" >&2
    exit 2
  fi
  local version=$1
  shift
  local image=dist/tenantkeep-$version-macos-universal.dmg

  rm -rf "$work" "$image"
  mkdir -p "$work" dist
  make_bundle "$version"
  build_program "$@"
  sign_bundle
  if notarised; then
    notarise_bundle
  fi
  make_image "$image"
  if notarised; then
    notarise "$image"
    xcrun stapler staple "$image"
  fi
  check "$image"
  echo "The disk image is $image"
}

notarised() {
  [[ -n $identity && -n $notary ]]
}

warn() {
  echo "warning: $*" >&2
}

# make_bundle lays out everything of the bundle but the program.
make_bundle() {
  mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources"
  go run ./cmd/package icons -o "$work/icons"
  cp "$work/icons/tenantkeep.icns" "$app/Contents/Resources/tenantkeep.icns"
  go run ./cmd/package notices -os darwin -o "$app/Contents/Resources/THIRD_PARTY_NOTICES.txt"
  go run ./cmd/package plist -version "$1" -o "$app/Contents/Info.plist"
  plutil -lint "$app/Contents/Info.plist" cmd/package/entitlements.plist
}

# build_program builds for both processors and joins the two. Its arguments go to go build.
build_program() {
  local oldest arch
  # The C parts must not ask for a newer macOS than the bundle does.
  oldest=$(/usr/libexec/PlistBuddy -c "Print :LSMinimumSystemVersion" "$app/Contents/Info.plist")
  for arch in arm64 amd64; do
    MACOSX_DEPLOYMENT_TARGET=$oldest CGO_ENABLED=1 GOOS=darwin GOARCH=$arch \
      go build "$@" -o "$work/tenantkeep-$arch" ./cmd/tenantkeep
  done
  lipo -create -output "$app/Contents/MacOS/tenantkeep" "$work/tenantkeep-arm64" "$work/tenantkeep-amd64"
  lipo "$app/Contents/MacOS/tenantkeep" -verify_arch arm64 x86_64
}

sign_bundle() {
  local options=(--force --options runtime --entitlements cmd/package/entitlements.plist)
  if [[ -n $identity ]]; then
    codesign "${options[@]}" --timestamp --sign "$identity" "$app"
  else
    warn "MACOS_IDENTITY names no Developer ID: the program is signed ad hoc and is for this Mac only."
    codesign "${options[@]}" --sign - "$app"
  fi
}

# notarise_bundle has the ticket put into the bundle as well as into the image: the program then starts without a network
# when it was copied out of the image.
notarise_bundle() {
  ditto -c -k --keepParent "$app" "$work/Tenantkeep.zip"
  notarise "$work/Tenantkeep.zip"
  xcrun stapler staple "$app"
}

# notarise sends a file to Apple and waits for the verdict; where it is bad, Apple's reasons are printed.
notarise() {
  local account=(--keychain-profile "$notary") answer id
  if [[ -n ${MACOS_NOTARY_KEYCHAIN:-} ]]; then
    account+=(--keychain "$MACOS_NOTARY_KEYCHAIN")
  fi
  answer=$work/notary.plist
  xcrun notarytool submit "$1" "${account[@]}" --wait --timeout 1h --output-format plist >"$answer" ||
    warn "notarytool ended with an error"
  if [[ $(plist_value status "$answer") != Accepted ]]; then
    id=$(plist_value id "$answer")
    echo "Apple refuses to notarise $1:" >&2
    xcrun notarytool log "$id" "${account[@]}" >&2
    exit 1
  fi
}

plist_value() {
  /usr/libexec/PlistBuddy -c "Print :$1" "$2"
}

# make_image puts the bundle beside a link to the folder it is dragged to.
make_image() {
  local folder=$work/image
  mkdir -p "$folder"
  ditto "$app" "$folder/Tenantkeep.app"
  ln -s /Applications "$folder/Applications"
  hdiutil create -volname Tenantkeep -srcfolder "$folder" -fs HFS+ -format UDZO -ov "$1"
  if [[ -n $identity ]]; then
    codesign --force --timestamp --sign "$identity" "$1"
  fi
}

# check asks the tools that decide on a user's Mac.
check() {
  codesign --verify --strict --verbose=2 "$app"
  hdiutil verify -quiet "$1"
  if notarised; then
    spctl --assess --type execute --verbose=2 "$app"
    spctl --assess --type open --context context:primary-signature --verbose=2 "$1"
    xcrun stapler validate "$1"
  elif [[ -n $identity ]]; then
    warn "MACOS_NOTARY_PROFILE names no account: Apple has not notarised this, and Gatekeeper stops it on other Macs."
  fi
}

main "$@"
